"""A question of an import, with its place, its reason and the answer that was given."""

from typing import Any, NamedTuple

from estate.intake import ledger_words, meter_words
from estate.intake.notices import DOUBTS
from estate.intake.workbook import as_text

ROOM_KINDS = {
    "entrance_unknown",
    "entrance_unreadable",
    "room_as_date",
    "room_contradicts_column",
    "room_level",
    "room_missing",
    "room_run_together",
    "room_shop",
    "room_unreadable",
    "wrong_building",
}
MANY_PROPOSALS = {"entrance_unknown", "id_owner_unclear"}
"""Kinds whose proposal is a list to choose from or a sentence, not a value to take."""


class Doubt(NamedTuple):
    """A question of an import with its answer, if there is one. facts: raw, proposal, about. ledger: of which kind."""

    id: int
    sheet: str
    row: int | None
    column: str | None
    field: str | None
    kind: str
    home: str
    facts: dict[str, Any]
    choice: str | None
    typed: str | None
    decided_by: str | None
    ledger: str = "homes"

    @property
    def raw(self) -> str:
        """What stands in the cell, as text."""
        return as_text(self.facts.get("raw"))

    @property
    def proposal(self) -> str | None:
        """What is proposed, if anything can be taken as it is."""
        found = self.facts.get("value")
        return str(found) if found and self.kind not in MANY_PROPOSALS else None

    @property
    def why(self) -> str:
        """The reason, as a sentence."""
        about = {"raw": self.raw, "value": self.facts.get("value") or "", **self.facts.get("about", {})}
        if message := about.get("message"):
            return str(message)
        if self.ledger == "homes":
            return str(DOUBTS[self.kind]) % about
        return (meter_words if self.ledger == "readings" else ledger_words).said(self.kind) % about

    @property
    def target(self) -> str:
        """The field that an answer fills: doubts about where a home lies are all answered by its full code."""
        return "room" if self.kind in ROOM_KINDS else self.field or ""
