"""The notes of a ledger as questions, repairs and skips in the form in which the imports keep them."""

from collections.abc import Iterable, Mapping
from typing import Any

from estate.intake.check import Asked
from estate.intake.findings import Finding, Skipped
from estate.intake.ledger_notes import Entry, Notes


def questions(
    notes: Notes, rows: Iterable[Entry], about: Mapping[tuple[str, int], dict[str, str]] | None = None
) -> list[Asked]:
    """Every question of the notes. about: what else is told of a row. A home that is not known is shown as written."""
    known = {
        (one["sheet"], one["row"]): str(one["raw"])
        for one in notes.flagged
        if one["field"] == "room" and one["raw"] is not None
    }
    known |= {(row.sheet, row.row): row.room for row in rows if row.room}
    told = about or {}
    return [_asked(one, known, told.get((one["sheet"], one["row"]), {})) for one in notes.flagged]


def in_order(asked: Iterable[Asked], places: Iterable[tuple[str, int]]) -> list[Asked]:
    """The questions in the order of the rows; those about sheets and cells outside them first."""
    order = {place: at for at, place in enumerate(places, 1)}
    placed = [one._replace(position=order.get((one.finding.sheet, one.finding.row or 0), 0)) for one in asked]
    return sorted(placed, key=lambda one: one.position)


def repairs(notes: Notes) -> list[Finding]:
    """What was repaired without loss."""
    return [
        Finding(f["kind"], f["sheet"], f["row"], f["column"], f["field"], f["raw"], f["value"])
        for f in notes.fixed
    ]


def skips(notes: Notes) -> list[Skipped]:
    """Rows and sheets that hold no record."""
    return [Skipped(s["sheet"], s["row"], s["reason"]) for s in notes.skipped]


def _asked(one: dict[str, Any], known: Mapping[tuple[str, int], str], about: dict[str, str]) -> Asked:
    home = known.get((one["sheet"], one["row"]), "")
    finding = Finding(
        one["kind"], one["sheet"], one["row"], one["column"], one["field"], one["raw"], one["proposal"], about
    )
    return Asked(finding, home, 0)
