"""The front door for the command line: what a ledger would bring in, without storing anything."""

from pathlib import Path
from typing import Any

from estate.intake.contract import homes_contract
from estate.intake.homes import read_homes


class UnknownKind(ValueError):
    """There is no ledger of that kind."""


KINDS = ("homes",)


def dry_run(kind: str, file: Path, homes_file: Path | None = None) -> dict[str, Any]:
    """The contract of `estate import KIND FILE --dry-run --json` as a dictionary.

    homes_file: a homes ledger whose rooms the file may name; the homes ledger itself needs none.
    Raises UnknownKind, UnreadableLedger (no table, damaged or locked file) or OSError.
    """
    if kind != "homes":
        raise UnknownKind(f"No ledger of the kind {kind!r} can be read; known: {', '.join(KINDS)}.")
    return homes_contract(read_homes(file))
