"""Quotes of an order, as they were sent, with their answers. Fen; quantities in thousandths."""

from typing import NamedTuple

from estate.data import Reader


class Quote(NamedTuple):
    """What an owner was asked to agree to. answer: accepted, declined or withdrawn; None while it is open.

    waits: whether the order was made to wait for it.
    """

    id: int
    order_id: int
    total_fen: int
    note: str
    waits: int
    at: str
    who: str
    answer: str | None
    way: str | None
    words: str | None
    signer: str | None
    paper_id: int | None
    answered_at: str | None
    answered_by: str | None

    @property
    def is_open(self) -> bool:
        """Whether the owner has still to say something."""
        return self.answer is None


class QuoteLine(NamedTuple):
    """A line of a quote, frozen as it was sent."""

    quote_id: int
    seq: int
    source: str
    item_id: int
    code: str
    name: str
    unit: str
    quantity_e3: int
    price_fen: int
    amount_fen: int
    warranty_days: int


class Draft(NamedTuple):
    """What is put together for the next quote, at the present price."""

    item_id: int
    source: str
    code: str
    name: str
    unit: str
    quantity_e3: int
    price_fen: int
    warranty_days: int


QUOTE = """
    SELECT q.id, q.order_id, q.total_fen, q.note, q.waits, q.at, q.who, a.answer, a.way, a.words, a.signer, a.paper_id,
           a.at AS answered_at, a.who AS answered_by
      FROM quotes AS q LEFT JOIN quote_answers AS a ON a.quote_id = q.id
"""


def quote(db: Reader, quote_id: int) -> Quote | None:
    """One quote, whoever asks."""
    return db.row(Quote, QUOTE + "WHERE q.id = :quote_id", quote_id=quote_id)


def quotes(db: Reader, order_id: int) -> list[Quote]:
    """The quotes of an order, the latest first."""
    return db.rows(Quote, QUOTE + "WHERE q.order_id = :order_id ORDER BY q.id DESC", order_id=order_id)


def open_quote(db: Reader, order_id: int) -> Quote | None:
    """The quote that waits for its answer; an order has at most one."""
    return db.row(Quote, QUOTE + "WHERE q.order_id = :order_id AND a.answer IS NULL", order_id=order_id)


def agreed_fen(db: Reader, order_id: int) -> int | None:
    """What the owner agreed to last; None where they agreed to nothing."""
    return db.value(
        """
        SELECT q.total_fen FROM quotes AS q JOIN quote_answers AS a ON a.quote_id = q.id AND a.answer = 'accepted'
         WHERE q.order_id = :order_id ORDER BY q.id DESC LIMIT 1
        """,
        order_id=order_id,
    )


def lines_of(db: Reader, quote_id: int) -> list[QuoteLine]:
    """The lines of a quote, in order."""
    return db.rows(
        QuoteLine,
        """
        SELECT quote_id, seq, source, item_id, code, name, unit, quantity_e3, price_fen, amount_fen, warranty_days
          FROM quote_lines WHERE quote_id = :quote_id ORDER BY seq
        """,
        quote_id=quote_id,
    )


def used_otherwise(db: Reader, quote: Quote, prefix: str) -> bool:
    """Whether lines of a quote were noted as used at once, and stand, under another key than one with this prefix."""
    sql = """
        SELECT 1 FROM material_lines AS l
         WHERE l.order_id = :order_id AND substr(l.key, 1, length(:every)) = :every
           AND substr(l.key, 1, length(:mine)) <> :mine
           AND NOT EXISTS (SELECT 1 FROM material_lines AS r WHERE r.reverses_id = l.id)
    """
    every = f"used:{quote.id}:"
    return bool(db.value(f"SELECT EXISTS ({sql})", order_id=quote.order_id, every=every, mine=prefix))


def draft(db: Reader, order_id: int) -> list[Draft]:
    """What is put together for the next quote of an order, parts before labour."""
    return db.rows(
        Draft,
        """
        SELECT d.item_id, d.source, i.code, i.name, i.unit, d.quantity_e3, i.price_fen, i.warranty_days
          FROM quote_drafts AS d JOIN material_items AS i ON i.id = d.item_id
         WHERE d.order_id = :order_id ORDER BY i.kind DESC, i.code, d.source
        """,
        order_id=order_id,
    )
