"""What a person can say to a question about a ledger of fees, parking spaces or equipment."""

import re

from estate.i18n import gettext as _
from estate.intake.amounts import nothing_to_pay, read_amount
from estate.intake.answers import no_text
from estate.intake.areas import read_area
from estate.intake.dates import read_date
from estate.intake.doubts import Doubt
from estate.intake.fee_marks import read_mark
from estate.intake.fee_periods import read_span
from estate.intake.insisted import full_place
from estate.intake.ledger_words import said
from estate.intake.notices import DOUBTS
from estate.intake.parking_words import kind_of
from estate.intake.periods import Period, read_end, read_period
from estate.intake.plates import read_plates
from estate.intake.said import ACCEPTED
from estate.intake.text import visible

ONLY: dict[str, list[str]] = {
    "charge_twice": ["both", "instead", "out"],
    "charged_already": ["empty", "out"],
    "code_twice": ["instead", "out"],
    "fee_deposit": ["out"],
    "fee_unfit": ["out"],
    "fine_not_taken": ["empty", "out"],
    "last_month_unclear": ["proposal", "value", "out"],
    "payer_differs": ["keep", "out"],
    "payer_missing": ["out"],
    "period_not_month": ["empty", "out"],
    "plate_taken": ["empty", "out"],
    "room_once": ["proposal", "out"],
    "room_twice": ["instead", "out"],
    "space_exists": ["out"],
    "space_twice": ["instead", "out"],
    "totals_differ": ["keep", "out"],
    "year_unknown": ["value", "out"],
}
"""Kinds with their answers; all others by what stands in the cell."""
MONTH = re.compile(r"m(\d{1,2})")
NEEDED = frozenset(
    ["code", "due", "due_long", "fee_item", "month", "owed", "paid", "period", "space", "start", "state"]
)
"""Fields without which a row means nothing: it is completed or left out."""
AMOUNTS = frozenset(["price", "due", "due_long", "total", "paid", "owed", "waived", "fine", "fee"])
DAYS = frozenset(["start", "install", "last_maint", "next_maint", "paid_on", "due_on"])
MONTH_TYPED = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def choices(doubt: Doubt) -> list[str]:
    """The answers that a question allows, the best first."""
    if doubt.kind in ONLY:
        return ONLY[doubt.kind]
    field = doubt.field or ""
    if doubt.row is None:
        return ["out"]
    found = ["proposal"] if doubt.proposal and not fault(field, doubt.proposal) else []
    if doubt.kind.startswith(("due_or", "due_missing")):
        return [*found, *(["keep"] if doubt.raw else []), "value", "out"]
    if MONTH.fullmatch(field) or doubt.kind in ("mark_unclear", "state_differs"):
        found += ["paid", "owed"]
    if doubt.kind in ACCEPTED and doubt.raw and doubt.raw != doubt.proposal:
        found.append("keep")
    needed = (field in NEEDED and doubt.ledger != "parking") or field == "space"
    needed = needed or (field == "room" and doubt.ledger == "fees")
    if doubt.column is None:
        return [*found, "out"]
    return [*found, "value", *([] if needed else ["empty"]), "out"]


def refusal(doubt: Doubt, choice: str, typed: str) -> str | None:
    """Why an answer cannot be taken, as a sentence; None when it can."""
    if choice == "proposal":
        return None if doubt.proposal else _("Nothing is proposed here.")
    if choice != "value":
        return None
    if why := no_text(typed):
        return why
    if doubt.kind == "last_month_unclear":
        return None if MONTH_TYPED.fullmatch(typed.strip()) else _("Write the month like 2024-09.")
    if doubt.kind == "year_unknown":
        return None if re.fullmatch(r"20\d\d", typed.strip()) else _("Write the year with four digits.")
    if doubt.kind == "prior_arrears":
        return fault("period_closed", typed)
    field = "due" if doubt.kind in ("due_or_area", "due_missing") else doubt.field or ""
    if field in ("month", "period") and doubt.ledger == "fees":
        span = read_span(typed)
        return None if span.value else said(span.doubt or "period_unreadable")
    return fault(field, typed)


def fault(field: str, text: str) -> str | None:
    """What is wrong with a text in this field, as a sentence; None when it can stand there."""
    if field == "room":
        return None if full_place(text) else str(DOUBTS["room_not_full"])
    if field == "area":
        area = read_area(text)
        return said(area.doubt) if area.doubt else None if area.value else said("area_unreadable")
    if field in ("paid", "owed") and read_mark(text, {}).kind not in ("unclear", "blank", "half"):
        return None
    if field in AMOUNTS:
        amount = read_amount(text)
        fine = amount.value is not None or (field == "fee" and nothing_to_pay(text))
        return None if fine else said(amount.doubt or "amount_unreadable")
    if MONTH.fullmatch(field) or field == "state":
        return said("mark_unclear") if read_mark(text, {}).kind in ("unclear", "blank", "half") else None
    if field in ("period", "period_closed"):
        period = read_period(text)
        if period.doubt or field == "period":
            return said(period.doubt) if period.doubt else None
        return _closed(period.value)
    if field in DAYS:
        day = read_date(text)
        return said(day.doubt or "date_unreadable") if day.doubt or day.value is None else None
    if field == "end":
        return said(end.doubt) if (end := read_end(text)).doubt else None
    if field == "plate":
        return said(plates.doubt) if (plates := read_plates(text)).doubt else None
    if field == "ptype":
        return None if kind_of(text) else said("kind_unclear")
    return None if visible(text) else _("Type a value.")


def _closed(period: Period) -> str | None:
    """What is wrong with the days that arrears are for: both ends are needed, and a charge is for a year at most."""
    if not (period.start and period.end):
        return _("Write the first and the last month, like 2023-11 to 2023-12.")
    if (period.end - period.start).days >= 365:
        return _("A charge is for at most twelve months.")
    return None
