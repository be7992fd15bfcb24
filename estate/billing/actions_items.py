"""Fee items, their prices from a day on, and who gets them. Prices in 1/10,000 yuan, amounts in fen."""

import sqlite3
import tomllib
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, cast

from estate.billing import records_items
from estate.billing.rules import Level, Rounding
from estate.billing.rules_cycles import Anchor, Timing
from estate.billing.rules_formula import parse
from estate.billing.rules_formula_words import FormulaError
from estate.billing.rules_periods import Proration
from estate.billing.rules_tiers import read_tiers
from estate.billing.rules_who import Rule
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.resources import resource


class TariffSpec(NamedTuple):
    """A price to be in force from a day on: price_e4 for items by area, a formula where that is the kind, for metered ones
    price_e4 per unit or tiers (see rules_tiers), else amount_fen, for a cycle or for each person and month."""

    effective_from: date
    price_e4: int | None
    amount_fen: int | None
    rounding: Rounding = "half_up_fen"
    rounding_level: Level = "monthly_rows"
    proration: Proration = "next_month"
    area_basis: str = "built"
    basis_text: str = ""
    formula: str | None = None
    tiers: str | None = None


def add_item(
    name: str,
    kind: str,
    by: Actor,
    *,
    tariff: TariffSpec | None = None,
    rules: tuple[Rule, ...] = (),
    cycle_months: int = 1,
    anchor: Anchor = "calendar",
    timing: Timing = "advance",
    meter_kind: str | None = None,
    code: str = "",
) -> int:
    """A new fee item with its first price and who gets it; answers its id. Refused when the name is taken.

    meter_kind: which meters a metered item charges; it is charged for what was read, in every run.
    """
    if kind == "metered":
        cycle_months, anchor, timing = 1, "calendar", "advance"
        if meter_kind is None:
            raise Refused(_("Say which meters it charges."), "meter_kind")
    else:
        meter_kind = None
    if kind == "shared":
        cycle_months, anchor, timing = 1, "calendar", "advance"
    with write(by) as tx:
        if tx.value("SELECT 1 FROM fee_items WHERE name = :name", name=name):
            raise Refused(_("There is a fee item of this name already."), "name")
        sort = int(tx.value("SELECT ifnull(max(sort), 0) + 10 FROM fee_items"))
        item_id = tx.insert(
            "fee_items",
            code=code or f"fee-{sort}",
            name=name,
            kind=kind,
            cycle_months=cycle_months,
            anchor=anchor,
            timing=timing,
            meter_kind=meter_kind,
            sort=sort,
        )
        cycle = {"cycle_months": cycle_months, "anchor": anchor, "timing": timing}
        audit.record(tx, "fee_item.added", "fee_items", item_id, after={"name": name, "kind": kind, **cycle})
        if tariff:
            add_tariff(item_id, tariff, by)
        for rule in rules:
            assign(item_id, rule, by)
        return item_id


def change_item(item_id: int, name: str, sort: int, active: bool, by: Actor) -> None:
    """Rename, reorder, or stop charging an item; bills that are posted keep the name they had."""
    with write(by) as tx:
        before = _item(tx, item_id)
        if tx.value("SELECT 1 FROM fee_items WHERE name = :name AND id <> :id", name=name, id=item_id):
            raise Refused(_("There is a fee item of this name already."), "name")
        tx.update("fee_items", item_id, name=name, sort=sort, active=int(active))
        audit.record(
            tx,
            "fee_item.changed",
            "fee_items",
            item_id,
            before={"name": before.name, "sort": before.sort, "active": bool(before.active)},
            after={"name": name, "sort": sort, "active": active},
        )


def add_tariff(item_id: int, tariff: TariffSpec, by: Actor) -> int:
    """A price from a day on; the one before it ends there. Answers its id.

    Refused when the item has a price from the same day, or the figures do not fit its kind. Bills that are posted
    stay as they are.
    """
    with write(by) as tx:
        item = _item(tx, item_id)
        if item.kind == "one_off":
            raise Refused(_("A one-off item has no price; each charge names its own."))
        if item.kind == "shared":
            raise Refused(_("A shared cost has no price; each batch names its sum."))
        _require_price(item.kind, tariff)
        since = tariff.effective_from.isoformat()
        if tx.value(
            "SELECT 1 FROM tariffs WHERE fee_item_id = :id AND effective_from = :since",
            id=item_id,
            since=since,
        ):
            raise Refused(_("There is a price from this day already."), "effective_from")
        values = {**tariff._asdict(), "effective_from": since}
        tariff_id = tx.insert(
            "tariffs", fee_item_id=item_id, **values, created_by=by.name, created_at=clock.stamp()
        )
        audit.record(tx, "tariff.added", "fee_items", item_id, after=values)
        return tariff_id


