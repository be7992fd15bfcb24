"""What a person can say to a doubt, and how all that was said becomes the answers with which the file is read again."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from estate.i18n import gettext as _
from estate.intake import insisted
from estate.intake.answers import Answer, Answers
from estate.intake.notices import DOUBTS
from estate.intake.text import plain
from estate.intake.workbook import as_text

ROOM_KINDS = {
    "entrance_unknown",
    "entrance_unreadable",
    "room_as_date",
    "room_contradicts_column",
    "room_missing",
    "room_run_together",
    "room_unreadable",
    "wrong_building",
}
MANY_PROPOSALS = {"entrance_unknown", "id_owner_unclear"}
"""Kinds whose proposal is a list to choose from or a sentence, not a value to take."""
NEEDED = {"area", "room", "building", "entrance"}
"""Fields without which a home cannot be stored: the row is completed or left out."""


class Doubt(NamedTuple):
    """A question of an import with its answer, if there is one. facts: raw, proposal, about."""

    id: int
    sheet: str
    row: int | None
    column: str | None
    field: str | None
    kind: str
    home: str
    facts: dict[str, Any]
    choice: str | None
    typed: str | None
    decided_by: str | None

    @property
    def raw(self) -> str:
        """What stands in the cell, as text."""
        return as_text(self.facts.get("raw"))

    @property
    def proposal(self) -> str | None:
        """What is proposed, if anything can be taken as it is."""
        found = self.facts.get("value")
        return str(found) if found and self.kind not in MANY_PROPOSALS else None

    @property
    def why(self) -> str:
        """The reason, as a sentence."""
        about = {"raw": self.raw, "value": self.facts.get("value") or "", **self.facts.get("about", {})}
        return str(DOUBTS[self.kind]) % about

    @property
    def target(self) -> str:
        """The field that an answer fills: doubts about where a home lies are all answered by its full code."""
        return "room" if self.kind in ROOM_KINDS else self.field or ""


def choices(doubt: Doubt) -> list[str]:
    """The answers that this doubt allows, the best first."""
    if doubt.kind == "fill_down":
        return ["proposal", "empty"]
    if doubt.kind == "building_unknown":
        return ["proposal", "value", "out"]
    if doubt.kind == "dup_conflict_row":
        return ["instead", "out"]
    if doubt.kind == "dup_other_owner":
        return ["both", "instead", "out"]
    if doubt.kind == "note_sensitive":
        return ["care", "value", "keep", "empty", "out"]
    if doubt.row is None:
        return ["out"]
    found = [] if not doubt.proposal or refusal(doubt, "value", doubt.proposal) else ["proposal"]
    if doubt.raw and doubt.raw != doubt.proposal and not refusal(doubt, "value", doubt.raw):
        found.append("keep")
    found += [] if doubt.column is None and doubt.target not in NEEDED else ["value"]
    found += [] if doubt.target in NEEDED or doubt.column is None else ["empty"]
    return [*found, "out"]


def refusal(doubt: Doubt, choice: str, typed: str) -> str | None:
    """Why this answer cannot be taken, as a sentence; None when it can."""
    if choice == "proposal":
        return None if doubt.kind == "fill_down" or doubt.proposal else _("Nothing is proposed here.")
    if choice != "value":
        return None
    if not typed.strip():
        return _("Type a value.")
    if len(typed) > 500:
        return _("This is too long.")
    if doubt.kind == "building_unknown":
        return None if len(plain(typed)) <= 12 else _("Write the building's number or short name.")
    fault = insisted.fault(doubt.target, typed)
    return str(DOUBTS[fault]) % {"words": typed, **doubt.facts.get("about", {})} if fault else None


def answers(decided: Iterable[Doubt]) -> Answers:
    """The decisions in the form in which the engine takes them."""
    cells: dict[tuple[str, int, str], Answer] = {}
    rooms: dict[tuple[str, int], str] = {}
    rows: dict[tuple[str, int], str] = {}
    areas: dict[tuple[str, int], str] = {}
    sheets: dict[tuple[str, str], Answer] = {}
    for doubt in decided:
        choice, text = (
            doubt.choice,
            {"proposal": doubt.proposal or "", "keep": doubt.raw}.get(doubt.choice or ""),
        )
        text = doubt.typed or "" if text is None else text
        if choice is None:
            continue
        if doubt.row is None:
            kept = "empty" if choice == "empty" else "out" if choice == "out" else "value"
            sheets[doubt.sheet, doubt.kind] = Answer(kept, text)
        elif choice in ("out", "instead", "both"):
            rows[doubt.sheet, doubt.row] = choice
        elif doubt.target == "room":
            rooms[doubt.sheet, doubt.row] = text
        elif doubt.column is None:
            areas[doubt.sheet, doubt.row] = text
        else:
            kept = choice if choice in ("empty", "care") else "value"
            cells[doubt.sheet, doubt.row, doubt.column] = Answer(kept, text)
    return Answers(cells, rooms, rows, areas, sheets)
