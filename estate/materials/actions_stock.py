"""Stock: goods in, what goes out to an order and comes back, and what a count found. Never less than nothing."""

from estate.data import Tx, audit, clock
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.materials import queries
from estate.materials.queries import Item
from estate.materials.rules import quantity
from estate.refusal import Refused, require_key

TOPIC = "stock"


def take_in(tx: Tx, item_id: int, quantity_e3: int, reason: str, key: str) -> int:
    """Goods have come; answers how much is there now. The same key takes them in once."""
    if quantity_e3 <= 0:
        raise Refused(_("Write how much it is."), "quantity_e3")
    return _move(tx, item_id, "in", quantity_e3, key, reason=reason)


def count(tx: Tx, item_id: int, found_e3: int, reason: str, key: str) -> int:
    """A count found so much: the difference becomes a movement. Refused without a reason; when nothing differs, none
    is made."""
    if found_e3 < 0:
        raise Refused(_("There cannot be less than nothing."), "quantity_e3")
    if not reason.strip():
        raise Refused(_("Write the reason."), "reason")
    there = _part(tx, item_id).on_hand_e3
    if (known := _known(tx, key)) is not None:
        return known
    return there if found_e3 == there else _move(tx, item_id, "count", found_e3 - there, key, reason=reason)


def move_for_line(tx: Tx, item_id: int, quantity_e3: int, line_id: int) -> int:
    """A part goes out to a line of an order, or comes back from one that takes it back; answers what is there then.

    Refused when there is not as much.
    """
    kind = "out" if quantity_e3 < 0 else "back"
    return _move(tx, item_id, kind, quantity_e3, f"line:{line_id}", line_id=line_id)


def _move(
    tx: Tx,
    item_id: int,
    kind: str,
    quantity_e3: int,
    key: str,
    *,
    line_id: int | None = None,
    reason: str = "",
) -> int:
    require_key(key)
    if (known := _known(tx, key)) is not None:
        return known
    item = _part(tx, item_id)
    after = item.on_hand_e3 + quantity_e3
    if after < 0:
        raise Refused(
            _(
                "Only %(there)s %(unit)s of %(name)s in stock. Take less, bring one along, or have the store room counted.",
                there=quantity(item.on_hand_e3),
                unit=item.unit,
                name=item.name,
            ),
            "quantity_e3",
        )
    tx.insert(
        "stock_movements",
        key=key,
        item_id=item_id,
        kind=kind,
        quantity_e3=quantity_e3,
        after_e3=after,
        line_id=line_id,
        reason=reason.strip(),
        at=clock.stamp(),
        booked_on=clock.today().isoformat(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    if line_id is None:
        told = {"code": item.code, "name": item.name, "moved_e3": quantity_e3, "there_e3": after}
        audit.record(tx, f"stock.{kind}", "material_items", item_id, after={**told, "reason": reason.strip()})
    signals.tell(tx, TOPIC)
    return after


def _known(tx: Tx, key: str) -> int | None:
    return tx.value("SELECT after_e3 FROM stock_movements WHERE key = :key", key=key)


def _part(tx: Tx, item_id: int) -> Item:
    found = queries.item(tx, item_id)
    if found is None or found.kind != "part":
        raise LookupError(f"there is no part {item_id}")
    return found
