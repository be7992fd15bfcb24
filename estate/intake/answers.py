"""A person's word on what was doubtful, in the form in which the ledger is read again with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from estate.i18n import gettext as _


class Answer(NamedTuple):
    """The word on one cell. choice: value (text stands for the cell), empty, or care (a note for the care record)."""

    choice: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """All words on one file. cells by (sheet, row, column letter); rooms: full codes by (sheet, row).

    rows: out (left out), instead (of the other row of the home) or both (its people beside those of the other row).
    areas: of rows without a column of areas. sheets: by (sheet, kind of the question).
    """

    cells: Mapping[tuple[str, int, str], Answer] = field(default_factory=dict[tuple[str, int, str], Answer])
    rooms: Mapping[tuple[str, int], str] = field(default_factory=dict[tuple[str, int], str])
    rows: Mapping[tuple[str, int], str] = field(default_factory=dict[tuple[str, int], str])
    areas: Mapping[tuple[str, int], str] = field(default_factory=dict[tuple[str, int], str])
    sheets: Mapping[tuple[str, str], Answer] = field(default_factory=dict[tuple[str, str], Answer])


NONE = Answers()


def no_text(typed: str) -> str | None:
    """Why what was typed is no answer at all, as a sentence; None when it may be one."""
    if not typed.strip():
        return _("Type a value.")
    return _("This is too long.") if len(typed) > 500 else None
