"""How old a debt is. Days count from the day after the due day; a due day on a day off has moved before they count."""

from typing import NamedTuple


class Bracket(NamedTuple):
    """One span of days overdue, both ends included. code: as the view v_arrears names it."""

    code: str
    first: int
    last: int | None


BRACKETS = (
    Bracket("not_due", 0, 0),
    Bracket("1-30", 1, 30),
    Bracket("31-90", 31, 90),
    Bracket("91-180", 91, 180),
    Bracket("181-365", 181, 365),
    Bracket("1-2y", 366, 730),
    Bracket("2-3y", 731, 1095),
    Bracket("over-3y", 1096, None),
)
"""Source: DOMAIN A1.27. Over three years is where a claim is as a rule barred by limitation."""

FIRST_DAYS = tuple(one.first for one in BRACKETS[1:])
CODES = tuple(one.code for one in BRACKETS)


def place(days: int) -> int:
    """Which of BRACKETS a number of days overdue belongs to; zero and less is not due."""
    return sum(days >= first for first in FIRST_DAYS)


def bracket(days: int) -> str:
    """The code of the bracket of a number of days overdue."""
    return CODES[place(days)]


def shares(cumulative: tuple[int, ...]) -> tuple[int, ...]:
    """Sums of BRACKETS from sums of "at most so old": of what is not due, then each with one bracket more, then of all."""
    return tuple(more - less for more, less in zip(cumulative, (0, *cumulative[:-1]), strict=True))
