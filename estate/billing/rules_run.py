"""The bills of one home over some months: every fee item it gets, its lines, and why something is not charged."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_cycles import NEW_YEAR, Anchor, Timing, beginning, months_due
from estate.billing.rules_lines import Line, lines_for
from estate.billing.rules_metered import Quota, Use, metered_lines
from estate.billing.rules_stretches import Charged, Range
from estate.billing.rules_who import ALWAYS, Place, Who, within

REASONS = (
    "undelivered",
    "delivered_this_month",
    "no_payer",
    "no_area",
    "no_floor",
    "no_persons",
    "no_beginning",
    "divided_by_zero",
    "no_tariff",
    "no_meter",
    "no_reading",
    "already_billed",
    "part_billed",
    "starts_next_month",
    "credit_left",
    "credit",
    "zero",
    "excluded",
    "not_due_now",
    "not_assigned",
)
"""Why something is not charged; of several, the first in this order stands for the home."""

Covered = Mapping[tuple[int | None, int, int | None], Sequence[tuple[str, str]]]
"""Days that live charges cover already, by home, fee item and parking space; a space's days whoever its home was."""


class Item(NamedTuple):
    """A fee item with its tariffs in the order of their days and the rules of who gets it."""

    id: int
    name: str
    kind: str
    cycle_months: int
    tariffs: tuple[Tariff, ...]
    who: Who
    anchor: Anchor = "calendar"
    timing: Timing = "advance"


class Space(NamedTuple):
    """A parking space that belongs to a home, or did for a time.

    held: the days on which it is this home's. shared: the days on which it is any home's, and charged: with the payers
    of them all, so that the month in which it moves is split among them and adds up.
    """

    id: int
    code: str
    place: Place
    charged: Charged
    held: tuple[Range, ...] = (ALWAYS,)
    shared: tuple[Range, ...] = (ALWAYS,)


_NO_METERS: Mapping[int, tuple[Use, ...]] = {}


class Home(NamedTuple):
    """A home as the computing sees it. building: its code. meters: by fee item what it charges."""

    id: int
    code: str
    building: str
    place: Place
    charged: Charged
    spaces: tuple[Space, ...]
    meters: Mapping[int, tuple[Use, ...]] = _NO_METERS
    quotas: tuple[Quota, ...] = ()


class Staged(NamedTuple):
    """One line as it is staged and later posted; the columns of bill_run_lines."""

    home_id: int
    home_code: str
    fee_item_id: int
    fee_item_name: str
    kind: str
    tariff_id: int | None
    parking_space_id: int | None
    parking_code: str | None
    payer_id: int
    payer_name: str
    period_from: str
    period_to: str
    quantity: str
    price: str
    formula: str
    amount_fen: int
    meter_id: int | None = None
    from_reading_id: int | None = None
    to_reading_id: int | None = None


class Bill(NamedTuple):
    """What a home is charged. skipped: fee item (None: the home as a whole) and reason."""

    lines: list[Staged]
    skipped: list[tuple[int | None, str]]


class Due:
    """The months that a run charges, for each fee item by its cycle; for each home where its own day counts."""

    def __init__(self, items: Sequence[Item], first: date, last: date) -> None:
        self._first, self._last = first, last
        self.period = (first, last)
        calendar = [item for item in items if item.anchor == "calendar"]
        due = {
            item.id: months_due(item.cycle_months, NEW_YEAR, first, last, item.timing) for item in calendar
        }
        self._calendar = {
            item_id: (months, "" if months else "not_due_now") for item_id, months in due.items()
        }

    def of(self, item: Item, charged: Charged) -> tuple[Charged, Sequence[Range], str]:
        """What to charge, for which months, or why for none. Cycles of the home's own begin when it pays, so whole."""
        if calendar := self._calendar.get(item.id):
            return charged, *calendar
        anchor = beginning(charged, item.tariffs, self._first)
        if anchor is None:
            return charged, (), "no_beginning"
        months = months_due(item.cycle_months, anchor, self._first, self._last, item.timing)
        return charged._replace(delivered_on=None), months, "" if months else "not_due_now"


