"""A settlement as it stands: who leaves and comes, readings, bills, money, things, and how far each step has come."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from estate.billing import actions_leaving
from estate.billing import queries as billing
from estate.billing.queries import OpenCharge
from estate.billing.queries_credits import OverEstimate, over_estimates
from estate.billing.rules_run import Staged
from estate.community import queries as community
from estate.community.queries import Home, ParkingSpace
from estate.data import Reader, clock
from estate.penalties import queries as penalties
from estate.people import queries as people
from estate.people.queries import Payer, Vehicle
from estate.people.rules import OWNERS
from estate.prepayments import queries as prepayments
from estate.settlement import records
from estate.settlement.records import Charge, Final, Held, Settlement
from estate.settlement.rules import Cut, Progress, State, cut, states
from estate.waivers.actions_run import waived_at_once

DAY = timedelta(days=1)


class NewOwner(NamedTuple):
    """Who takes the home over, as typed; person_id: who is meant when the same name and number are known.

    share: `1/2`, empty for who owns alone or in common without shares.
    """

    name: str
    phone: str = ""
    company: bool = False
    person_id: int | None = None
    known_homes: str = ""
    share: str = ""

    @property
    def told(self) -> str:
        """Name and share, as they stand on the page and the protocol."""
        return f"{self.name} {self.share}" if self.share else self.name


class Plan(NamedTuple):
    """What step 1 says. residencies, vehicles: who and what leaves with the owners."""

    owners: tuple[NewOwner, ...] = ()
    residencies: tuple[int, ...] = ()
    vehicles: tuple[int, ...] = ()

    def written(self) -> str:
        """As it is kept."""
        owners = [one._asdict() for one in self.owners]
        return json.dumps({**self._asdict(), "owners": owners}, ensure_ascii=False)


def read_plan(text: str) -> Plan:
    """What written() wrote."""
    found = json.loads(text)
    owners = tuple(NewOwner(**one) for one in found.get("owners", []))
    return Plan(owners, tuple(found.get("residencies", [])), tuple(found.get("vehicles", [])))


class Beyond(NamedTuple):
    """A charge that reaches beyond the day, and how it is settled. passes: whether the rest is charged to who comes."""

    charge: Charge
    cut: Cut
    passes: bool


class View(NamedTuple):
    """Everything that the page, the completion and the protocol need. discount_fen: what standing discounts waive of
    what is still to be billed. estimates: what was billed to who leaves beyond what their meters show."""

    settlement: Settlement
    home: Home
    on: date
    leaving: Payer
    coming: str
    plan: Plan
    finals: list[Final]
    beyond: list[Beyond]
    unbilled: list[Staged]
    discount_fen: int
    owed: list[OpenCharge]
    estimates: list[OverEstimate]
    penalty_fen: int
    prepaid_fen: int
    deposits: list[Held]
    spaces: list[ParkingSpace]
    vehicles: list[Vehicle]
    released: frozenset[int]
    states: list[State]

    @property
    def last(self) -> date:
        """The last day of who leaves."""
        return self.on - DAY

    @property
    def credit_fen(self) -> int:
        """What goes to the prepayment account of who leaves."""
        return sum(one.cut.credit_fen for one in self.beyond) + sum(
            one.credit_fen or 0 for one in self.estimates
        )

    @property
    def owed_fen(self) -> int:
        """What who leaves owes once all is charged up to the day."""
        anew = sum(one.cut.rest_fen for one in self.beyond if one.cut.way == "anew")
        return sum(one.balance_fen for one in self.owed) - anew + self.unbilled_fen - self.discount_fen

    @property
    def unbilled_fen(self) -> int:
        return sum(one.amount_fen for one in self.unbilled)

    @property
    def rest_fen(self) -> int:
        """What who comes is charged of what was billed already."""
        return sum(one.cut.rest_fen for one in self.beyond if one.passes and one.cut.way != "by_hand")

    @property
    def by_hand(self) -> list[Beyond]:
        """Charges that nobody but a person can settle."""
        return [one for one in self.beyond if one.cut.way == "by_hand"]

    @property
    def read(self) -> int:
        return sum(one.on_the_day for one in self.finals)


def view(db: Reader, settlement: Settlement) -> View:
    """The settlement now. LookupError when its home is gone."""
    home = community.home(db, settlement.home_id)
    if home is None:
        raise LookupError(f"there is no home {settlement.home_id}")
    on = date.fromisoformat(settlement.on_date)
    leaving = leaving_of(db, settlement)
    plan = read_plan(settlement.plan)
    done = settlement.finished_at is not None
    released = frozenset(json.loads(settlement.released))
    beyond = [] if done else beyond_of(db, home.id, leaving, on, released)
    unbilled = [] if done else actions_leaving.unbilled(db, home.id, on, leaving)
    owed = billing.open_charges(db, home.id, leaving.person_id)
    late = penalties.penalties_of_home(db, home.id, clock.today(), leaving.person_id)
    prepaid_fen = prepayments.balance(db, home.id, leaving.person_id)
    held = records.deposits(db, home.id, leaving.person_id)
    found = View(
        settlement,
        home,
        on,
        leaving,
        coming_of(db, settlement, plan, on),
        plan,
        records.finals(db, home.id, (on - DAY).isoformat()),
        beyond,
        unbilled,
        sum(one.amount_fen for one in waived_at_once(db, unbilled) if one),
        owed,
        [] if done else over_estimates(db, home.id, (leaving.person_id, on - DAY)),
        sum(one.due_fen for one in late.values()),
        prepaid_fen,
        held,
        community.parking_of(db, home.id),
        people.vehicles_of_home(db, home.id),
        released,
        [],
    )
    return found._replace(states=states(_progress(found)))


def leaving_of(db: Reader, settlement: Settlement) -> Payer:
    """Who leaves, by the name that they have now."""
    return Payer(settlement.leaving_id, records.name_of(db, settlement.leaving_id))


def coming_of(db: Reader, settlement: Settlement, plan: Plan, on: date) -> str:
    """Who takes over: as recorded, else as planned."""
    if settlement.handover_id is not None:
        residents = people.residents_of(db, settlement.home_id, on)
        owners = [NewOwner(one.name, share=one.share) for one in residents if one.role in OWNERS]
        return ", ".join(one.told for one in owners)
    return ", ".join(one.told for one in plan.owners)


def beyond_of(db: Reader, home_id: int, leaving: Payer, on: date, released: frozenset[int]) -> list[Beyond]:
    """The charges of who leaves that reach beyond the day. What was read before the day was used before it."""
    found: list[Beyond] = []
    for one in records.beyond(db, home_id, leaving.person_id, on.isoformat()):
        if one.read_on is not None:
            if one.read_on >= on.isoformat():
                found.append(Beyond(one, Cut("by_hand", one.amount_fen, 0), passes=False))
            continue
        way = cut(one.amount_fen, one.waived_fen, one.paid_fen, one.days, on, bound=one.bound)
        found.append(Beyond(one, way, passes=one.parking_space_id not in released))
    return found


def _progress(at: View) -> Progress:
    things: Sequence[object] = (*at.spaces, *at.vehicles)
    return Progress(
        planned=bool(at.coming),
        meters=len(at.finals),
        read=at.read,
        cuts=len(at.beyond) + len(at.estimates),
        unbilled=len(at.unbilled),
        owed_fen=at.owed_fen,
        prepaid_fen=at.prepaid_fen + at.credit_fen,
        deposits=len(at.deposits),
        money_said=bool(at.settlement.money),
        things=len(things),
        things_said=bool(at.settlement.things_said),
        finished=at.settlement.finished_at is not None,
    )
