"""Who an order is handed to: the crew ranked, each with the reasons. Instants aware.

First come those who can: the skill before the shift, so that nobody without the skill stands before somebody who has
it, and among those with the skill nobody off shift before somebody on shift. Then the lowest cost:

- load: 4 for every open emergency, 3 for an urgent repair, 2 for any other; what waits for parts or the owner, 0
- distance of the present or next order: 0 in the same building, 1 in the same zone or when nothing is at hand, 2 else
- continuity: 3 less for who mended this equipment last, 1 less for who was in this home last
- skill: 1 less for an expert, 2 more for who still learns it

Equal costs go to who was handed fewer orders today, then to who was handed one longest ago, then by account.
Source: DOMAIN D (skill, shift, load); the weights are the house's own.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from estate.crew.rules_shifts import Shift

LEARNS, CAN, EXPERT = 1, 2, 3
WEIGHTS = {"urgent": 4, "fast": 3, "normal": 2, "complex": 2}
CAN_WAIT = ("normal", "complex")
"""Orders that may be handed to somebody whose shift has yet to begin."""
NEXT_SHIFT = timedelta(hours=24)
LEVEL_COSTS = {LEARNS: 2, CAN: 0, EXPERT: -1}
MENDED_COSTS = {"equipment": -3, "home": -1}


class Job(NamedTuple):
    """An order to be handed out. at: when somebody is wanted, the wished time or now."""

    category: str
    urgency: str
    at: datetime
    building_id: int | None = None
    zone_id: int | None = None


class Mended(NamedTuple):
    """What somebody did here last. what: equipment or home."""

    what: str
    on: date


class Worker(NamedTuple):
    """One of the crew as things stand. level: 0 without the skill. shift: that of the job's time, else the next.

    load: urgencies of the open orders at hand. waiting: how many more wait. building_id, zone_id: where the present or
    next order is, None when there is none. last_given: when an order was handed over last, '' never.
    """

    account_id: int
    name: str
    level: int = 0
    shift: Shift | None = None
    load: tuple[str, ...] = ()
    waiting: int = 0
    building_id: int | None = None
    zone_id: int | None = None
    mended: Mended | None = None
    given_today: int = 0
    last_given: str = ""


class Reason(NamedTuple):
    """One reason, put into words by words.py. kind: skill, shift, load, near or mended; how: which of them."""

    kind: str
    how: str
    orders: int = 0
    waiting: int = 0
    at: datetime | None = None
    on: date | None = None


class Candidate(NamedTuple):
    """Somebody who could be handed the order, the best first. on_shift and skilled say what is not as it should be."""

    account_id: int
    name: str
    skilled: bool
    on_shift: bool
    shift: Shift | None
    cost: int
    reasons: tuple[Reason, ...]


def ranked(job: Job, workers: Sequence[Worker]) -> list[Candidate]:
    """The whole crew, the best first."""
    return [_candidate(job, one) for one in sorted(workers, key=lambda one: _order(job, one))]


def choice(job: Job, candidates: Sequence[Candidate]) -> Candidate | None:
    """Who is handed the order without anybody being asked; None when a person has to decide.

    Only somebody with the skill who is on shift; an order that can wait also goes to who comes on shift within a day.
    """
    best = candidates[0] if candidates else None
    if best is None or not best.skilled:
        return None
    if best.on_shift:
        return best
    soon = best.shift is not None and best.shift.begins - job.at <= NEXT_SHIFT
    return best if soon and job.urgency in CAN_WAIT else None


def obstacle(candidates: Sequence[Candidate]) -> str:
    """What speaks against the best: nobody, unskilled (nobody has the skill), off_shift (none of them works); or ''."""
    if not candidates:
        return "nobody"
    if not candidates[0].skilled:
        return "unskilled"
    return "" if candidates[0].on_shift else "off_shift"


def cost(job: Job, one: Worker) -> int:
    """What speaks against handing the order to somebody, as told at the head of this module."""
    load = sum(WEIGHTS[urgency] for urgency in one.load)
    mended = MENDED_COSTS[one.mended.what] if one.mended else 0
    return load + _distance(job, one) + mended + LEVEL_COSTS.get(one.level, 0)


def _order(job: Job, one: Worker) -> tuple[object, ...]:
    on_shift = _on_shift(job, one)
    begins = one.shift.begins.timestamp() if one.shift and not on_shift else 0
    return (
        not one.level,
        not on_shift,
        one.shift is None,
        begins,
        cost(job, one),
        one.given_today,
        one.last_given,
        one.account_id,
    )


def _on_shift(job: Job, one: Worker) -> bool:
    return one.shift is not None and one.shift.covers(job.at)


def _near(job: Job, one: Worker) -> str:
    if job.building_id is None or one.building_id is None:
        return ""
    if one.building_id == job.building_id:
        return "building"
    return "zone" if job.zone_id is not None and one.zone_id == job.zone_id else "other"


def _distance(job: Job, one: Worker) -> int:
    return {"building": 0, "other": 2}.get(_near(job, one), 1)


def _candidate(job: Job, one: Worker) -> Candidate:
    on_shift = _on_shift(job, one)
    found = [
        Reason("skill", {LEARNS: "learns", CAN: "can", EXPERT: "expert"}.get(one.level, "none")),
        Reason("load", "open", len(one.load), one.waiting),
        Reason("shift", "none")
        if one.shift is None
        else Reason("shift", "until", at=one.shift.ends)
        if on_shift
        else Reason("shift", "from", at=one.shift.begins),
    ]
    if (near := _near(job, one)) in ("building", "zone"):
        found.append(Reason("near", near))
    if one.mended:
        found.append(Reason("mended", one.mended.what, on=one.mended.on))
    return Candidate(
        one.account_id, one.name, one.level > 0, on_shift, one.shift, cost(job, one), tuple(found)
    )
