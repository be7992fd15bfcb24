"""A ledger file as rows of values, with what a person sees beside them: comments, merges, hidden rows, formulas."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

Value = str | int | float | bool | date | datetime | time | timedelta | None


class Span(NamedTuple):
    """A merged range; rows and columns count from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Formula(NamedTuple):
    """A cell's formula as written, without the equals sign, and whether the file holds its result."""

    text: str
    has_result: bool


@dataclass(slots=True)
class Sheet:
    """One sheet; rows[0] is row 1. Keys of comments, formulas and errors are (row, column), counted from 1."""

    name: str
    rows: list[list[Value]]
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: list[Span] = field(default_factory=list[Span])
    comments: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    formulas: dict[tuple[int, int], Formula] = field(default_factory=dict[tuple[int, int], Formula])
    errors: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])

    @property
    def width(self) -> int:
        """The number of columns in use."""
        return max(map(len, self.rows), default=0)

    def value(self, row: int, column: int) -> Value:
        """The cell's value, None outside the sheet."""
        if 0 < row <= len(self.rows) and 0 < column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return None


@dataclass(slots=True)
class Workbook:
    """A ledger file. epoch_1904: serial dates count from 1904. stem: the file's name without its ending."""

    name: str
    stem: str
    sheets: list[Sheet]
    epoch_1904: bool = False


class UnreadableLedger(Exception):
    """The file is no ledger that can be read; the message says why in a line a clerk understands."""


def written_in(sheet: str) -> str:
    """The sheet of the file that holds this one, which may be a part of it: "Sheet1 [F:I]" stands in Sheet1."""
    return sheet.partition(" [")[0]


@lru_cache(maxsize=4096)
def letter(column: int) -> str:
    """The column's letters: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """The column's number: A is 1. Raises ValueError when the letters name no column."""
    number = 0
    for char in letters.strip().upper():
        if not "A" <= char <= "Z":
            raise ValueError(f"{letters!r} names no column")
        number = number * 26 + ord(char) - 64
    if not number:
        raise ValueError("no column named")
    return number


def as_text(value: Value) -> str:
    """What a person would read in the cell; whole numbers without a decimal point, dates as ISO."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def as_json(value: Value) -> str | int | float | bool | None:
    """The value for a report: numbers stay numbers, dates become ISO text."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if value is None or isinstance(value, (str, int, float)) else as_text(value)


def is_blank(value: Value) -> bool:
    """Whether the cell shows nothing."""
    return value is None or (isinstance(value, str) and not value.strip(" \t\r\n\u00a0\u3000\u200b\ufeff"))
