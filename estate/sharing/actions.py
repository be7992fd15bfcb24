"""Prepare a batch of shared costs: begin, change, say who takes part, throw away. One transaction each.

Sums in fen, prices in 1/10,000 yuan, usages in millionths. Nothing is charged before it is posted (actions_posting.py).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from estate.billing import queries as billing
from estate.billing.rules_stretches import month_end
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.meters import queries_used as meters
from estate.refusal import Refused, require_key
from estate.sharing import records
from estate.sharing.records import Batch
from estate.sharing.rules import Floors, Method
from estate.sharing.rules_preview import PlaceRule

MOST_MONTHS = 12


class BatchSpec(NamedTuple):
    """What is to be shared. amount_fen: the sum itself; else it is what the master meters counted more than the sub
    meters and the own use, × price. home_subs: the homes' own meters are sub meters."""

    fee_item_id: int
    first: date
    last: date
    due_on: date
    basis: str
    method: Method = "area"
    amount_fen: int | None = None
    price_e4: int | None = None
    own_e6: int = 0
    master_ids: tuple[int, ...] = ()
    sub_ids: tuple[int, ...] = ()
    home_subs: bool = False
    meter_kind: str | None = None
    note: str = ""


def begin(spec: BatchSpec, place: PlaceRule, place_name: str, key: str, by: Actor) -> int:
    """A new batch for the homes of a place; the same key answers the same batch. Answers its id.

    Refused when the item is no shared one, the months are not whole or more than twelve, no basis is given, or the sum
    is neither entered nor to be computed from a master meter.
    """
    with write(by) as tx:
        require_key(key)
        if known := records.batch_by_key(tx, key):
            return known.id
        values = _checked(tx, spec)
        batch_id = records.add(tx, key=key, created_at=clock.stamp(), created_by=by.name, **values)
        records.set_meters(tx, batch_id, spec.master_ids, spec.sub_ids)
        _keep_rule(tx, batch_id, place, place_name)
        audit.record(tx, "shared_cost.begun", "sharing_batches", batch_id, after=_told(values))
        return batch_id


def change(batch_id: int, spec: BatchSpec, by: Actor) -> None:
    """Say anew what is to be shared and how. Refused once it is posted."""
    with write(by) as tx:
        before = require_draft(tx, batch_id)
        values = _checked(tx, spec)
        tx.update("sharing_batches", batch_id, **values)
        records.set_meters(tx, batch_id, spec.master_ids, spec.sub_ids)
        audit.record(
            tx,
            "shared_cost.changed",
            "sharing_batches",
            batch_id,
            before={key: value for key, value in before._asdict().items() if key in _told(values)},
            after=_told(values),
        )


def add_rules(batch_id: int, named: Sequence[tuple[PlaceRule, str]], by: Actor) -> None:
    """Let places take part, or except them with a reason; each with its name. Refused without a reason, and when the
    same rule stands."""
    with write(by) as tx:
        require_draft(tx, batch_id)
        known = {(row.scope, row.key, bool(row.excluded)) for row in records.rules(tx, batch_id)}
        for rule, name in named:
            if rule.excluded and not rule.reason.strip():
                raise Refused(_("Write why: the contract's clause or the owners' decision."), "reason")
            same = (rule.scope, str(rule.key or ""), rule.excluded)
            if same in known:
                raise Refused(_("This rule stands already."), "place")
            known.add(same)
            _keep_rule(tx, batch_id, rule, name)
        after = [{"place": name, "excluded": rule.excluded, "reason": rule.reason} for rule, name in named]
        audit.record(tx, "shared_cost.changed", "sharing_batches", batch_id, after={"rules": after})


def withdraw_rule(batch_id: int, rule_id: int, by: Actor) -> None:
    """Take a rule back."""
    with write(by) as tx:
        require_draft(tx, batch_id)
        found = next((row for row in records.rules(tx, batch_id) if row.id == rule_id), None)
        if found:
            tx.run("DELETE FROM sharing_rules WHERE id = :rule_id", rule_id=rule_id)
            before = {"place": found.name, "excluded": bool(found.excluded), "reason": found.reason}
            audit.record(tx, "shared_cost.changed", "sharing_batches", batch_id, before=before)


