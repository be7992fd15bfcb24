"""A piece goes out of service, comes back, and what was noted by mistake is taken back; once for each key."""

import sqlite3
from datetime import datetime
from typing import NamedTuple

from estate.data import Actor, Tx, audit, clock, write
from estate.equipment import actions, queries_outages
from estate.equipment.queries_outages import Outage
from estate.i18n import gettext as _
from estate.refusal import Refused


class Stop(NamedTuple):
    """Out of service from an instant on. to_at: when it ran again, None while it stands; remedy: what was done then.

    order_id: the work order whose end ends it.
    """

    cause: str
    from_at: datetime
    to_at: datetime | None = None
    note: str = ""
    remedy: str = ""
    order_id: int | None = None


def begin(tx: Tx, equipment_id: int, stop: Stop, key: str) -> int:
    """Note that a piece is, or was, out of service; answers the id. While it stands its state is `repair`.

    Refused: it is scrapped, was out already in this time (`from_day`), a time to come.
    """
    if known := queries_outages.of_key(tx, key):
        return known
    piece = actions.require(tx, equipment_id)
    if piece.state == "scrapped":
        raise Refused(_("It is scrapped."))
    _past(stop.from_at, "from_day")
    if stop.to_at is not None:
        _past(stop.to_at, "to_day")
        if stop.to_at < stop.from_at:
            raise Refused(_("The end lies before the beginning."), "to_day")
    before = "in_use" if piece.state == "repair" else piece.state
    try:
        with tx.db.atomic():
            outage_id = tx.insert(
                "equipment_outages",
                key=key,
                equipment_id=equipment_id,
                cause=stop.cause,
                from_at=clock.stamp_of(stop.from_at),
                to_at=clock.stamp_of(stop.to_at) if stop.to_at else None,
                note=stop.note.strip(),
                remedy=stop.remedy.strip(),
                order_id=stop.order_id,
                before_state=before,
                noted_at=clock.stamp(),
                account_id=tx.by.account_id,
                who=tx.by.name,
                ended_by=tx.by.name if stop.to_at else None,
            )
    except sqlite3.IntegrityError as error:
        if "already" not in str(error) and "UNIQUE" not in str(error):
            raise
        raise Refused(_("It was out of service already in this time."), "from_day") from error
    told = {"cause": stop.cause, "from": clock.stamp_of(stop.from_at), "order": stop.order_id}
    audit.record(tx, "equipment.out", "equipment", equipment_id, after=told)
    if stop.to_at is None:
        actions.move(tx, piece, "repair", stop.note.strip())
    return outage_id


def end(tx: Tx, outage_id: int, to_at: datetime, remedy: str) -> None:
    """It runs again since an instant. What has ended already stays as it is. Refused: before it began, or to come."""
    found = _require(tx, outage_id)
    if found.to_at is not None or found.voided_at is not None:
        return
    _past(to_at, "to_day")
    if clock.stamp_of(to_at) < found.from_at:
        raise Refused(_("This is before it went out of service."), "to_day")
    tx.update(
        "equipment_outages",
        outage_id,
        to_at=clock.stamp_of(to_at),
        remedy=remedy.strip(),
        ended_by=tx.by.name,
    )
    audit.record(
        tx,
        "equipment.back",
        "equipment",
        found.equipment_id,
        after={"at": clock.stamp_of(to_at), "reason": remedy},
    )
    _back(tx, found, remedy)


def void(outage_id: int, reason: str, by: Actor) -> None:
    """What was noted by mistake does not count any more, but stays to be read; again changes nothing. Refused: no reason."""
    with write(by) as tx:
        found = _require(tx, outage_id)
        if found.voided_at is not None:
            return
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        tx.update(
            "equipment_outages", outage_id, voided_at=clock.stamp(), voided_by=tx.by.name, void_reason=reason
        )
        audit.record(tx, "equipment.out_voided", "equipment", found.equipment_id, after={"reason": reason})
        if found.to_at is None:
            _back(tx, found, reason)


def end_with_order(order_id: int, by: Actor) -> None:
    """An order is done: what went out of service for it runs again; nothing where it does already."""
    with write(by) as tx:
        found = queries_outages.open_of_order(tx, order_id)
        if found:
            end(tx, found.id, clock.now(), _("The work order is done."))


def _back(tx: Tx, found: Outage, reason: str) -> None:
    piece = actions.require(tx, found.equipment_id)
    if piece.state == "repair":
        actions.move(tx, piece, found.before_state, reason.strip())


def _past(at: datetime, field: str) -> None:
    if at > clock.now():
        raise Refused(_("This time is still to come."), field)


def _require(tx: Tx, outage_id: int) -> Outage:
    found = queries_outages.outage(tx, outage_id)
    if found is None:
        raise Refused(_("This entry no longer exists."))
    return found
