"""Journal vouchers from the ledger's rows: debits and credits of each add up to the same. Money in fen.

What is owed is booked when it is charged (1122 against revenue); a payment moves it to cash, bank or out of the
prepayments; what is taken back is booked the same way with a minus, as accountants here do (红字).
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple


class Account(NamedTuple):
    code: str
    name: str


class Chart:
    """Which account is used for what; revenue may have one for each fee item."""

    def __init__(self, accounts: dict[tuple[str, int | None], Account]) -> None:
        self._accounts = accounts

    def of(self, role: str, fee_item_id: int | None = None) -> Account:
        return self._accounts.get((role, fee_item_id)) or self._accounts[role, None]


class Booked(NamedTuple):
    """What a voucher is made from. amount_fen: above zero more is owed, or for money: more came in.

    kind: charge, waiver, receipt, offset, advance (money paid ahead), or one of MOVES; method: of a receipt. document: what belongs
    together in one voucher. penalty: whether the charge is one.
    """

    day: str
    kind: str
    document: str
    method: str
    fee_item_id: int | None
    fee_item: str
    home: str
    payer: str
    amount_fen: int
    penalty: bool


MOVES = {
    "deposit": ("method", "deposit"),
    "deducted": ("deposit", "penalty"),
    "refund": ("prepayment", "method"),
    "deposit_return": ("deposit", "method"),
    "credit": ("waiver", "prepayment"),
}
"""Money and liabilities outside the bills: what is debited and what credited; "method" is cash or bank."""


PASSED = ("transfer", "transfer_in")
"""A prepayment that passes from one payer to another: out of the one account, into the other."""


class Line(NamedTuple):
    """A line of a voucher, in the columns that accounting packages take."""

    day: str
    voucher: int
    summary: str
    account: Account
    debit_fen: int
    credit_fen: int
    home: str
    payer: str


def vouchers(booked: Iterable[Booked], chart: Chart, words: dict[str, str]) -> Iterator[Line]:
    """Lines of all vouchers, numbered from 1; `booked` comes by day and document. words: summary by kind."""
    groups = groupby(booked, lambda one: (one.day, one.document))
    for number, (_key, group) in enumerate(groups, 1):
        yield from _voucher(number, list(group), chart, words)


def _voucher(number: int, rows: list[Booked], chart: Chart, words: dict[str, str]) -> Iterator[Line]:
    if rows[0].kind in ("charge", "waiver"):
        return _charged(number, rows, chart, words)
    if rows[0].kind in PASSED:
        return _passed_on(number, rows, chart, words)
    if rows[0].kind in MOVES:
        return _moved(number, rows, chart, words)
    return _paid(number, rows, chart, words)


def _moved(number: int, rows: list[Booked], chart: Chart, words: dict[str, str]) -> Iterator[Line]:
    for row in rows:
        debit, credit = (chart.of(row.method if role == "method" else role) for role in MOVES[row.kind])
        summary = f"{words[row.kind]} {row.document}"
        yield Line(row.day, number, summary, debit, row.amount_fen, 0, row.home, row.payer)
        yield Line(row.day, number, summary, credit, 0, row.amount_fen, row.home, row.payer)


def _passed_on(number: int, rows: list[Booked], chart: Chart, words: dict[str, str]) -> Iterator[Line]:
    """A prepayment carried over: the same liability, owed to another from now on."""
    for row in rows:
        debit, credit = (row.amount_fen, 0) if row.kind == "transfer" else (0, row.amount_fen)
        summary = f"{words[row.kind]} {row.document}"
        yield Line(row.day, number, summary, chart.of("prepayment"), debit, credit, row.home, row.payer)


def _charged(number: int, rows: list[Booked], chart: Chart, words: dict[str, str]) -> Iterator[Line]:
    """Charges: each home's debt against the revenue of the fee item; a waiver lowers both."""
    revenue: dict[Account, int] = {}
    day, word = rows[0].day, words[rows[0].kind]
    for row in rows:
        summary = f"{word} {row.fee_item}".strip()
        yield Line(day, number, summary, chart.of("receivable"), row.amount_fen, 0, row.home, row.payer)
        role = "waiver" if row.kind == "waiver" else "penalty" if row.penalty else "revenue"
        account = chart.of(role, row.fee_item_id if role == "revenue" else None)
        revenue[account] = revenue.get(account, 0) + row.amount_fen
    for account, fen in revenue.items():
        yield Line(day, number, word, account, 0, fen, "", "")


def _paid(number: int, rows: list[Booked], chart: Chart, words: dict[str, str]) -> Iterator[Line]:
    """A receipt: the money, or the prepayment it comes from, against the debt and what is paid ahead."""
    first = rows[0]
    summary = f"{words[first.kind]} {first.document}"
    source = chart.of("prepayment" if first.method == "prepayment" else first.method)
    taken = sum(-row.amount_fen for row in rows)
    yield Line(first.day, number, summary, source, taken, 0, first.home, first.payer)
    for row in rows:
        account = chart.of("prepayment" if row.kind == "advance" else "receivable")
        text = f"{summary} {row.fee_item}".strip()
        yield Line(first.day, number, text, account, 0, -row.amount_fen, row.home, row.payer)
