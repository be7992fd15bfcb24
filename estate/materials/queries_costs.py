"""What orders cost the office and what owners pay for them, by category, home, equipment, month and order. Fen."""

from typing import NamedTuple

from estate.access.me import Me
from estate.data import Reader
from estate.materials.queries import STANDING
from estate.repairs.queries import VISIBLE, scope


class Cost(NamedTuple):
    """A group of lines. key: the category, the home's or equipment's or order's id, or the month; None for no such.

    cost_fen: what it cost the office; charged_fen: what stands charged; uncharged_fen: what is still to be charged.
    """

    key: str | None
    label: str | None
    orders: int
    parts_fen: int
    labour_fen: int
    cost_fen: int
    charged_fen: int
    uncharged_fen: int


class Wanted(NamedTuple):
    """Which lines: used from a day to a day, of one category, home or piece of equipment; uncharged: only what is
    still to be charged of work that is done."""

    first: str
    last: str
    category: str = ""
    home_id: int | None = None
    equipment_id: int | None = None
    uncharged: bool = False


_KEYS = {
    "category": ("o.category", "o.category"),
    "home": ("o.home_id", "h.code"),
    "equipment": ("o.equipment_id", "e.code || ' ' || e.name"),
    "month": ("substr(l.used_on, 1, 7)", "substr(l.used_on, 1, 7)"),
    "order": ("o.id", "o.number || ' ' || o.title"),
}

_OPEN = f"""(l.chargeable AND l.reverses_id IS NULL AND {STANDING} IS NULL
             AND NOT EXISTS (SELECT 1 FROM material_lines AS r WHERE r.reverses_id = l.id)
             AND o.state IN ('done', 'signed_off', 'rated'))"""


def costs(db: Reader, me: Me, group: str, wanted: Wanted, most: int = 500) -> list[Cost]:
    """The lines grouped by one of category, home, equipment, month, order; the dearest first, months in order."""
    key, label = _KEYS[group]
    order = "key DESC" if group == "month" else "cost_fen DESC, label"
    return db.rows(
        Cost,
        f"""
        SELECT CAST({key} AS TEXT) AS key, {label} AS label, count(DISTINCT o.id) AS orders,
               sum(CASE WHEN l.source <> 'labour' THEN l.cost_fen ELSE 0 END) AS parts_fen,
               sum(CASE WHEN l.source = 'labour' THEN l.cost_fen ELSE 0 END) AS labour_fen,
               sum(l.cost_fen) AS cost_fen,
               sum(CASE WHEN {STANDING} IS NOT NULL THEN l.amount_fen ELSE 0 END) AS charged_fen,
               sum(CASE WHEN {_OPEN} THEN l.amount_fen ELSE 0 END) AS uncharged_fen
          FROM material_lines AS l
          JOIN work_orders AS o ON o.id = l.order_id
          LEFT JOIN homes AS h ON h.id = o.home_id
          LEFT JOIN equipment AS e ON e.id = o.equipment_id
         WHERE l.used_on BETWEEN :first AND :last
           AND (:category = '' OR o.category = :category)
           AND (:home_id IS NULL OR o.home_id = :home_id)
           AND (:equipment_id IS NULL OR o.equipment_id = :equipment_id)
           AND (NOT :uncharged OR {_OPEN})
           AND {VISIBLE}
         GROUP BY {key} ORDER BY {order} LIMIT :most
        """,
        **wanted._asdict(),
        most=most,
        **scope(me),
    )


class YearCost(NamedTuple):
    """What the repairs of a piece of equipment cost in a year; orders: how many used something."""

    equipment_id: int
    year: int
    orders: int
    parts_fen: int
    labour_fen: int
    cost_fen: int


def cost_of_equipment(db: Reader, equipment_id: int | None = None) -> list[YearCost]:
    """What parts and labour cost the office, by piece of equipment and year; of one piece, or of all. Reversed lines
    are taken off."""
    return db.rows(
        YearCost,
        """
        SELECT o.equipment_id, CAST(substr(l.used_on, 1, 4) AS INTEGER) AS year, count(DISTINCT o.id) AS orders,
               sum(CASE WHEN l.source <> 'labour' THEN l.cost_fen ELSE 0 END) AS parts_fen,
               sum(CASE WHEN l.source = 'labour' THEN l.cost_fen ELSE 0 END) AS labour_fen,
               sum(l.cost_fen) AS cost_fen
          FROM work_orders AS o JOIN material_lines AS l ON l.order_id = o.id
         WHERE o.equipment_id IS NOT NULL AND (:equipment_id IS NULL OR o.equipment_id = :equipment_id)
         GROUP BY o.equipment_id, year ORDER BY o.equipment_id, year
        """,
        equipment_id=equipment_id,
    )


class OfCharge(NamedTuple):
    """The order whose lines a charge is for."""

    order_id: int
    number: str


def order_of_charge(db: Reader, charge_id: int) -> OfCharge | None:
    """The order that a charge is for; None for a charge of another kind. A reversal leads to it too."""
    return db.row(
        OfCharge,
        """
        SELECT oc.order_id, o.number FROM charges AS c
          JOIN order_charges AS oc ON oc.charge_id = ifnull(c.reverses_id, c.id)
          JOIN work_orders AS o ON o.id = oc.order_id
         WHERE c.id = :charge_id
        """,
        charge_id=charge_id,
    )


class Summary(NamedTuple):
    """Parts and labour of an order in one line. agreed_fen: what the owner agreed to last."""

    lines: int
    cost_fen: int
    chargeable_fen: int
    charged_fen: int
    agreed_fen: int | None
    open_quote_id: int | None


def summary(db: Reader, order_id: int) -> Summary:
    """What an order used, costs its owner, and whether a quote waits."""
    found = db.row(
        Summary,
        f"""
        SELECT count(l.id) AS lines, ifnull(sum(l.cost_fen), 0) AS cost_fen,
               ifnull(sum(l.amount_fen * l.chargeable), 0) AS chargeable_fen,
               ifnull(sum(CASE WHEN {STANDING} IS NOT NULL THEN l.amount_fen ELSE 0 END), 0) AS charged_fen,
               (SELECT q.total_fen FROM quotes AS q JOIN quote_answers AS a ON a.quote_id = q.id
                 WHERE q.order_id = :order_id AND a.answer = 'accepted' ORDER BY q.id DESC LIMIT 1) AS agreed_fen,
               (SELECT q.id FROM quotes AS q LEFT JOIN quote_answers AS a ON a.quote_id = q.id
                 WHERE q.order_id = :order_id AND a.quote_id IS NULL) AS open_quote_id
          FROM material_lines AS l WHERE l.order_id = :order_id
        """,
        order_id=order_id,
    )
    assert found is not None, "a sum has one row"
    return found
