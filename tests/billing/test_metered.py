"""Metered fees in bill runs: from the last billed reading on, once, with the arithmetic of both readings."""

import sqlite3
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from estate.billing import actions, actions_items, queries
from estate.billing.actions_items import TariffSpec
from estate.billing.rules_tiers import Tier, Tiers, keep_tiers
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.meters.actions import MeterSpec, Replacement, add_meter, replace_counter
from estate.meters.actions_readings import Taken, correct, take, withdraw
from estate.refusal import Refused
from tests.billing.ledger import BY, computed, one, pay, posted, shown, skipped
from tests.billing.place import ALL, owner, settle

WATER = Tiers(
    (Tier(Fraction(180), Fraction(5)), Tier(Fraction(260), Fraction(7)), Tier(None, Fraction(9))),
    False,
    False,
)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture
def wang(store: Store) -> int:
    with write(BY) as tx:
        return settle(tx, HomeSpec("3", "2", "501", 5, 8976, state="occupied"), owner("Wang Xiuying"))


def meter(home_id: int, number: str = "W-1", since: date = date(2026, 1, 1), **more: int) -> int:
    return add_meter(MeterSpec(home_id, "water", number, since, **more), BY)


def water(
    *,
    price_e4: int | None = None,
    tiers: Tiers | None = None,
    since: date = date(2026, 1, 1),
    name: str = "Water",
) -> int:
    tariff = TariffSpec(since, price_e4, None, tiers=keep_tiers(tiers) if tiers else None)
    return actions_items.add_item(name, "metered", BY, tariff=tariff, rules=ALL, meter_kind="water")


def reads(meter_id: int, on: date, value: int, **more: bool) -> int:
    return take(Taken(meter_id, on, value * 1000, confirmed=True, **more), BY).id


def formulas(home_id: int) -> list[tuple[str, int]]:
    """Arithmetic and amount of every live charge, the oldest first."""
    with read() as db:
        rows = queries.charges_of_home(db, home_id)
    live = [(c.id, c.formula, c.amount_fen) for c in rows if c.state not in ("reversed", "reversal")]
    return [(formula, fen) for _id, formula, fen in sorted(live)]


def test_a_run_charges_what_was_used_since_the_last_billed_reading(wang: int) -> None:
    water(price_e4=50_000)
    w = meter(wang)
    reads(w, date(2026, 9, 28), 170)
    posted(SEPTEMBER)
    reads(w, date(2026, 10, 28), 195)
    run = posted(OCTOBER)
    assert formulas(wang) == [
        ("0 → 170 = 170; 170 × 5 = 850.00", 85_000),
        ("170 → 195 = 25; 25 × 5 = 125.00", 12_500),
    ]
    charge = one(wang)
    assert (charge.period_from, charge.period_to) == ("2026-10-01", "2026-10-31")
    with read() as db:
        assert db.value("SELECT meter_id FROM charges WHERE run_id = :id", id=run.id) == w


def test_tiers_go_on_through_the_year_and_begin_anew_with_the_next(wang: int) -> None:
    water(tiers=WATER, since=date(2025, 1, 1))
    w = meter(wang, since=date(2025, 1, 1))
    reads(w, date(2025, 12, 28), 300)
    reads(w, date(2026, 9, 28), 470)
    posted(SEPTEMBER)
    reads(w, date(2026, 10, 28), 495)
    posted(OCTOBER)
    assert formulas(wang) == [
        ("0 → 300 = 300; 180 × 5 + 80 × 7 + 40 × 9 = 1820.00", 182_000),
        ("300 → 470 = 170; 170 × 5 = 850.00", 85_000),
        ("470 → 495 = 25; 10 × 5 + 15 × 7 = 155.00", 15_500),
    ]


def test_all_meters_of_a_home_count_together_when_the_tariff_says_so(wang: int) -> None:
    water(tiers=replace(WATER, per_home=True))
    kitchen, bath = meter(wang, "W-1"), meter(wang, "W-2")
    reads(kitchen, date(2026, 9, 28), 170)
    posted(SEPTEMBER)
    reads(kitchen, date(2026, 10, 28), 175)
    reads(bath, date(2026, 10, 28), 20)
    posted(OCTOBER)
    assert formulas(wang)[1:] == [
        ("170 → 175 = 5; 5 × 5 = 25.00", 2_500),
        ("0 → 20 = 20; 5 × 5 + 15 × 7 = 130.00", 13_000),
    ]


