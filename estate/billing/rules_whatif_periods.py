"""A home's bills of twelve months for a fee that is charged by periods.

Homes that are alike in all that the price looks at are reckoned once. Amounts in fen; days that are charged already
stay as they are, so they count for nothing.
"""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from itertools import pairwise

from estate.billing.rules_cycles import earliest_day, months_later
from estate.billing.rules_lines import Line
from estate.billing.rules_persons import Dweller
from estate.billing.rules_run import Covered, Due, Home, Item, Space, lines_of, overlap, staged_of
from estate.billing.rules_stretches import DAY, Charged, Liable, Range
from estate.billing.rules_whatif_less import MONTHS, NOTHING, Less, Said, Year
from estate.billing.rules_who import ALWAYS


class ByPeriods:
    """Twelve monthly runs of one item, from `first` on, the first day of a month; at the item's prices."""

    def __init__(self, item: Item, first: date, covered: Covered, less: Less) -> None:
        self._item, self._covered, self._less = item, covered, less
        starts = [months_later(first, n) for n in range(MONTHS + 1)]
        self._runs = [Due([item], start, following - DAY) for start, following in pairwise(starts)]
        begins = earliest_day(item.cycle_months, first, item.timing)
        self._since = begins if item.anchor == "calendar" else ALWAYS[0]
        self._known: dict[object, Year] = {}

    def of(self, home: Home) -> Year:
        """What each month's run charges the home, and what is taken off."""
        if self._item.kind != "fixed_parking":
            return self._of(home, None)
        return reduce(Year.plus, (self._of(home, space) for space in home.spaces), NOTHING)

    def _of(self, home: Home, space: Space | None) -> Year:
        windows = self._item.who.windows(space.place if space else home.place)
        if not windows:
            return NOTHING
        charged = space.charged if space else home.charged
        key = (None, self._item.id, space.id) if space else (home.id, self._item.id, None)
        taken = self._covered.get(key, ())
        moved = space is not None and len(space.shared) + len(space.held) > 2
        if taken or moved or self._less.touches(home.id):
            return self._worked_out(home, space, windows, taken)
        alike = (self._likeness(charged), windows, space and (space.held, space.shared))
        if alike not in self._known:
            self._known[alike] = self._worked_out(home, space, windows, ())
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
        self, home: Home, space: Space | None, windows: Sequence[Range], taken: Sequence[tuple[str, str]]
    ) -> Year:
        months: list[list[tuple[Line, bool]]] = []
        charged = space.charged if space else home.charged
        for run in self._runs:
            owed, due, why = run.of(self._item, charged)
            lines = [] if why else lines_of(self._item, owed, space, windows, due)[0]
            months.append([(line, not _taken(line, taken)) for line in lines])
        if not self._less.touches(home.id):
            return Year(
                [sum(line.amount_fen for line, counts in month if counts) for month in months], NOTHING.off
            )
        said = [
            [Said(staged_of(home, self._item, space, line), counts) for line, counts in month]
            for month in months
        ]
        return self._less.year(home.id, said)


def _taken(line: Line, taken: Sequence[tuple[str, str]]) -> bool:
    """Whether days of a line are charged already."""
    return bool(taken and overlap(line.first.isoformat(), line.last.isoformat(), taken))


def _numbered(persons: Sequence[int]) -> dict[int, int]:
    return {person_id: number for number, person_id in enumerate(dict.fromkeys(persons))}
