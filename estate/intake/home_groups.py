"""A building or entrance that is written only in the first row of its group."""

from estate.intake.answers import Answer
from estate.intake.findings import Finding, Findings
from estate.intake.layout import Column, Layout
from estate.intake.table import Row
from estate.intake.workbook import Sheet, as_text, is_blank

ENOUGH = 4
"""Homes that only a building or entrance carried down tells apart, for it to be carried down without a question."""


def carry_down(
    sheet: Sheet, layout: Layout, data: list[Row], findings: Findings, answer: Answer | None
) -> None:
    """Carry such cells down to the rows of their group.

    One question for each column, unless the rooms begin anew in every group, so that only this keeps the homes apart.
    """
    columns = [c for c in layout.of("building") + layout.of("entrance") if _in_groups(c, data)]
    if not columns or (answer and answer.choice == "empty"):
        return
    blank = {c.number: [r.number for r in data if is_blank(r.value(c.number))] for c in columns}
    before = _doubled(layout, data)
    for column in columns:
        last = None
        for row in data:
            if is_blank(row.value(column.number)) and last is not None:
                row.cells[column.number] = last
            else:
                last = row.cells.get(column.number)
    evident = before >= ENOUGH and _doubled(layout, data) <= 0.25 * before
    for column in () if answer else columns:
        rows = blank[column.number]
        about = {"column": column.title, "rows": str(len(rows))}
        if evident:
            found = Finding(
                "carried_down", sheet.name, rows[0], column.letter, column.field, None, None, about
            )
            findings.fixed.append(found)
        else:
            findings.flagged.append(
                Finding("fill_down", sheet.name, None, None, column.field, None, None, about)
            )


def _in_groups(column: Column, data: list[Row]) -> bool:
    """Whether the first row has it and many others do not."""
    blank = sum(1 for r in data if is_blank(r.value(column.number)))
    return 0 < blank < len(data) and not is_blank(data[0].value(column.number)) and blank >= 0.3 * len(data)


def _doubled(layout: Layout, data: list[Row]) -> int:
    """How many rows name a home that another row has named."""
    names = ("zone", "building", "entrance", "floor", "room")
    columns = [c.number for name in names for c in layout.of(name)]
    return len(data) - len({tuple(as_text(r.value(c)) for c in columns) for r in data})
