"""Fee items, their tariffs and who gets them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from estate.billing.rules_who import ALWAYS, Rule
from estate.data import Reader, Tx


class FeeItem(NamedTuple):
    """A fee item with the tariff in force on the day of asking, if any."""

    id: int
    code: str
    name: str
    kind: str
    cycle_months: int
    sort: int
    active: int
    effective_from: str | None
    price_e4: int | None
    amount_fen: int | None
    formula: str | None
    next_from: str | None
    anchor: str
    timing: str
    tiers: str | None
    meter_kind: str | None


class TariffRow(NamedTuple):
    """A tariff as it is kept; used: whether bills were made for days
    on which it is in force, so that it may stand in them."""

    id: int
    fee_item_id: int
    effective_from: str
    price_e4: int | None
    amount_fen: int | None
    formula: str | None
    tiers: str | None
    rounding: str
    rounding_level: str
    proration: str
    area_basis: str
    basis_text: str
    created_by: str
    created_at: str
    used: int


class Assignment(NamedTuple):
    """One rule of who gets an item. name: of the zone, building, entrance, home or parking space."""

    id: int
    fee_item_id: int
    scope: str
    key: int | str | None
    name: str | None
    from_date: str | None
    to_date: str | None
    excluded: int

    @property
    def rule(self) -> Rule:
        """As the rules read it."""
        first = date.fromisoformat(self.from_date) if self.from_date else ALWAYS[0]
        last = date.fromisoformat(self.to_date) if self.to_date else ALWAYS[1]
        return Rule(self.scope, self.key, first, last, bool(self.excluded))


_ITEM = """
    SELECT f.id, f.code, f.name, f.kind, f.cycle_months, f.sort, f.active, t.effective_from, t.price_e4, t.amount_fen,
           t.formula, (SELECT min(n.effective_from) FROM tariffs AS n
             WHERE n.fee_item_id = f.id AND n.effective_from > :today) AS next_from,
           f.anchor, f.timing, t.tiers, f.meter_kind
      FROM fee_items AS f
      LEFT JOIN tariffs AS t ON t.fee_item_id = f.id AND t.effective_from =
           (SELECT max(p.effective_from) FROM tariffs AS p WHERE p.fee_item_id = f.id AND p.effective_from <= :today)
"""


def items(db: Reader, today: str = "9999-12-31") -> list[FeeItem]:
    """Every fee item in its order, with the price of a day (the latest price when no day is given)."""
    return db.rows(FeeItem, _ITEM + "ORDER BY f.active DESC, f.sort, f.id", today=today)


def item(db: Reader, item_id: int, today: str = "9999-12-31") -> FeeItem | None:
    """One fee item, with the price of a day (the latest price when no day is given)."""
    return db.row(FeeItem, _ITEM + "WHERE f.id = :item_id", item_id=item_id, today=today)


def tariffs(db: Reader, item_id: int) -> list[TariffRow]:
    """The prices of an item, the latest first."""
    return db.rows(
        TariffRow,
        """
        SELECT id, fee_item_id, effective_from, price_e4, amount_fen, formula, tiers, rounding, rounding_level, proration,
               area_basis, basis_text, created_by, created_at,
               effective_from <= ifnull((SELECT max(period_to) FROM charges AS c
                   WHERE c.reverses_id IS NULL AND c.reversed_by IS NULL AND c.kind NOT IN ('one_off', 'penalty')), '') AS used
          FROM tariffs AS t WHERE fee_item_id = :item_id ORDER BY effective_from DESC
        """,
        item_id=item_id,
    )


_ASSIGNMENT = """
    SELECT a.id, a.fee_item_id, a.scope,
           coalesce(a.zone_id, a.building_id, a.entrance_id, a.home_id, a.parking_space_id, a.usage,
                    a.parking_kind) AS key,
           coalesce(z.name, b.code, eb.code || '-' || e.code, h.code, s.code) AS name,
           a.from_date, a.to_date, a.excluded
      FROM assignments AS a
      LEFT JOIN zones AS z ON z.id = a.zone_id
      LEFT JOIN buildings AS b ON b.id = a.building_id
      LEFT JOIN entrances AS e ON e.id = a.entrance_id
      LEFT JOIN buildings AS eb ON eb.id = e.building_id
      LEFT JOIN homes AS h ON h.id = a.home_id
      LEFT JOIN parking_spaces AS s ON s.id = a.parking_space_id