def test_a_large_household_has_higher_bounds_and_a_new_meter_those_of_its_months(wang: int) -> None:
    water(tiers=replace(WATER, by_months=True))
    w = meter(wang, since=date(2026, 7, 1))
    with write(BY) as tx:
        tx.insert(
            "extra_quotas",
            home_id=wang,
            kind="water",
            from_year=2026,
            extra_e6=20_000_000,
            reason="six persons",
        )
    reads(w, date(2026, 10, 28), 110)
    posted(OCTOBER)
    assert formulas(wang) == [("0 → 110 = 110; 100 × 5 + 10 × 7 = 570.00", 57_000)]


def test_replacement_rollover_and_multiplier_stand_in_the_arithmetic(wang: int) -> None:
    water(price_e4=50_000)
    w = meter(wang, initial_e3=1_204_000)
    replace_counter(w, Replacement(date(2026, 10, 5), 1_216_000, False, "W-1b", 3_000), BY)
    reads(w, date(2026, 10, 28), 11)
    turning = meter(wang, "W-2", initial_e3=99_985_000)
    reads(turning, date(2026, 10, 28), 12, passed_zero=True)
    big = meter(wang, "W-3", initial_e3=287_000, multiplier_e3=40_000)
    reads(big, date(2026, 10, 28), 315)
    posted(OCTOBER)
    assert [formula for formula, _fen in formulas(wang)] == [
        "1204 → 1216 = 12; 3 → 11 = 8; 12 + 8 = 20; 20 × 5 = 100.00",
        "99985 → 12 (+100000) = 27; 27 × 5 = 135.00",
        "287 → 315 = 28; 28 × 40 = 1120; 1120 × 5 = 5600.00",
    ]


def test_an_estimate_is_billed_and_trued_up_and_never_becomes_a_negative_charge(wang: int) -> None:
    water(price_e4=50_000)
    w = meter(wang)
    reads(w, date(2026, 9, 28), 190, estimated=True)
    posted(SEPTEMBER)
    reads(w, date(2026, 10, 10), 185)
    run = computed(OCTOBER)
    assert skipped(run.id) == {"3-2-501": "credit"}
    actions.discard_run(run.id, BY)
    reads(w, date(2026, 10, 28), 200)
    posted(OCTOBER)
    assert formulas(wang) == [
        ("0 → ~190 = 190; 190 × 5 = 950.00", 95_000),
        ("~190 → 200 = 10; 10 × 5 = 50.00", 5_000),
    ]


def test_a_home_without_a_meter_or_a_new_reading_is_named_with_its_reason(wang: int) -> None:
    water(price_e4=50_000)
    assert skipped(computed(SEPTEMBER).id) == {"3-2-501": "no_meter"}
    w = meter(wang)
    assert skipped(computed(SEPTEMBER).id) == {"3-2-501": "no_reading"}
    reads(w, date(2026, 10, 28), 20)
    assert skipped(computed(SEPTEMBER).id) == {"3-2-501": "no_reading"}
    posted(OCTOBER)
    assert skipped(computed(OCTOBER).id) == {"3-2-501": "already_billed"}


def test_a_reading_that_nobody_has_confirmed_is_not_billed(wang: int) -> None:
    water(price_e4=50_000)
    w = meter(wang)
    for month, value in ((6, 10), (7, 20), (8, 30)):
        reads(w, date(2026, month, 28), value)
    take(Taken(w, date(2026, 10, 28), 999_000), BY, ask=False)
    posted(OCTOBER)
    assert formulas(wang) == [("0 → 30 = 30; 30 × 5 = 150.00", 15_000)]


def test_what_is_read_again_in_a_billed_month_is_billed_by_a_further_run(wang: int) -> None:
    water(price_e4=50_000)
    w = meter(wang)
    reads(w, date(2026, 10, 10), 20)
    posted(OCTOBER)
    reads(w, date(2026, 10, 28), 30)
    posted(OCTOBER)
    assert [fen for _formula, fen in formulas(wang)] == [10_000, 5_000]


def test_usage_is_split_where_a_reading_was_taken_when_the_home_was_sold(store: Store) -> None:
    with write(BY) as tx:
        home = settle(
            tx,
            HomeSpec("1", "1", "101", 1, 8976, state="occupied"),
            owner("Qian Yi", until=date(2026, 10, 15)),
            owner("Sun Er", date(2026, 10, 16)),
        )
    water(price_e4=50_000)
    w = meter(home)
    reads(w, date(2026, 10, 15), 20)
    reads(w, date(2026, 10, 28), 25)
    posted(OCTOBER)
    with read() as db:
        paid = sorted((c.payer_name, c.amount_fen) for c in queries.charges_of_home(db, home))
    assert paid == [("Qian Yi", 10_000), ("Sun Er", 2_500)]


