"""How reliable a piece of equipment is: availability, mean time between failures, mean time to repair. All exact.

Source: GB/T 2900.99 (IEC 60050-192): mean operating time between failures is the time in operation over the number of
failures; availability is the time in operation over the time in which it was to operate.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

YEAR = timedelta(days=365)


class Outage(NamedTuple):
    """A time out of service. to_at None: still. failure: it broke down; else it was planned or came from outside."""

    from_at: datetime
    to_at: datetime | None
    failure: bool


class Reliability(NamedTuple):
    """Of a span of time. availability: 0 to 1; mtbf, mttr: None without a failure."""

    span: timedelta
    down: timedelta
    failures: int
    availability: Fraction
    mtbf: timedelta | None
    mttr: timedelta | None


def reliability(outages: Iterable[Outage], since: datetime, until: datetime) -> Reliability | None:
    """How reliable it was from `since` to `until`; None for a span of no length.

    Outages do not overlap (the database sees to it); what lies outside the span does not count. A failure counts where
    it began; how long its repair took counts within the span.
    """
    if until <= since:
        return None
    down, repairs, failures = timedelta(), timedelta(), 0
    for one in outages:
        begins, ends = max(one.from_at, since), min(one.to_at or until, until)
        if ends < begins:
            continue
        down += ends - begins
        if one.failure and since <= one.from_at < until:
            failures += 1
            repairs += ends - begins
    span = until - since
    up = span - down
    return Reliability(
        span,
        down,
        failures,
        Fraction(up // timedelta.resolution, span // timedelta.resolution),
        up / failures if failures else None,
        repairs / failures if failures else None,
    )


def window(now: datetime, installed: datetime | None) -> tuple[datetime, datetime]:
    """The last 365 days, or since it was installed when that is later."""
    since = now - YEAR
    return max(since, installed) if installed else since, now