"""


def assignments(db: Reader, item_id: int | None = None) -> list[Assignment]:
    """The rules of one item, or of all: those that include first."""
    only = "WHERE a.fee_item_id = :item_id " if item_id is not None else ""
    return db.rows(
        Assignment, _ASSIGNMENT + only + "ORDER BY a.fee_item_id, a.excluded, a.id", item_id=item_id
    )


def assignment(db: Reader, assignment_id: int) -> Assignment | None:
    """One rule."""
    return db.row(Assignment, _ASSIGNMENT + "WHERE a.id = :id", id=assignment_id)


COLUMNS = {
    "zone": "zone_id",
    "building": "building_id",
    "entrance": "entrance_id",
    "home": "home_id",
    "parking": "parking_space_id",
    "usage": "usage",
    "parking_kind": "parking_kind",
}
"""The column that holds a scope's key."""


def assign(tx: Tx, item_id: int, rule: Rule) -> int:
    """Keep a rule; answers its id."""
    key = {COLUMNS[rule.scope]: rule.key} if rule.scope in COLUMNS else {}
    return tx.insert(
        "assignments",
        fee_item_id=item_id,
        scope=rule.scope,
        from_date=None if rule.first == ALWAYS[0] else rule.first.isoformat(),
        to_date=None if rule.last == ALWAYS[1] else rule.last.isoformat(),
        excluded=int(rule.excluded),
        **key,
    )


def sample_homes(db: Reader, parking: bool, count: int) -> list[int]:
    """Some homes to show an item's arithmetic on: of each usage the smallest, a middle and the largest."""
    if parking:
        sql = "SELECT DISTINCT home_id FROM parking_spaces WHERE home_id IS NOT NULL ORDER BY kind, sort LIMIT 200"
        return db.values(sql)
    return db.values(
        """
        SELECT id FROM (
            SELECT id, usage, row_number() OVER (PARTITION BY usage ORDER BY area_dm2, id) AS n,
                   count(*) OVER (PARTITION BY usage) AS of
              FROM homes WHERE state NOT IN ('unsold', 'sold'))
         WHERE n IN (1, (of + 1) / 2, of) ORDER BY usage = 'residential' DESC, usage, n LIMIT :most
        """,
        most=count * 3,
    )


def entrance_of(db: Reader, code: str) -> int | None:
    """The entrance of a building, written `3-2`."""
    building, _hyphen, entrance = code.partition("-")
    sql = "SELECT e.id FROM entrances AS e JOIN buildings AS b ON b.id = e.building_id WHERE b.code = :b AND e.code = :e"
    return db.value(sql, b=building, e=entrance)


def parking_space_of(db: Reader, code: str) -> int | None:
    """The parking space of a number."""
    return db.value("SELECT id FROM parking_spaces WHERE code = :code", code=code)


def withdraw_tariff(tx: Tx, item_id: int, tariff_id: int) -> int:
    """Delete a tariff that no charge refers to (sqlite3.IntegrityError when one does); answers how many."""
    sql = "DELETE FROM tariffs WHERE id = :tariff_id AND fee_item_id = :item_id"
    return tx.run(sql, tariff_id=tariff_id, item_id=item_id)


def withdraw_assignment(tx: Tx, assignment_id: int) -> None:
    tx.run("DELETE FROM assignments WHERE id = :id", id=assignment_id)


def count_places(db: Reader, parking: bool, rules: Sequence[Rule], day: date) -> int:
    """How many homes, or parking spaces that belong to a home, get an item by these rules on a day."""
    told = [rule for rule in rules if rule.first <= day <= rule.last]
    params: dict[str, object] = {}
    included, excepted = list[str](), list[str]()
    for number, rule in enumerate(told):
        if (column := _PLACES.get(rule.scope)) and (parking or not rule.scope.startswith("parking")):
            params[f"key{number}"] = rule.key
            (excepted if rule.excluded else included).append(f"{column} = :key{number}")
        elif rule.scope == "all":
            (excepted if rule.excluded else included).append("1")
    if not included:
        return 0
    spaces = "JOIN parking_spaces AS s ON s.home_id = h.id" if parking else ""
    sql = f"""
        SELECT count(*)
          FROM homes AS h JOIN entrances AS e ON e.id = h.entrance_id JOIN buildings AS b ON b.id = e.building_id {spaces}
         WHERE ({" OR ".join(included)}) AND NOT ({" OR ".join([*excepted, "0"])})
    """
    return int(db.value(sql, **params))


_PLACES = {
    "zone": "ifnull(b.zone_id, 0)",
    "building": "b.id",
    "entrance": "e.id",
    "home": "h.id",
    "usage": "h.usage",
    "parking_kind": "s.kind",
    "parking": "s.id",
}
