"""The lines of an order become one charge of its home: by themselves when it is signed off (or done), or by hand before.

A line is charged once: reopened and signed off again, an order is charged only for what was added since. What was
charged and reversed is charged anew by hand alone, for somebody has decided to reverse it. Who owned the home on the last
day of the work pays, also when it is sold before the bill.
"""

from datetime import date

from estate.billing import actions_charges as billing
from estate.billing import actions_items, queries_items
from estate.billing.actions import usual_due_day
from estate.data import Tx, audit, clock
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.jobs import signals
from estate.materials import gate, queries
from estate.materials.queries import Line
from estate.materials.rules import Part, arithmetic
from estate.office.identity import identity
from estate.refusal import Refused
from estate.repairs import actions as repairs

ENDED = ("done", "signed_off", "rated")


def charge(tx: Tx, order_id: int, key: str, *, again: bool = False) -> int | None:
    """Charge the home for what its order used and was not charged for; answers the charge's id, None for nothing.

    again: with lines whose charge was reversed. The same key charges once. Refused: before the work is done, above what
    the owner agreed to, and what charging itself refuses (nobody owns the home, the month is closed).
    """
    if known := tx.value("SELECT charge_id FROM order_charges WHERE key = :key", key=key):
        return int(known)
    order = repairs.require(tx, order_id)
    lines = to_charge(queries.lines(tx, order_id), again=again)
    total = sum(one.amount_fen for one in lines)
    if order.home_id is None or not total:
        return None
    if order.state not in ENDED:
        raise Refused(_("It is charged when the work is done."))
    gate.require_agreed(tx, order_id)
    today, office = clock.today(), identity(tx)
    worked = date.fromisoformat(max(clock.day_of(one.at) for one in lines))
    with speaking(office.locale):
        shown = arithmetic((Part(*_part(one)) for one in lines), total)
        item_id = _fee_item(tx)
    charge_id = billing.charge_once(
        order.home_id,
        item_id,
        total,
        worked,
        usual_due_day(today.replace(day=1), office.due_day),
        f"{order.number} {order.title}: {shown}",
        f"order:{key}",
        tx.by,
    )
    charged = tx.insert(
        "order_charges",
        order_id=order_id,
        charge_id=charge_id,
        key=key,
        total_fen=total,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    tx.many(
        "INSERT INTO order_charge_lines (order_charge_id, line_id) VALUES (?, ?)",
        [(charged, one.id) for one in lines],
    )
    audit.record(
        tx,
        "order.charged",
        "work_orders",
        order_id,
        after={"number": order.number, "amount_fen": total, "lines": len(lines)},
    )
    signals.tell(tx, f"order-{order_id}")
    return charge_id


def to_charge(lines: list[Line], *, again: bool) -> list[Line]:
    """The lines that stand, cost the owner something and are in no charge; again: in none that stands."""
    return [
        one
        for one in lines
        if one.chargeable
        and one.reverses_id is None
        and one.reversed_by is None
        and one.charge_id is None
        and (again or not one.charged_before)
    ]


def _part(one: Line) -> tuple[str, str, int, int, int]:
    return one.name, one.unit, one.quantity_e3, one.price_fen, one.amount_fen


def _fee_item(tx: Tx) -> int:
    """The item that the office chose; else its first for what is charged once, else one made for it."""
    chosen = queries.settings(tx).fee_item_id
    offered = queries_items.one_off(tx)
    if chosen is not None and any(one.id == chosen for one in offered):
        return chosen
    if offered:
        return offered[0].id
    return actions_items.add_item(_("Repairs in the home"), "one_off", tx.by)