def test_a_price_that_changes_counts_from_the_reading_on_its_day(wang: int) -> None:
    item = water(price_e4=50_000)
    actions_items.add_tariff(item, TariffSpec(date(2026, 10, 15), 60_000, None), BY)
    w = meter(wang)
    reads(w, date(2026, 10, 14), 20)
    reads(w, date(2026, 10, 28), 25)
    posted(OCTOBER)
    assert [formula for formula, _fen in formulas(wang)] == [
        "0 → 20 = 20; 20 × 5 = 100.00",
        "20 → 25 = 5; 5 × 6 = 30.00",
    ]


def test_a_reading_on_a_bill_is_neither_corrected_nor_withdrawn(wang: int) -> None:
    water(price_e4=50_000)
    w = meter(wang)
    between = reads(w, date(2026, 10, 10), 15)
    billed = reads(w, date(2026, 10, 28), 20)
    run = posted(OCTOBER)
    for reading in (between, billed):
        with pytest.raises(Refused, match="A bill was made"):
            withdraw(reading, "wrong", BY)
        with pytest.raises(Refused, match="A bill was made"):
            correct(reading, Taken(0, date(2026, 10, 28), 19_000), "wrong", BY)
    actions.void_run(run.id, "wrong reading", BY)
    withdraw(billed, "wrong", BY)


def test_a_new_reading_makes_the_computed_run_stale(wang: int) -> None:
    water(price_e4=50_000)
    w = meter(wang)
    reads(w, date(2026, 10, 10), 15)
    run = computed(OCTOBER)
    reads(w, date(2026, 10, 28), 20)
    with pytest.raises(Refused, match="Compute again"):
        actions.post_run(run.id, BY)


def test_bills_of_a_meter_are_taken_back_the_latest_first(wang: int) -> None:
    water(price_e4=50_000)
    w = meter(wang)
    reads(w, date(2026, 9, 28), 15)
    september = posted(SEPTEMBER)
    reads(w, date(2026, 10, 28), 20)
    october = posted(OCTOBER)
    with pytest.raises(Refused, match="goes on from the reading"):
        actions.void_run(september.id, "wrong", BY)
    actions.void_run(october.id, "wrong", BY)
    actions.void_run(september.id, "wrong", BY)
    posted(OCTOBER)
    assert formulas(wang) == [("0 → 20 = 20; 20 × 5 = 100.00", 10_000)]


def test_two_lines_of_one_meter_are_voided_together(store: Store) -> None:
    with write(BY) as tx:
        home = settle(
            tx,
            HomeSpec("1", "1", "101", 1, 8976, state="occupied"),
            owner("Qian Yi", until=date(2026, 10, 15)),
            owner("Sun Er", date(2026, 10, 16)),
        )
    water(price_e4=50_000)
    w = meter(home)
    reads(w, date(2026, 10, 15), 20)
    reads(w, date(2026, 10, 28), 25)
    run = posted(OCTOBER)
    actions.void_run(run.id, "wrong", BY)
    assert shown(run.id).state == "voided" and formulas(home) == []


def test_the_database_refuses_to_charge_the_same_usage_twice(wang: int) -> None:
    water(price_e4=50_000)
    w = meter(wang)
    reads(w, date(2026, 10, 28), 20)
    posted(OCTOBER)
    copied = (
        "run_id, home_id, home_code, fee_item_id, fee_item_name, kind, tariff_id, payer_id, payer_name, period_from, \
        period_to, quantity, price, formula, amount_fen, meter_id, from_reading_id, to_reading_id, due_on, posted_at, \
        posted_by, booked_on"
    )
    with write(BY) as tx, pytest.raises(sqlite3.IntegrityError, match="charged already"):
        tx.run(f"INSERT INTO charges ({copied}) SELECT {copied} FROM charges")


def test_two_fees_by_the_same_meter_are_billed_side_by_side(wang: int) -> None:
    water(price_e4=50_000)
    water(price_e4=10_000, name="Sewage")
    w = meter(wang)
    reads(w, date(2026, 10, 28), 20)
    posted(OCTOBER)
    assert [fen for _formula, fen in formulas(wang)] == [10_000, 2_000]
    pay(one(wang).id, 1)


def test_a_metered_item_needs_its_meters_and_one_kind_of_price(store: Store) -> None:
    with pytest.raises(Refused, match="which meters"):
        actions_items.add_item("Water", "metered", System("test"))
    item = actions_items.add_item("Water", "metered", BY, meter_kind="water")
    for wrong in (
        TariffSpec(SEPTEMBER, None, 500),
        TariffSpec(SEPTEMBER, None, None),
        TariffSpec(SEPTEMBER, 50_000, None, tiers=keep_tiers(WATER)),
    ):
        with pytest.raises(Refused, match="or tiers"):
            actions_items.add_tariff(item, wrong, BY)
