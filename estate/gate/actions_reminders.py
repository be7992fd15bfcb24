"""What the gate reminds of by itself: parcels that wait too long, renovations that end or have run past their last day.

Each is told once; what was told is a fact of the database, so that a day that runs twice or late tells nobody twice.
"""

from datetime import date

from estate.access.permissions import PERMITS_DECIDE
from estate.data import Actor, clock, write
from estate.gate import queries_parcels, queries_people, queries_permits
from estate.gate.queries_permits import Permit
from estate.gate.words_permits import LAST_DAYS
from estate.messages import actions as messages
from estate.messages.actions import Telling

PARCEL = "parcel.reminder"
PERMIT = "permit.ending"
OFFICE = "permit.ending.office"
AT_ONCE = 200


def remind_of_parcels(today: date, by: Actor) -> int:
    """Remind each household of what waits too long for it; answers how many parcels it was."""
    count = 0
    while more := _remind_some(today, by):
        count += more
    return count


def _remind_some(today: date, by: Actor) -> int:
    with write(by) as tx:
        found = queries_parcels.to_remind(tx, AT_ONCE)
        people = queries_people.households(tx, [one.home_id for one in found])
        messages.tell_many(
            tx,
            PARCEL,
            [
                Telling(
                    f"{PARCEL}:{one.id}:{person}",
                    {
                        "day": one.arrived_on,
                        "carrier": one.carrier or "–",
                        "shelf": one.shelf or "–",
                        "code": one.spoken_code,
                    },
                    person_id=person,
                    home_id=one.home_id,
                    link="/my/parcels",
                )
                for one in found
                for person in people.get(one.home_id, [])
            ],
        )
        tx.many(
            "UPDATE parcels SET reminded_on = :day WHERE id = :id",
            [{"day": today.isoformat(), "id": one.id} for one in found],
        )
        return len(found)


def remind_of_permits(today: date, by: Actor) -> int:
    """Tell household and office of last days that come near or are past; answers how many renovations it was."""
    with write(by) as tx:
        found = queries_permits.to_remind(tx, today)
        if not found:
            return 0
        messages.tell_many(tx, PERMIT, [_to_household(one) for one in found if one.person_id])
        ending = [one for one in found if not one.overrun]
        ended = [one for one in found if one.overrun]
        messages.tell_staff(
            tx,
            OFFICE,
            f"{OFFICE}:{today.isoformat()}:{found[0].id}",
            permission=PERMITS_DECIDE,
            values={"ending": _named(ending), "ended": _named(ended)},
            link=f"/permits/{found[0].id}" if len(found) == 1 else "/permits?state=open",
        )
        now = clock.stamp()
        tx.many(
            "INSERT INTO permit_reminders (permit_id, until_on, about, at) VALUES (:id, :until, :about, :now)",
            [{"id": one.id, "until": one.until_on, "about": _about(one), "now": now} for one in found],
        )
        return len(found)


def _to_household(one: Permit) -> Telling:
    about = _about(one)
    return Telling(
        f"{PERMIT}:{one.id}:{one.until_on}:{about}",
        {"number": one.number, "day": one.until_on, "news": LAST_DAYS[about]},
        person_id=one.person_id,
        home_id=one.home_id,
        link=f"/my/permits/{one.id}",
    )


def _about(one: Permit) -> str:
    return "ended" if one.overrun else "ending"


def _named(some: list[Permit]) -> str:
    return "; ".join(f"{one.number} ({one.home_code})" for one in some) or "–"
