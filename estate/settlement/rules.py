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

    Whole months are kept whole, the month of the leaving by its days (A07, A26a). A part of a month, and a time of
    several months whose tariff reckons by the year's days (daily_365), is shared by its days (A26b, A31).
    """
    if leave_from <= days.first:
        return 0
    if leave_from > days.last:
        return amount_fen
    months = _months(days)
    if months and (months == 1 or days.proration != "daily_365"):
        share = _months_before(days.first, months, leave_from)
    else:
        share = Fraction((leave_from - days.first).days, (days.last - days.first).days + 1)
    return min(round_fen(amount_fen * share, days.rounding), amount_fen)


def in_figures(amount_fen: int, days: Days, leave_from: date) -> str:
    """How kept() comes about: `1992.72 × (8 + 15/30)/12 = 1411.51`, in figures that any language reads."""
    own = kept(amount_fen, days, leave_from)
    months = _months(days)
    if months and (months == 1 or days.proration != "daily_365"):
        whole = 0
        while months_later(days.first, whole + 1) <= leave_from:
            whole += 1
        begin, following = months_later(days.first, whole), months_later(days.first, whole + 1)
        part = f"{(leave_from - begin).days}/{(following - begin).days}" if leave_from > begin else ""
        before = " + ".join(one for one in (str(whole) if whole or not part else "", part) if one)
        share = before if months == 1 else f"({before})/{months}"
    else:
        share = f"{(leave_from - days.first).days}/{(days.last - days.first).days + 1}"
    return f"{yuan(amount_fen)} × {share} = {yuan(own)}"


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


def _months(days: Days) -> int:
    """How many whole months a time has, from its first day on; 0 when they are no whole ones."""
    count = 0
    while (end := months_later(days.first, count) - DAY) < days.last:
        count += 1
    return count if end == days.last else 0


def _months_before(first: date, months: int, leave_from: date) -> Fraction:
    """How much of so many months lies before a day: whole months, and the days of the one it lies in."""
    whole = 0
    while months_later(first, whole + 1) <= leave_from:
        whole += 1
    begin, following = months_later(first, whole), months_later(first, whole + 1)
    return (whole + Fraction((leave_from - begin).days, (following - begin).days)) / months
