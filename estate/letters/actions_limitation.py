"""Writing down what interrupts limitation and no other record shows, and taking it back; one transaction each."""

from datetime import date

from estate.billing import queries as billing
from estate.data import Actor, audit, clock, write
from estate.i18n import gettext as _
from estate.letters import records_limitation as records
from estate.refusal import Refused, require_key


def note_event(home_id: int, payer_id: int, kind: str, on: date, basis: str, key: str, by: Actor) -> int:
    """Write an event down for everything that was due by its day and is open; answers its id. The same key: once.

    A lawsuit or arbitration counts from the day of filing, the more careful day. Refused for a day to come, and when
    nothing was due by then.
    """
    with write(by) as tx:
        if known := records.event_of_key(tx, key):
            return known
        require_key(key)
        if on > clock.today():
            raise Refused(_("This day has not come yet."), "on_day")
        due = [one for one in billing.open_charges(tx, home_id, payer_id) if one.due_on < on.isoformat()]
        if not due:
            raise Refused(_("Nothing that is open was due by this day."), "on_day")
        event_id = tx.insert(
            "limitation_events",
            key=key,
            home_id=home_id,
            payer_id=payer_id,
            kind=kind,
            on_day=on.isoformat(),
            basis=basis,
            recorded_at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        tx.many(
            "INSERT INTO limitation_event_charges (event_id, charge_id) VALUES (?, ?)",
            [(event_id, one.charge_id) for one in due],
        )
        after = {"home": due[0].home_code, "kind": kind, "day": on.isoformat(), "basis": basis}
        audit.record(tx, "limitation.interrupted", "limitation_events", event_id, after=after)
        return event_id


def take_back(event_id: int, reason: str, by: Actor) -> None:
    """An event that was written down wrongly interrupts nothing any more. Again changes nothing."""
    with write(by) as tx:
        found = records.event(tx, event_id)
        if found is None:
            raise LookupError(f"there is no event {event_id}")
        if found.ended_at:
            return
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        tx.insert(
            "limitation_event_ends",
            event_id=event_id,
            reason=reason,
            at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        audit.record(tx, "limitation.taken_back", "limitation_events", event_id, after={"reason": reason})
