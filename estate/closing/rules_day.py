"""The figures of a cashier's day: what each method comes to, which numbers were used, what the cash must be.

Money in fen. Source: DOMAIN A1.23; cases of the topic `day_close`.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

SIGNS = {"receipt": 1, "deposit": 1, "reversal": -1, "refund": -1, "refund_back": 1, "void": 0}
"""What a document of each kind does to the till: a void counts as a document but adds nothing; what takes a refund
back brings its money in again."""

DENOMINATIONS = (10000, 5000, 2000, 1000, 500, 100, 50, 10)
"""Notes and coins that are counted, in fen, the largest first."""


class Entry(NamedTuple):
    """One document of the day. amount_fen: as it stands on it, never below zero."""

    kind: str
    method: str
    amount_fen: int

    @property
    def counted_fen(self) -> int:
        return SIGNS[self.kind] * self.amount_fen


class Figures(NamedTuple):
    """totals_fen: by method, also where it is 0. cash_due_fen: without the float. over_short_fen: None uncounted."""

    totals_fen: dict[str, int]
    cash_due_fen: int
    receipts: int
    reversals: int
    voids: int
    over_short_fen: int | None


class Run(NamedTuple):
    """Numbers that follow each other without a hole."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def figures(entries: Iterable[Entry], opening_float_fen: int = 0, counted_fen: int | None = None) -> Figures:
    """The day of one cashier: reversals and refunds subtract, voids count but add 0 (case A32)."""
    totals: dict[str, int] = {}
    count = dict.fromkeys(SIGNS, 0)
    for entry in entries:
        totals[entry.method] = totals.get(entry.method, 0) + entry.counted_fen
        count[entry.kind] += 1
    due = totals.get("cash", 0)
    over = None if counted_fen is None else over_short(counted_fen, opening_float_fen, due)
    return Figures(totals, due, count["receipt"], count["reversal"], count["void"], over)


def over_short(counted_fen: int, opening_float_fen: int, cash_due_fen: int) -> int:
    """What is too much (above zero) or missing (below) in the drawer."""
    return counted_fen - opening_float_fen - cash_due_fen


def runs(numbers: Sequence[int]) -> list[Run]:
    """Numbers as ranges: 1, 2, 3, 7 are 1–3 and 7."""
    found: list[Run] = []
    for number in sorted(numbers):
        if found and number == found[-1].last + 1:
            found[-1] = found[-1]._replace(last=number)
        else:
            found.append(Run(number, number))
    return found


def missing(known: Sequence[int]) -> list[int]:
    """Numbers between the first and the last that nobody used; there must be none."""
    return sorted(set(range(min(known), max(known) + 1)) - set(known)) if known else []


def counted(pieces: dict[int, int]) -> int:
    """What so many notes and coins of each value come to; values in fen."""
    return sum(value * count for value, count in pieces.items())
