"""The limitation of every open charge: from the due day, anew with each interruption; who has to be reminded soon."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from estate.contacts import queries as contacts
from estate.data import Reader, clock
from estate.letters import queries, records_limitation
from estate.letters.records_limitation import Claim
from estate.letters.rules_limitation import Event, Limitation, limitation
from estate.penalties.queries import days_off
from estate.plans import queries as plans


class Limited(NamedTuple):
    """A claim with its limitation. today: the day from which what is left counts."""

    claim: Claim
    limitation: Limitation
    today: date

    @property
    def days_left(self) -> int:
        return self.limitation.days_left(self.today)

    @property
    def state(self) -> str:
        """How near the end is: past, soon (30 days), near (90), later."""
        left = self.days_left
        return "past" if left < 0 else "soon" if left <= 30 else "near" if left <= 90 else "later"


class Warned(NamedTuple):
    """A payer of a home whose claims end soon. first_on: the earliest last day; past_fen: what is past it."""

    home_id: int
    home_code: str
    building: str
    payer_id: int
    payer_name: str
    charges: int
    fen: int
    past_fen: int
    first_on: date

    @property
    def days_left(self) -> int:
        return (self.first_on - clock.today()).days


def of_debt(db: Reader, home_id: int, payer_id: int | None = None) -> list[Limited]:
    """Every open charge of a home, of one payer when given, with its limitation."""
    return limited(db, records_limitation.claims_of(db, home_id, payer_id))


def warnings(db: Reader, days: int) -> list[Warned]:
    """Whose claims end within so many days or have ended, in the order of homes."""
    today = clock.today()
    latest = _three_years_before(date.fromordinal(today.toordinal() + days))
    near = [one for one in limited(db, records_limitation.claims_due_by(db, latest)) if one.days_left <= days]
    found: list[Warned] = []
    for _debt, group in groupby(near, key=lambda one: (one.claim.home_id, one.claim.payer_id)):
        some = list(group)
        first = some[0].claim
        found.append(
            Warned(
                first.home_id,
                first.home_code,
                first.building,
                first.payer_id,
                first.payer_name,
                len(some),
                sum(one.claim.balance_fen for one in some),
                sum(one.claim.balance_fen for one in some if one.days_left < 0),
                min(one.limitation.ends_on for one in some),
            )
        )
    return found


def limited(db: Reader, claims: Sequence[Claim]) -> list[Limited]:
    """Claims with their limitation, in the same order."""
    if not claims:
        return []
    events, off = _events(db, [one.charge_id for one in claims]), days_off(db)
    today = clock.today()
    return [
        Limited(one, limitation(date.fromisoformat(one.due_on), events.get(one.charge_id, []), off), today)
        for one in claims
    ]


def _events(db: Reader, charge_ids: list[int]) -> dict[int, list[Event]]:
    found: dict[int, list[Event]] = {}

    def note(charge_id: int, day: str, kind: str, reference: str) -> None:
        found.setdefault(charge_id, []).append(Event(date.fromisoformat(day), kind, reference))

    for charge_id, day, number in records_limitation.payments(db, charge_ids):
        note(charge_id, day, "payment", number)
    for arrival in queries.arrivals(db, charge_ids):
        note(arrival.charge_id, arrival.on_day, "letter", arrival.number)
    for promise in contacts.written_promises(db, charge_ids):
        note(promise.charge_id, clock.day_of(promise.happened_at), "promise", str(promise.contact_id))
    for charge_id, day, plan_id in plans.signed_days(db, charge_ids):
        note(charge_id, day, "plan", str(plan_id))
    for charge_id, day, kind, basis in records_limitation.recorded(db, charge_ids):
        note(charge_id, day, kind, basis)
    return found


def _three_years_before(day: date) -> str:
    """The latest due day whose limitation can end by a day: of the end of February the whole of it."""
    if day.month == 2 and day.day >= 28:
        return (date(day.year - 3, 3, 1) - timedelta(1)).isoformat()
    return day.replace(year=day.year - 3).isoformat()
