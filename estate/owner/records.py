"""What is an owner's own: every query goes through the scope, so what is not theirs is not found. Amounts in fen."""

from typing import NamedTuple

from estate.access import scopes
from estate.access.me import Me
from estate.data import Reader


class OwedMonth(NamedTuple):
    """What is still owed of one month (`2026-11`) of a home."""

    month: str
    due_on: str
    balance_fen: int
    charges: int


class Bill(NamedTuple):
    """One charge as its payer sees it. quantity × price is told by `formula`."""

    id: int
    home_id: int
    home_code: str
    fee_item_name: str
    parking_code: str | None
    payer_name: str
    period_from: str
    period_to: str
    quantity: str
    price: str
    formula: str
    amount_fen: int
    waived_fen: int
    paid_fen: int
    balance_fen: int
    due_on: str
    reversed: int
    metered: int


class BilledMonth(NamedTuple):
    month: str
    amount_fen: int
    balance_fen: int


class Receipt(NamedTuple):
    """A receipt of one's own; amount below zero is a reversal. voided: it counts for nothing."""

    id: int
    number: str
    home_code: str
    payer_name: str
    method: str
    amount_fen: int
    owed_after_fen: int
    taken_on: str
    cashier_name: str
    reverses: str | None
    reversed_by: str | None
    voided: int


_OWED = scopes.own_payments("b", "due_on")
_CHARGE = scopes.own_payments("c", "period_to")
_RECEIPT = scopes.own_payments("r", "taken_on")

_BILL = """
    SELECT c.id, c.home_id, c.home_code, c.fee_item_name, c.parking_code, c.payer_name, c.period_from, c.period_to,
           c.quantity, c.price, c.formula, c.amount_fen, b.waived_fen, b.paid_fen, b.balance_fen, c.due_on,
           (c.reversed_by IS NOT NULL) AS reversed, (c.to_reading_id IS NOT NULL) AS metered
      FROM charges c JOIN charge_balances b ON b.charge_id = c.id
     WHERE c.reverses_id IS NULL AND
"""
_TAKEN = """
    SELECT r.id, r.number, r.home_code, r.payer_name, r.method, r.amount_fen, r.owed_after_fen, r.taken_on,
           r.cashier_name, o.number AS reverses, n.number AS reversed_by, (r.void_id IS NOT NULL) AS voided
      FROM receipts r LEFT JOIN receipts o ON o.id = r.reverses_id LEFT JOIN receipts n ON n.id = r.reversed_by
     WHERE
"""


def homes(db: Reader, me: Me) -> list[scopes.OwnHome]:
    """One's present homes, and after them former ones of which one still owes, has paid something or left a deposit."""
    present = scopes.own_homes(db, me)
    former = db.rows(
        scopes.OwnHome,
        """
        SELECT h.id, h.code, 'former' AS role FROM homes h
         WHERE h.id IN (SELECT c.home_id FROM charges c WHERE c.payer_id = :scope_person)
            OR h.id IN (SELECT r.home_id FROM receipts r WHERE r.payer_id = :scope_person)
            OR h.id IN (SELECT d.home_id FROM deposits d WHERE d.payer_id = :scope_person)
         ORDER BY h.sort
        """,
        scope_person=me.person_id,
    )
    known = {home.id for home in present}
    return [*present, *(home for home in former if home.id not in known)]


def owed_months(db: Reader, me: Me, home_id: int) -> list[OwedMonth]:
    """What is owed for a home, the oldest month first."""
    return db.rows(
        OwedMonth,
        f"""
        SELECT substr(c.period_from, 1, 7) AS month, min(b.due_on) AS due_on, sum(b.balance_fen) AS balance_fen,
               count(*) AS charges
          FROM charge_balances b JOIN charges c ON c.id = b.charge_id
         WHERE b.balance_fen > 0 AND b.home_id = :home_id AND {_OWED}
         GROUP BY 1 ORDER BY 1
        """,
        home_id=home_id,
        **scopes.params(me),
    )


def owed_charges(db: Reader, me: Me, home_id: int) -> list[int]:
    """The charges of a home that are still owed, by id."""
    return db.values(
        f"SELECT b.charge_id FROM charge_balances b WHERE b.balance_fen > 0 AND b.home_id = :home_id AND {_OWED}",
        home_id=home_id,
        **scopes.params(me),
    )


def billed_months(db: Reader, me: Me, home_id: int, most: int = 36) -> list[BilledMonth]:
    """The months that were billed, the latest first, with what is left of each."""
    return db.rows(
        BilledMonth,
        f"""
        SELECT substr(c.period_from, 1, 7) AS month, sum(c.amount_fen - b.waived_fen) AS amount_fen,
               sum(b.balance_fen) AS balance_fen
          FROM charges c JOIN charge_balances b ON b.charge_id = c.id
         WHERE c.home_id = :home_id AND c.reverses_id IS NULL AND c.reversed_by IS NULL AND {_CHARGE}
         GROUP BY 1 ORDER BY 1 DESC LIMIT :most
        """,
        home_id=home_id,
        most=most,
        **scopes.params(me),
    )


def bills(db: Reader, me: Me, home_id: int, month: str) -> list[Bill]:
    """The charges of a home that begin in a month (`2026-11`)."""
    return db.rows(
        Bill,
        _BILL
        + f"""
           c.home_id = :home_id AND c.reversed_by IS NULL AND c.period_from BETWEEN :month || '-01' AND :month || '-31'
           AND {_CHARGE}
         ORDER BY c.fee_item_id, c.period_from, c.id
        """,
        home_id=home_id,
        month=month,
        **scopes.params(me),
    )


def bill(db: Reader, me: Me, charge_id: int) -> Bill | None:
    """One charge of one's own."""
    return db.row(Bill, _BILL + f" c.id = :charge_id AND {_CHARGE}", charge_id=charge_id, **scopes.params(me))


def receipts(db: Reader, me: Me, home_id: int, most: int = 100) -> list[Receipt]:
    """Payments for a home, the latest first."""
    return db.rows(
        Receipt,
        _TAKEN + f" r.home_id = :home_id AND {_RECEIPT} ORDER BY r.id DESC LIMIT :most",
        home_id=home_id,
        most=most,
        **scopes.params(me),
    )


def receipt(db: Reader, me: Me, number: str) -> Receipt | None:
    """One receipt of one's own."""
    return db.row(Receipt, _TAKEN + f" r.number = :number AND {_RECEIPT}", number=number, **scopes.params(me))
