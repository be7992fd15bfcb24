"""When upkeep by a counter falls due, in pure rules: what it ran in all, the next mark, and the day of that mark.

Values are thousandths of the counter's unit.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

PROGNOSIS_DAYS = 365
"""A counter's speed is taken from its readings of a year."""
FAR = timedelta(days=3660)
"""A counter that would need ten years has no prognosis."""


class Shown(NamedTuple):
    """What a counter showed on a day. restarts: it was changed, and the new one begins with this."""

    on: date
    value: int
    restarts: bool = False


class Reading(NamedTuple):
    """What a piece ran in all by a day, over every counter that it had."""

    on: date
    value: int


def running(shown: Iterable[Shown]) -> list[Reading]:
    """What was shown, earliest first, as what it ran in all: a new counter goes on from the last reading of the old one."""
    found: list[Reading] = []
    ahead = 0
    for one in shown:
        if one.restarts and found:
            ahead = found[-1].value - one.value
        found.append(Reading(one.on, one.value + ahead))
    return found


def possible_hours(before: Shown, on: date, value: int) -> bool:
    """Whether a counter of running hours can show this on a day: no more than 24 a day, the day of each reading whole."""
    return value - before.value <= ((on - before.on).days + 1) * 24_000


def counter_target(first_value: int, step: int, value_done: int | None) -> int:
    """At which reading a counter plan falls due next, after a service at this reading (None: none yet)."""
    if value_done is None or value_done < first_value:
        return first_value
    return first_value + step * ((value_done - first_value) // step + 1)


def value_done(mark: int | None, readings: Sequence[Reading], on: date | None) -> int | None:
    """Up to where a counter plan is done with: the last mark that had its due, or what it had run on the day of the
    last service, whichever is more. None before the first.

    So a service that comes a little early, or without a reading, is not due again at the same mark.
    """
    ran = max((one.value for one in readings if on and one.on <= on), default=None)
    known = [one for one in (mark, ran) if one is not None]
    return max(known, default=None)


def prognosis(readings: Sequence[Reading], target: int) -> date | None:
    """The day on which a counter will show this, at the speed of its last year; the day of the reading when it did already.

    None with fewer than two readings on different days, when it stands still, or when it is ten years away.
    """
    if not readings:
        return None
    last = readings[-1]
    if last.value >= target:
        return next(one.on for one in readings if one.value >= target)
    since = last.on - timedelta(days=PROGNOSIS_DAYS)
    first = next(one for one in readings if one.on >= since)
    days, gained = (last.on - first.on).days, last.value - first.value
    if days <= 0 or gained <= 0:
        return None
    ahead = -(-(target - last.value) * days // gained)
    return last.on + timedelta(days=ahead) if ahead <= FAR.days else None
