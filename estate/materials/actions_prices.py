"""The price list: new items and their versions. What was used or quoted before keeps the price it had."""

from typing import NamedTuple

from estate.billing import queries_items
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.materials import queries
from estate.materials.queries import Item, Settings
from estate.refusal import Refused


class Wanted(NamedTuple):
    """How an item shall stand in the price list. Fen for a unit; minimum_e3: thousandths, None where none is kept."""

    name: str
    unit: str
    price_fen: int
    cost_fen: int
    warranty_days: int
    minimum_e3: int | None
    active: bool = True


def add_item(tx: Tx, code: str, kind: str, wanted: Wanted) -> int:
    """Put an item on the price list; answers its id. Refused when its number is taken, or labour is to be in stock."""
    if not (code := code.strip()):
        raise Refused(_("Fill this in."), "code")
    if tx.value("SELECT 1 FROM material_items WHERE code = :code", code=code):
        raise Refused(_("This number is on the price list already."), "code")
    _require(kind, wanted)
    item_id = tx.insert("material_items", code=code, kind=kind)
    _version(tx, item_id, wanted)
    audit.record(tx, "material.added", "material_items", item_id, after={"code": code, **_told(wanted)})
    return item_id


def change_item(tx: Tx, item_id: int, wanted: Wanted) -> None:
    """A new version of an item; the same as now makes none. LookupError when there is no such item."""
    known = queries.item(tx, item_id)
    if known is None:
        raise LookupError(f"there is no item {item_id}")
    _require(known.kind, wanted)
    before = _as_wanted(known)
    if before == wanted:
        return
    _version(tx, item_id, wanted)
    audit.record(
        tx,
        "material.changed",
        "material_items",
        item_id,
        before={"code": known.code, **_told(before)},
        after={"code": known.code, **_told(wanted)},
    )


def change_settings(wanted: Settings, by: Actor) -> None:
    """Decide what may be charged above a quote, when lines become a charge and under which fee item."""
    with write(by) as tx:
        before = queries.settings(tx)
        if before == wanted:
            return
        tx.run(
            """UPDATE material_settings
                  SET tolerance_fen = :tolerance_fen, charge_when = :charge_when, fee_item_id = :fee_item_id""",
            **wanted._asdict(),
        )
        audit.record(
            tx,
            "material_settings.changed",
            "material_settings",
            before=_decided(tx, before),
            after=_decided(tx, wanted),
        )


def _decided(tx: Tx, settings: Settings) -> dict[str, object]:
    names = {one.id: one.name for one in queries_items.one_off(tx)}
    return {
        "tolerance_fen": settings.tolerance_fen,
        "charge_when": settings.charge_when,
        "item": names.get(settings.fee_item_id or 0),
    }


def _require(kind: str, wanted: Wanted) -> None:
    if not wanted.name.strip():
        raise Refused(_("Fill this in."), "name")
    if kind == "labour" and wanted.minimum_e3 is not None:
        raise Refused(_("Labour is not kept in stock; leave the minimum empty."), "minimum_e3")


def _version(tx: Tx, item_id: int, wanted: Wanted) -> None:
    tx.insert(
        "material_versions",
        item_id=item_id,
        **{**wanted._asdict(), "active": int(wanted.active)},
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )


def _as_wanted(known: Item) -> Wanted:
    return Wanted(
        known.name,
        known.unit,
        known.price_fen,
        known.cost_fen,
        known.warranty_days,
        known.minimum_e3,
        bool(known.active),
    )


def _told(wanted: Wanted) -> dict[str, object]:
    return {
        "name": wanted.name,
        "unit": wanted.unit,
        "price_fen": wanted.price_fen,
        "cost_fen": wanted.cost_fen,
        "warranty_days": wanted.warranty_days,
        "minimum_e3": wanted.minimum_e3,
        "active": wanted.active,
    }
