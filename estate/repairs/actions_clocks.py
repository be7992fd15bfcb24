"""What time does to orders: warnings and escalation of their clocks, told once each, and the sign-off by itself."""

from datetime import timedelta

from estate.access.permissions import REPAIRS_SETTINGS
from estate.clocks.words import READINGS
from estate.data import Tx, clock, read, write
from estate.i18n import gettext as _
from estate.jobs.outbox import WORKER
from estate.messages import actions as messages
from estate.repairs import actions, records, records_clocks, shown, words
from estate.repairs.details import Details
from estate.repairs.queries import Order
from estate.repairs.rules_steps import SYSTEM

TOLD = ("soon", "late")
AT_ONCE = 200
"""Orders in one transaction, so that screens can write in between."""


def watch() -> None:
    """Tell of every clock that is soon over, and of every one that is over: whoever has the order, then the manager."""
    with read() as db:
        warn = records.settings(db).warn_percent
        pressing = records_clocks.pressing(db, clock.stamp(), warn)
    for first in range(0, len(pressing), AT_ONCE):
        with write(WORKER) as tx:
            for order in pressing[first : first + AT_ONCE]:
                _tell(tx, order, warn)


def sign_off() -> None:
    """Sign off what has been done for so many days and nobody looked at; said in the step."""
    with read() as db:
        days = records.settings(db).sign_off_days
    before = clock.stamp_of(clock.now() - timedelta(days=days))
    with read() as db:
        waiting = records_clocks.done_before(db, before)
    for order_id, since in waiting:
        with write(WORKER) as tx:
            order = actions.require(tx, order_id)
            if order.state == "done" and order.since == since:
                note = _("Nobody objected within %(days)s days.", days=days)
                actions.step(
                    tx, order_id, "sign_off", f"auto:{order_id}:{since}", {SYSTEM}, Details(note=note)
                )


def _tell(tx: Tx, order: Order, warn: int) -> None:
    """One message of an order, however many of its clocks ran out since the last look: the last one that is over says it."""
    told = [
        (name, reading.state)
        for name, reading in shown.readings(order, clock.now(), warn).items()
        if reading.state in TOLD and records_clocks.note_alert(tx, order, name, reading.state)
    ]
    if not told:
        return
    name, state = max(told, key=lambda one: (TOLD.index(one[1]), list(words.CLOCKS).index(one[0])))
    key = f"repair.late:{order.id}:{name}:{state}:{order.clock_from}"
    values = {
        "number": order.number,
        "title": order.title,
        "place": order.location,
        "worker": order.assignee_name or words.NOBODY,
        "clock": words.CLOCKS[name],
        "reading": READINGS[state][1],
    }
    home, link = order.home_id, f"/repairs/{order.id}"
    if order.assignee_id is not None:
        own = f"{key}:own"
        messages.tell(
            tx, "repair.late", own, account_id=order.assignee_id, values=values, home_id=home, link=link
        )
    if state == "late" or order.assignee_id is None:
        messages.tell_staff(
            tx, "repair.late", key, permission=REPAIRS_SETTINGS, values=values, home_id=home, link=link
        )
