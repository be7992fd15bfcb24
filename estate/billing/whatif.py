"""A price that is tried: all that it is compared by is read at once, and nothing is kept."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from estate.billing import records_inputs
from estate.billing.actions_items import TariffSpec
from estate.billing.records_items import FeeItem
from estate.billing.records_rows import tariff_of
from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_cycles import first_of, months_later
from estate.billing.rules_formula import parse
from estate.billing.rules_lines import base_of, worth
from estate.billing.rules_run import Home
from estate.billing.rules_stretches import DAY, Charged
from estate.billing.rules_tiers import plain
from estate.billing.rules_whatif import Change, WhatIf, before_it, compare, example
from estate.billing.rules_whatif_less import MONTHS, Less
from estate.billing.rules_whatif_used import used_e6
from estate.data import Reader, clock, read
from estate.meters.rules import UNITS
from estate.waivers.queries_early import early_payers
from estate.waivers.queries_standing import standing

KINDS = ("area", "fixed_home", "fixed_parking", "per_person", "formula", "metered")
"""The kinds of fees whose price can be tried: the others have none, each charge or batch names its sum."""


class Example(NamedTuple):
    """One home before and after, for the notice; areas in dm². None: what is not known. used: of a metered fee."""

    change: Change
    area_dm2: int
    before: tuple[str, int] | None
    after: tuple[str, int] | None
    used: str = ""


class Tried(NamedTuple):
    """What was tried, and what came of it."""

    spec: TariffSpec
    old: Tariff | None
    new: Tariff
    answer: WhatIf
    example: Example | None


def try_out(item: FeeItem, spec: TariffSpec) -> Tried:
    """What twelve months come to with another price; of a metered fee those gone by, else those to come."""
    this_month = first_of(clock.today())
    metered = item.kind == "metered"
    first = months_later(this_month, -MONTHS) if metered else max(first_of(spec.effective_from), this_month)
    last = months_later(first, MONTHS) - DAY
    row = (0, spec.effective_from, spec.price_e4, spec.amount_fen, spec.rounding, spec.rounding_level)
    new = tariff_of(
        (*row, spec.proration, spec.area_basis == "inner", spec.formula, spec.tiers),
        item.kind,
        item.cycle_months,
    )
    with read() as db:
        inputs = records_inputs.load(
            db,
            first.isoformat(),
            last.isoformat(),
            None,
            item.id,
            persons=_by_person(item, spec),
            since=first.isoformat() if metered else None,
        )
        less = _less(db, item, new, first, last)
    known = inputs.items[0]
    answer = compare(inputs.homes, known, new, inputs.covered, first, less)
    old = before_it(known, new)
    middle = example(answer.homes)
    if middle is None:
        return Tried(spec, old, new, answer, None)
    home = next(one for one in inputs.homes if one.id == middle.home_id)
    return Tried(spec, old, new, answer, _shown(item, middle, home, old, new, first))


def _less(db: Reader, item: FeeItem, new: Tariff, first: date, last: date) -> Less:
    """What is taken off in these months; who paid early in the twelve months gone by is taken to do so again."""
    until = min(last, clock.today())
    since = months_later(first_of(until), -MONTHS)
    discounts = standing(db, first.isoformat(), last.isoformat()).trying(new.id, new.rounding)
    return Less(discounts, early_payers(db, item.id, since.isoformat(), until.isoformat()))


def _shown(
    item: FeeItem, middle: Change, home: Home, old: Tariff | None, new: Tariff, first: date
) -> Example:
    """The home in the middle: of a metered fee what it used in the twelve months, else one cycle."""
    if item.kind == "metered":
        used = f"{plain(Fraction(used_e6(home, item.id), 10**6))} {UNITS[item.meter_kind or 'other']}".strip()
        off_before, off_after = middle.off_fen
        before, after = ("", middle.before_fen + off_before), ("", middle.after_fen + off_after)
        return Example(middle, home.charged.area_dm2, before if old else None, after, used)
    before, after = (_worth(home.charged, tariff, first) for tariff in (old, new))
    return Example(middle, home.charged.area_dm2, before, after)


def _by_person(item: FeeItem, spec: TariffSpec) -> bool:
    return item.kind == "per_person" or bool(spec.formula and "persons" in parse(spec.formula).uses)


def _worth(charged: Charged, tariff: Tariff | None, first: date) -> tuple[str, int] | None:
    """Arithmetic and amount of one cycle."""
    if tariff is None:
        return None
    base = base_of(charged, tariff, first)
    if isinstance(base, str):
        return None
    _quantity, _price, arithmetic, amount_fen = worth(base, tariff, tariff.cycle_months)
    return arithmetic, amount_fen
