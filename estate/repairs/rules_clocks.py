"""The clocks of a work order: response, arrival and completion, by the norms of its category and urgency.

A clock runs from the report, in the night only where the norm says so (a lift with somebody in it does not wait for
the morning), and stands still while the order waits for parts, the owner or a permit. Instants are aware, in UTC.
Sources: DOMAIN D (urgent on the spot within 5 minutes; fast within 15 to 30, mended within 24 hours; normal answered
within 30 minutes, mended within 24 to 48 hours; complex within 3 to 7 days).
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

CLOCKS = ("response", "arrival", "completion")


class Norm(NamedTuple):
    """Minutes until somebody accepts, is there, is done; at_night: whether the clock starts outside the hours too."""

    respond_min: int
    arrive_min: int
    complete_min: int
    at_night: bool


DEFAULTS: dict[str, Norm] = {
    "urgent": Norm(5, 5, 24 * 60, True),
    "fast": Norm(15, 30, 24 * 60, True),
    "normal": Norm(30, 24 * 60, 48 * 60, False),
    "complex": Norm(30, 72 * 60, 7 * 24 * 60, False),
}
"""The norms that a new office begins with, for every category."""


class Dues(NamedTuple):
    """Until when each clock is kept."""

    respond_by: datetime
    arrive_by: datetime
    complete_by: datetime

    def shifted(self, by: timedelta) -> "Dues":
        """All of them later by the time of a pause."""
        return Dues(*(one + by for one in self))


class Hours(NamedTuple):
    """When the office answers, by the community's clock; what does not close after it opens closes on the next day, and
    what closes when it opens never does."""

    opens: time
    closes: time
    zone: ZoneInfo

    def hold(self, at: time) -> bool:
        """Whether the office answers at this time of day."""
        if self.opens < self.closes:
            return self.opens <= at < self.closes
        return at >= self.opens or at < self.closes


def starts(reported: datetime, norm: Norm, hours: Hours) -> datetime:
    """When the clocks begin: at the report, or at the next opening where the norm does not run at night."""
    here = reported.astimezone(hours.zone)
    if norm.at_night or hours.hold(here.time()):
        return reported
    day = here.date() if here.time() < hours.opens else here.date() + timedelta(days=1)
    return datetime.combine(day, hours.opens, hours.zone).astimezone(reported.tzinfo)


def dues(reported: datetime, norm: Norm, hours: Hours) -> Dues:
    """Until when an order of this norm is to be accepted, reached and done, without any pause."""
    first = starts(reported, norm, hours)
    return Dues(*(first + timedelta(minutes=one) for one in norm[:3]))


def paused(pauses: Sequence[tuple[datetime, datetime | None]], until: datetime) -> timedelta:
    """How long an order has waited by an instant; an open pause runs to it. Pauses do not overlap."""
    return sum(
        (min(end or until, until) - min(begin, until) for begin, end in pauses),
        timedelta(),
    )


def stood_still(since: datetime, until: datetime, begun: datetime) -> timedelta:
    """How long the clocks of an order stood still in one pause.

    What lies before they began, as a wait through the night, took nothing from them; nor does a machine's clock that was
    set back meanwhile.
    """
    return max(until - max(since, begun), timedelta())


class Reading(NamedTuple):
    """A clock as it reads now. state: kept, missed (after the fact), running, soon, late, paused.

    left: what is left of it, negative when it is over; of a stopped clock, what was left when it stopped.
    """

    state: str
    left: timedelta

    @property
    def over(self) -> bool:
        """Whether more time was taken than the norm gives."""
        return self.left < timedelta()


def read_clock(
    begun: datetime,
    due: datetime,
    stopped: datetime | None,
    now: datetime,
    *,
    paused_since: datetime | None = None,
    warn_percent: int = 80,
) -> Reading:
    """How a clock reads. stopped: when what it counts to happened. It warns when so much of its time is used."""
    if stopped is not None:
        left = due - stopped
        return Reading("kept" if left >= timedelta() else "missed", left)
    if paused_since is not None:
        return Reading("paused", due - paused_since)
    left = due - now
    if left < timedelta():
        return Reading("late", left)
    used = (now - begun) * 100
    return Reading("soon" if used >= (due - begun) * warn_percent else "running", left)