def bill_home(home: Home, items: Sequence[Item], due: Due, covered: Covered) -> Bill:
    """The lines of one home. Days that are charged already are left out, so a further run adds only what is missing."""
    lines: list[Staged] = []
    skipped: list[tuple[int | None, str]] = []
    for item in items:
        if item.kind == "metered":
            used, reasons = _metered(home, item, due.period)
            lines += used
            skipped += [(item.id, reason) for reason in reasons]
            continue
        spaces: Sequence[Space | None] = home.spaces if item.kind == "fixed_parking" else (None,)
        for space in spaces:
            place = space.place if space else home.place
            charged, months, why = due.of(item, space.charged if space else home.charged)
            if space and months and not any(within(space.held, month) for month in months):
                continue
            windows = item.who.windows(place)
            if not windows:
                skipped.append((item.id, "excluded" if item.who.excepts(place) else "not_assigned"))
                continue
            if why:
                skipped.append((item.id, why))
                continue
            found, reasons = lines_of(item, charged, space, windows, months)
            taken = covered.get((None, item.id, space.id) if space else (home.id, item.id, None), ())
            for line in found:
                staged = staged_of(home, item, space, line)
                if reason := overlap(staged.period_from, staged.period_to, taken):
                    reasons.add(reason)
                else:
                    lines.append(staged)
            skipped += [(item.id, reason) for reason in reasons]
    if lines:
        told = [(item, reason) for item, reason in skipped if reason not in _QUIET]
        return Bill(lines, sorted(set(told), key=str))
    reasons = {reason for _item, reason in skipped}
    why = next((reason for reason in REASONS if reason in reasons), "not_assigned")
    return Bill([], [(None, why)])


def lines_of(
    item: Item, charged: Charged, space: Space | None, windows: Sequence[Range], months: Sequence[Range]
) -> tuple[list[Line], set[str]]:
    """What an item costs a home, or the home's part of what a parking space costs."""
    if space:
        windows = [part for window in windows for part in within(space.shared, window)]
    lines, reasons = lines_for(charged, item.tariffs, windows, months)
    if space:
        lines = [line for line in lines if within(space.held, (line.first, line.first))]
    return lines, reasons


_QUIET = {
    "excluded",
    "not_assigned",
    "not_due_now",
}  # as it should be, where the home is billed for other things


def _metered(home: Home, item: Item, period: Range) -> tuple[list[Staged], set[str]]:
    windows = item.who.windows(home.place)
    if not windows:
        return [], {"excluded" if item.who.excepts(home.place) else "not_assigned"}
    uses = home.meters.get(item.id, ())
    found, reasons = metered_lines(home.charged, item.tariffs, windows, period, uses, home.quotas)
    return [
        staged_of(home, item, None, one.line, one.meter_id, one.from_reading_id, one.to_reading_id)
        for one in found
    ], reasons


def staged_of(
    home: Home,
    item: Item,
    space: Space | None,
    line: Line,
    meter_id: int | None = None,
    from_reading_id: int | None = None,
    to_reading_id: int | None = None,
) -> Staged:
    """A line with all that a bill says of its home, item and space."""
    return Staged(
        home.id,
        home.code,
        item.id,
        item.name,
        item.kind,
        line.tariff_id,
        space.id if space else None,
        space.code if space else None,
        line.payer_id,
        line.payer_name,
        line.first.isoformat(),
        line.last.isoformat(),
        line.quantity,
        line.price,
        line.formula,
        line.amount_fen,
        meter_id,
        from_reading_id,
        to_reading_id,
    )


def overlap(line_first: str, line_last: str, taken: Sequence[tuple[str, str]]) -> str:
    """The reason not to charge a line: days of it are charged already, all or a part; empty for none."""
    for first, last in taken:
        if first <= line_last and last >= line_first:
            whole = first <= line_first and last >= line_last
            return "already_billed" if whole else "part_billed"
    return ""
