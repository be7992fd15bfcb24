"""The monthly fee of each home: as stated, checked against area × price; a contradiction goes to a person.

Which of the two is wrong, the payments tell: what people paid month after month is the fee.
"""

import re
from collections.abc import Mapping

from estate.intake.amounts import read_amount, yuan_text
from estate.intake.areas import decimal_text
from estate.intake.fee_row import FeeRow
from estate.intake.ledger_rows import Table
from estate.intake.text import plain
from estate.intake.workbook import as_text, letter

SPANS = (1, 3, 6, 12)
TOLERANCES = (1, 10, 100)  # fen: to the fen, to the jiao, to the yuan


def product_fen(area_dm2: int, price_e4: int, months: int = 1) -> int:
    """Area × price for some months in fen, half up."""
    return (area_dm2 * price_e4 * months + 5_000) // 10_000


def _product(row: FeeRow, months: int = 1) -> int | None:
    if row.area_dm2 is None or row.price_e4 is None:
        return None
    return product_fen(row.area_dm2, row.price_e4, months)


def judge_dues(
    rows: list[FeeRow], table: Table, columns: dict[str, int], homes: Mapping[str, int | None] | None
) -> None:
    """Make due_fen the fee of a month, or flag what contradicts itself."""
    name = "due" if "due" in columns else "due_long"
    for row in rows:
        _as_said(row, table, name)
    span = _span(rows, table, columns, name)
    for row in rows:
        if name in row.doubtful or "due" in row.doubtful:
            row.doubtful.add("due")
            continue
        if row.due_fen is None:
            _fill(row, table, name)
            continue
        months, tolerance = span
        whole = _product(row, months)
        if whole is not None and tolerance is not None and abs(row.due_fen - whole) > tolerance:
            _contradiction(row, table, name, months, homes)
        elif months > 1:
            row.due_fen = row.due_fen // months if row.due_fen % months == 0 else _product(row)
            if row.due_fen is None:
                table.flag(row, name, "due_missing", None)
                row.doubtful.add("due")


def _as_said(row: FeeRow, table: Table, name: str) -> None:
    """The fee of a month that a person gave where no cell of its own could take it."""
    for kind, column in (("due_or_area", ""), ("due_missing", table.letter_of(name) or "")):
        word = table.said.on(kind, row.sheet, row.row, column)
        if word and word.choice in ("proposal", "value"):
            row.due_fen, row.area_dm2 = read_amount(word.text).value, None
            row.doubtful.discard("due")


def _span(rows: list[FeeRow], table: Table, columns: dict[str, int], name: str) -> tuple[int, int | None]:
    """For how many months the fees are and how they are rounded in fen; without a tolerance they are not area × price."""
    known = [(row, row.due_fen) for row in rows if row.due_fen and _product(row)]
    for months in SPANS:
        for tolerance in TOLERANCES:
            fits = sum(abs(due - (_product(row, months) or 0)) <= tolerance for row, due in known)
            if known and 2 * fits > len(known):
                return months, tolerance
    title = plain(as_text(table.sheet.value(table.header_row, columns.get(name, 0))))
    return (12 if "年" in title else 3 if "季" in title else 1) if name == "due_long" else 1, None


def _fill(row: FeeRow, table: Table, name: str) -> None:
    """A fee that is not stated: area × price, when nothing else can be meant."""
    at = (row.row, table.columns.get(name, 0))
    product = _product(row)
    formula = table.sheet.formulas.get(at)
    if formula and (product is None or not _of_area_and_price(formula.text, row, table)):
        table.flag(row, name, "formula_no_value", "=" + formula.text)
        row.doubtful.add("due")
        return
    if product is not None:
        row.due_fen = product
        if at[1]:
            table.fix(row, name, "due_computed", table.sheet.value(*at), yuan_text(product))


def _of_area_and_price(text: str, row: FeeRow, table: Table) -> bool:
    cells = {f"{letter(table.columns[n])}{row.row}" for n in ("area", "price") if n in table.columns}
    found = re.fullmatch(
        r"(?:ROUND\()?([A-Z]+\d+)\*([A-Z]+\d+)(?:,2\))?", re.sub(r"[$\s=]", "", text.upper())
    )
    return found is not None and set(found.groups()) == cells


def _contradiction(
    row: FeeRow, table: Table, name: str, months: int, homes: Mapping[str, int | None] | None
) -> None:
    due, product = row.due_fen or 0, _product(row) or 0
    monthly = due // months
    for_due = sum(abs(paid - monthly) <= 1 for paid in row.amounts())
    for_product = sum(abs(paid - product) <= 1 for paid in row.amounts())
    if for_due == for_product and row.stated_fen:
        for_due += monthly > 0 and row.stated_fen % monthly == 0
        for_product += product > 0 and row.stated_fen % product == 0
    known = homes.get(row.room or "") if homes else None
    if for_due == for_product and known and row.price_e4:
        for_product += known == row.area_dm2
        for_due += abs(product_fen(known, row.price_e4) - monthly) <= 1
    if for_due > for_product and row.price_e4:
        meant = (due * 10_000 // months + row.price_e4 // 2) // row.price_e4
        raw = table.sheet.value(row.row, table.columns["area"])
        asked = table.flag(row, "area", "area_differs", raw, decimal_text(meant))
        row.area_dm2, row.due_fen = None if asked else row.area_dm2, monthly
        return
    raw = table.sheet.value(row.row, table.columns.get(name, 0))
    if for_product > for_due:
        asked = table.flag(row, name, "due_differs", raw, yuan_text(product))
    else:
        asked = table.flag(row, "", "due_or_area", raw, yuan_text(product))
    if asked:
        row.doubtful.add("due")
    row.due_fen = None if asked else monthly
