"""What a changed price would do: every home's bills of twelve months, with the price as it is and as it would be.

Of fees by periods these are the months to come; days that are charged already stay as they are and count on neither
side. Of metered fees they are months gone by: what was read in them, at the one price and at the other. Discounts are
taken off on both sides. Amounts in fen.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_cycles import months_later
from estate.billing.rules_run import Covered, Home, Item
from estate.billing.rules_whatif_less import MONTHS, NONE_OFF, Less, Year
from estate.billing.rules_whatif_periods import ByPeriods
from estate.billing.rules_whatif_used import ByUsage


class Change(NamedTuple):
    """What a home pays in twelve months as it is and as it would be. kind: more, less, new, freed, same.

    off_fen: what discounts take off, on either side.
    """

    home_id: int
    home_code: str
    building: str
    before_fen: int
    after_fen: int
    off_fen: tuple[int, int] = (0, 0)

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

    @property
    def off_fen(self) -> tuple[int, int]:
        """What discounts take off, as it is and as it would be."""
        return sum(one.off_fen[0] for one in self.homes), sum(one.off_fen[1] for one in self.homes)

    def of(self, kind: str) -> list[Change]:
        """The homes of a kind, those that change most first."""
        found = [one for one in self.homes if one.kind == kind]
        return sorted(found, key=lambda one: -abs(one.difference_fen))


def compare(
    homes: Sequence[Home], item: Item, tried: Tariff, covered: Covered, first: date, less: Less = NONE_OFF
) -> WhatIf:
    """Twelve months from `first`, the first day of one, without and with the price that is tried.

    Of a metered fee the whole usage is charged at one price: that which the tried one would take the place of.
    """
    if item.kind == "metered":
        before = ByUsage(item, before_it(item, tried), tried.since, first, less).of
        after = ByUsage(item, tried, tried.since, first, less).of
    else:
        other = [tariff for tariff in item.tariffs if tariff.since != tried.since]
        then = item._replace(tariffs=tuple(sorted([*other, tried], key=lambda tariff: tariff.since)))
        before, after = ByPeriods(item, first, covered, less).of, ByPeriods(then, first, covered, less).of
    return _beside(homes, first, before, after)


def before_it(item: Item, tried: Tariff) -> Tariff | None:
    """The price that is in force until the tried one begins."""
    return next((one for one in reversed(item.tariffs) if one.since < tried.since), None)


def _beside(
    homes: Sequence[Home], first: date, before: Callable[[Home], Year], after: Callable[[Home], Year]
) -> WhatIf:
    changes: list[Change] = []
    by_month = [[0, 0, 0] for _month in range(MONTHS)]
    by_building: dict[str, list[int]] = {}
    for home in homes:
        was, will = before(home), after(home)
        sums = by_building.setdefault(home.building, [0, 0, 0])
        if not any(was.charged) and not any(will.charged):
            continue
        pays, would_pay = was.payable, will.payable
        off = (sum(was.off), sum(will.off))
        change = Change(home.id, home.code, home.building, sum(pays), sum(would_pay), off)
        changes.append(change)
        sums[0] += change.difference_fen != 0
        sums[1] += change.before_fen
        sums[2] += change.after_fen
        for month, paid, would in zip(by_month, pays, would_pay, strict=True):
            month[0] += paid != would
            month[1] += paid
            month[2] += would
    months = [Beside(months_later(first, n).isoformat(), *sums) for n, sums in enumerate(by_month)]
    buildings = [Beside(name, *sums) for name, sums in by_building.items() if any(sums)]
    return WhatIf(months, buildings, changes)


def example(changes: Sequence[Change]) -> Change | None:
    """The home in the middle of those that pay another amount: neither the largest nor the smallest difference.

    One without discounts, where there is any: the notice tells what the fee is.
    """
    changed = sorted((one for one in changes if one.difference_fen), key=lambda one: one.difference_fen)
    changed = [one for one in changed if not any(one.off_fen)] or changed
    return changed[len(changed) // 2] if changed else None
