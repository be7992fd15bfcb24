"""What a check is worth: its time against the window, its answers against the limits, its doubts. Pure.

Source: DOMAIN D: a point that nobody checked by the end of the window and the grace is missed; a check that was made in
time and is sent later is marked so and does not undo the miss; what may be a trick is shown, not refused.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_M = 6_371_000
CLOCK_DOUBT_S = 120
"""A device's clock that is off by more seconds is shown with the check."""
CLOCK_CONFLICT_S = 1800
"""Off by more: a person decides whether the time of the check can be believed."""
FURTHEST_BACK = timedelta(days=31)
"""A check that claims to be older is taken as of the moment at which it came."""


class Made(NamedTuple):
    """When a check was made, as far as can be known. off_s: how far the device's clock is ahead; None: nobody knows."""

    done_at: datetime
    off_s: int | None


class Judged(NamedTuple):
    """verdict: on_time, late (within the grace) or after. sent_late: made in time, but it came after the round closed.

    state: what it makes of a point that still waits.
    """

    verdict: str
    sent_late: bool
    state: str


def made(received_at: datetime, device_at: datetime | None, sent_at: datetime | None) -> Made:
    """The time of a check by the device's clock, put right by how far that clock was off when it sent.

    device_at, sent_at: both by the device. It cannot lie after its receipt, nor may it lie long before.
    """
    if device_at is None:
        return Made(received_at, None)
    off = (sent_at - received_at) if sent_at is not None else None
    done = device_at - off if off is not None else device_at
    if done > received_at or done < received_at - FURTHEST_BACK:
        done = received_at
    return Made(done, None if off is None else round(off.total_seconds()))


def judge(due_until: datetime, closes_at: datetime, done_at: datetime, received_at: datetime) -> Judged:
    """What a check is worth for its round, whether or not the round has been closed meanwhile."""
    verdict = "on_time" if done_at <= due_until else "late" if done_at <= closes_at else "after"
    if received_at > closes_at:
        return Judged(verdict, verdict != "after", "missed")
    return Judged(verdict, False, "checked" if verdict == "on_time" else "late")


def abnormal(
    kind: str, answer: str, number: int | None, low: int | None, high: int | None, bad: Collection[str]
) -> bool:
    """Whether an answer means a fault. number, low, high: thousandths; a limit itself is still good."""
    if kind == "number":
        return number is not None and (
            (low is not None and number < low) or (high is not None and number > high)
        )
    return answer in bad


class Circumstances(NamedTuple):
    """What is known of how a check came about. seconds: since the check before it on this round."""

    off_s: int | None
    seconds: int | None
    min_seconds: int
    distance_m: int | None
    allowed_m: int | None
    scanned: bool
    out_of_order: bool
    other_person: bool


def doubts(seen: Circumstances) -> list[str]:
    """What may be asked about a check; it counts all the same."""
    found = {
        "clock": seen.off_s is not None and abs(seen.off_s) > CLOCK_DOUBT_S,
        "too_fast": seen.seconds is not None and seen.seconds < seen.min_seconds,
        "far": seen.distance_m is not None
        and seen.allowed_m is not None
        and seen.distance_m > seen.allowed_m,
        "no_position": seen.allowed_m is not None and seen.distance_m is None,
        "not_scanned": not seen.scanned,
        "out_of_order": seen.out_of_order,
        "other_person": seen.other_person,
    }
    return [name for name, true in found.items() if true]


def conflicts(off_s: int | None, *, checked_before: bool, closed: bool) -> list[str]:
    """What a person must decide about a check."""
    found = {
        "twice": checked_before,
        "closed": closed and not checked_before,
        "clock": off_s is not None and abs(off_s) > CLOCK_CONFLICT_S,
    }
    return [name for name, true in found.items() if true]


def distance_m(here: tuple[int, int], there: tuple[int, int]) -> int:
    """Metres between two places on the globe, each latitude and longitude in millionths of a degree."""
    lat1, lon1, lat2, lon2 = (radians(one / 1e6) for one in (*here, *there))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(2 * EARTH_M * asin(min(1.0, sqrt(half))))


def ended_state(states: Sequence[str]) -> str:
    """What a round is once nothing of it waits any more."""
    if all(one == "missed" for one in states):
        return "missed"
    return "incomplete" if "missed" in states else "finished"


def number_text(thousandths: int | None) -> str:
    """Thousandths as people write them: -500 is -0.5; empty for none."""
    if thousandths is None:
        return ""
    whole, rest = divmod(abs(thousandths), 1000)
    text = f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
    return f"-{text}" if thousandths < 0 else text


def limits_text(low: int | None, high: int | None, unit: str) -> str:
    """Between which values an answer is good, as people write it; empty where everything is."""
    if low is not None and high is not None:
        return f"{number_text(low)} – {number_text(high)} {unit}".strip()
    if low is None and high is None:
        return ""
    return f"{'≥' if high is None else '≤'} {number_text(low if high is None else high)} {unit}".strip()
