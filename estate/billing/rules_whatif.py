"""What a changed price would do: every home's bills of twelve months, with the price as it is and as it would be.

Homes that are alike in all that the price looks at are reckoned once. Amounts in fen; days that are charged already
stay as they are, so they count on neither side.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_cycles import earliest_day, months_later
from estate.billing.rules_persons import Dweller
from estate.billing.rules_run import Covered, Due, Home, Item, Space, lines_of, overlap
from estate.billing.rules_stretches import DAY, Charged, Liable, Range
from estate.billing.rules_who import ALWAYS

MONTHS = 12


class Change(NamedTuple):
    """A home's twelve months as it is and as it would be. kind: more, less, new, freed, same."""

    home_id: int
    home_code: str
    building: str
    before_fen: int
    after_fen: int

    @property
    def difference_fen(self) -> int:
        """How much more, or less, the home would pay."""
        return self.after_fen - self.before_fen

    @property
    def kind(self) -> str:
        """What the change means to the home."""
        if self.before_fen == self.after_fen:
            return "same"
        if not self.before_fen or not self.after_fen:
            return "freed" if self.before_fen else "new"
        return "more" if self.difference_fen > 0 else "less"


class Beside(NamedTuple):
    """A month's or a building's sum as it is and as it would be. homes: those that pay another amount."""

    name: str
    homes: int
    before_fen: int
    after_fen: int

    @property
    def difference_fen(self) -> int:
        """How much more, or less, comes in."""
        return self.after_fen - self.before_fen


class WhatIf(NamedTuple):
    """The whole answer. homes: those that the item reaches in these months, in their order."""

    months: list[Beside]
    buildings: list[Beside]
    homes: list[Change]

    @property
    def before_fen(self) -> int:
        """What twelve months bring in as it is."""
        return sum(one.before_fen for one in self.homes)

    @property
    def after_fen(self) -> int:
        """What they would bring in."""
        return sum(one.after_fen for one in self.homes)

    def of(self, kind: str) -> list[Change]:
        """The homes of a kind, those that change most first."""
        found = [one for one in self.homes if one.kind == kind]
        return sorted(found, key=lambda one: -abs(one.difference_fen))


def compare(homes: Sequence[Home], item: Item, tried: Tariff, covered: Covered, first: date) -> WhatIf:
    """The runs of twelve months from `first`, the first day of one, without and with the price that is tried."""
    other = [tariff for tariff in item.tariffs if tariff.since != tried.since]
    then = item._replace(tariffs=tuple(sorted([*other, tried], key=lambda tariff: tariff.since)))
    reckoners = (_Reckoner(item, first), _Reckoner(then, first))
    changes: list[Change] = []
    by_month = [[0, 0, 0] for _month in range(MONTHS)]
    by_building: dict[str, list[int]] = {}
    for home in homes:
        before, after = (one.months(home, covered) for one in reckoners)
        sums = by_building.setdefault(home.building, [0, 0, 0])
        if not any(before) and not any(after):
            continue
        change = Change(home.id, home.code, home.building, sum(before), sum(after))
        changes.append(change)
        sums[0] += change.difference_fen != 0
        sums[1] += change.before_fen
        sums[2] += change.after_fen
        for month, was, will in zip(by_month, before, after, strict=True):
            month[0] += was != will
            month[1] += was
            month[2] += will
    months = [Beside(months_later(first, n).isoformat(), *sums) for n, sums in enumerate(by_month)]
    buildings = [Beside(name, *sums) for name, sums in by_building.items() if any(sums)]
    return WhatIf(months, buildings, changes)


class _Reckoner:
    """Twelve monthly runs of one item at the prices given."""

    def __init__(self, item: Item, first: date) -> None:
        self._item = item
        starts = [months_later(first, n) for n in range(MONTHS + 1)]
        self._runs = [Due([item], start, following - DAY) for start, following in pairwise(starts)]
        begins = earliest_day(item.cycle_months, first, item.timing)
        self._since = begins if item.anchor == "calendar" else ALWAYS[0]
        self._known: dict[object, list[int]] = {}

    def months(self, home: Home, covered: Covered) -> list[int]:
        """What each month's run charges the home."""
        if self._item.kind != "fixed_parking":
            return self._of(home, None, covered)
        found = [0] * MONTHS
        for space in home.spaces:
            found = [a + b for a, b in zip(found, self._of(home, space, covered), strict=True)]
        return found

    def _of(self, home: Home, space: Space | None, covered: Covered) -> list[int]:
        windows = self._item.who.windows(space.place if space else home.place)
        if not windows:
            return [0] * MONTHS
        charged = space.charged if space else home.charged
        key = (None, self._item.id, space.id) if space else (home.id, self._item.id, None)
        taken = covered.get(key, ())
        if taken or (space and len(space.shared) + len(space.held) > 2):
            return self._worked_out(charged, space, windows, taken)
        alike = (self._likeness(charged), windows, space and (space.held, space.shared))
        if alike not in self._known:
            self._known[alike] = self._worked_out(charged, space, windows, ())
        return self._known[alike]

    def _likeness(self, charged: Charged) -> object:
        """All that a home's amounts depend on: persons as numbers and days, and of these what is not over."""
        living, since = charged.living, self._since
        if living is not None:
            numbers = _numbered([one.person_id for one in living.dwellers])
            dwellers = tuple(
                Dweller(numbers[one.person_id], one.role, max(one.first, since), one.last)
                for one in living.dwellers
            )
            living = living._replace(dwellers=dwellers)
        numbers = _numbered([payer.person_id for payer in charged.liable])
        liable = tuple(
            Liable(
                numbers[payer.person_id],
                "",
                max(payer.first, since),
                payer.last,
                payer.company,
                payer.home_id,
            )
            for payer in charged.liable
        )
        delivered = charged.delivered_on
        if self._item.anchor == "calendar" and delivered is not None and delivered < since:
            delivered = None
        return charged._replace(liable=liable, living=living, delivered_on=delivered)

    def _worked_out(
        self,
        charged: Charged,
        space: Space | None,
        windows: Sequence[Range],
        taken: Sequence[tuple[str, str]],
    ) -> list[int]:
        found: list[int] = []
        for run in self._runs:
            owed, months, why = run.of(self._item, charged)
            lines = [] if why else lines_of(self._item, owed, space, windows, months)[0]
            found.append(
                sum(
                    line.amount_fen
                    for line in lines
                    if not taken or not overlap(line.first.isoformat(), line.last.isoformat(), taken)
                )
            )
        return found


def _numbered(persons: Sequence[int]) -> dict[int, int]:
    return {person_id: number for number, person_id in enumerate(dict.fromkeys(persons))}


def example(changes: Sequence[Change]) -> Change | None:
    """The home in the middle of those that pay another amount: neither the largest nor the smallest difference."""
    changed = sorted((one for one in changes if one.difference_fen), key=lambda one: one.difference_fen)
    return changed[len(changed) // 2] if changed else None
