"""What was found in a ledger, each note with its place; the same for every kind of ledger but that of homes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from estate.intake.ledger_words import said
from estate.intake.workbook import Value, as_json, letter


class Entry(Protocol):
    """A row that came of a ledger. doubtful: fields that a person must decide."""

    sheet: str
    row: int
    room: str | None
    doubtful: set[str]


@dataclass(slots=True)
class Notes:
    """fixed, flagged, skipped: as the contract of a dry run names them. words: what is said of a kind of finding."""

    file: str
    fixed: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    flagged: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    skipped: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    words: Callable[[str], str] = said

    def skip(self, sheet: str, row: int | None, reason: str) -> None:
        """A row or (row None) a sheet that holds no record."""
        self.skipped.append({"sheet": sheet, "row": row, "reason": reason})

    def flag(
        self,
        sheet: str,
        row: int | None,
        column: int | None,
        name: str,
        kind: str,
        raw: Value,
        proposal: Any = None,
    ) -> None:
        """A question for a person."""
        self.flagged.append(self._finding(sheet, row, column, name, kind, raw, "proposal", proposal))

    def fix(
        self, sheet: str, row: int, column: int | None, name: str, kind: str, raw: Value, value: Any
    ) -> None:
        """A repair without loss."""
        self.fixed.append(self._finding(sheet, row, column, name, kind, raw, "value", value))

    def _finding(
        self,
        sheet: str,
        row: int | None,
        column: int | None,
        name: str,
        kind: str,
        raw: Value,
        key: str,
        value: Any,
    ) -> dict[str, Any]:
        return {
            "sheet": sheet,
            "row": row,
            "column": letter(column) if column else None,
            "raw": as_json(raw),
            "kind": kind,
            key: value,
            "field": name or None,
            "message": self.words(kind),
        }
