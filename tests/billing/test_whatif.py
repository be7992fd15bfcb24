"""Trying a price: the difference is exactly what twelve runs with and without it would charge, and nothing is kept."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from estate.billing import actions, actions_items, records_items
from estate.billing.actions_items import TariffSpec
from estate.billing.records_inputs import load
from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_cycles import months_later
from estate.billing.rules_run import Due, bill_home
from estate.billing.rules_whatif import WhatIf, compare, example
from estate.billing.whatif import try_out
from estate.community import actions as community
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.waivers import actions_standing as waivers
from estate.waivers.actions_standing import DiscountSpec
from tests.billing import place
from tests.billing.ledger import computed, posted
from tests.billing.place import ALL, WANG, owner, settle

BY = System("test")
NOVEMBER = date(2026, 11, 1)
SignIn = Callable[[str], TestClient[Any]]


def tried(item_id: int, tariff: Tariff, first: date = NOVEMBER) -> WhatIf:
    with read() as db:
        inputs = load(db, first.isoformat(), months_later(first, 12).isoformat(), None, item_id, persons=True)
    return compare(inputs.homes, inputs.items[0], tariff, inputs.covered, first)


def mixed_community() -> int:
    """Homes that change hands, are delivered, hold spaces, are paid ahead; answers the item by area."""
    with write(BY) as tx:
        place.many_homes(tx, 12, per_building=4)
        sold = HomeSpec("9", "1", "101", 1, 9000, state="occupied")
        settle(tx, sold, owner("Old", None, date(2027, 1, 9)), owner("New", date(2027, 1, 10)))
        settle(
            tx,
            HomeSpec("9", "1", "102", 1, 9000, state="occupied", delivered_on="2024-05-17"),
            owner("A", date(2024, 5, 17)),
        )
        settle(tx, HomeSpec("9", "1", "103", 1, 9000, state="vacant"))
        settle(
            tx,
            HomeSpec("9", "1", "104", 1, 9000),
            owner("B", date(2020, 1, 1), date(2027, 3, 5)),
            owner("B", date(2027, 3, 6), role="co_owner"),
        )
        return place.by_area(tx, 18500)


def test_only_days_from_the_new_price_on_that_are_not_charged_yet_differ(store: Store) -> None:
    with write(BY) as tx:
        settle(tx, WANG, owner("Wang Wu"))
        item_id = place.by_area(tx, 18500)
    posted(NOVEMBER)
    answer = tried(item_id, Tariff(0, date(2026, 11, 1), 20500, None))
    assert (answer.months[0].before_fen, answer.months[0].after_fen) == (0, 0)
    assert [one.difference_fen for one in answer.months[1:]] == [18401 - 16606] * 11
    answer = tried(item_id, Tariff(0, date(2027, 2, 1), 20500, None))
    assert [one.difference_fen for one in answer.months] == [0, 0, 0] + [18401 - 16606] * 9
    assert [(one.name, one.homes, one.difference_fen) for one in answer.buildings] == [("3", 1, 9 * 1795)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(10_000, 30_000),
    st.dates(date(2026, 11, 1), date(2027, 10, 31)),
    st.sampled_from(["monthly_rows", "once_per_period"]),
    st.sampled_from(["half_up_fen", "half_up_jiao", "up_yuan"]),
)
def test_each_home_differs_by_what_the_runs_themselves_would_charge(
    store: Store, price: int, since: date, level: Any, rounding: Any
) -> None:
    with read() as db:
        item_id = db.value("SELECT min(id) FROM fee_items")
    item_id = item_id or mixed_community()
    new = Tariff(0, since, price, None, level=level, rounding=rounding)
    answer = tried(item_id, new)
    with read() as db:
        inputs = load(db, "2026-11-01", "2027-10-31", None, item_id)
    item = inputs.items[0]
    then = item._replace(tariffs=(*item.tariffs, new))
    sums = {one.home_id: (one.before_fen, one.after_fen) for one in answer.homes}
    for home in inputs.homes:
        apart = [
            sum(
                line.amount_fen
                for n in range(12)
                for line in bill_home(
                    home,
                    [one],
                    Due(
                        [one],
                        months_later(NOVEMBER, n),
                        months_later(NOVEMBER, n + 1) - timedelta(days=1),
                    ),
                    inputs.covered,
                ).lines
            )
            for one in (item, then)
        ]
        assert sums.get(home.id, (0, 0)) == tuple(apart)
    total = sum(one.difference_fen for one in answer.homes)
    assert (
        total
        == sum(m.difference_fen for m in answer.months)
        == sum(b.difference_fen for b in answer.buildings)
    )


def test_discounts_are_taken_off_on_both_sides_as_the_runs_do(store: Store) -> None:
    """Vacant since March at 70 %, from the seventh month on: 166.056 × 70 % = 116.24; 2.05 gives 184.008 and 128.81."""
    with write(BY) as tx:
        wang = settle(tx, WANG, owner("Wang Wu"))
        settle(tx, HomeSpec("3", "2", "502", 5, 8976, state="occupied"), owner("Li Si"))
        item_id = place.by_area(tx, 18500)
        item = records_items.item(tx, item_id, "2026-11-05")
    community.set_state(wang, "vacant", date(2026, 3, 1), BY)
    rule = DiscountSpec(
        "vacancy", "Vacant", (item_id,), "contract", date(2020, 1, 1), payable_e4=7000, from_month=7
    )
    waivers.add_discount(rule, BY)
    assert item
    answer = try_out(item, TariffSpec(NOVEMBER, 20500, None)).answer
    vacant, lived_in = sorted(answer.homes, key=lambda one: one.home_code)
    assert (vacant.before_fen, vacant.after_fen) == (11624 * 12, 12881 * 12)
    assert vacant.off_fen == ((16606 - 11624) * 12, (18401 - 12881) * 12)
    assert (lived_in.before_fen, lived_in.after_fen, lived_in.off_fen) == (16606 * 12, 18401 * 12, (0, 0))
    middle = example(answer.homes)
    assert middle == lived_in
    for n in range(12):
        posted(months_later(NOVEMBER, n))
    with read() as db:
        assert db.value("SELECT sum(balance_fen) FROM charge_balances") == answer.before_fen


def test_homes_are_newly_charged_and_freed(store: Store) -> None:
    with write(BY) as tx:
        settle(tx, WANG, owner("Wang Wu"))
        settle(tx, HomeSpec("3", "2", "101", 1, 9000), owner("Li Si"))
        tariff = TariffSpec(date(2020, 1, 1), None, None, formula="如果(楼层 ≥ 3, 20元, 0)")
        item_id = actions_items.add_item("Lift", "formula", BY, tariff=tariff, rules=ALL)
    answer = tried(
        item_id, Tariff(0, date(2027, 1, 1), None, None, formula="如果(楼层 < 3, 10元, 0)"), date(2027, 1, 1)
    )
    assert [one.home_code for one in answer.of("new")] == ["3-2-101"]
    assert [(one.home_code, one.difference_fen) for one in answer.of("freed")] == [("3-2-501", -24000)]
    assert answer.of("more") == answer.of("less") == []


def test_the_example_is_a_home_of_the_middle(store: Store) -> None:
    answer = tried(mixed_community(), Tariff(0, date(2027, 1, 1), 20500, None))
    middle = example(answer.homes)
    changed = sorted(one.difference_fen for one in answer.homes if one.difference_fen)
    assert middle and middle.difference_fen == changed[len(changed) // 2]


QUERY = {
    "price": "2.05",
    "effective_from": "2027-01-01",
    "rounding": "half_up_fen",
    "rounding_level": "monthly_rows",
    "proration": "next_month",
    "area_basis": "built",
    "basis_text": "",
}


@pytest.fixture
def path(store: Store) -> str:
    return f"/fee-items/{mixed_community()}/what-if"


def test_a_price_is_tried_from_its_address_and_kept_only_when_taken_over(path: str, sign_in: SignIn) -> None:
    browser = sign_in("manager")
    assert "Change something and look" in browser.get(path).text
    shown = browser.get(path, params=QUERY)
    assert shown.status_code == 200 and "Pay more, the largest difference first" in shown.text
    with read() as db:
        assert db.value("SELECT count(*) FROM tariffs") == 1
    more = browser.get(path, params={**QUERY, "homes": "more"})
    assert 'id="whatif-homes"' in more.text and "9-1-102" in more.text
    form = dict(
        re.findall(
            r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.text.split('id="take-over"')[1]
        )
    )
    answer = browser.post(
        path.removesuffix("what-if") + "tariffs", data={**form, "basis_text": "Vote of 2026"}
    )
    assert answer.status_code == 200
    with read() as db:
        kept = db.tuples("SELECT price_e4, effective_from, basis_text FROM tariffs ORDER BY id DESC LIMIT 1")
    assert kept == [(20500, "2027-01-01", "Vote of 2026")]


def test_the_notice_says_old_and_new_price_day_basis_and_an_example(path: str, sign_in: SignIn) -> None:
    text = sign_in("manager").get(f"{path}/notice", params={**QUERY, "basis_text": "Vote of 2026"}).text
    for piece in ("1.85", "2.05", "Jan 1, 2027", "Vote of 2026", "For example, a home of", "Draft"):
        assert piece in text


def test_a_price_that_is_none_is_said_beside_the_field(path: str, sign_in: SignIn) -> None:
    wrong = sign_in("manager").get(path, params={**QUERY, "price": "a lot", "effective_from": "soon"})
    assert wrong.status_code == 422 and 'value="a lot"' in wrong.text and "This is no price" in wrong.text


def test_who_may_read_prices_may_try_but_not_take_over(path: str, sign_in: SignIn) -> None:
    browser = sign_in("cashier")
    shown = browser.get(path, params=QUERY)
    assert shown.status_code == 200 and 'id="take-over"' not in shown.text
    assert sign_in("repairer").get(path).status_code == 403


def test_what_is_charged_by_hand_has_no_price_to_try(store: Store, sign_in: SignIn) -> None:
    item_id = actions_items.add_item("Repair", "one_off", BY)
    assert sign_in("manager").get(f"/fee-items/{item_id}/what-if").status_code == 404


def test_a_run_that_charges_far_ahead_says_so(store: Store, sign_in: SignIn) -> None:
    with write(BY) as tx:
        settle(tx, WANG._replace(delivered_on="2024-10-17"), owner("Wang Wu"))
        price = TariffSpec(date(2020, 1, 1), 18500, None, proration="daily_actual")
        actions_items.add_item(
            "Fee", "area", BY, tariff=price, rules=ALL, cycle_months=12, anchor="anniversary"
        )
    near = actions.start_run(date(2026, 10, 1), date(2026, 10, 1), BY, in_worker=False)
    far = computed(NOVEMBER, date(2027, 10, 1))
    assert near.id != far.id
    browser = sign_in("manager")
    assert "This charges far ahead" in browser.get(f"/bill-runs/{far.id}").text
    assert "This charges far ahead" not in browser.get(f"/bill-runs/{computed(date(2026, 10, 1)).id}").text
