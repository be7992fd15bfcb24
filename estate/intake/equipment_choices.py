"""What a person can say to a question about a register of equipment."""

from estate.i18n import gettext as _
from estate.intake import ledger_choices
from estate.intake.answers import no_text
from estate.intake.dates import read_date
from estate.intake.doubts import Doubt
from estate.intake.equipment_cycles import read_cycle, read_life
from estate.intake.equipment_words import quantity_of, state_of
from estate.intake.ledger_words import said
from estate.intake.said import ACCEPTED

DAYS = frozenset(("install", "last_maint", "next_maint", "last_inspection", "next_inspection"))
NEEDED = frozenset(("code", "ename", "quantity"))
"""Fields without which a row means nothing: it is completed or left out."""


def choices(doubt: Doubt) -> list[str]:
    """The answers that a question allows, the best first."""
    if doubt.kind == "code_twice":
        return ["instead", "value", "out"]
    if doubt.kind == "equipment_exists":
        return ["value", "out"]
    if doubt.row is None or doubt.column is None:
        return ["out"]
    found = ["proposal"] if doubt.proposal and not fault(doubt.field or "", doubt.proposal) else []
    if doubt.kind in ACCEPTED and doubt.raw and doubt.raw != doubt.proposal:
        found.append("keep")
    return [*found, "value", *([] if doubt.field in NEEDED else ["empty"]), "out"]


def refusal(doubt: Doubt, choice: str, typed: str) -> str | None:
    """Why an answer cannot be taken, as a sentence; None when it can."""
    if choice == "proposal":
        return None if doubt.proposal else _("Nothing is proposed here.")
    if choice != "value":
        return None
    return no_text(typed) or fault(doubt.field or "", typed)


def fault(field: str, text: str) -> str | None:
    """What is wrong with a text in this field, as a sentence; None when it can stand there."""
    if field in DAYS:
        day = read_date(text)
        return said(day.doubt or "date_unreadable") if day.doubt or day.value is None else None
    if field == "life":
        return said("life_unclear") if read_life(text).value is None else None
    if field == "cycle":
        return said(read_cycle(text).doubt or "cycle_unclear") if read_cycle(text).value is None else None
    if field == "quantity":
        return None if quantity_of(text) else said("quantity_unclear")
    if field == "state":
        return None if state_of(text) else said("state_unclear")
    return ledger_choices.fault(field, text)
