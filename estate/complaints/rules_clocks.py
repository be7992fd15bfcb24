"""The two clocks of a complaint: a first answer within a day, an answer in writing within a week.

They run day and night from the receipt, or from the moment at which it was taken up again. Instants are aware, in UTC.
Source: DOMAIN D (first answer within 24 hours, written answer within 7 days); the office may set others.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

CLOCKS = ("first", "reply")


class Dues(NamedTuple):
    """Until when each clock is kept."""

    answer_by: datetime
    reply_by: datetime


def dues(begun: datetime, answer_hours: int, reply_days: int) -> Dues:
    """Until when a complaint whose clocks begin now is answered first, and in writing."""
    return Dues(begun + timedelta(hours=answer_hours), begun + timedelta(days=reply_days))


class Reading(NamedTuple):
    """A clock as it reads now. state: kept, missed (after the fact), running, soon, late.

    left: what is left of it, negative when it is over; of a stopped clock, what was left when it stopped.
    """

    state: str
    left: timedelta


def read_clock(
    begun: datetime, due: datetime, stopped: datetime | None, now: datetime, *, warn_percent: int
) -> Reading:
    """How a clock reads. stopped: when the answer was given. It warns when so much of its time is used."""
    if stopped is not None:
        left = due - stopped
        return Reading("kept" if left >= timedelta() else "missed", left)
    left = due - now
    if left < timedelta():
        return Reading("late", left)
    used = (now - begun) * 100
    return Reading("soon" if used >= (due - begun) * warn_percent else "running", left)


def may_reopen(closed: datetime, now: datetime, days: int) -> bool:
    """Whether a closed complaint may still be taken up again."""
    return now - closed <= timedelta(days=days)
