"""What a late payment costs: simple interest on the unpaid principal, stretch by stretch, capped. Money in fen.

Never a penalty on a penalty: the principal alone bears one. All figures are exact; each stretch is rounded once.
Source: DOMAIN A1.15; Civil Code art. 201, 203, 561; cases A18 to A22.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, groupby
from operator import attrgetter
from typing import Literal, NamedTuple, get_args

from estate.billing.rules import round_fen

GraceMode = Literal["grace_shift", "grace_forgive"]
GRACE_MODES: tuple[GraceMode, ...] = get_args(GraceMode)

DAY = timedelta(days=1)
DAYS_OF_A_YEAR = 365  # of an interest by the year, also in leap years


class Terms(NamedTuple):
    """What a contract says on paying late. rate: the part of the principal for each day, 1/2000 is 0.0005.

    grace_shift: the days count from the end of the grace. grace_forgive: who pays within the grace owes nothing, who
    pays later owes from the due day. cap: the most, as a part of the original principal; it never passes all of it.
    lpr_a_year: the loan prime rate times its multiple, as a part of the principal for a year, when it caps as well.
    """

    rate: Fraction
    grace_days: int = 0
    grace_mode: GraceMode = "grace_shift"
    cap: Fraction = Fraction(1)
    lpr_a_year: Fraction | None = None

    @property
    def lpr_a_day(self) -> Fraction | None:
        """The other cap's part of the principal for each day."""
        return None if self.lpr_a_year is None else self.lpr_a_year / DAYS_OF_A_YEAR


class Change(NamedTuple):
    """The unpaid principal becomes less by a payment or waiver, or more (below zero) by taking one back."""

    on: date
    fen: int


class Stretch(NamedTuple):
    """Days over which the unpaid principal stayed the same: after `since`, up to and with `until`."""

    since: date
    until: date
    days: int
    principal_fen: int
    fen: int
    lpr_fen: int | None


class Accrual(NamedTuple):
    """What has run up: the sum of the stretches, and what the caps leave of it. capped_by: principal, percent, lpr."""

    stretches: list[Stretch]
    sum_fen: int
    fen: int
    capped_by: str | None

    @property
    def days(self) -> int:
        """The days that are charged."""
        return sum(one.days for one in self.stretches)


def effective_due(due: date, holidays: Collection[date]) -> date:
    """The due day, or the first day after the holidays when it falls on one (Civil Code art. 203)."""
    while due in holidays:
        due += DAY
    return due


def overdue_days(due: date, on: date) -> int:
    """Days late; the due day itself is none (Civil Code art. 201). due: the effective due day."""
    return max(0, (on - due).days)


def accrue(
    principal_fen: int, due: date, terms: Terms, changes: Sequence[Change] = (), as_of: date = date.max
) -> Accrual:
    """What has run up on a principal at the end of a day. due: the effective due day.

    Payments and their like count from the day after their own; those after `as_of` are not known yet. Inside a grace
    that forgives nothing has run up; what was paid in full by its end bears nothing, unless the payment is taken back:
    then the days count from the end of the grace, while it is unpaid.
    """
    known = sorted((one for one in changes if one.on <= as_of), key=attrgetter("on"))
    start = _start(principal_fen, due, terms, known, as_of)
    points = [(start, sum(one.fen for one in known if one.on <= start))]
    points += [
        (on, sum(one.fen for one in some))
        for on, some in groupby((one for one in known if start < one.on < as_of), key=attrgetter("on"))
    ]
    left = accumulate((-fen for _on, fen in points), initial=principal_fen)
    next(left)
    ends = [*(on for on, _fen in points[1:]), as_of]
    stretches = [
        _stretch(since, until, unpaid, terms)
        for (since, _fen), until, unpaid in zip(points, ends, left, strict=True)
        if until > since and unpaid > 0
    ]
    return _capped(principal_fen, terms, stretches)


def _start(principal_fen: int, due: date, terms: Terms, known: Sequence[Change], as_of: date) -> date:
    """The day after which days count; no later than `as_of`."""
    end_of_grace = due + DAY * terms.grace_days
    if terms.grace_mode == "grace_shift" or as_of <= end_of_grace:
        return min(end_of_grace, as_of)
    settled = sum(one.fen for one in known if one.on <= end_of_grace) >= principal_fen
    return end_of_grace if settled else min(due, as_of)


def _stretch(since: date, until: date, unpaid_fen: int, terms: Terms) -> Stretch:
    days = (until - since).days
    lpr = terms.lpr_a_day
    return Stretch(
        since,
        until,
        days,
        unpaid_fen,
        round_fen(unpaid_fen * terms.rate * days),
        None if lpr is None else round_fen(unpaid_fen * lpr * days),
    )


def _capped(principal_fen: int, terms: Terms, stretches: list[Stretch]) -> Accrual:
    total = sum(one.fen for one in stretches)
    caps = {"principal": principal_fen, "percent": round_fen(principal_fen * terms.cap)}
    if terms.lpr_a_year is not None:
        caps["lpr"] = sum(one.lpr_fen or 0 for one in stretches)
    least = min(caps, key=lambda name: caps[name])
    return Accrual(stretches, total, min(total, caps[least]), least if caps[least] < total else None)


def still_due(accrued_fen: int, posted_fen: int, waived_fen: int) -> int:
    """What can still be asked for: less what is posted as a charge already or waived; never below nothing."""
    return max(0, accrued_fen - posted_fen - waived_fen)
