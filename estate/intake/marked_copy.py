"""The ledger as it was handed in, with every question and repair marked in its cell: to be mended where it is kept."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import xlsxwriter

from estate.i18n import gettext as _
from estate.intake import words
from estate.intake.doubts import Doubt
from estate.intake.findings import Finding, Skipped
from estate.intake.notices import message, reason
from estate.intake.reader import read_content
from estate.intake.workbook import Sheet, Value, as_text, column_number, written_in

DOUBT, REPAIR, SETTLED = "#FFD9D2", "#DDEBF7", "#E2F0D9"
LONGEST = 32_000

Marks = dict[tuple[str, int, int], tuple[str, str]]


def marked_copy(
    content: bytes, name: str, doubts: list[Doubt], repairs: Iterable[Finding], skips: Iterable[Skipped]
) -> bytes:
    """An .xlsx with the file's values, as text and numbers only; a comment tells the reason and the proposal.

    Red: a question. Green: decided. Blue: repaired. The first sheet lists all of it. Raises UnreadableLedger.
    """
    workbook = read_content(content, name)
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    names = _sheet_names([s.name for s in workbook.sheets])
    writer = _Writer(book, _marks(doubts, repairs))
    _summary(book, names, doubts, skips)
    for sheet in workbook.sheets:
        writer.sheet(sheet, names[sheet.name])
    book.close()
    return out.getvalue()


def _marks(doubts: Iterable[Doubt], repairs: Iterable[Finding]) -> Marks:
    """Colour and comment by (sheet, row, column); a question about a whole row stands at its first cell."""
    marks: Marks = {}
    for one in repairs:
        if one.row and one.column:
            marks[written_in(one.sheet), one.row, column_number(one.column)] = (REPAIR, message(one, False))
    for doubt in doubts:
        if doubt.row:
            text = doubt.why if not doubt.proposal else f"{doubt.why}\n{_('Proposed:')} {doubt.proposal}"
            if doubt.choice:
                text += f"\n{words.answered(doubt)}"
            at = (written_in(doubt.sheet), doubt.row, column_number(doubt.column or "A"))
            before = marks.get(at, ("", ""))
            told = f"{before[1]}\n{text}" if before[0] in (DOUBT, SETTLED) else text
            marks[at] = (SETTLED if doubt.choice else DOUBT, told)
    return marks


class _Writer:
    def __init__(self, book: Any, marks: Marks) -> None:
        self.book, self.marks = book, marks
        self.formats: dict[tuple[str, str], Any] = {}

    def sheet(self, sheet: Sheet, name: str) -> None:
        """One sheet with its marks, in the place where everything stood."""
        made = self.book.add_worksheet(name)
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                colour, comment = self.marks.get((sheet.name, r + 1, c + 1), ("", ""))
                if value is not None or colour:
                    self._cell(made, r, c, value, colour)
                if comment:
                    made.write_comment(r, c, comment[:LONGEST], {"author": "Estate", "x_scale": 2})
        for number in sheet.hidden_rows:
            made.set_row(number - 1, None, None, {"hidden": True})
        made.set_column(0, max(sheet.width - 1, 0), 14)

    def _cell(self, made: Any, row: int, column: int, value: Value, colour: str) -> None:
        if isinstance(value, (datetime, date)) and value.year >= 1900:
            made.write_datetime(row, column, value, self._format(colour, "yyyy-mm-dd"))
        elif isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300:
            made.write_number(row, column, value, self._format(colour, "0" if abs(value) >= 1e10 else ""))
        elif value is None:
            made.write_blank(row, column, None, self._format(colour, ""))
        else:
            text = str(value) if isinstance(value, (time, timedelta)) else as_text(value)
            made.write_string(row, column, text[:LONGEST], self._format(colour, "@"))

    def _format(self, colour: str, number: str) -> Any:
        key = (colour, number)
        if key not in self.formats:
            wanted = {"bg_color": colour} if colour else {}
            self.formats[key] = self.book.add_format(wanted | ({"num_format": number} if number else {}))
        return self.formats[key]


def _summary(book: Any, names: dict[str, str], doubts: list[Doubt], skips: Iterable[Skipped]) -> None:
    """The first sheet: every question with a link to its cell, then what was skipped."""
    made = book.add_worksheet(_free(_("Findings"), set(names.values())))
    head, wrap = (
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    link = book.add_format({"font_color": "#1F4E9E", "underline": 1, "valign": "top"})
    titles = [
        _("Sheet"),
        _("Row"),
        _("Column"),
        _("Home"),
        _("Written"),
        _("Why"),
        _("Proposed"),
        _("Decision"),
    ]
    for c, title in enumerate(titles):
        made.write_string(0, c, title, head)
    for r, doubt in enumerate(doubts, 1):
        cell = f"{doubt.column or 'A'}{doubt.row or 1}"
        sheet = names[written_in(doubt.sheet)]
        place = sheet.replace("'", "''")
        made.write_url(r, 0, f"internal:'{place}'!{cell}", link, sheet)
        if doubt.row:
            made.write_number(r, 1, doubt.row, wrap)
        said = words.answered(doubt) if doubt.choice else ""
        for c, text in enumerate(
            [doubt.column or "", doubt.home, doubt.raw, doubt.why, doubt.proposal or "", said], 2
        ):
            made.write_string(r, c, text[:LONGEST], wrap)
    row = len(doubts) + 2
    for skipped in skips:
        made.write_string(row, 0, skipped.sheet, wrap)
        if skipped.row:
            made.write_number(row, 1, skipped.row, wrap)
        made.write_string(row, 5, reason(skipped), wrap)
        row += 1
    for column, width in enumerate((14, 7, 8, 12, 22, 44, 22, 26)):
        made.set_column(column, column, width)
    made.freeze_panes(1, 0)


def _sheet_names(wanted: list[str]) -> dict[str, str]:
    """Names that a workbook takes, each once; a text file's only sheet has none of its own."""
    made: dict[str, str] = {}
    for name in wanted:
        made[name] = _free(
            "".join(c for c in name if c not in "[]:*?/\\").strip("'")[:31] or "1", set(made.values())
        )
    return made


def _free(name: str, taken: set[str]) -> str:
    taken = {t.lower() for t in taken}
    found, n = name, 2
    while found.lower() in taken:
        found, n = f"{name[:28]} {n}", n + 1
    return found
