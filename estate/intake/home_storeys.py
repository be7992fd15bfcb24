"""Ledgers that write the storey in one column and the home's place on it in the other: 5 and 01 are home 501."""

import re
from collections.abc import Iterable

from estate.intake.layout import Layout
from estate.intake.rooms import Room
from estate.intake.table import Row
from estate.intake.text import plain
from estate.intake.workbook import as_text

STOREY = re.compile(r"(-?\d{1,3})(?:层|楼|f)?(?:/.*)?", re.IGNORECASE)
PLACE = re.compile(r"\d{1,2}")
ENOUGH = 4


def read_storey(row: Row, column: int) -> int | None:
    """The storey in a cell of the row, None when it is no number."""
    found = STOREY.fullmatch(plain(as_text(row.value(column))))
    return int(found[1]) if found else None


def storeys_of(layout: Layout, rows: list[Row], rooms: dict[int, Room | None]) -> dict[int, int]:
    """The storey by row where the rooms repeat on every storey and only both together tell the homes apart.

    Empty where the rooms are numbers of their own, as they are nearly everywhere.
    """
    column = next(iter(layout.of("floor")), None)
    parts = {n: room.parts[0] for n, room in rooms.items() if room and len(room.parts) == 1}
    short = {n: part for n, part in parts.items() if PLACE.fullmatch(part)}
    if column is None or len(short) < max(ENOUGH, 0.9 * len(rows)):
        return {}
    storeys = {row.number: read_storey(row, column.number) for row in rows}
    known = {n: s for n, s in storeys.items() if s is not None and n in short}
    around = [c.number for name in ("zone", "building", "entrance") for c in layout.of(name)]
    above = {row.number: tuple(as_text(row.value(c)) for c in around) for row in rows}

    def distinct(keys: Iterable[object]) -> float:
        return len(set(keys)) / max(len(known), 1)

    alone = distinct((above[n], short[n]) for n in known)
    together = distinct((above[n], short[n], storey) for n, storey in known.items())
    return known if alone < 0.7 and together > 0.9 else {}
