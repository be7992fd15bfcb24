"""The fees as the plain structure that `estate import fees FILE --dry-run --json` prints."""

from typing import Any

from estate.intake.areas import decimal_text
from estate.intake.fee_row import FeeRow, Fees


def fees_contract(found: Fees) -> dict[str, Any]:
    """kind, file, records, fixed, flagged and skipped; beside them the day of each sheet and the fee that is named."""
    return {
        "kind": "fees",
        "file": found.notes.file,
        "records": {
            "fees": [_fee(row) for row in found.rows],
            "arrears": [
                {"room": row.room, "month": month.isoformat()[:7], "amount": fen, "source": _source(row)}
                for row in found.rows
                for month, fen in sorted(row.arrears.items())
            ],
        },
        "fixed": found.notes.fixed,
        "flagged": found.notes.flagged,
        "skipped": found.notes.skipped,
        "as_of": {sheet: day.isoformat() for sheet, day in found.as_of.items()},
        "fee": found.fee,
    }


def _fee(row: FeeRow) -> dict[str, Any]:
    price = (
        None
        if row.price_e4 is None
        else f"{row.price_e4 // 10_000}.{row.price_e4 % 10_000:04d}".rstrip("0").rstrip(".")
    )
    return {
        "room": row.room,
        "area": decimal_text(row.area_dm2) if row.area_dm2 is not None else None,
        "price": price,
        "due": row.due_fen,
        "flagged": sorted(row.doubtful),
        "source": _source(row),
    }


def _source(row: FeeRow) -> dict[str, Any]:
    return {"sheet": row.sheet, "row": row.row}
