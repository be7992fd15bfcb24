"""One door for all ledger files: .xlsx, .xls, .ods by their content, everything else as delimited text."""

import io
import zipfile
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from estate.i18n import gettext as _
from estate.intake.delimited import read_delimited
from estate.intake.workbook import Sheet, Span, UnreadableLedger, Value, Workbook
from estate.intake.xls_facts import read_xls_facts
from estate.intake.xlsx_facts import BookFacts, SheetFacts, read_facts

LARGEST_SHEET = 20_000_000  # cells between A1 and the last one
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_workbook(path: Path, name: str | None = None) -> Workbook:
    """Read a ledger file as a person sees it. name: what the file was called when it was handed in.

    Raises UnreadableLedger with a plain reason when the file is damaged, locked by a password or no ledger at all,
    OSError when it cannot be opened.
    """
    return read_content(path.read_bytes(), name or path.name)


def read_content(data: bytes, title: str) -> Workbook:
    """The same from a file's content. Raises UnreadableLedger."""
    stem = Path(title).stem
    head = data[:512].lstrip().lower()
    if not data.strip():
        raise UnreadableLedger(_("The file is empty."))
    if data.startswith(b"PK"):
        return _spreadsheet(data, title, stem, _xlsx_facts(data))
    if data.startswith(OLE):
        return _spreadsheet(data, title, stem, read_xls_facts(data))
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"%pdf")):
        raise UnreadableLedger(
            _("The file is a web page or document, not a workbook; save it as .xlsx and try again.")
        )
    return Workbook(title, stem, [read_delimited(data)])


def _xlsx_facts(data: bytes) -> BookFacts:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "xl/workbook.xml" in archive.namelist():
                return read_facts(archive)
            return BookFacts(False, {})
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableLedger(_("The workbook is damaged or locked: %(fault)s", fault=error)) from error


def _spreadsheet(data: bytes, title: str, stem: str, facts: BookFacts) -> Workbook:
    for known in facts.sheets.values():
        if known.last_row * known.last_column > LARGEST_SHEET:
            raise UnreadableLedger(
                _("A sheet has cells far outside its table; delete the empty rows and columns.")
            )
    sheets: list[Sheet] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for meta in book.sheets_metadata:
                if meta.typ == SheetTypeEnum.WorkSheet:
                    shown = meta.visible == SheetVisibleEnum.Visible
                    sheets.append(_sheet(book, meta.name, shown, facts.sheets.get(meta.name, SheetFacts())))
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableLedger(_("The workbook cannot be read: %(fault)s", fault=error)) from error
    return Workbook(title, stem, sheets, facts.epoch_1904)


def _sheet(book: CalamineWorkbook, name: str, shown: bool, facts: SheetFacts) -> Sheet:
    table = book.get_sheet_by_name(name)
    rows: list[list[Value]] = [
        [None if v == "" else v for v in row] for row in table.to_python(skip_empty_area=False)
    ]
    while rows and all(v is None for v in rows[-1]):
        rows.pop()
    merged = [Span(a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in table.merged_cell_ranges or []]
    return Sheet(
        name=name,
        rows=rows,
        visible=shown,
        hidden_rows=frozenset(facts.hidden_rows),
        hidden_columns=frozenset(facts.hidden_columns),
        merged=merged,
        comments=facts.comments,
        formulas=facts.formulas,
        errors=facts.errors,
    )
