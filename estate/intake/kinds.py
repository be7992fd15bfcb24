"""The kinds of ledgers that come in by the same screens, and what each of them does in its own way."""

from typing import Protocol

import msgspec

from estate.data import Tx
from estate.intake import equipment_ledger, fee_ledger, home_ledger, parking_ledger
from estate.intake.batches import EQUIPMENT, FEES, HOMES, PARKING, Batch
from estate.intake.check import Figures
from estate.intake.doubts import Doubt
from estate.intake.handed import Handed, Looked, Terms
from estate.intake.ledger_figures import LedgerFigures


class Ledger(Protocol):
    """A kind of ledger."""

    def look(self, handed: Handed) -> Looked:
        """What the file would bring as things are now; nothing is kept. Raises UnreadableLedger."""
        ...

    def choices(self, doubt: Doubt) -> list[str]:
        """The answers that a question allows, the best first."""
        ...

    def refusal(self, doubt: Doubt, choice: str, typed: str) -> str | None:
        """Why an answer cannot be taken, as a sentence; None when it can."""
        ...

    def bring_in(
        self, tx: Tx, batch: Batch, looked: Looked, decided: list[Doubt], terms: Terms
    ) -> dict[str, int]:
        """Everything that is clear enters; answers how much of what. Refused when something stands against it."""
        ...

    def take_back(self, tx: Tx, batch: Batch) -> None:
        """Everything that the import brought leaves again. Refused as soon as something depends on it."""
        ...


_KINDS: dict[str, Ledger] = {
    HOMES: home_ledger,
    FEES: fee_ledger,
    PARKING: parking_ledger,
    EQUIPMENT: equipment_ledger,
}
KINDS = tuple(_KINDS)


def of(kind: str) -> Ledger:
    """What a kind of ledger does; KeyError for one that has screens of its own."""
    return _KINDS[kind]


def choices(doubt: Doubt) -> list[str]:
    """The answers that a question allows, by the kind of its ledger."""
    return of(doubt.ledger).choices(doubt)


def figures(batch: Batch) -> Figures | LedgerFigures:
    """The sums of the latest check; zeros before the first."""
    made = Figures if batch.kind == HOMES else LedgerFigures
    return msgspec.json.decode(batch.figures_json or "{}", type=made)


def usual_item(batch: Batch) -> str:
    """The fee item that a fee ledger's arrears are of: as chosen, else as the ledger's title names it."""
    shown = figures(batch)
    told = shown.items[0].name if isinstance(shown, LedgerFigures) and len(shown.items) == 1 else ""
    return batch.options.get("fee_item") or told
