"""What a person can say to a doubt, and how all that was said becomes the answers with which the file is read again."""

from collections.abc import Iterable

from estate.i18n import gettext as _
from estate.intake import insisted
from estate.intake.answers import Answer, Answers, no_text
from estate.intake.doubts import Doubt
from estate.intake.notices import DOUBTS
from estate.intake.text import plain

NEEDED = {"area", "room", "building", "entrance"}
"""Fields without which a home cannot be stored: the row is completed or left out."""


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
    if doubt.kind == "room_level":
        return ["proposal", "keep", "value", "out"]
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
    if why := no_text(typed):
        return why
    if doubt.kind == "building_unknown":
        return None if len(plain(typed)) <= 12 else _("Write the building's number or short name.")
    fault = insisted.fault(doubt.target, typed)
    return str(DOUBTS[fault]) % {"words": typed, **doubt.facts.get("about", {})} if fault else None


def kept_as(doubt: Doubt) -> str:
    """What stands in the cell, as it is taken when it is kept; a room on its storey with its building and entrance."""
    return str(doubt.facts.get("about", {}).get("as_floor") or doubt.raw)


def room_said(doubt: Doubt, choice: str, typed: str) -> str | None:
    """The full code that an answer about a room names; None for other answers."""
    text = {"value": typed, "proposal": doubt.proposal or "", "keep": kept_as(doubt)}.get(choice, "")
    place = insisted.full_place(text) if doubt.target == "room" else None
    return place.code if place else None


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
            {"proposal": doubt.proposal or "", "keep": kept_as(doubt)}.get(doubt.choice or ""),
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
