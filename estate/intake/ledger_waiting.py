"""What waits for a decision after a fee or parking ledger was brought in: the questions, each with its place and home."""

from collections.abc import Iterable
from typing import Any

from estate.i18n import gettext as _
from estate.intake.ledger_notes import Entry, Notes


def questions(notes: Notes, rows: Iterable[Entry]) -> list[dict[str, Any]]:
    """Everything that was asked while the ledger was read; a home that is not known is shown as written."""
    rooms = {(row.sheet, row.row): row.room for row in rows}
    found: list[dict[str, Any]] = []
    for one in notes.flagged:
        home = rooms.get((one["sheet"], one["row"]))
        if home is None and one["field"] == "room" and one["raw"] is not None:
            home = str(one["raw"])
        kept = {key: one[key] for key in ("sheet", "row", "column", "kind", "message")}
        found.append({**kept, "home": home})
    return found


def question(row: Entry, kind: str, message: str) -> dict[str, Any]:
    """A question about a whole row that came up when it was to be brought in."""
    return {
        "sheet": row.sheet,
        "row": row.row,
        "column": None,
        "kind": kind,
        "message": message,
        "home": row.room,
    }


def waiting_lines(waiting: list[dict[str, Any]]) -> list[str]:
    """The questions in lines for a person."""
    lines = [_("%(n)s questions wait for a decision:", n=len(waiting))] if waiting else []
    return lines + [
        f"  {one['sheet']} {one['column'] or ''}{one['row'] or ''}  {one['home'] or ''}  {one['message']}"
        for one in waiting
    ]
