"""Price list, stock and the lines of orders, for pages and for other features. Fen; quantities in thousandths."""

from typing import NamedTuple

from estate.data import Reader


class Item(NamedTuple):
    """A line of the price list as it stands. minimum_e3: what is to be in stock; None where none is kept.

    price_fen: for a unit, as owners pay it; cost_fen: what a unit costs the office.
    """

    id: int
    code: str
    kind: str
    name: str
    unit: str
    price_fen: int
    cost_fen: int
    warranty_days: int
    minimum_e3: int | None
    active: int
    on_hand_e3: int

    @property
    def is_low(self) -> bool:
        """Whether there is less than there should be."""
        return self.minimum_e3 is not None and bool(self.active) and self.on_hand_e3 < self.minimum_e3


class Version(NamedTuple):
    """How an item stood in the price list from a moment on."""

    id: int
    name: str
    unit: str
    price_fen: int
    cost_fen: int
    warranty_days: int
    minimum_e3: int | None
    active: int
    at: str
    who: str


class Movement(NamedTuple):
    """Something that came into stock or went; after_e3: how much was there then."""

    id: int
    item_id: int
    kind: str
    quantity_e3: int
    after_e3: int
    order_id: int | None
    order_number: str | None
    reason: str
    at: str
    who: str


class Line(NamedTuple):
    """What an order used: a part or labour, or the row that takes one back. charge_id: the charge that stands for it."""

    id: int
    order_id: int
    source: str
    item_id: int
    code: str
    name: str
    unit: str
    quantity_e3: int
    price_fen: int
    amount_fen: int
    cost_fen: int
    warranty_days: int
    chargeable: int
    reverses_id: int | None
    reversed_by: int | None
    reason: str
    at: str
    who: str
    charge_id: int | None
    charged_before: int


class Settings(NamedTuple):
    """What the office decided: what may be charged above a quote, when lines become a charge, under which fee item."""

    tolerance_fen: int
    charge_when: str
    fee_item_id: int | None


ITEM = """
    SELECT i.id, i.code, i.kind, i.name, i.unit, i.price_fen, i.cost_fen, i.warranty_days, i.minimum_e3, i.active,
           i.on_hand_e3
      FROM material_items AS i
"""

STANDING = """(SELECT c.id FROM order_charge_lines AS k
                 JOIN order_charges AS oc ON oc.id = k.order_charge_id
                 JOIN charges AS c ON c.id = oc.charge_id AND c.reversed_by IS NULL
                WHERE k.line_id = l.id)"""
"""The charge that stands for the line `l`; NULL where none does."""

LINE = f"""
    SELECT l.id, l.order_id, l.source, l.item_id, l.code, l.name, l.unit, l.quantity_e3, l.price_fen, l.amount_fen,
           l.cost_fen, l.warranty_days, l.chargeable, l.reverses_id,
           (SELECT r.id FROM material_lines AS r WHERE r.reverses_id = l.id) AS reversed_by, l.reason, l.at, l.who,
           {STANDING} AS charge_id,
           EXISTS (SELECT 1 FROM order_charge_lines AS k WHERE k.line_id = l.id) AS charged_before
      FROM material_lines AS l
"""


def item(db: Reader, item_id: int) -> Item | None:
    """One item."""
    return db.row(Item, ITEM + "WHERE i.id = :item_id", item_id=item_id)


def items(db: Reader, *, every: bool = False) -> list[Item]:
    """The price list, labour after parts. every: with what is no longer offered."""
    return db.rows(
        Item, ITEM + "WHERE i.active OR :every ORDER BY i.active DESC, i.kind DESC, i.code", every=int(every)
    )


def found(db: Reader, text: str, most: int = 30) -> list[Item]:
    """Items that are offered and whose number or name has these words."""
    return db.rows(
        Item,
        ITEM
        + """WHERE i.active AND (instr(lower(i.name), lower(:text)) > 0 OR instr(lower(i.code), lower(:text)) > 0)
             ORDER BY i.kind DESC, i.code LIMIT :most""",
        text=text.strip(),
        most=most,
    )


def versions(db: Reader, item_id: int) -> list[Version]:
    """How an item stood over time, the latest first."""
    return db.rows(
        Version,
        """
        SELECT id, name, unit, price_fen, cost_fen, warranty_days, minimum_e3, active, at, who
          FROM material_versions WHERE item_id = :item_id ORDER BY id DESC
        """,
        item_id=item_id,
    )


def stock(db: Reader, *, low: bool = False) -> list[Item]:
    """What is kept in stock or lies there, what is short first. low: only what is short."""
    return db.rows(
        Item,
        ITEM
        + """
        WHERE i.kind = 'part' AND (i.minimum_e3 IS NOT NULL OR i.on_hand_e3 > 0)
          AND (NOT :low OR (i.active AND i.on_hand_e3 < i.minimum_e3))
        ORDER BY (i.active AND i.minimum_e3 IS NOT NULL AND i.on_hand_e3 < i.minimum_e3) DESC, i.code
        """,
        low=int(low),
    )


def short(db: Reader) -> int:
    """Of how many items there is less than there should be."""
    return int(
        db.value(
            """SELECT count(*) FROM material_items
                WHERE minimum_e3 IS NOT NULL AND active AND on_hand_e3 < minimum_e3"""
        )
    )


def movements(db: Reader, item_id: int, most: int = 100) -> list[Movement]:
    """What came and went of an item, the latest first."""
    return db.rows(
        Movement,
        """
        SELECT m.id, m.item_id, m.kind, m.quantity_e3, m.after_e3, l.order_id, o.number AS order_number, m.reason,
               m.at, m.who
          FROM stock_movements AS m
          LEFT JOIN material_lines AS l ON l.id = m.line_id
          LEFT JOIN work_orders AS o ON o.id = l.order_id
         WHERE m.item_id = :item_id ORDER BY m.id DESC LIMIT :most
        """,
        item_id=item_id,
        most=most,
    )


def lines(db: Reader, order_id: int) -> list[Line]:
    """The lines of an order, in order."""
    return db.rows(Line, LINE + "WHERE l.order_id = :order_id ORDER BY l.id", order_id=order_id)


def line(db: Reader, line_id: int) -> Line | None:
    """One line."""
    return db.row(Line, LINE + "WHERE l.id = :line_id", line_id=line_id)


def chargeable_fen(db: Reader, order_id: int) -> int:
    """What the lines of an order cost its owner altogether."""
    return int(
        db.value(
            "SELECT ifnull(sum(amount_fen), 0) FROM material_lines WHERE order_id = :order_id AND chargeable",
            order_id=order_id,
        )
    )


def settings(db: Reader) -> Settings:
    """What the office decided about parts and labour."""
    kept = db.row(Settings, "SELECT tolerance_fen, charge_when, fee_item_id FROM material_settings")
    assert kept is not None, "the row comes with the table"
    return kept