def add_floors(batch_id: int, floors: Floors, by: Actor) -> None:
    """What homes on some floors weigh. Refused when one of the floors is in the table already."""
    with write(by) as tx:
        require_draft(tx, batch_id)
        if floors.first is not None and floors.last is not None and floors.last < floors.first:
            raise Refused(_("The end lies before the beginning."), "to_floor")
        for row in records.floors(tx, batch_id):
            below = floors.last is not None and row.from_floor is not None and floors.last < row.from_floor
            above = floors.first is not None and row.to_floor is not None and floors.first > row.to_floor
            if not below and not above:
                raise Refused(_("One of these floors is in the table already."), "from_floor")
        values = {
            "from_floor": floors.first,
            "to_floor": floors.last,
            "factor_e4": floors.factor_e4,
        }
        tx.insert("sharing_floors", batch_id=batch_id, **values)
        audit.record(tx, "shared_cost.changed", "sharing_batches", batch_id, after=values)


def withdraw_floors(batch_id: int, row_id: int, by: Actor) -> None:
    """Take a row out of the table of floors."""
    with write(by) as tx:
        require_draft(tx, batch_id)
        found = next((row for row in records.floors(tx, batch_id) if row.id == row_id), None)
        if found:
            tx.run("DELETE FROM sharing_floors WHERE id = :row_id", row_id=row_id)
            audit.record(
                tx, "shared_cost.changed", "sharing_batches", batch_id, before=found.floors._asdict()
            )


def discard(batch_id: int, by: Actor) -> None:
    """Throw a batch away that was never posted. Refused when it was."""
    with write(by) as tx:
        found = require_draft(tx, batch_id)
        records.discard(tx, batch_id)
        before = {"item": found.fee_item_name, "period": [found.period_from, found.period_to]}
        audit.record(tx, "shared_cost.discarded", "sharing_batches", batch_id, before=before)


def require_draft(tx: Tx, batch_id: int) -> Batch:
    """The batch; Refused when it is posted already."""
    found = records.batch(tx, batch_id)
    if found is None:
        raise LookupError(f"there is no batch of shared costs {batch_id}")
    if found.state != "draft":
        raise Refused(_("This batch is posted. Void it instead."))
    return found


def _checked(tx: Tx, spec: BatchSpec) -> dict[str, Any]:
    names = dict(billing.items_of_kind(tx, "shared"))
    if spec.fee_item_id not in names:
        raise Refused(_("Choose a fee item that is charged as a share of a common cost."), "fee_item_id")
    last = month_end(spec.last)
    months = 12 * (last.year - spec.first.year) + last.month - spec.first.month + 1
    if spec.first.day != 1 or not 1 <= months <= MOST_MONTHS:
        raise Refused(_("Choose one to twelve whole months."), "last")
    if not spec.basis.strip():
        raise Refused(_("Write what allows it: the contract's clause, the law, a decision."), "basis")
    if (spec.amount_fen is None) == (spec.price_e4 is None):
        raise Refused(_("Write the sum, or a price for what the master meter counted more."), "amount_fen")
    if spec.method == "usage" and spec.meter_kind is None:
        raise Refused(_("Say which meters count."), "meter_kind")
    if spec.price_e4 is not None:
        _check_meters(tx, spec)
    return {
        "fee_item_id": spec.fee_item_id,
        "fee_item_name": names[spec.fee_item_id],
        "period_from": spec.first.isoformat(),
        "period_to": last.isoformat(),
        "due_on": spec.due_on.isoformat(),
        "pool_kind": "amount" if spec.price_e4 is None else "residual",
        "amount_fen": spec.amount_fen,
        "price_e4": spec.price_e4,
        "own_e6": spec.own_e6,
        "home_subs": int(spec.home_subs),
        "method": spec.method,
        "meter_kind": spec.meter_kind if spec.method == "usage" else None,
        "basis": spec.basis.strip(),
        "note": spec.note.strip(),
    }


def _check_meters(tx: Tx, spec: BatchSpec) -> None:
    if not spec.master_ids:
        raise Refused(_("Tick the master meter."), "master_ids")
    if set(spec.master_ids) & set(spec.sub_ids):
        raise Refused(_("A meter is master or sub meter, not both."), "sub_ids")
    kinds = {meter.id: meter.kind for meter in meters.common_meters(tx)}
    picked = [*spec.master_ids, *spec.sub_ids]
    if any(one not in kinds for one in picked):
        raise Refused(_("One of these meters is no common meter in use."), "master_ids")
    if len({kinds[one] for one in picked}) > 1:
        raise Refused(_("Master and sub meters measure the same thing."), "sub_ids")


def _keep_rule(tx: Tx, batch_id: int, rule: PlaceRule, name: str) -> None:
    tx.insert(
        "sharing_rules",
        batch_id=batch_id,
        scope=rule.scope,
        key=str(rule.key or ""),
        name=name,
        excluded=int(rule.excluded),
        reason=rule.reason.strip(),
    )


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "")}
