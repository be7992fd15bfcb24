"""What of a charge stays with who leaves a home, what is no longer theirs, and how far a settlement has come.

Money in fen, exact; ranges include both ends. Source: DOMAIN A1.4, A1.6, A1.7, E; cases A07, A26, A31, B07.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple

from estate.billing.rules import Rounding, round_fen
from estate.billing.rules_arithmetic import yuan
from estate.billing.rules_cycles import months_later
from estate.billing.rules_periods import Proration

Way = Literal["anew", "credit", "by_hand"]
State = Literal["done", "todo", "skipped"]

DAY = timedelta(days=1)


class Days(NamedTuple):
    """What a charge is for: its days, how its price is shared among them, how it was rounded."""

    first: date
    last: date
    proration: Proration = "daily_actual"
    rounding: Rounding = "half_up_fen"


class Cut(NamedTuple):
    """A charge at the handover. kept_fen: what stays with who leaves; rest_fen: what is for the days from then on.

    credit_fen: what goes to the prepayment account of who leaves, where something is paid or waived already.
    """

    way: Way
    kept_fen: int
    rest_fen: int
    credit_fen: int = 0


def kept(amount_fen: int, days: Days, leave_from: date) -> int:
    """What of a charge is for the days before `leave_from`, rounded once; the rest is never rounded by itself.

    Whole months are kept whole, the month of the leaving by its days (A07, A26a); a time that begins or ends within a
    month counts that month by its days, too. A time of several months whose tariff reckons by the year's days
    (daily_365) is shared by its days (A26b, A31).
    """
    if leave_from <= days.first:
        return 0
    if leave_from > days.last:
        return amount_fen
    share, _words = _share(days, leave_from)
    return min(round_fen(amount_fen * share, days.rounding), amount_fen)


def in_figures(amount_fen: int, days: Days, leave_from: date) -> str:
    """How kept() comes about: `1992.72 × (8 + 15/30)/12 = 1411.51`, in figures that any language reads."""
    _fraction, words = _share(days, leave_from)
    return f"{yuan(amount_fen)} × {words} = {yuan(kept(amount_fen, days, leave_from))}"


def cut(
    amount_fen: int, waived_fen: int, paid_fen: int, days: Days, leave_from: date, *, bound: bool = False
) -> Cut:
    """How a charge is settled. bound: whether something else than payments holds it: a penalty that is posted on it.

    Nothing paid or waived: it is reversed and charged anew for the days up to the handover. Otherwise it stays, and
    what is no longer theirs of the fee as it was asked for is credited, so that paid, owed and credited come right
    together.
    """
    own = kept(amount_fen, days, leave_from)
    if not (waived_fen or paid_fen or bound):
        return Cut("anew", own, amount_fen - own)
    asked_fen = amount_fen - waived_fen
    return Cut("credit", own, amount_fen - own, asked_fen - kept(asked_fen, days, leave_from))


class UnevenShares(Exception):
    """The shares of new owners do not fit. at: which of them, from 0; total: their sum, where that is the fault."""

    def __init__(self, at: int, total: Fraction | None = None) -> None:
        super().__init__(at, total)
        self.at, self.total = at, total


def check_shares(shares: Sequence[Fraction | None]) -> None:
    """Several owners hold shares that make one whole, exactly, or all of them none: they own in common.

    Raises UnevenShares otherwise, at the first without a share, or with the sum of all.
    """
    if not any(shares):
        return
    if None in shares:
        raise UnevenShares(shares.index(None))
    total = sum((share for share in shares if share), Fraction(0))
    if total != 1:
        raise UnevenShares(0, total)


class Progress(NamedTuple):
    """What is known of a settlement. meters, read: how many there are, and with a reading of the last day."""

    planned: bool
    meters: int
    read: int
    cuts: int
    unbilled: int
    owed_fen: int
    prepaid_fen: int
    deposits: int
    money_said: bool
    things: int
    things_said: bool
    finished: bool


def states(at: Progress) -> list[State]:
    """How the seven steps stand. Nothing owed, no meter, no parking space: that step is not needed.

    Arrears never hold a handover up (DOMAIN E): what is owed is to do until it is paid, or stays with the person.
    """
    if at.finished:
        return ["done" if needed else "skipped" for needed in _needed(at)]
    done = [
        at.planned,
        at.read == at.meters,
        False,
        not at.owed_fen,
        at.money_said,
        at.things_said,
        False,
    ]
    return [
        "skipped" if not needed else "done" if is_done else "todo"
        for needed, is_done in zip(_needed(at), done, strict=True)
    ]


def _needed(at: Progress) -> Sequence[bool]:
    return (
        True,
        bool(at.meters),
        bool(at.cuts or at.unbilled),
        bool(at.owed_fen),
        bool(at.prepaid_fen or at.deposits),
        bool(at.things) or at.things_said,
        True,
    )


class _Weight(NamedTuple):
    """How many months a time is: whole ones, and parts of one at its beginning and end."""

    months: Fraction
    words: str


def _share(days: Days, leave_from: date) -> tuple[Fraction, str]:
    """Which part of a charge is for the days before, and how that is written."""
    own = _anchored(days.first, leave_from)
    every = _anchored(days.first, days.last + DAY)
    if every.months.denominator > 1:  # begins or ends within a month: reckoned in those of the calendar
        own, every = _calendar(days.first, leave_from), _calendar(days.first, days.last + DAY)
    if every.months < 1 or (days.proration == "daily_365" and every.months != 1):
        before, whole = (leave_from - days.first).days, (days.last - days.first).days + 1
        return Fraction(before, whole), f"{before}/{whole}"
    if every.months == 1:
        return own.months, own.words
    words = every.words if every.months.denominator == 1 else f"({every.words})"
    return own.months / every.months, f"({own.words})/{words}"


def _anchored(first: date, following: date) -> _Weight:
    """Months from the day on which a time begins."""
    whole = 0
    while months_later(first, whole + 1) <= following:
        whole += 1
    begin, end = months_later(first, whole), months_later(first, whole + 1)
    days, of_days = (following - begin).days, (end - begin).days
    parts = [str(whole) if whole or not days else "", f"{days}/{of_days}" if days else ""]
    return _Weight(whole + Fraction(days, of_days), " + ".join(one for one in parts if one))


def _calendar(first: date, following: date) -> _Weight:
    """Months of the calendar, the first and the last by their days."""
    begins = first.replace(day=1)
    if first > begins:
        end = months_later(begins, 1)
        days, of_days = (min(end, following) - first).days, (end - begins).days
        rest = _anchored(end, max(end, following))
        words = " + ".join(one for one in (f"{days}/{of_days}", rest.words if rest.months else "") if one)
        return _Weight(Fraction(days, of_days) + rest.months, words)
    return _anchored(first, following)
