"""The lines of an order: parts from stock or brought along, labour. Added and taken back, never changed.

Whether a line costs the owner something is decided when it is added: the order is charged to its home, and the work is
no repeat within the warranty. What it costs may not exceed what the owner agreed to (see gate.py).
"""

from typing import NamedTuple

from estate.data import Reader, Tx, audit, clock
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.materials import actions_stock, gate, queries
from estate.materials.queries import Item, Line
from estate.materials.queries_quotes import QuoteLine
from estate.materials.rules import amount
from estate.refusal import Refused, require_key
from estate.repairs import queries as repairs
from estate.repairs.queries import Order


class Use(NamedTuple):
    """What an order uses. source: stock, own or labour; free: not charged although the order is."""

    item_id: int
    quantity_e3: int
    source: str
    free: bool = False


def add_line(tx: Tx, order_id: int, use: Use, key: str, quoted: QuoteLine | None = None) -> int:
    """Note what an order used, and take it from the stock in the same transaction; answers the line's id.

    quoted: it stands as it was quoted, whatever the price list says now. The same key notes it once. Refused: an order
    that has ended, an item that is not offered, more than is in stock, more than the owner agreed to.
    """
    require_key(key)
    if known := tx.value("SELECT id FROM material_lines WHERE key = :key", key=key):
        return int(known)
    order, item = _order(tx, order_id), _as_quoted(tx, quoted) if quoted else _offered(tx, use)
    if use.quantity_e3 <= 0:
        raise Refused(_("Write how much it is."), "quantity_e3")
    chargeable = costs_the_owner(tx, order) and not use.free
    line_id = _insert(tx, order, item, use, key, chargeable)
    if chargeable:
        gate.require_agreed(tx, order_id)
    if use.source == "stock":
        actions_stock.move_for_line(tx, item.id, -use.quantity_e3, line_id)
    _tell(tx, order, "order.part_used", item.name, use.quantity_e3)
    return line_id


def take_back(tx: Tx, line_id: int, reason: str) -> int:
    """Take a line back by a row of its own; what came from the stock goes back there. Again changes nothing.

    Refused without a reason, and while a charge stands for it.
    """
    line = queries.line(tx, line_id)
    if line is None:
        raise LookupError(f"there is no line {line_id}")
    if line.reversed_by is not None:
        return line.reversed_by
    if line.reverses_id is not None:
        raise Refused(_("This takes a line back itself."))
    if line.charge_id is not None:
        raise Refused(_("This is charged already. Reverse the charge first."))
    if not reason.strip():
        raise Refused(_("Write the reason."), "reason")
    back_id = _mirror(tx, line, reason.strip())
    if line.source == "stock":
        actions_stock.move_for_line(tx, line.item_id, line.quantity_e3, back_id)
    order = repairs.order(tx, line.order_id)
    assert order is not None, "a line has its order"
    _tell(tx, order, "order.part_back", line.name, line.quantity_e3)
    return back_id


def costs_the_owner(db: Reader, order: Order) -> bool:
    """Whether what is added now is charged: the home pays for this order, and it is no repeat within the warranty."""
    return bool(order.chargeable) and order.home_id is not None and not repairs.reopened(db, order.id)


def _order(tx: Tx, order_id: int) -> Order:
    order = repairs.order(tx, order_id)
    if order is None:
        raise LookupError(f"there is no work order {order_id}")
    if not order.is_open and order.state != "done":
        raise Refused(_("This order has ended; nothing is added to it."))
    return order


def _offered(tx: Tx, use: Use) -> Item:
    item = queries.item(tx, use.item_id)
    if item is None or not item.active or (item.kind == "labour") != (use.source == "labour"):
        raise Refused(_("Choose something from the price list."), "item")
    return item


def _as_quoted(tx: Tx, quoted: QuoteLine) -> Item:
    item = queries.item(tx, quoted.item_id)
    assert item is not None, "a line of a quote has its item"
    kept = {name: getattr(quoted, name) for name in ("code", "name", "unit", "price_fen", "warranty_days")}
    return item._replace(**kept)


def _insert(tx: Tx, order: Order, item: Item, use: Use, key: str, chargeable: bool) -> int:
    return tx.insert(
        "material_lines",
        order_id=order.id,
        key=key,
        source=use.source,
        item_id=item.id,
        code=item.code,
        name=item.name,
        unit=item.unit,
        quantity_e3=use.quantity_e3,
        price_fen=item.price_fen,
        amount_fen=amount(use.quantity_e3, item.price_fen),
        cost_fen=amount(use.quantity_e3, item.cost_fen),
        warranty_days=item.warranty_days,
        chargeable=int(chargeable),
        at=clock.stamp(),
        used_on=clock.today().isoformat(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )


def _mirror(tx: Tx, line: Line, reason: str) -> int:
    return tx.insert(
        "material_lines",
        order_id=line.order_id,
        key=f"back:{line.id}",
        source=line.source,
        item_id=line.item_id,
        code=line.code,
        name=line.name,
        unit=line.unit,
        quantity_e3=-line.quantity_e3,
        price_fen=line.price_fen,
        amount_fen=-line.amount_fen,
        cost_fen=-line.cost_fen,
        warranty_days=line.warranty_days,
        chargeable=line.chargeable,
        reverses_id=line.id,
        reason=reason,
        at=clock.stamp(),
        used_on=clock.today().isoformat(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )


def _tell(tx: Tx, order: Order, action: str, name: str, quantity_e3: int) -> None:
    after = {"number": order.number, "name": name, "moved_e3": quantity_e3}
    audit.record(tx, action, "work_orders", order.id, after=after)
    signals.tell(tx, f"order-{order.id}")
