"""What calamine does not tell about an .xlsx: comments, hidden rows and columns, formulas, error cells, the epoch.

Only the parts needed are read, as a stream of XML events; nothing of the file is run or fetched.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree import ElementTree
from xml.parsers import expat

from estate.i18n import gettext as _
from estate.intake.workbook import Formula, UnreadableLedger, column_number

LARGEST_PART = 300_000_000
CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
TRUE = {"1", "true", "on"}


@dataclass(slots=True)
class SheetFacts:
    """Facts of one sheet; keys are (row, column) from 1."""

    hidden_rows: set[int] = field(default_factory=set[int])
    hidden_columns: set[int] = field(default_factory=set[int])
    formulas: dict[tuple[int, int], Formula] = field(default_factory=dict[tuple[int, int], Formula])
    errors: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    comments: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    last_row: int = 0
    last_column: int = 0


@dataclass(slots=True)
class BookFacts:
    """Facts of the workbook by sheet name."""

    epoch_1904: bool
    sheets: dict[str, SheetFacts]


@lru_cache(maxsize=256)
def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _part(archive: zipfile.ZipFile, path: str) -> bytes | None:
    try:
        info = archive.getinfo(path)
    except KeyError:
        return None
    if info.file_size > LARGEST_PART:
        raise UnreadableLedger(_("The file is far too large for a ledger."))
    return archive.read(info)


def _relations(archive: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """{id: (kind, path)} of a part's relationships."""
    folder, name = posixpath.split(path)
    data = _part(archive, f"{folder}/_rels/{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    for node in ElementTree.fromstring(data) if data else ():
        target = node.get("Target", "")
        target = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        found[node.get("Id", "")] = (node.get("Type", "").rpartition("/")[2].lower(), target)
    return found


def _comments(archive: zipfile.ZipFile, sheet_path: str) -> dict[tuple[int, int], str]:
    """The comments of a sheet; a thread's own text is preferred to the notice Excel leaves for old versions."""
    found: dict[tuple[int, int], str] = {}
    parts = sorted(_relations(archive, sheet_path).values())
    for kind, path in parts:
        data = _part(archive, path) if kind in ("comments", "threadedcomment") else None
        if not data:
            continue
        texts: dict[tuple[int, int], list[str]] = {}
        for node in ElementTree.fromstring(data).iter():
            if _local(node.tag) in ("comment", "threadedComment") and (
                m := CELL.fullmatch(node.get("ref", ""))
            ):
                words = "".join(
                    t.text or "" for t in node.iter() if _local(t.tag) in ("t", "text") and t.text
                )
                texts.setdefault((int(m[2]), column_number(m[1])), []).append(words.strip())
        found.update({at: "\n".join(words) for at, words in texts.items() if any(words)})
    return found


class _SheetReader:
    """Collects the facts of one sheet's XML while expat walks through it."""

    def __init__(self) -> None:
        self.facts = SheetFacts()
        self.row = self.column = 0
        self.kind = ""
        self.formula: str | None = None
        self.result = False
        self.text: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if name == "c":
            letters = attributes.get("r", "").rstrip("0123456789")
            self.column = column_number(letters) if letters else self.column + 1
            self.kind, self.formula, self.result = attributes.get("t", "n"), None, False
        elif name == "row":
            self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
            if attributes.get("hidden") in TRUE or attributes.get("zeroHeight") in TRUE:
                self.facts.hidden_rows.add(self.row)
        elif name in ("f", "v", "t"):
            self.text = []
        elif name == "col" and attributes.get("hidden") in TRUE:
            self.facts.hidden_columns.update(
                range(int(attributes["min"]), min(int(attributes["max"]), 1000) + 1)
            )

    def end(self, name: str) -> None:
        name = _local(name)
        if name in ("f", "v", "t") and self.text is not None:
            words, self.text = "".join(self.text), None
            if name == "f":
                self.formula = words
                return
            if words:
                self.result = True
                if self.row > self.facts.last_row:
                    self.facts.last_row = self.row
                if self.column > self.facts.last_column:
                    self.facts.last_column = self.column
            if name == "v" and self.kind == "e":
                self.facts.errors[self.row, self.column] = words
        elif name == "c" and self.formula is not None:
            self.facts.formulas[self.row, self.column] = Formula(
                self.formula, self.result or self.kind == "str"
            )

    def data(self, words: str) -> None:
        if self.text is not None:
            self.text.append(words)


def _sheet_facts(data: bytes) -> SheetFacts:
    reader, parser = _SheetReader(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    parser.Parse(data, True)
    return reader.facts


def read_facts(archive: zipfile.ZipFile) -> BookFacts:
    """The facts of every worksheet. Raises UnreadableLedger when the file is no workbook."""
    data = _part(archive, "xl/workbook.xml")
    if data is None:
        raise UnreadableLedger(_("The file is no Excel workbook."))
    try:
        book = ElementTree.fromstring(data)
        relations = _relations(archive, "xl/workbook.xml")
        sheets: dict[str, SheetFacts] = {}
        epoch_1904 = False
        for node in book.iter():
            if _local(node.tag) == "workbookPr":
                epoch_1904 = node.get("date1904") in TRUE
            if _local(node.tag) == "sheet":
                key = next((v for k, v in node.attrib.items() if _local(k) == "id"), "")
                kind, path = relations.get(key, ("", ""))
                xml = _part(archive, path) if kind == "worksheet" else None
                facts = _sheet_facts(xml) if xml else SheetFacts()
                facts.comments = _comments(archive, path) if xml else {}
                sheets[node.get("name", "")] = facts
    except (ElementTree.ParseError, expat.ExpatError, ValueError) as error:
        raise UnreadableLedger(_("The workbook is damaged: %(fault)s", fault=error)) from error
    return BookFacts(epoch_1904, sheets)
