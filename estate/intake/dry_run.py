"""The front door for the command line: what a ledger would bring in, without storing anything."""

from pathlib import Path
from typing import Any

from estate.i18n import gettext as _
from estate.intake.contract import homes_contract
from estate.intake.equipment_contract import equipment_contract
from estate.intake.equipment_rows import read_equipment
from estate.intake.fee_contract import fees_contract
from estate.intake.fee_rows import read_fees
from estate.intake.homes import read_homes
from estate.intake.meter_contract import readings_contract
from estate.intake.meter_rows import read_readings
from estate.intake.parking_contract import parking_contract
from estate.intake.parking_rows import read_parking


class UnknownKind(ValueError):
    """There is no ledger of that kind."""

    @classmethod
    def of(cls, kind: str) -> "UnknownKind":
        """With the kinds that there are."""
        known = ", ".join(KINDS)
        return cls(
            _("No ledger of the kind “%(kind)s” can be read; known: %(known)s.", kind=kind, known=known)
        )


KINDS = ("homes", "readings", "fees", "parking", "equipment")


def dry_run(kind: str, file: Path, homes_file: Path | None = None) -> dict[str, Any]:
    """The contract of `estate import KIND FILE --dry-run --json` as a dictionary.

    homes_file: a homes ledger whose rooms the file may name; the homes ledger itself needs none.
    Raises UnknownKind, UnreadableLedger (no table, damaged or locked file) or OSError.
    """
    if kind not in KINDS:
        raise UnknownKind.of(kind)
    if kind == "homes":
        return homes_contract(read_homes(file))
    if kind == "equipment":
        return equipment_contract(read_equipment(file))
    known = {home.code: home.area_dm2 for home in read_homes(homes_file).homes} if homes_file else None
    if kind == "readings":
        return readings_contract(read_readings(file, known))
    return (
        fees_contract(read_fees(file, known))
        if kind == "fees"
        else parking_contract(read_parking(file, known))
    )
