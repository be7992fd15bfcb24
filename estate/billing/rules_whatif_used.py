"""A home's bills of twelve months for a metered fee: what was read in them, as monthly runs would charge it at one price.

What was used before them in the same year counts for the tiers, as it did then. Amounts in fen, totals in millionths
of the unit.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_cycles import months_later
from estate.billing.rules_metered import Use, metered_lines, metered_sums
from estate.billing.rules_run import Home, Item, staged_of
from estate.billing.rules_stretches import DAY, Range
from estate.billing.rules_whatif_less import MONTHS, NOTHING, Less, Said, Year
from estate.billing.rules_who import ALWAYS


class ByUsage:
    """Twelve monthly runs from `first` on, at one price. since: who gets the fee from this day on is charged."""

    def __init__(self, item: Item, tariff: Tariff | None, since: date, first: date, less: Less) -> None:
        self._item, self._since, self._less = item, since, less
        self._tariffs = () if tariff is None else (tariff._replace(since=ALWAYS[0]),)
        self._periods: list[Range] = [
            (months_later(first, n), months_later(first, n + 1) - DAY) for n in range(MONTHS)
        ]

    def of(self, home: Home) -> Year:
        """What each month's run charges the home for its readings, and what is taken off."""
        uses = home.meters.get(self._item.id, ())
        windows = self._item.who.windows(home.place)
        if not uses or not self._tariffs or not any(last >= self._since for _first, last in windows):
            return NOTHING
        found: list[list[Said]] = []
        sums: list[int] = []
        touched = self._less.touches(home.id)
        billed = dict.fromkeys((use.meter_id for use in uses), 0)
        for period in self._periods:
            seen, new = _seen(uses, billed, period[1])
            run = (home.charged, self._tariffs, (ALWAYS,), period, seen, home.quotas)
            if not new:
                charged, lines = [], []
            elif touched:
                metered = metered_lines(*run)[0]
                charged = [(one.meter_id, one.to_reading_id, one.line.amount_fen) for one in metered]
                lines = [staged_of(home, self._item, None, one.line, one.meter_id) for one in metered]
            else:
                charged, lines = metered_sums(*run), []
            _bill(uses, billed, charged)
            found.append([Said(line, True) for line in lines])
            sums.append(sum(fen for _meter_id, _reading_id, fen in charged))
        return self._less.year(home.id, found) if touched else Year(sums, NOTHING.off)


def _seen(uses: Sequence[Use], billed: Mapping[int, int], last: date) -> tuple[tuple[Use, ...], bool]:
    """The meters as a run sees them whose period ends on a day, and whether any was read since it was billed."""
    seen: list[Use] = []
    new = False
    for use in uses:
        start = end = billed[use.meter_id]
        while end < len(use.marks) and use.marks[end].on <= last:
            end += 1
        new = new or end > start + 1
        seen.append(use._replace(marks=use.marks[start:end], year_e6=_year_e6(use, start)))
    return tuple(seen), new


def _year_e6(use: Use, start: int) -> int:
    """The total when the year of the mark at `start` began."""
    if start == 0 or use.marks[start].on.year == use.marks[0].on.year:
        return use.year_e6
    year = use.marks[start].on.year
    return next(mark.total_e6 for mark in reversed(use.marks[:start]) if mark.on.year < year)


def _bill(uses: Sequence[Use], billed: dict[int, int], charged: Sequence[tuple[int, int, int]]) -> None:
    """The last reading that was charged is where a meter's next usage begins."""
    until = {meter_id: reading_id for meter_id, reading_id, _fen in charged}
    for use in uses:
        if reading_id := until.get(use.meter_id):
            billed[use.meter_id] = next(
                n for n, mark in enumerate(use.marks) if mark.reading_id == reading_id
            )


def used_e6(home: Home, item_id: int) -> int:
    """What a home used in all from its first reading to its last."""
    uses = home.meters.get(item_id, ())
    return sum(use.marks[-1].total_e6 - use.marks[0].total_e6 for use in uses if use.marks)
