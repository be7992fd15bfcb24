"""The tables of a file: sheets that hold one, those that a person left out, and those without."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from estate.intake.layout import NO_MAPPING, SheetMapping
from estate.intake.ledger_notes import Notes
from estate.intake.ledger_rows import Table
from estate.intake.said import NOTHING, Said
from estate.intake.workbook import Sheet, UnreadableLedger


class SheetTitles(Protocol):
    """Where a table's header ends and the column of each field."""

    @property
    def header_row(self) -> int: ...
    @property
    def columns(self) -> dict[str, int]: ...


TitlesT = TypeVar("TitlesT", bound=SheetTitles)


def tables_in(
    told: Iterable[tuple[Sheet, TitlesT | None]],
    notes: Notes,
    none_found: str,
    said: Said = NOTHING,
    mapping: Mapping[str, SheetMapping] = NO_MAPPING,
    by_building: Callable[[Sheet], bool] = lambda _sheet: True,
) -> Iterator[tuple[Table, TitlesT]]:
    """Every table with its titles; sheets without one are noted as skipped. by_building: see Table.

    Raises UnreadableLedger with `none_found` when no sheet has one and nobody has said anything of the sheets.
    """
    told = list(told)
    if not mapping and not any(titles for _sheet, titles in told):
        raise UnreadableLedger(none_found)
    for sheet, titles in told:
        word = mapping.get(sheet.name)
        left_out = said.leaves_out(sheet.name) or (word is not None and word.skip)
        if titles is None or left_out:
            notes.skip(sheet.name, None, "sheet_left_out" if left_out else "sheet_without_header")
            continue
        yield (
            Table(
                sheet,
                titles.header_row,
                titles.columns,
                notes,
                by_building=by_building(sheet),
                said=said,
                mapping=word,
            ),
            titles,
        )
