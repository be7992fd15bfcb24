"""Who could be handed an order, as things stand: the facts of the crew, read once, ranked for each order."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from estate.crew import queries
from estate.crew.queries import Member
from estate.crew.rules import Candidate, Job, Mended, Worker, ranked
from estate.crew.rules_shifts import AHEAD, Roster, Shift, shift_at
from estate.data import Reader, clock
from estate.repairs import queries_crew as orders
from estate.repairs.queries_crew import InHand, InPool, Spot

NOTHING: tuple[int, str] = (0, "")


class Facts:
    """The crew at this moment. Shifts are reckoned once for each instant that is asked for."""

    def __init__(self, db: Reader) -> None:
        self._now = clock.now()
        midnight = datetime.combine(clock.today(), datetime.min.time(), clock.zone())
        day = clock.today()
        self.members: list[Member] = queries.members(db)
        self._skills = queries.skills(db)
        self._rosters: dict[int, Roster] = queries.rosters(db, day - timedelta(2), day + timedelta(3 * AHEAD))
        self._handed = orders.handed(db, midnight.astimezone(self._now.tzinfo))
        self.in_hand: dict[int, list[InHand]] = defaultdict(list)
        for one in orders.in_hand(db):
            self.in_hand[one.assignee_id].append(one)
        self._shifts: dict[datetime, dict[int, Shift]] = {}

    def shifts(self, at: datetime) -> dict[int, Shift]:
        """By account, the shift at an instant, else the next."""
        if at not in self._shifts:
            found = {one: shift_at(roster, at, clock.zone()) for one, roster in self._rosters.items()}
            self._shifts[at] = {one: shift for one, shift in found.items() if shift}
        return self._shifts[at]

    def job(self, order: InPool | Spot) -> Job:
        """An order as the rule sees it: somebody is wanted at the wished time, or now."""
        wished = datetime.fromisoformat(order.wished_from) if order.wished_from else self._now
        return Job(order.category, order.urgency, max(self._now, wished), order.building_id, order.zone_id)

    def rank(self, job: Job, mended: dict[int, tuple[str, str]]) -> list[Candidate]:
        """The crew for an order, the best first."""
        return ranked(job, [self._worker(one, job, mended) for one in self.members])

    def load(self, account_id: int) -> list[InHand]:
        """What somebody has in hand, what is under way first."""
        return self.in_hand.get(account_id, [])

    def shift(self, account_id: int) -> Shift | None:
        """The shift that runs now, else the next."""
        return self.shifts(self._now).get(account_id)

    def skilled(self, account_id: int, category: str) -> bool:
        """Whether somebody has the skill of a category."""
        return category in self._skills.get(account_id, {})

    def _worker(self, member: Member, job: Job, mended: dict[int, tuple[str, str]]) -> Worker:
        held = self.load(member.account_id)
        active = [one for one in held if one.state != "waiting"]
        first = active[0] if active else None
        today, last = self._handed.get(member.account_id, NOTHING)
        what = mended.get(member.account_id)
        return Worker(
            member.account_id,
            member.name,
            self._skills.get(member.account_id, {}).get(job.category, 0),
            self.shifts(job.at).get(member.account_id),
            tuple(one.urgency for one in active),
            len(held) - len(active),
            first.building_id if first else None,
            first.zone_id if first else None,
            Mended(what[0], date.fromisoformat(clock.day_of(what[1]))) if what else None,
            today,
            last,
        )


class Proposal(NamedTuple):
    """Who could be handed an order, the best first."""

    job: Job
    candidates: list[Candidate]


def proposal(db: Reader, order_id: int) -> Proposal:
    """The crew ranked for one order, in whatever state it is. LookupError when there is no such order."""
    spot = orders.spot(db, order_id)
    if spot is None:
        raise LookupError(f"there is no work order {order_id}")
    facts = Facts(db)
    job = facts.job(spot)
    found = facts.rank(job, orders.mended(db, [order_id]).get(order_id, {}))
    return Proposal(job, [one for one in found if one.account_id != spot.assignee_id])
