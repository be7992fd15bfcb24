"""Checks over all rows of a ledger: homes that there are not, and rows that say something of the same thing twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from typing import TypeVar

from estate.intake.ledger_notes import Entry
from estate.intake.ledger_rows import Table
from estate.intake.rooms import floor_of

EntryT = TypeVar("EntryT", bound=Entry)


def check_rooms(rows: Iterable[Entry], homes: Collection[str] | None, tables: dict[str, Table]) -> None:
    """Rooms that there are not; without a list of homes those that stand far above all others of their building."""
    rows = [row for row in rows if row.room]
    tops: dict[str, Counter[int]] = defaultdict(Counter)
    for row in rows:
        building, _hyphen, number = (row.room or "").partition("-")
        if floor := floor_of(number.rpartition("-")[2]):
            tops[building][floor] += 1
    every = Counter[int]()
    for counted in tops.values():
        every.update(counted)
    for row in rows:
        building, _hyphen, rest = (row.room or "").partition("-")
        number = rest.rpartition("-")[2]
        if homes is not None:
            unknown = row.room not in homes
        else:
            floor = floor_of(number)
            usual = [f for f, n in tops[building].items() if n > 2] or [f for f, n in every.items() if n > 2]
            far = floor is None or (bool(usual) and floor > max(usual) + 10)
            unknown = far and (floor is not None or re.fullmatch(r"\d{5,}", number) is not None)
        if unknown:
            tables[row.sheet].flag(row, "room", "room_unknown", row.room)
            row.room = None


def check_repeats(
    rows: list[EntryT],
    key: Callable[[EntryT], Hashable],
    content: Callable[[EntryT], object],
    kind: str,
    told: Callable[[EntryT], tuple[str, str | None]],
    tables: dict[str, Table],
) -> list[EntryT]:
    """The rows without those that say the same again; rows of one key that differ are asked about.

    key None: the row is left alone. told: the field that holds the key, and what stands there. Where a person has said
    which row counts, the others of its key are left out.
    """
    counted = Counter(k for row in rows if (k := key(row)) is not None)
    chosen = {
        key(row): row
        for row in rows
        if tables[row.sheet].said.of_row(row.sheet, row.row) == "instead" and key(row) is not None
    }
    seen: dict[Hashable, EntryT] = {}
    kept: list[EntryT] = []
    for row in rows:
        at = key(row)
        if at is None or counted[at] == 1:
            kept.append(row)
            continue
        if at in chosen:
            if chosen[at] is row:
                kept.append(row)
            else:
                tables[row.sheet].notes.skip(row.sheet, row.row, "left_out")
            continue
        first = seen.setdefault(at, row)
        if first is not row and content(first) == content(row):
            tables[row.sheet].notes.skip(row.sheet, row.row, "repeated")
            continue
        kept.append(row)
        if first is not row:
            for one in (first, row):
                name, raw = told(one)
                if name not in one.doubtful:
                    tables[one.sheet].flag(one, name, kind, raw)
    return kept
