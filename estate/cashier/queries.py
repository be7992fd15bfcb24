"""Receipts and what each of them paid, for pages and for other features. Amounts in fen, dates ISO text."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from estate.billing.queries import OpenCharge
from estate.cashier.rules import OpenBill
from estate.data import Reader
from estate.penalties.queries import Penalty

PAGE = 50
NOTHING: Mapping[int, Penalty] = MappingProxyType({})


class Receipt(NamedTuple):
    """A receipt or the reversal of one (amount below zero). state: live, reversed, reversal, voided.

    reverses, reversed_by: the number of the other one. tendered_fen: the cash handed over, when it was noted.
    owed_after_fen: what the payer still owed for this home right after it. advance_fen: what of it went to the
    prepayment account.
    """

    id: int
    number: str
    home_id: int
    home_code: str
    area_dm2: int
    payer_id: int
    payer_name: str
    method: str
    channel_ref: str | None
    amount_fen: int
    tendered_fen: int | None
    owed_after_fen: int
    taken_on: str
    taken_at: str
    cashier_id: int | None
    cashier_name: str
    note: str
    state: str
    reverses: str | None
    reversed_by: str | None
    reason: str | None
    advance_fen: int


class Line(NamedTuple):
    """What a receipt paid of one charge. charged_fen: the charge in full; left_fen: still owed of it afterwards."""

    charge_id: int
    fee_item_name: str
    parking_code: str | None
    period_from: str
    period_to: str
    quantity: str
    price: str
    formula: str
    charged_fen: int
    waived_fen: int
    paid_fen: int
    left_fen: int


class Payment(NamedTuple):
    """One receipt's part in a charge."""

    receipt_id: int
    number: str
    taken_on: str
    method: str
    state: str
    paid_fen: int


class Print(NamedTuple):
    """A print that was noted. ordinal: 1 is the original, all later ones are reprints."""

    id: int
    ordinal: int
    paper: str
    at: str
    who: str


RECEIPT = """
    SELECT r.id, r.number, r.home_id, r.home_code, r.area_dm2, r.payer_id, r.payer_name, r.method, r.channel_ref,
           r.amount_fen, r.tendered_fen, r.owed_after_fen, r.taken_on, r.taken_at, r.cashier_id, r.cashier_name,
           r.note,
           CASE WHEN r.kind = 'reversal' THEN 'reversal'
                WHEN r.void_id IS NOT NULL THEN 'voided'
                WHEN r.reversed_by IS NOT NULL THEN 'reversed'
                ELSE 'live' END AS state,
           o.number AS reverses, b.number AS reversed_by, r.reason, r.advance_fen
      FROM receipts AS r
      LEFT JOIN receipts AS o ON o.id = r.reverses_id
      LEFT JOIN receipts AS b ON b.id = r.reversed_by
"""


def bills(charges: Sequence[OpenCharge], run_up: Mapping[int, Penalty] = NOTHING) -> list[OpenBill]:
    """Open charges as the rules of payment read them, with the penalties that have run up on them."""
    return [
        OpenBill(
            one.charge_id,
            date.fromisoformat(one.due_on),
            one.balance_fen,
            run_up[one.charge_id].due_fen if one.charge_id in run_up else 0,
        )
        for one in charges
    ]


def receipt(db: Reader, number: str) -> Receipt | None:
    """The receipt of a number, as it is printed."""
    return db.row(Receipt, RECEIPT + "WHERE r.number = :number", number=number)


def receipt_by_id(db: Reader, receipt_id: int) -> Receipt | None:
    """One receipt."""
    return db.row(Receipt, RECEIPT + "WHERE r.id = :receipt_id", receipt_id=receipt_id)


def lines(db: Reader, receipt_id: int) -> list[Line]:
    """What a receipt paid, charge by charge, the oldest due date first, each penalty after its charge."""
    return db.rows(
        Line,
        """
        SELECT c.id AS charge_id, c.fee_item_name, c.parking_code, c.period_from, c.period_to, c.quantity, c.price,
               c.formula, c.amount_fen AS charged_fen, a.waived_fen, a.amount_fen AS paid_fen, a.left_fen
          FROM allocations AS a JOIN charges AS c ON c.id = a.charge_id
          LEFT JOIN charges AS p ON p.id = c.principal_id
         WHERE a.receipt_id = :receipt_id
         ORDER BY ifnull(p.due_on, c.due_on), c.period_from, ifnull(p.id, c.id), c.id
        """,
        receipt_id=receipt_id,
    )


def payments_of_charge(db: Reader, charge_id: int) -> list[Payment]:
    """Every receipt and reversal that touched a charge, in order."""
    return db.rows(
        Payment,
        """
        SELECT r.id AS receipt_id, r.number, r.taken_on, r.method,
               CASE WHEN r.kind = 'reversal' THEN 'reversal'
                    WHEN r.void_id IS NOT NULL THEN 'voided'
                    WHEN r.reversed_by IS NOT NULL THEN 'reversed'
                    ELSE 'live' END AS state,
               a.amount_fen AS paid_fen
          FROM allocations AS a JOIN receipts AS r ON r.id = a.receipt_id
         WHERE a.charge_id = :charge_id
         ORDER BY r.id
        """,
        charge_id=charge_id,
    )


def receipts_of_home(db: Reader, home_id: int, limit: int = 10) -> list[Receipt]:
    """The newest receipts of a home, reversals among them."""
    return db.rows(
        Receipt,
        RECEIPT + "WHERE r.home_id = :home_id ORDER BY r.id DESC LIMIT :limit",
        home_id=home_id,
        limit=limit,
    )


def prints(db: Reader, receipt_id: int) -> list[Print]:
    """The prints of a receipt that were noted, the original first."""
    return db.rows(
        Print,
        """
        SELECT id, row_number() OVER (ORDER BY id) AS ordinal, paper, at, who
          FROM receipt_prints WHERE receipt_id = :receipt_id ORDER BY id
        """,
        receipt_id=receipt_id,
    )


def unbalanced(db: Reader, first: str = "", last: str = "9999") -> list[str]:
    """Numbers of receipts whose allocations and advance do not add up to their amount; there must never be one."""
    return db.values(
        """
        SELECT r.number FROM receipts AS r LEFT JOIN allocations AS a ON a.receipt_id = r.id
         WHERE r.taken_on BETWEEN :first AND :last
         GROUP BY r.id HAVING ifnull(sum(a.amount_fen), 0) + r.advance_fen <> r.amount_fen
        """,
        first=first,
        last=last,
    )
