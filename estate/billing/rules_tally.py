"""A run while it is computed: home after home, counted up by fee item and building, beside the period before."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from estate.billing.rules_run import Bill, Covered, Due, Home, Item, bill_home

HOMES_IN_A_CHUNK = 1000


class RunHome(NamedTuple):
    """A home in a run, beside the period before. compared_fen: the part of monthly items, which compares."""

    home_id: int
    home_code: str
    lines: int
    amount_fen: int
    compared_fen: int
    before_fen: int


class RunTotal(NamedTuple):
    """What one building is charged for one fee item."""

    building: str
    fee_item_id: int
    homes: int
    lines: int
    amount_fen: int


class Tally:
    """Bills homes one by one and keeps the sums of the run. before: fen charged to each home in the period before."""

    def __init__(
        self, items: Sequence[Item], covered: Covered, before: Mapping[int, int], first: date, last: date
    ) -> None:
        self.homes = self.lines = self.total_fen = 0
        self._items, self._covered, self._before = items, covered, before
        self._due = Due(items, first, last)
        self._monthly = {item.id for item in items if item.cycle_months == 1 and item.anchor == "calendar"}
        self._totals: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0])

    def bill(self, home: Home) -> tuple[Bill, RunHome | None]:
        """The bill of the next home, and how it stands beside the period before (None: in neither)."""
        bill = bill_home(home, self._items, self._due, self._covered)
        before = self._before.get(home.id, 0)
        if not bill.lines:
            gone = before and (None, "already_billed") not in bill.skipped
            return bill, RunHome(home.id, home.code, 0, 0, 0, before) if gone else None
        amount_fen = compared_fen = 0
        seen: set[int] = set()
        for line in bill.lines:
            amount_fen += line.amount_fen
            if line.fee_item_id in self._monthly:
                compared_fen += line.amount_fen
            sums = self._totals[home.building, line.fee_item_id]
            if line.fee_item_id not in seen:
                seen.add(line.fee_item_id)
                sums[0] += 1
            sums[1] += 1
            sums[2] += line.amount_fen
        self.homes += 1
        self.lines += len(bill.lines)
        self.total_fen += amount_fen
        return bill, RunHome(home.id, home.code, len(bill.lines), amount_fen, compared_fen, before)

    def totals(self) -> Iterator[RunTotal]:
        """What each building is charged for each fee item."""
        for (building, item_id), (homes, lines, amount_fen) in self._totals.items():
            yield RunTotal(building, item_id, homes, lines, amount_fen)


def chunks(homes: Sequence[Home]) -> list[Sequence[Home]]:
    """The homes in the order of buildings, some buildings at a time, so that progress shows and nobody waits long."""
    parts: list[Sequence[Home]] = []
    start = 0
    for end in range(1, len(homes) + 1):
        if end == len(homes) or (
            end - start >= HOMES_IN_A_CHUNK and homes[end].building != homes[end - 1].building
        ):
            parts.append(homes[start:end])
            start = end
    return parts
