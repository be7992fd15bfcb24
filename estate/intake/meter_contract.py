"""The readings as the plain structure that `estate import readings FILE --dry-run --json` prints."""

from typing import Any

from estate.intake.meter_rows import MeterRow, Readings


def readings_contract(found: Readings) -> dict[str, Any]:
    """kind, file, records, fixed, flagged and skipped."""
    return {
        "kind": "readings",
        "file": found.notes.file,
        "records": {"meters": [_meter(row) for row in found.rows if row.room or row.meter_no]},
        "fixed": found.notes.fixed,
        "flagged": found.notes.flagged,
        "skipped": found.notes.skipped,
    }


def _meter(row: MeterRow) -> dict[str, Any]:
    used = None if row.prev_e3 is None or row.curr_e3 is None else row.curr_e3 - row.prev_e3
    return {
        "room": row.room,
        "meter_no": row.meter_no,
        "mtype": row.mtype or row.kind,
        "prev": _number(row.prev_e3),
        "curr": _number(row.curr_e3),
        "read_date": row.read_date,
        "note": row.note,
        "usage": _number(None if used is None else used * (row.multiplier_e3 or 1000) // 1000),
        "flagged": sorted(row.doubtful),
        "source": {"sheet": row.sheet, "row": row.row},
    }


def _number(e3: int | None) -> int | str | None:
    """Whole numbers as such, others as exact decimals."""
    if e3 is None:
        return None
    return e3 // 1000 if e3 % 1000 == 0 else f"{e3 // 1000}.{e3 % 1000:03d}".rstrip("0")
