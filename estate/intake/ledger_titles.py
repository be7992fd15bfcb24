"""Titles of columns as they stand, with those of merged cells over all their columns."""

from estate.intake.workbook import Sheet, Value, is_blank

LATEST_HEADER = 40


def titles_across(sheet: Sheet, number: int) -> dict[int, Value]:
    """A row's titles, each also over the other columns of its merge."""
    titles = {at: v for at, v in enumerate(sheet.rows[number - 1], 1) if not is_blank(v)}
    for span in sheet.merged:
        if span.top <= number <= span.bottom and not is_blank(value := sheet.value(span.top, span.left)):
            for at in range(span.left, span.right + 1):
                titles.setdefault(at, value)
    return titles
