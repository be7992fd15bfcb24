"""Read a statement of the bank, WeChat or Alipay: rows of comment, a head, transactions, sums; any order of columns."""

import hashlib
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from estate.i18n import gettext as _
from estate.intake.dates import read_date
from estate.intake.numerals import from_float
from estate.intake.text import plain, visible
from estate.intake.workbook import Sheet, Value, Workbook, letter
from estate.reconciliation.headings import FIELDS, IN, NEITHER, NOT_DONE, OUT, SUMS, key

LOOK_FOR_HEAD = 60
LARGEST_FEN = 10**13


class StatementLine(NamedTuple):
    """One transaction. amount_fen: above zero came in, below zero went out; fee_fen: what the service kept."""

    row: int
    reference: str
    on: date
    amount_fen: int
    fee_fen: int
    payer: str
    account: str
    remark: str


class Fault(NamedTuple):
    """A cell that cannot be read: where it stands, what it says and why that does not do."""

    sheet: str
    row: int
    column: str
    heading: str
    raw: str
    why: str


class StatementFile(NamedTuple):
    """What a file holds. passed_over: rows that moved no money or are sums."""

    lines: list[StatementLine]
    faults: list[Fault]
    passed_over: int


class NoStatement(Exception):
    """No sheet has the columns of a statement; the message says which are missing."""


def read_statement(book: Workbook) -> StatementFile:
    """The transactions of the first sheet that is a statement. Raises NoStatement."""
    for sheet in book.sheets:
        if head := _head(sheet):
            return _Reader(sheet, *head, epoch_1904=book.epoch_1904).read()
    raise NoStatement(
        _(
            "No row has the headings of a statement: a date, an amount (or money in and out), and a remark or payer."
        )
    )


def _head(sheet: Sheet) -> tuple[int, dict[str, list[int]]] | None:
    """The row of the headings and the columns of each field, counted from 1."""
    best: tuple[int, dict[str, list[int]]] | None = None
    for row in range(1, min(LOOK_FOR_HEAD, len(sheet.rows)) + 1):
        columns: dict[str, list[int]] = {}
        for column, cell in enumerate(sheet.rows[row - 1], 1):
            if isinstance(cell, str) and (field := FIELDS.get(key(cell))):
                columns.setdefault(field, []).append(column)
        usable = "when" in columns and ("amount" in columns or "money_in" in columns)
        if usable and len(columns) >= 3 and (best is None or len(columns) > len(best[1])):
            best = row, columns
    return best


