"""Fees by the number of persons in a home, as the register of residents knows it, and fees by formula in a run."""

from datetime import date
from typing import Any

import pytest

from estate.billing import actions, actions_items
from estate.billing.actions_items import TariffSpec
from estate.billing.rules_persons import Dweller, Living, persons_on
from estate.community.actions_parking import ParkingSpec, add_parking_space
from estate.community.rules import HomeSpec
from estate.data import Store, write
from estate.data.store import System
from estate.refusal import Refused
from tests.billing import place
from tests.billing.ledger import charges, computed, one, posted, skipped
from tests.billing.place import ALL, WANG, owner, settle

JANUARY = date(2020, 1, 1)
ON = date(2026, 11, 1)


def dweller(person_id: int, role: str, first: date = JANUARY, last: date = date(2999, 12, 31)) -> Dweller:
    return Dweller(person_id, role, first, last)


@pytest.mark.parametrize(
    ("living", "persons"),
    [
        (Living((dweller(1, "owner"), dweller(2, "family"), dweller(2, "co_owner"))), 2),
        (Living((dweller(1, "owner"), dweller(2, "tenant"), dweller(3, "family"))), 2),
        (Living((dweller(1, "owner"), dweller(2, "tenant", last=date(2026, 10, 31)))), 1),
        (Living((dweller(1, "owner", first=date(2026, 11, 2)),)), None),
        (Living(()), None),
        (Living((dweller(1, "owner"),), let_from=JANUARY), None),
        (Living((dweller(1, "owner"),), vacant_from=JANUARY), 0),
        (Living((dweller(1, "owner"),), vacant_from=date(2026, 11, 2)), 1),
    ],
)
def test_who_lives_in_a_home_on_a_day(living: Living, persons: int | None) -> None:
    assert persons_on(living, ON) == persons


def by_person(by: System, fen: int, cycle: int = 1, **more: Any) -> int:
    tariff = TariffSpec(JANUARY, None, fen)._replace(**more)
    return actions_items.add_item("Waste", "per_person", by, tariff=tariff, rules=ALL, cycle_months=cycle)


def test_a_fee_by_person_counts_those_of_each_months_first_day(store: Store, by: System) -> None:
    with write(by) as tx:
        home_id = settle(
            tx,
            WANG,
            owner("Wang Wu"),
            owner("Wang Mei", role="family"),
            owner("Wang Xin", date(2026, 11, 2), role="family"),
        )
        settle(tx, place.LI, owner("Nice Homes Ltd", company=True))
        by_person(by, 500, 3)
    run = computed(date(2026, 10, 1))
    assert skipped(run.id) == {"3-2-502": "no_persons"}
    posted(date(2026, 10, 1))
    assert charges(home_id) == [
        ("Wang Wu", "2026-10-01", "2026-11-30", 2000),
        ("Wang Wu", "2026-12-01", "2026-12-31", 1500),
    ]


def test_the_line_says_how_many_persons(store: Store, by: System) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"), owner("Wang Mei", role="family"))
        by_person(by, 505)
    posted(ON)
    charge = one(home_id)
    assert (charge.quantity, charge.price, charge.formula) == ("2", "5.05", "2 × 5.05 = 10.10")


@pytest.mark.parametrize(
    ("proration", "fen"),
    [
        ("daily_actual", 19286),
        ("daily_30", 18000),
        ("daily_365", 17753),
        ("half_month", 15000),
        ("full_month", 30000),
        ("next_month", None),
    ],
)
@pytest.mark.parametrize("kind", ["area", "fixed_home", "per_person", "formula"])
def test_every_proration_holds_for_every_kind(
    store: Store, by: System, kind: str, proration: str, fen: int | None
) -> None:
    """A fee of 300 yuan a month that begins on 11 February 2026: the parking cases of A30, for whatever is charged."""
    with write(by) as tx:
        home_id = settle(
            tx, HomeSpec("1", "1", "101", 1, 10000), owner("Wang Wu"), owner("Wang Mei", role="family")
        )
        prices = {
            "area": TariffSpec(JANUARY, 30000, None),
            "fixed_home": TariffSpec(JANUARY, None, 30000),
            "per_person": TariffSpec(JANUARY, None, 15000),
            "formula": TariffSpec(JANUARY, None, None, formula="面积 × 1元/㎡ + 人数 × 100元"),
        }
        rule = ALL[0]._replace(first=date(2026, 2, 11))
        actions_items.add_item(
            "Fee", kind, by, tariff=prices[kind]._replace(proration=proration), rules=(rule,)
        )
    run = computed(date(2026, 2, 1))
    if fen is None:
        assert skipped(run.id) == {"1-1-101": "starts_next_month"}
    else:
        posted(date(2026, 2, 1))
        assert charges(home_id) == [("Wang Wu", "2026-02-11", "2026-02-28", fen)]


def by_formula(by: System, text: str, cycle: int = 1) -> int:
    tariff = TariffSpec(JANUARY, None, None, formula=text)
    return actions_items.add_item("Fee", "formula", by, tariff=tariff, rules=ALL, cycle_months=cycle)


def test_a_line_by_formula_shows_the_homes_figures(store: Store, by: System) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"), owner("Wang Mei", role="family"))
        for code, first in (("B1-007", None), ("B1-008", date(2026, 10, 15))):
            add_parking_space(tx, ParkingSpec(code, "rented", home_id=home_id), first)
        by_formula(by, "(面积 × 1.85元/㎡ + 人数 × 5元) × 月数 + 车位 × 10元", 3)
    posted(date(2026, 10, 1))
    assert charges(home_id) == [
        ("Wang Wu", "2026-10-01", "2026-10-31", 17939),
        ("Wang Wu", "2026-11-01", "2026-12-31", 36545),
    ]
    arithmetic = "((89.76 × 1.85 + 2 × 5) × 3 + 2 × 10) × 2/3 = 365.445333… → 365.45"
    assert one(home_id).formula == arithmetic


def test_a_formula_that_cannot_be_read_is_no_price(store: Store, by: System) -> None:
    with pytest.raises(Refused, match="comes to m²") as caught:
        by_formula(by, "面积 × 1.85")
    assert caught.value.field == "formula"
    with pytest.raises(Refused, match="Give a price"):
        actions_items.add_item("Fee", "formula", by, tariff=TariffSpec(JANUARY, 18500, None))
    with pytest.raises(Refused, match="Give a price"):
        actions_items.add_item("Fee", "area", by, tariff=TariffSpec(JANUARY, None, None, formula="1元"))


def test_a_home_whose_floor_is_not_known_is_skipped_with_the_reason(store: Store, by: System) -> None:
    with write(by) as tx:
        settle(tx, HomeSpec("9", "1", "A", None, 9000), owner("Wang Wu"))
        by_formula(by, "楼层 × 2元")
    assert skipped(computed(ON).id) == {"9-1-A": "no_floor"}


def test_a_run_is_not_posted_when_somebody_moved_in_since(store: Store, by: System) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"), owner("Wang Mei", role="family"))
        by_person(by, 500)
    run = computed(ON)
    with write(by) as tx:
        tx.run(
            "UPDATE residencies SET to_date = '2026-10-31' WHERE home_id = :id AND role = 'family'",
            id=home_id,
        )
    with pytest.raises(Refused, match="Compute again"):
        actions.post_run(run.id, by)
