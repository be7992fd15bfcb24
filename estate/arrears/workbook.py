"""Arrears as a spreadsheet: one row for each charge of which something is open."""

from collections.abc import Iterable
from fractions import Fraction
from io import BytesIO

import xlsxwriter

from estate.arrears import words
from estate.arrears.records_rows import Owing
from estate.i18n import gettext as _
from estate.web.masking import mask_name


def sheet(rows: Iterable[Owing], *, named: bool) -> bytes:
    """named: whether payers stand with their names or masked."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(_("Arrears"))
    head, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    heads = (
        (_("Home"), 12),
        (_("Payer"), 20),
        (_("Fee item"), 18),
        (_("Period from"), 12),
        (_("Period to"), 12),
        (_("Due day"), 12),
        (_("Days overdue"), 12),
        (_("Unpaid"), 14),
        (_("Reason"), 18),
    )
    for column, (text, width) in enumerate(heads):
        page.set_column(column, column, width)
        page.write_string(0, column, text, head)
    page.freeze_panes(1, 0)
    for line, row in enumerate(rows, 1):
        payer = row.payer_name if named else mask_name(row.payer_name)
        texts = (row.home_code, payer, row.fee_item_name, row.period_from, row.period_to, row.moved_to)
        for column, text in enumerate(texts):
            page.write_string(line, column, text)
        page.write_number(line, 6, max(row.days, 0))
        page.write_number(line, 7, Fraction(row.fen, 100), money)
        page.write_string(line, 8, str(words.CAUSES.get(row.cause, "")))
    book.close()
    return out.getvalue()
