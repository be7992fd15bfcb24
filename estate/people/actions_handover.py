"""The sale of a home: the old owners' last day, the new owners' first; and taking a mistaken handover back."""

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from estate.billing import queries as billing
from estate.data import Actor, Reader, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.people import actions, queries, records
from estate.people.rules import OWNERS
from estate.people.specs import PersonSpec, ResidencySpec
from estate.refusal import Refused


class NewOwner(NamedTuple):
    """Who owns the home from now on: a new person, or with `person_id` one who is known already."""

    person: PersonSpec
    share: Fraction | None = None
    person_id: int | None = None


class Leaving(NamedTuple):
    """Who leaves with the old owners, besides themselves: residency and vehicle ids."""

    residencies: frozenset[int] = frozenset()
    vehicles: frozenset[int] = frozenset()


ALONE = Leaving()
"""Only the owners leave."""


class Remains(NamedTuple):
    """What a former owner still owes for the home, in fen. It stays with the person, not with the home."""

    person_id: int
    name: str
    charges: int
    balance_fen: int


def remains_of(db: Reader, home_id: int) -> list[Remains]:
    """What is owed for a home now, by who owes it: after a handover these debts stay with these people."""
    found: dict[int, Remains] = {}
    for charge in billing.open_charges(db, home_id):
        old = found.get(charge.payer_id, Remains(charge.payer_id, charge.payer_name, 0, 0))
        found[charge.payer_id] = old._replace(
            charges=old.charges + 1, balance_fen=old.balance_fen + charge.balance_fen
        )
    return list(found.values())


def hand_over(
    home_id: int,
    new_owners: list[NewOwner],
    on: date,
    by: Actor,
    *,
    key: str,
    leaving: Leaving = ALONE,
    note: str = "",
) -> int:
    """Hand a home over to new owners from `on`; the old owners' last day is the day before. Answers the handover's id.

    The first of the new owners is the owner, the others are co-owners. The same `key` again answers the first
    handover. Debts stay with those who owe them; the old owners' accounts no longer see the home.
    Refused when nobody takes over (`name`), the shares exceed the whole (`share`) or an owner began later (`on`).
    """
    with write(by) as tx:
        done = tx.value("SELECT id FROM handovers WHERE key = :key", key=key)
        if done:
            return int(done)
        if not new_owners:
            raise Refused(_("Name at least one new owner."), "name")
        handover_id = tx.insert(
            "handovers",
            home_id=home_id,
            on_date=on.isoformat(),
            note=note,
            key=key,
            at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        _end(tx, handover_id, home_id, on, leaving)
        names = [_begin(tx, handover_id, home_id, on, one, first=i == 0) for i, one in enumerate(new_owners)]
        audit.record(
            tx,
            "home.handed_over",
            "homes",
            home_id,
            after={"on": on.isoformat(), "owners": names, "note": note},
        )
        return handover_id


def undo(handover_id: int, reason: str, by: Actor) -> int:
    """Take a mistaken handover back: the old owners own again, the new ones never did. Answers the home's id.

    Refused when it is undone already, is not the home's latest, or the new owners were billed since.
    """
    with write(by) as tx:
        found = records.handover(tx, handover_id)
        if found is None:
            raise LookupError(f"no handover {handover_id}")
        if found.undone_at:
            raise Refused(_("This handover is undone already."))
        latest = records.handovers(tx, found.home_id)[0]
        if latest.id != handover_id:
            raise Refused(_("Only the latest handover of a home can be undone."))
        _require_unbilled(tx, found)
        for change in records.handover_changes(tx, handover_id):
            _take_back(tx, change)
        actions.require_whole(tx, [found.home_id])
        tx.update("handovers", handover_id, undone_at=clock.stamp(), undone_by=by.name, undone_reason=reason)
        audit.record(
            tx,
            "home.handover_undone",
            "homes",
            found.home_id,
            before={"on": found.on_date},
            after={"reason": reason},
        )
        return found.home_id


def _end(tx: Tx, handover_id: int, home_id: int, on: date, leaving: Leaving) -> None:
    last = on - timedelta(days=1)
    for old in queries.residents_from(tx, home_id, last):
        if old.role not in OWNERS and old.residency_id not in leaving.residencies:
            continue
        if old.from_date and old.from_date > last.isoformat():
            raise Refused(
                _("%(name)s began on %(day)s, after this handover.", name=old.name, day=old.from_date), "on"
            )
        _changed(tx, handover_id, "residency", old.residency_id, "ended", old.to_date)
        actions.end_residency(tx, old.residency_id, last)
    for vehicle in queries.vehicles_of_home(tx, home_id):
        if vehicle.id in leaving.vehicles:
            _changed(tx, handover_id, "vehicle", vehicle.id, "ended", vehicle.ended_on)
            tx.update("vehicles", vehicle.id, ended_on=last.isoformat())


def _begin(tx: Tx, handover_id: int, home_id: int, on: date, new: NewOwner, *, first: bool) -> str:
    person_id = new.person_id or actions.add_person(tx, new.person)
    spec = ResidencySpec("owner" if first else "co_owner", share=new.share, from_date=on)
    residency_id = actions.add_residency(tx, home_id, person_id, spec)
    _changed(tx, handover_id, "residency", residency_id, "began", None)
    person = records.person(tx, person_id)
    return person.name if person else ""


def _changed(
    tx: Tx, handover_id: int, subject: str, subject_id: int, change: str, before: str | None
) -> None:
    tx.insert(
        "handover_changes",
        handover_id=handover_id,
        subject=subject,
        subject_id=subject_id,
        change=change,
        to_date_before=before,
    )


def _require_unbilled(tx: Tx, found: records.Handover) -> None:
    new = {
        residency.person_id
        for change in records.handover_changes(tx, found.id)
        if change.change == "began" and (residency := records.residency(tx, change.subject_id))
    }
    for charge in billing.charges_of_home(tx, found.home_id):
        live = charge.state not in ("reversed", "reversal")
        if live and charge.payer_id in new and charge.posted_at >= found.at:
            raise Refused(
                _(
                    "%(name)s was billed for this home since. Reverse those charges first.",
                    name=charge.payer_name,
                )
            )


def _take_back(tx: Tx, change: records.HandoverChange) -> None:
    if change.subject == "vehicle":
        tx.run(
            "UPDATE vehicles SET ended_on = :before WHERE id = :id",
            before=change.to_date_before,
            id=change.subject_id,
        )
    elif change.change == "began":
        tx.run("DELETE FROM residencies WHERE id = :id", id=change.subject_id)
    else:
        tx.run(
            "UPDATE residencies SET to_date = :before WHERE id = :id",
            before=change.to_date_before,
            id=change.subject_id,
        )
