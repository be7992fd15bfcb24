"""When a fee is charged and for which months: the calendar's cycles, a home's own, in advance and in arrears."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.billing import actions, actions_items, records_shown
from estate.billing.actions_items import TariffSpec
from estate.billing.rules_cycles import NEW_YEAR, Anchor, Timing, months_due, months_later
from estate.billing.rules_stretches import month_end
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from tests.billing import place
from tests.billing.ledger import charges, computed, posted, skipped
from tests.billing.place import ALL, WANG, owner, settle

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def item(
    by: System,
    price: TariffSpec,
    cycle: int,
    *,
    kind: str = "area",
    anchor: Anchor = "calendar",
    timing: Timing = "advance",
) -> int:
    return actions_items.add_item(
        "Property fee", kind, by, tariff=price, rules=ALL, cycle_months=cycle, anchor=anchor, timing=timing
    )


@given(
    st.sampled_from([1, 3, 6, 12]),
    days,
    st.integers(1, 12),
    st.sampled_from(["advance", "arrears"]),
    st.integers(1, 30),
)
def test_run_after_run_charges_each_month_once_in_whole_cycles(
    cycle: int, anchor: date, length: int, timing: Timing, runs: int
) -> None:
    first = date(2021, 1, 1)
    found = []
    for _run in range(runs):
        following = months_later(first, length)
        due = months_due(cycle, anchor, first, following - timedelta(days=1), timing)
        assert len(due) % cycle == 0
        found += due
        first = following
    for (_first, before), (after, _last) in pairwise(found):
        assert after == before + timedelta(days=1)
    assert all(begin >= anchor for begin, _end in found)


def test_a_cycle_in_arrears_is_charged_in_the_month_after_its_end() -> None:
    april = (date(2026, 4, 1), date(2026, 4, 30))
    assert [m[0].month for m in months_due(3, NEW_YEAR, *april, "arrears")] == [1, 2, 3]
    assert months_due(3, NEW_YEAR, date(2026, 5, 1), date(2026, 5, 31), "arrears") == ()
    own = months_due(1, date(2026, 1, 31), *april, "arrears")
    assert own == ((date(2026, 2, 28), date(2026, 3, 30)),)


@pytest.mark.parametrize(
    ("cycle", "timing", "month", "expected"),
    [
        (3, "advance", date(2026, 10, 1), [("Wang Wu", "2026-10-01", "2026-12-31", 49818)]),
        (6, "advance", date(2026, 7, 1), [("Wang Wu", "2026-07-01", "2026-12-31", 99636)]),
        (12, "advance", date(2026, 1, 1), [("Wang Wu", "2026-01-01", "2026-12-31", 199272)]),
        (1, "arrears", date(2026, 11, 1), [("Wang Wu", "2026-10-01", "2026-10-31", 16606)]),
        (3, "arrears", date(2026, 10, 1), [("Wang Wu", "2026-07-01", "2026-09-30", 49818)]),
        (3, "arrears", date(2026, 11, 1), []),
    ],
)
def test_cycles_of_the_calendar_are_the_sum_of_their_rounded_months(
    store: Store, by: System, cycle: int, timing: Timing, month: date, expected: list[object]
) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"))
        item(by, TariffSpec(date(2020, 1, 1), 18500, None), cycle, timing=timing)
    run = computed(month)
    if expected:
        actions.post_run(run.id, by)
    assert charges(home_id) == expected


@pytest.mark.parametrize(("level", "fen"), [("monthly_rows", 56637), ("once_per_period", 56638)])
def test_a03_a_quarter_rounds_each_month_or_itself_as_the_tariff_says(
    store: Store, by: System, level: str, fen: int
) -> None:
    with write(by) as tx:
        home_id = settle(tx, place.LI, owner("Li Si"))
        item(by, TariffSpec(date(2020, 1, 1), 19800, None)._replace(rounding_level=level), 3)
    posted(date(2026, 4, 1))
    assert charges(home_id) == [("Li Si", "2026-04-01", "2026-06-30", fen)]


@pytest.mark.parametrize(
    ("delivered", "since", "proration", "month", "first", "last"),
    [
        ("2024-05-17", None, "daily_actual", date(2026, 5, 1), "2026-05-17", "2027-05-16"),
        ("2024-05-17", None, "next_month", date(2026, 6, 1), "2026-06-01", "2027-05-31"),
        (None, date(2025, 3, 31), "next_month", date(2026, 3, 1), "2026-03-31", "2027-03-30"),
    ],
)
def test_a_homes_own_year_begins_on_its_day(
    store: Store,
    by: System,
    delivered: str | None,
    since: date | None,
    proration: str,
    month: date,
    first: str,
    last: str,
) -> None:
    with write(by) as tx:
        home = HomeSpec("3", "2", "501", 5, 8976, state="occupied", delivered_on=delivered)
        home_id = settle(tx, home, owner("Wang Wu", since))
        price = TariffSpec(date(2020, 1, 1), 18500, None)._replace(proration=proration)
        item(by, price, 12, anchor="anniversary")
    assert computed(months_later(month, 1)).lines == 0
    posted(month)
    assert charges(home_id) == [("Wang Wu", first, last, 199272)]


def test_a_homes_own_month_is_split_by_its_own_days_when_it_is_sold(store: Store, by: System) -> None:
    with write(by) as tx:
        home = HomeSpec("3", "2", "501", 5, 10000, state="occupied", delivered_on="2024-05-17")
        home_id = settle(tx, home, owner("Old", None, date(2026, 5, 31)), owner("New", date(2026, 6, 1)))
        price = TariffSpec(date(2020, 1, 1), 31000, None, proration="daily_actual")
        item(by, price, 1, anchor="anniversary")
    posted(date(2026, 5, 1))
    assert charges(home_id) == [
        ("New", "2026-06-01", "2026-06-16", 16000),
        ("Old", "2026-05-17", "2026-05-31", 15000),
    ]


def test_a_home_without_a_known_beginning_is_skipped_with_the_reason(store: Store, by: System) -> None:
    with write(by) as tx:
        settle(tx, WANG, owner("Wang Wu"))
        item(by, TariffSpec(date(2020, 1, 1), 18500, None), 12, anchor="anniversary")
    assert skipped(computed(date(2026, 11, 1)).id) == {"3-2-501": "no_beginning"}


def test_a_price_that_rises_within_a_cycle_in_arrears_splits_it_on_the_day(store: Store, by: System) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"))
        item_id = item(by, TariffSpec(date(2020, 1, 1), 18500, None), 3, timing="arrears")
    actions_items.add_tariff(item_id, TariffSpec(date(2026, 5, 1), 20500, None), by)
    posted(date(2026, 7, 1))
    assert charges(home_id) == [
        ("Wang Wu", "2026-04-01", "2026-04-30", 16606),
        ("Wang Wu", "2026-05-01", "2026-06-30", 36802),
    ]


def test_what_is_charged_in_arrears_stands_beside_the_run_before(store: Store, by: System) -> None:
    with write(by) as tx:
        place.many_homes(tx, 3)
        item(by, TariffSpec(date(2020, 1, 1), None, 500), 1, kind="fixed_home", timing="arrears")
    posted(date(2026, 10, 1))
    run = computed(date(2026, 11, 1))
    with read() as db:
        beside = records_shown.beside(db, run.id)
    assert (beside.compared_fen, beside.before_fen, beside.same) == (1500, 1500, 3)


@given(days, st.integers(-30, 30))
def test_a_month_later_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and later == month_end(later))
