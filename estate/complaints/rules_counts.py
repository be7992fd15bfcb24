"""Counts of complaints put together: what is counted by kind, building and month at once, summed by one of them."""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Cell(NamedTuple):
    """The complaints of one kind in one building and month. first_*, reply_*: answers that were due or given, those in
    time, those given, and their minutes together; ratings: how many, and their sum."""

    category: str
    category_name: str
    building_id: int
    building: str
    month: str
    complaints: int
    open: int
    first_due: int
    first_kept: int
    first_given: int
    first_min: int
    reply_due: int
    reply_kept: int
    reply_given: int
    reply_min: int
    rated: int
    ratings: int


COUNTS = Cell._fields[5:]


class Line(NamedTuple):
    """One kind, building or month. first_min, reply_min: minutes to the answers on average; rating_e1: tenths; None where
    there is none yet."""

    key: str
    label: str
    complaints: int
    open: int
    first_due: int
    first_kept: int
    first_min: int | None
    reply_due: int
    reply_kept: int
    reply_min: int | None
    rating_e1: int | None


def summed(cells: Iterable[Cell], key: Callable[[Cell], tuple[str, str]]) -> list[Line]:
    """The cells by what `key` says of each (a code and its label), in the order in which they first come."""
    sums: dict[tuple[str, str], list[int]] = {}
    for one in cells:
        mine = sums.setdefault(key(one), [0] * len(COUNTS))
        for at, value in enumerate(one[5:]):
            mine[at] += value
    return [_line(*name, dict(zip(COUNTS, values, strict=True))) for name, values in sums.items()]


def average(total: int, count: int) -> int | None:
    """The mean as a whole number, half up; None of nothing."""
    return (2 * total + count) // (2 * count) if count else None


def _line(key: str, label: str, of: dict[str, int]) -> Line:
    return Line(
        key,
        label,
        of["complaints"],
        of["open"],
        of["first_due"],
        of["first_kept"],
        average(of["first_min"], of["first_given"]),
        of["reply_due"],
        of["reply_kept"],
        average(of["reply_min"], of["reply_given"]),
        average(of["ratings"] * 10, of["rated"]),
    )