def _require_price(kind: str, tariff: TariffSpec) -> None:
    """A price by area, an amount or a formula: that which the kind of fee has, and no other."""
    if kind == "metered":
        if (tariff.price_e4 is None) == (tariff.tiers is None) or tariff.amount_fen or tariff.formula:
            raise Refused(_("Give a price for each unit, or tiers."), "price")
        if tariff.tiers is not None:
            read_tiers(tariff.tiers)
        return
    if tariff.tiers is not None:
        raise Refused(_("Only metered fees have tiers."), "tiers")
    given = (tariff.price_e4 is not None, tariff.formula is not None, tariff.amount_fen is not None)
    if given != (kind == "area", kind == "formula", kind not in ("area", "formula")):
        raise Refused(_("Give a price."), "formula" if kind == "formula" else "price")
    if tariff.formula is not None:
        try:
            parse(tariff.formula)
        except FormulaError as error:
            raise Refused(error.message, "formula") from error


def withdraw_tariff(item_id: int, tariff_id: int, by: Actor) -> None:
    """Take back a price that no bill was made with. Refused when one was."""
    try:
        with write(by) as tx:
            if records_items.withdraw_tariff(tx, item_id, tariff_id):
                audit.record(tx, "tariff.withdrawn", "fee_items", item_id, before={"tariff": tariff_id})
    except sqlite3.IntegrityError as error:
        raise Refused(_("Bills were made with this price. Add a new one from a later day.")) from error


def assign(item_id: int, rule: Rule, by: Actor) -> int:
    """Give an item to a place, or except the place; answers the rule's id. Refused when the same rule stands."""
    with write(by) as tx:
        item = _item(tx, item_id)
        if item.kind == "shared":
            raise Refused(_("Who bears a shared cost is said in each batch."), "place")
        if rule.scope.startswith("parking") and item.kind != "fixed_parking":
            raise Refused(_("Only fees for parking spaces can go by parking space."), "place")
        if rule in [known.rule for known in records_items.assignments(tx, item_id)]:
            raise Refused(_("This rule stands already."), "place")
        assignment_id = records_items.assign(tx, item_id, rule)
        audit.record(tx, "fee_item.assigned", "fee_items", item_id, after=_told(rule))
        return assignment_id


def withdraw_rule(item_id: int, assignment_id: int, by: Actor) -> None:
    """Take a rule back; bills that are posted stay as they are."""
    with write(by) as tx:
        known = records_items.assignment(tx, assignment_id)
        if known is None or known.fee_item_id != item_id:
            return
        records_items.withdraw_assignment(tx, assignment_id)
        audit.record(tx, "fee_item.unassigned", "fee_items", item_id, before=_told(known.rule))


def add_usual_items(by: Actor) -> int:
    """The fee items that most offices begin with, from seed/fee_items.toml; answers how many.

    Nothing happens when there are fee items already. Prices are in force from the first of January.
    """
    seeds = tomllib.loads((resource("seed") / "fee_items.toml").read_text("utf-8"))["items"]
    with write(by) as tx:
        if tx.value("SELECT 1 FROM fee_items"):
            return 0
        for seed in cast(list[dict[str, Any]], seeds):
            kind = str(seed["kind"])
            places = [("usage", usage) for usage in seed.get("usages", [])]
            places += [("parking_kind", one) for one in seed.get("parking_kinds", [])]
            rules = tuple(Rule(scope, str(key)) for scope, key in places)
            add_item(str(seed["name"]), kind, by, tariff=_seeded(seed), rules=rules, code=str(seed["code"]))
        return len(seeds)


def _seeded(seed: dict[str, Any]) -> TariffSpec | None:
    if "price" not in seed:
        return None
    price = Decimal(str(seed["price"]))
    by_area = seed["kind"] == "area"
    return TariffSpec(
        clock.today().replace(month=1, day=1),
        int(price * 10_000) if by_area else None,
        None if by_area else int(price * 100),
        proration=cast(Proration, seed.get("proration", "next_month")),
        basis_text=str(seed.get("basis", "")),
    )


def _item(tx: Tx, item_id: int) -> records_items.FeeItem:
    found = records_items.item(tx, item_id)
    if found is None:
        raise LookupError(f"there is no fee item {item_id}")
    return found


def _told(rule: Rule) -> dict[str, Any]:
    days = [rule.first.isoformat(), rule.last.isoformat()]
    return {"scope": rule.scope, "key": rule.key, "days": days, "excluded": rule.excluded}
