"""The trial balance: what each fee item opened with, what moved it, what it closes with, and the proof. In fen.

opening + charges − waivers − receipts (+ what was taken back) = closing, and closing + what came later = what the
balances of the charges say now. Source: DOMAIN A1.16–A1.21.
"""

from collections.abc import Iterable
from typing import NamedTuple

COLUMNS: dict[str, tuple[str, ...]] = {
    "charged": ("charge",),
    "charges_back": ("charge_reversal",),
    "waived": ("waiver", "waiver_revoked"),
    "received": ("receipt",),
    "receipts_back": ("receipt_reversal",),
    "offset": ("offset", "offset_reversal"),
}
"""Which kinds of entries stand in which column."""


class Sum(NamedTuple):
    """A month's entries of one kind and fee item. amount_fen: above zero more is owed."""

    month: str
    fee_item_id: int
    kind: str
    amount_fen: int


class Row(NamedTuple):
    """A fee item. Columns carry their sign: what lowers the debt is below zero. now_fen: by the charges' balances."""

    fee_item_id: int
    opening_fen: int
    charged_fen: int
    charges_back_fen: int
    waived_fen: int
    received_fen: int
    receipts_back_fen: int
    offset_fen: int
    later_fen: int
    now_fen: int

    @property
    def closing_fen(self) -> int:
        """opening + all that moved."""
        return sum(self[1:8])

    @property
    def difference_fen(self) -> int:
        """What the entries and the balances of the charges disagree by; it must be nothing."""
        return self.closing_fen + self.later_fen - self.now_fen

    @property
    def empty(self) -> bool:
        return not any(self[1:])


def trial(sums: Iterable[Sum], now_fen: dict[int, int], first: str, last: str) -> list[Row]:
    """One row for each fee item from a month to another, both included (`2026-11`); empty ones are left out."""
    found: dict[int, dict[str, int]] = {}
    column_of = {kind: name for name, kinds in COLUMNS.items() for kind in kinds}
    for one in sums:
        row = found.setdefault(one.fee_item_id, {})
        where = "opening" if one.month < first else "later" if one.month > last else column_of[one.kind]
        row[where] = row.get(where, 0) + one.amount_fen
    parts = ("opening", *COLUMNS, "later")
    rows = [
        Row._make((item, *(found.get(item, {}).get(part, 0) for part in parts), now_fen.get(item, 0)))
        for item in sorted({*found, *now_fen})
    ]
    return [row for row in rows if not row.empty]


def total(rows: Iterable[Row]) -> Row:
    """All rows together."""
    sums = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)] or [0] * 9
    return Row._make((0, *sums))
