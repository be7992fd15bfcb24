"""Agreeing when somebody comes, and moving it: a new row each time; the owner is told."""

from datetime import datetime, timedelta
from typing import NamedTuple

from estate.crew import records_appointments
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.messages import actions as messages
from estate.refusal import Refused, require_key
from estate.repairs import actions as repairs
from estate.repairs import telling
from estate.repairs import words as repair_words
from estate.repairs.queries import Order

LONGEST = timedelta(hours=12)


class Time(NamedTuple):
    """When somebody comes, as instants, and a word about it."""

    starts: datetime
    ends: datetime
    note: str = ""


def agree(order_id: int, time: Time, key: str, by: Actor) -> int:
    """Make or move an order's appointment and tell its owner; answers the appointment. The same key does it once.

    Refused: for an order that is done, a time that is past, runs backwards or takes more than twelve hours.
    """
    require_key(key)
    with write(by) as tx:
        if known := records_appointments.of_key(tx, f"{order_id}:{key}"):
            return known
        order = repairs.require(tx, order_id)
        if not order.is_open:
            raise Refused(_("This order is not open any more."))
        if time.ends <= time.starts:
            raise Refused(_("This ends before it begins."), "to_time")
        if time.ends - time.starts > LONGEST:
            raise Refused(_("At most twelve hours."), "to_time")
        if time.ends <= clock.now():
            raise Refused(_("This time is past already."), "day")
        before = next(iter(records_appointments.of_order(tx, order_id)), None)
        made = tx.insert(
            "order_appointments",
            order_id=order_id,
            key=f"{order_id}:{key}",
            starts_at=clock.stamp_of(time.starts),
            ends_at=clock.stamp_of(time.ends),
            note=time.note.strip(),
            at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        audit.record(
            tx,
            "order.appointment",
            "work_orders",
            order_id,
            before={
                "visit": before and _text(*map(datetime.fromisoformat, (before.starts_at, before.ends_at)))
            },
            after={"visit": _text(time.starts, time.ends), "note": time.note.strip()},
        )
        _tell(tx, order, time, made)
        signals.tell(tx, "board", f"order-{order_id}")
        return made


def _text(starts: datetime, ends: datetime) -> str:
    here = [one.astimezone(clock.zone()) for one in (starts, ends)]
    return f"{here[0]:%Y-%m-%d} {here[0]:%H:%M}–{here[1]:%H:%M}"


def _tell(tx: Tx, order: Order, time: Time, made: int) -> None:
    person_id = telling.whom(tx, order)
    if person_id is None:
        return
    here = [one.astimezone(clock.zone()) for one in (time.starts, time.ends)]
    messages.tell(
        tx,
        "repair.appointment",
        f"repair.appointment:{made}",
        person_id=person_id,
        home_id=order.home_id,
        link=f"/my/repairs/{order.id}",
        values={
            "number": order.number,
            "title": order.title,
            "worker": order.assignee_name or repair_words.NOBODY,
            "visit_day": here[0].date().isoformat(),
            "visit_time": f"{here[0]:%H:%M}–{here[1]:%H:%M}",
        },
    )
