"""The journal as an .xlsx file: text stays text, so that no cell can be read as a formula; amounts are numbers."""

from collections.abc import Iterable
from fractions import Fraction
from io import BytesIO
from typing import NamedTuple

import xlsxwriter

from estate.books.rules_journal import Line
from estate.i18n import gettext as _

MOST_LINES = 1_000_000  # a sheet holds 1,048,576 rows


class TooMany(Exception):
    """More lines than a sheet holds."""


class Written(NamedTuple):
    """The file and how many lines it holds."""

    content: bytes
    lines: int


def write_journal(lines: Iterable[Line]) -> Written:
    """One row for each line of a voucher: date, number, summary, account, debit, credit, home, payer."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("Journal"))
    head, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    heads = (
        _("Date"),
        _("Voucher number"),
        _("Summary"),
        _("Account code"),
        _("Account name"),
        _("Debit"),
        _("Credit"),
        _("Home"),
        _("Payer"),
    )
    for column, (text, width) in enumerate(zip(heads, (12, 10, 40, 12, 18, 14, 14, 12, 20), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text, head)
    sheet.freeze_panes(1, 0)
    row = 0
    for row, line in enumerate(lines, 1):
        if row > MOST_LINES:
            raise TooMany
        sheet.write_string(row, 0, line.day)
        sheet.write_number(row, 1, line.voucher)
        for column, text in ((2, line.summary), (3, line.account.code), (4, line.account.name)):
            sheet.write_string(row, column, text)
        for column, fen in ((5, line.debit_fen), (6, line.credit_fen)):
            if fen:
                sheet.write_number(row, column, Fraction(fen, 100), money)
        sheet.write_string(row, 7, line.home)
        sheet.write_string(row, 8, line.payer)
    book.close()
    return Written(out.getvalue(), row)
