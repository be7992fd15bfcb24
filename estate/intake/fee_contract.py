"""The fees as the plain structure that `estate import fees FILE --dry-run --json` prints."""

from typing import Any

from estate.intake.areas import decimal_text
from estate.intake.fee_list_rows import ListRow
from estate.intake.fee_row import Debt, FeeRow, Fees


def fees_contract(found: Fees) -> dict[str, Any]:
    """kind, file, records, fixed, flagged and skipped; beside them the day of each sheet and the fee that is named."""
    return {
        "kind": "fees",
        "file": found.notes.file,
        "records": {
            "fees": [_fee(row) for row in found.rows if not isinstance(row, ListRow)] + _listed(found),
            "arrears": [
                {"room": row.room, "month": month.isoformat()[:7], "amount": fen, "source": _source(row)}
                for row in found.rows
                for month, fen in sorted(row.arrears.items())
            ]
            + [_debt(row, debt) for row in found.rows for debt in row.before],
        },
        "fixed": found.notes.fixed,
        "flagged": found.notes.flagged,
        "skipped": found.notes.skipped,
        "as_of": {sheet: day.isoformat() for sheet, day in found.as_of.items()},
        "fee": found.fee,
    }


def _listed(found: Fees) -> list[dict[str, Any]]:
    """The monthly fee of every home and fee of a list, from its first row; what is no number of months has none."""
    seen: dict[tuple[str | None, str | None], dict[str, Any]] = {}
    for row in found.rows:
        if not isinstance(row, ListRow) or row.room is None or (row.room, row.item) in seen:
            continue
        months = row.span.months if row.span else None
        row.due_fen = (
            row.charge_fen // months if row.charge_fen and months and row.charge_fen % months == 0 else None
        )
        seen[row.room, row.item] = {**_fee(row), "fee": row.item}
    return list(seen.values())


def _debt(row: FeeRow, debt: Debt) -> dict[str, Any]:
    """A debt of some days; `month` is the first of them."""
    return {
        "room": row.room,
        "month": debt.first.isoformat()[:7],
        "amount": debt.fen,
        "fee": debt.item,
        "period": [debt.first.isoformat(), debt.last.isoformat()],
        "due_on": (debt.due_on or debt.last).isoformat(),
        "source": _source(row),
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
