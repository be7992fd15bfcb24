"""An item's arithmetic on some homes: of what is in force, and of a formula while it is being written."""

from typing import NamedTuple

from estate.billing import records_items, records_meters
from estate.billing.records_inputs import load
from estate.billing.records_items import FeeItem
from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_cycles import first_of, months_later
from estate.billing.rules_lines import base_of, worth
from estate.billing.rules_run import Due, Staged, bill_home
from estate.billing.rules_stretches import DAY, month_end
from estate.data import Reader, clock

SAMPLES = 6


class Sample(NamedTuple):
    """A home with what a price comes to for one cycle. reason: why nothing is charged, with an empty formula."""

    home_id: int
    home_code: str
    formula: str
    amount_fen: int
    reason: str


def samples(db: Reader, item: FeeItem) -> list[Staged]:
    """The item's lines for some homes in the present cycle, as a run would compute them."""
    if item.kind in ("one_off", "shared") or not item.active:
        return []
    today = clock.today()
    first, last = first_of(today), month_end(today)
    if item.anchor == "anniversary":
        last = months_later(first, item.cycle_months) - DAY
    else:
        first = first.replace(month=(today.month - 1) // item.cycle_months * item.cycle_months + 1)
    metered = item.kind == "metered"
    if metered:
        ids = records_meters.sample_homes(db, item.id, SAMPLES)
    else:
        ids = records_items.sample_homes(db, item.kind == "fixed_parking", SAMPLES)
    inputs = load(db, first.isoformat(), last.isoformat(), ids, item.id, again=metered)
    items = [one._replace(timing="advance") for one in inputs.items]
    due = Due(items, first, last)
    return [line for home in inputs.homes for line in bill_home(home, items, due, {}).lines[:2]][:SAMPLES]


def tried(db: Reader, tariff: Tariff) -> list[Sample]:
    """What a price would come to for some homes, whoever gets the item."""
    first = first_of(clock.today())
    ids = records_items.sample_homes(db, False, SAMPLES)
    inputs = load(db, first.isoformat(), month_end(first).isoformat(), ids, 0, persons=True)
    found: list[Sample] = []
    for home in inputs.homes[:SAMPLES]:
        base = base_of(home.charged, tariff, first)
        if isinstance(base, str):
            found.append(Sample(home.id, home.code, "", 0, base))
            continue
        _quantity, _price, arithmetic, amount_fen = worth(base, tariff, tariff.cycle_months)
        found.append(
            Sample(
                home.id, home.code, arithmetic if amount_fen else "", amount_fen, "" if amount_fen else "zero"
            )
        )
    return found
