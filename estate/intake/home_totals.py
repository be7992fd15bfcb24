"""The totals that a sheet states of its areas, beside what its rows add up to."""

from bisect import bisect_left, bisect_right

from estate.intake.areas import read_area
from estate.intake.drafts import Draft
from estate.intake.findings import HomeRow, Total
from estate.intake.layout import Layout
from estate.intake.table import Row
from estate.intake.text import plain
from estate.intake.workbook import Sheet, as_text


def read_totals(
    layout: Layout, sheet: Sheet, rows: list[Row], drafts: list[Draft], homes: list[HomeRow]
) -> list[Total]:
    """The sheet's own totals of its areas, each beside the sum of the rows it stands under."""
    column = next(iter(layout.of("area")), None)
    if column is None:
        return []
    drafted = {d.row.number: d for d in drafts}
    places = sorted(h.source.row for h in homes)
    found: list[Total] = []
    part, whole, part_rows, whole_rows, after = 0, 0, 0, 0, 0
    for row in rows:
        if row.kind == "data" and row.number in drafted:
            area = read_area(row.value(column.number)).value or 0
            part, whole, part_rows, whole_rows = part + area, whole + area, part_rows + 1, whole_rows + 1
        if row.kind != "total":
            continue
        label = next((as_text(c.value) for c in row.cells.values() if isinstance(c.value, str)), "")
        partial = "小计" in plain(label).replace(" ", "") or "本页" in label or "subtotal" in label.lower()
        formula = sheet.formulas.get((row.number, column.number))
        value = row.value(column.number)
        stated = (
            read_area(value).value if value is not None and (formula is None or formula.has_result) else None
        )
        since = after if partial else 0
        count = bisect_left(places, row.number) - bisect_right(places, since)
        found.append(
            Total(
                sheet.name,
                row.number,
                label,
                stated,
                part if partial else whole,
                part_rows if partial else whole_rows,
                count,
                since,
            )
        )
        if partial:
            part, part_rows, after = 0, 0, row.number
    return found
