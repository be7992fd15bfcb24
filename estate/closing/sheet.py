"""The sheet of a cashier's day: what is handed over, as it is signed, printed and kept with the close."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from estate.cashier.words import METHODS
from estate.closing import records_days, rules_day
from estate.closing.records_days import Movement, TillDay
from estate.closing.rules_day import Entry
from estate.data import Reader


class Line(NamedTuple):
    """Documents of one kind and way of payment. amount_fen: what they add to the till, below zero for reversals."""

    source: str
    kind: str
    method: str
    entries: int
    amount_fen: int


class TakenBack(NamedTuple):
    """A reversal or a void, listed by its number. reverses: the number that a reversal takes back."""

    kind: str
    number: str
    method: str
    amount_fen: int
    home_code: str
    reverses: str | None
    reason: str


class Range(NamedTuple):
    """Numbers that follow each other. others: so many numbers after it, up to the next range, colleagues used."""

    series: str
    first: str
    last: str
    used: int
    others: int


class Sheet(NamedTuple):
    """missing: numbers of the day's series that nobody used; there must be none."""

    lines: list[Line]
    taken_back: list[TakenBack]
    ranges: list[Range]
    missing: list[str]
    totals_fen: dict[str, int]
    cash_due_fen: int
    entries: int

    @property
    def total_fen(self) -> int:
        return sum(self.totals_fen.values())

    @property
    def rows(self) -> list["Row"]:
        """The lines as a table: one row for each kind of document, its ways of payment side by side."""
        kinds = dict.fromkeys((line.source, line.kind) for line in self.lines)
        return [Row(*kind, [line for line in self.lines if line[:2] == kind]) for kind in kinds]


class Row(NamedTuple):
    """The lines of one kind of document."""

    source: str
    kind: str
    lines: list[Line]

    @property
    def by_method(self) -> dict[str, int]:
        return {line.method: line.amount_fen for line in self.lines}

    @property
    def entries(self) -> int:
        return sum(line.entries for line in self.lines)

    @property
    def total_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)


def sheet_of(db: Reader, till: TillDay) -> Sheet:
    """The sheet of a day as its documents are now."""
    moved = records_days.movements(db, till)
    got = rules_day.figures(Entry(one.kind, one.method, one.amount_fen) for one in moved)
    ranges, missing = _ranges(db, moved)
    back = [
        TakenBack(one.kind, one.number, one.method, one.amount_fen, one.home_code, one.reverses, one.reason)
        for one in moved
        if one.kind in ("reversal", "refund", "refund_back", "void")
    ]
    totals = {method: got.totals_fen[method] for method in METHODS if method in got.totals_fen}
    return Sheet(_lines(moved), back, ranges, missing, totals, got.cash_due_fen, len(moved))


def open_sheets(db: Reader, until: str) -> list[tuple[TillDay, Sheet]]:
    """The open tills of days up to one with their sheets, the earliest first."""
    return [(till, sheet_of(db, till)) for till in records_days.open_till_days(db, until)]


def write_sheet(sheet: Sheet) -> str:
    """As it is kept with the close."""
    return msgspec.json.encode(sheet).decode()


def read_sheet(text: str) -> Sheet:
    """The opposite."""
    return msgspec.json.decode(text, type=Sheet)


def _lines(moved: Sequence[Movement]) -> list[Line]:
    found: dict[tuple[str, str, str], Line] = {}
    for one in moved:
        what = one.source, one.kind, one.method
        line = found.get(what, Line(*what, 0, 0))
        amount = Entry(one.kind, one.method, one.amount_fen).counted_fen
        found[what] = line._replace(entries=line.entries + 1, amount_fen=line.amount_fen + amount)
    return sorted(found.values())


def _ranges(db: Reader, moved: Sequence[Movement]) -> tuple[list[Range], list[str]]:
    ranges: list[Range] = []
    missing: list[str] = []
    for source, series in sorted({(one.source, one.series) for one in moved}):
        own = {one.seq: one.number for one in moved if (one.source, one.series) == (source, series)}
        known = records_days.numbers(db, source, series, min(own), max(own))
        missing += [f"{series}-{seq:06d}" for seq in rules_day.missing(known)]
        found = rules_day.runs(list(own))
        for run, after in zip(found, [*found[1:], None], strict=True):
            others = after.first - run.last - 1 if after else 0
            ranges.append(Range(series, own[run.first], own[run.last], run.length, others))
    return ranges, missing
