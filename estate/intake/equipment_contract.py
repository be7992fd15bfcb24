"""A register of equipment as the plain structure that `estate import equipment FILE --dry-run --json` prints."""

from typing import Any

from estate.intake.equipment_rows import EquipmentRow, Register, ready


def equipment_contract(found: Register) -> dict[str, Any]:
    """kind, file, records, fixed, flagged and skipped."""
    return {
        "kind": "equipment",
        "file": found.notes.file,
        "records": {"equipment": [_piece(row) for row in found.rows]},
        "fixed": found.notes.fixed,
        "flagged": found.notes.flagged,
        "skipped": found.notes.skipped,
    }


def _piece(row: EquipmentRow) -> dict[str, Any]:
    piece = ready(row)
    return {
        "code": piece.code,
        "ename": piece.name,
        "category": piece.category or None,
        "model": piece.model or None,
        "brand": piece.brand or None,
        "serial_no": piece.serial_no or None,
        "registration_no": piece.registration_no or None,
        "location": piece.location or None,
        "quantity": piece.quantity,
        "install": piece.installed.iso() if piece.installed else None,
        "life": piece.life_years,
        "last_maint": piece.last_service.iso() if piece.last_service else None,
        "next_maint": piece.next_service.iso() if piece.next_service else None,
        "last_inspection": piece.last_inspection.iso() if piece.last_inspection else None,
        "next_inspection": piece.next_inspection.iso() if piece.next_inspection else None,
        "cycle": piece.cycle.iso() if piece.cycle else None,
        "vendor": piece.vendor or None,
        "vendor_phone": list(piece.vendor_phones),
        "keeper": piece.keeper or None,
        "status": piece.status or None,
        "state": piece.state,
        "note": piece.note or None,
        "flagged": sorted(piece.doubtful),
        "source": {"sheet": piece.sheet, "row": piece.row},
    }
