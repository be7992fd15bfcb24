"""The parking spaces as the plain structure that `estate import parking FILE --dry-run --json` prints."""

from typing import Any

from estate.intake.parking_rows import Parking, ParkingRow


def parking_contract(found: Parking) -> dict[str, Any]:
    """kind, file, records, fixed, flagged and skipped."""
    return {
        "kind": "parking",
        "file": found.notes.file,
        "records": {"parking": [_space(row) for row in found.rows if row.space]},
        "fixed": found.notes.fixed,
        "flagged": found.notes.flagged,
        "skipped": found.notes.skipped,
    }


def _space(row: ParkingRow) -> dict[str, Any]:
    return {
        "space": row.space,
        "ptype": row.ptype,
        "kind": row.kind,
        "plate": list(row.plates),
        "room": row.room,
        "start": row.start.isoformat() if row.start else None,
        "end": row.end.isoformat() if row.end else None,
        "fee": row.fee_fen,
        "flagged": sorted(row.doubtful),
        "source": {"sheet": row.sheet, "row": row.row},
    }