class _Reader:
    """Reads the rows below a head."""

    def __init__(self, sheet: Sheet, head: int, columns: dict[str, list[int]], *, epoch_1904: bool) -> None:
        self._sheet, self._head, self._columns, self._epoch_1904 = sheet, head, columns, epoch_1904
        self._faults: list[Fault] = []
        self._without_reference: Counter[str] = Counter()

    def read(self) -> StatementFile:
        lines: list[StatementLine] = []
        passed_over, below_sums = 0, False
        for row in range(self._head + 1, len(self._sheet.rows) + 1):
            if not any(cell is not None for cell in self._sheet.rows[row - 1]):
                continue
            below_sums = self._is_sums(row) or (below_sums and not self._has_day(row))
            if below_sums or self._moved_no_money(row):
                passed_over += 1
                continue
            known = len(self._faults)
            on, amount = self._day(row), self._amount(row)
            if len(self._faults) == known and on and amount:
                lines.append(self._line(row, on, amount))
        return StatementFile(lines, self._faults, passed_over)

    def _is_sums(self, row: int) -> bool:
        """A row of sums, a comment, or one with neither day nor amount."""
        first = next((cell for cell in self._sheet.rows[row - 1] if cell is not None), None)
        text = visible(str(first)).strip("`\t ")
        if text.startswith(("#", "--")):
            return True
        if not self._has_day(row) and SUMS.match(text):
            return True
        return not any(self._text(row, name) for name in ("when", *_AMOUNTS))

    def _has_day(self, row: int) -> bool:
        return any(sign.isdigit() for sign in self._text(row, "when")) and len(self._text(row, "when")) >= 5

    def _moved_no_money(self, row: int) -> bool:
        return bool(NOT_DONE.search(self._text(row, "status"))) or self._text(row, "direction") in NEITHER

    def _line(self, row: int, on: date, amount_fen: int) -> StatementLine:
        payer, account = self._text(row, "payer"), self._text(row, "account")
        remark = " ".join(
            text for column in self._columns.get("remark", []) if (text := self._cell_text(row, column))
        )
        reference = self._text(row, "reference")
        if not reference:
            same = f"{on.isoformat()}|{amount_fen}|{payer}|{account}|{remark}"
            self._without_reference[same] += 1
            digest = hashlib.sha256(f"{same}|{self._without_reference[same]}".encode()).hexdigest()[:16]
            reference = f"~{digest}"
        fee = self._money(row, "fee") if "fee" in self._columns else None
        return StatementLine(row, reference, on, amount_fen, abs(fee or 0), payer, account, remark)

    def _day(self, row: int) -> date | None:
        column = self._columns["when"][0]
        value = self._sheet.value(row, column)
        if isinstance(value, str):  # 20261124 09:15:00 and 20261124091500 too
            value = re.sub(r"^(\d{8})\s*\d{2}:?\d{2}:?\d{2}$", r"\1", plain(value).strip("`\t "))
        reading = read_date(value, self._epoch_1904)
        if reading.value is None or reading.value.by_month:
            return self._fault(row, column, _("Write a date such as 2026-11-24."))
        return reading.value.date

    def _amount(self, row: int) -> int | None:
        known = len(self._faults)
        money_in, money_out = self._money(row, "money_in"), self._money(row, "money_out")
        if money_in or money_out:
            return (money_in or 0) - abs(money_out or 0)
        amount = self._money(row, "amount")
        if len(self._faults) > known:
            return None
        if not amount:
            column = (self._columns.get("amount") or self._columns.get("money_in") or [1])[0]
            return self._fault(row, column, _("There is no amount in this row."))
        direction = self._text(row, "direction").lower()
        refund = "退款" in self._text(row, "status") or "退款" in self._text(row, "direction")
        if direction in OUT or refund:
            return -abs(amount)
        if direction and direction not in IN:
            return self._fault(
                row, self._columns["direction"][0], _("Is this money in or out? Write income or expense.")
            )
        return amount

    def _money(self, row: int, field: str) -> int | None:
        """The amount of a column in fen; None where the cell is empty or, with a fault noted, unreadable."""
        if field not in self._columns:
            return None
        column = self._columns[field][0]
        value = self._sheet.value(row, column)
        if value is None or isinstance(value, bool):
            return None
        if isinstance(value, (int, float)):
            number = from_float(value)
        else:
            text = re.sub(r"[¥￥元\s`]", "", plain(str(value)))
            if text in ("", "-", "--", "/"):
                return None
            if not re.fullmatch(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?", text):
                return self._fault(row, column, _("This is no amount."))
            number = Decimal(text.replace(",", ""))
        fen = number * 100
        if fen != fen.to_integral_value() or abs(fen) > LARGEST_FEN:
            return self._fault(row, column, _("An amount has at most two decimals."))
        return int(fen)

    def _fault(self, row: int, column: int, why: str) -> None:
        heading, raw = self._cell_text(self._head, column), self._cell_text(row, column)
        self._faults.append(Fault(self._sheet.name, row, letter(column), heading, raw, why))

    def _text(self, row: int, field: str) -> str:
        columns = self._columns.get(field)
        return self._cell_text(row, columns[0]) if columns else ""

    def _cell_text(self, row: int, column: int) -> str:
        value: Value = self._sheet.value(row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else visible(str(value)).strip("`\t ")


_AMOUNTS = ("money_in", "money_out", "amount")
