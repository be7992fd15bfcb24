"""Titles of columns as they stand, with those of merged cells over all their columns, and the header that they make."""

import re
from collections.abc import Callable
from typing import NamedTuple

from estate.intake.layout import SheetMapping, mapped
from estate.intake.workbook import Sheet, Value, is_blank

LATEST_HEADER = 40


class Titles(NamedTuple):
    """Where a table's header ends and the column of each field."""

    header_row: int
    columns: dict[str, int]


class Meaning(NamedTuple):
    """How the titles of a kind of ledger are read. field_of: what one means; key: the field that every row has; accepts:
    whether these columns make such a table."""

    field_of: Callable[[str], str | None]
    key: str
    accepts: Callable[[dict[str, int]], bool]


def titles_across(sheet: Sheet, number: int) -> dict[int, Value]:
    """A row's titles, each also over the other columns of its merge."""
    titles = {at: v for at, v in enumerate(sheet.rows[number - 1], 1) if not is_blank(v)}
    for span in sheet.merged:
        if span.top <= number <= span.bottom and not is_blank(value := sheet.value(span.top, span.left)):
            for at in range(span.left, span.right + 1):
                titles.setdefault(at, value)
    return titles


def find_header(sheet: Sheet, meaning: Meaning, mapping: SheetMapping | None = None) -> Titles | None:
    """The table's titles as they stand, or as a person has said; None where they do not make such a table."""
    if mapping is None:
        return _found(sheet, meaning)
    if mapping.skip:
        return None
    if mapping.header_row is not None:
        row = mapping.header_row
        told = Titles(row, _columns(sheet, row, meaning, {}) if row else {})
    else:
        told = _found(sheet, meaning) or Titles(0, {})
    columns = mapped(told.columns, mapping)
    return Titles(told.header_row, columns) if meaning.key in columns else None


def _found(sheet: Sheet, meaning: Meaning) -> Titles | None:
    """The first header of such a table; it may stand in two rows."""
    for number in range(1, min(len(sheet.rows), LATEST_HEADER) + 1):
        columns = _columns(sheet, number, meaning, {})
        if not meaning.accepts(columns):
            continue
        if number < len(sheet.rows) and is_blank(sheet.value(number + 1, columns[meaning.key])):
            both = _columns(sheet, number + 1, meaning, columns)
            if set(both) - set(columns):
                above = {name: at for name, at in columns.items() if at not in both.values()}
                return Titles(number + 1, {**above, **both})
        return Titles(number, columns)
    return None


def _columns(sheet: Sheet, number: int, meaning: Meaning, above: dict[str, int]) -> dict[str, int]:
    """Fields of a row's titles; under a header's first row (above) only what stands beneath a group's title."""
    groups = titles_across(sheet, number - 1) if above else {}
    found: dict[str, int] = {}
    for at, title in titles_across(sheet, number).items():
        if not isinstance(title, str):
            continue
        group = groups.get(at)
        field = meaning.field_of(title)
        if field is None and isinstance(group, str) and not re.search(r"\d", title):
            field = meaning.field_of(f"{group}{title}")
        if field:
            found.setdefault(field, at)
    return found
