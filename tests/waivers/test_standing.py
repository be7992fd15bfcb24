"""Standing discounts in bill runs: from the n-th month of vacancy, for single homes until a day; taken back with the run."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from estate.billing import actions as billing
from estate.billing import queries as charges
from estate.billing.actions_charges import reverse_charge
from estate.billing.rules import month_fee, round_fen
from estate.billing.rules_run import Staged
from estate.billing.statement import statement
from estate.community import actions as community
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.refusal import Refused
from estate.waivers import actions_standing as actions
from estate.waivers import queries, queries_standing, rules_standing
from estate.waivers.actions_standing import DiscountSpec
from estate.waivers.rules_standing import (
    ENDLESS,
    Discount,
    exact_fen,
    holds,
    months_later,
    share_of,
    vacant_spells,
)
from tests.billing import place
from tests.billing.ledger import computed, posted, shown
from tests.billing.place import WANG, owner, settle
from tests.waivers.conftest import exact

BY = System("Liu Min", 2)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def early_november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 5, 2, tzinfo=UTC)):
        yield


def vacancy(item_id: int, **more: Any) -> int:
    """A discount to 70 % from the seventh month of vacancy for every vacant home, or as `more` says."""
    spec = DiscountSpec(
        "vacancy",
        "Vacant homes",
        (item_id,),
        "contract, clause 12",
        date(2026, 1, 1),
        payable_e4=7000,
        from_month=7,
    )
    return actions.add_discount(spec._replace(**more), BY)


def care(item_id: int, **more: Any) -> int:
    spec = DiscountSpec(
        "care",
        "By decision 7",
        (item_id,),
        "committee, decision 7",
        date(2026, 1, 1),
        payable_e4=9000,
        by_home=True,
    )
    return actions.add_discount(spec._replace(**more), BY)


def vacant_home(area: int = 8976, since: date = date(2026, 3, 1)) -> tuple[int, int]:
    """A home that stands vacant since a day, and the fee item that charges it 1.85."""
    with write(BY) as tx:
        home_id = settle(tx, WANG._replace(area_dm2=area), owner("Wang Wu"))
        item_id = place.by_area(tx, 18500)
    community.set_state(home_id, "vacant", since, BY)
    return home_id, item_id


def owed(home_id: int) -> list[tuple[int, int, int]]:
    with read() as db:
        return [
            (one.amount_fen, one.waived_fen, one.balance_fen) for one in charges.open_charges(db, home_id)
        ]


@pytest.mark.parametrize(
    ("area", "computed_from", "net"),
    [
        pytest.param(8976, "raw", 11624, id="A27a"),
        pytest.param(5008, "raw", 6485, id="A27b"),
        pytest.param(5008, "rounded", 6486, id="A27c"),
    ],
)
def test_a_vacant_home_is_discounted_in_the_run(
    store: Store, area: int, computed_from: str, net: int
) -> None:
    home_id, item_id = vacant_home(area)
    vacancy(item_id, computed_from=computed_from)
    run = computed(NOVEMBER)
    with read() as db:
        waived = queries_standing.waived_of_run(db, run.id)
        assert queries_standing.waived_by_item(db, run.id) == {"Property fee": waived}
        assert queries_standing.waived_by_building(db, run.id) == {"3": waived}
        (line,) = queries_standing.waived_of_home(db, run.id, home_id)
    assert run.total_fen - waived == net and line.formula.startswith(
        "166.056 × 70%" if area == 8976 else "92.6"
    )
    billing.post_run(run.id, BY)
    assert owed(home_id) == [(run.total_fen, waived, net)]
    with read() as db:
        (given_,) = queries.of_home(db, home_id)
        assert (given_.kind, given_.reason_code, given_.approved_by) == ("vacancy", "standing", BY.name)
        assert statement(db, home_id).closing_fen == net
    exact()


@pytest.mark.parametrize(
    ("since", "discounted"),
    [
        (date(2026, 5, 1), True),  # 1 November is the first day of the seventh month
        (date(2026, 5, 2), False),
        (date(2026, 6, 1), False),
        (date(2026, 1, 15), True),
    ],
)
def test_it_counts_from_the_nth_month_of_vacancy_and_for_whole_months(
    store: Store, since: date, discounted: bool
) -> None:
    home_id, item_id = vacant_home(since=since)
    vacancy(item_id)
    posted(NOVEMBER)
    assert (owed(home_id)[0][1] > 0) is discounted


def test_a_home_that_is_lived_in_again_pays_in_full(store: Store) -> None:
    home_id, item_id = vacant_home()
    vacancy(item_id)
    community.set_state(home_id, "occupied", date(2026, 11, 3), BY)
    posted(NOVEMBER)
    assert owed(home_id) == [(16606, 0, 16606)]


def test_where_evidence_is_asked_for_a_home_needs_its_grant_and_only_for_its_days(store: Store) -> None:
    home_id, item_id = vacant_home()
    discount_id = vacancy(item_id, by_home=True)
    posted(NOVEMBER)
    actions.grant_home(
        discount_id, "3-2-501", date(2026, 12, 1), date(2026, 12, 31), "water meter at rest", BY
    )
    posted(date(2026, 12, 1))
    posted(date(2027, 1, 1))
    assert [waived for _amount, waived, _left in owed(home_id)] == [0, 4982, 0]


def test_other_fee_items_and_homes_pay_in_full(store: Store) -> None:
    home_id, item_id = vacant_home()
    with write(BY) as tx:
        place.fixed(tx, 500)
        other = settle(tx, place.LI, owner("Li Na"))
    vacancy(item_id)
    posted(NOVEMBER)
    assert [one[:2] for one in owed(home_id)] == [(16606, 4982), (500, 0)]
    assert all(waived == 0 for _amount, waived, _left in owed(other))


def test_an_agreed_discount_ends_on_its_day_or_earlier_when_it_is_ended(store: Store) -> None:
    home_id, item_id = vacant_home()
    discount_id = care(item_id)
    with pytest.raises(Refused, match="always has an end"):
        actions.grant_home(discount_id, "3-2-501", NOVEMBER, None, "decision 7", BY)
    grant_id = actions.grant_home(discount_id, "3-2-501", NOVEMBER, date(2027, 10, 31), "decision 7", BY)
    with pytest.raises(Refused, match="already"):
        actions.grant_home(discount_id, "3-2-501", date(2027, 5, 1), date(2028, 1, 1), "decision 8", BY)
    posted(NOVEMBER)
    actions.end_home(discount_id, grant_id, date(2026, 11, 30), BY)
    posted(date(2026, 12, 1))
    assert [waived for _amount, waived, _left in owed(home_id)] == [1661, 0]


def test_of_two_discounts_the_one_that_waives_more_is_given(store: Store) -> None:
    home_id, item_id = vacant_home()
    vacancy(item_id)
    agreed = care(item_id)
    actions.grant_home(agreed, "3-2-501", NOVEMBER, date(2027, 10, 31), "decision 7", BY)
    posted(NOVEMBER)
    assert owed(home_id) == [(16606, 4982, 11624)]


def test_a_run_is_not_posted_under_other_discounts_than_it_showed(store: Store) -> None:
    _home_id, item_id = vacant_home()
    run = computed(NOVEMBER)
    discount_id = vacancy(item_id)
    with pytest.raises(Refused, match="changed since"):
        billing.post_run(run.id, BY)
    again = computed(NOVEMBER)
    actions.end_discount(discount_id, date(2026, 10, 31), BY)
    with pytest.raises(Refused, match="changed since"):
        billing.post_run(again.id, BY)


def test_a_run_with_discounts_is_voided_and_a_charge_reversed_with_its_discount(store: Store) -> None:
    home_id, item_id = vacant_home()
    vacancy(item_id)
    run = posted(NOVEMBER)
    december = posted(date(2026, 12, 1))
    billing.void_run(run.id, "wrong price", BY)
    assert shown(run.id).state == "voided"
    with read() as db:
        (left,) = charges.open_charges(db, home_id)
    reverse_charge(left.charge_id, "wrong owner", BY)
    with read() as db:
        assert charges.owed_total(db, home_id) == 0
        assert [one.amount_fen for one in queries.of_home(db, home_id)] == [4982, 4982, -4982, -4982]
        account = statement(db, home_id)
    assert (account.closing_fen, account.waived_fen) == (0, 0)
    assert min(entry.balance_fen for entry in account.entries) >= 0
    assert december.lines == 1
    exact()
    assert posted(NOVEMBER).lines == 1
    exact()


def test_a_past_that_is_billed_at_once_is_discounted_too(store: Store) -> None:
    from estate.billing.actions_compute import bill_at_once

    home_id, item_id = vacant_home()
    vacancy(item_id)
    with write(BY) as tx:
        bill_at_once(
            tx, date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 25), "2026-10-01T01:00:00.000Z"
        )
    assert owed(home_id) == [(16606, 4982, 11624)]
    exact()


def test_a_discount_is_not_granted_to_a_home_that_is_lived_in(store: Store) -> None:
    _home_id, item_id = vacant_home()
    with write(BY) as tx:
        settle(tx, HomeSpec("1", "1", "101", 1, 9000, state="occupied"), owner("Li Na"))
    discount_id = vacancy(item_id, by_home=True)
    with pytest.raises(Refused, match="not recorded as vacant"):
        actions.grant_home(discount_id, "1-1-101", NOVEMBER, date(2027, 1, 1), "said so", BY)
    with pytest.raises(Refused, match="no such home"):
        actions.grant_home(discount_id, "9-9-999", NOVEMBER, date(2027, 1, 1), "said so", BY)


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"basis": " "}, "allows"),
        ({"fee_item_ids": ()}, "fee item"),
        ({"fee_item_ids": (99,)}, "fee item"),
        ({"to_date": date(2025, 1, 1)}, "before the beginning"),
        ({"payable_e4": None}, "one of the two"),
        ({"from_month": None}, "month of vacancy"),
    ],
)
def test_a_discount_that_makes_no_sense_is_refused(store: Store, more: dict[str, Any], match: str) -> None:
    _home_id, item_id = vacant_home()
    with pytest.raises(Refused, match=match):
        vacancy(item_id, **more)


@pytest.mark.parametrize(
    "sql", ["UPDATE discounts SET payable_e4 = 1", "DELETE FROM discounts", "DELETE FROM discount_items"]
)
def test_the_database_keeps_discounts_as_they_are(store: Store, sql: str) -> None:
    _home_id, item_id = vacant_home()
    vacancy(item_id)
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        tx.run(sql)


def test_spells_of_vacancy_begin_and_end_with_the_states() -> None:
    history = [
        ("occupied", None),
        ("vacant", "2025-03-15"),
        ("vacant", "2025-04-01"),
        ("let", "2025-09-01"),
        ("vacant", "2026-01-01"),
    ]
    assert vacant_spells(history) == [(date(2025, 3, 15), date(2025, 8, 31)), (date(2026, 1, 1), ENDLESS)]
    assert vacant_spells([("vacant", None), ("let", "2026-01-01")]) == []


def test_the_share_of_a_quarter_is_that_of_its_whole_months() -> None:
    windows = [(date(2026, 8, 15), date(2026, 9, 30))]
    assert share_of(date(2026, 7, 1), date(2026, 9, 30), windows) == Fraction(1, 3)
    assert share_of(date(2026, 9, 10), date(2026, 9, 30), windows) == 1
    assert share_of(date(2026, 8, 10), date(2026, 8, 31), windows) == 0
    assert share_of(date(2026, 7, 15), date(2026, 10, 14), windows) == Fraction(1, 3)


def test_two_grants_side_by_side_hold_as_one() -> None:
    discount = Discount(1, "care", 9000, True, None, True, date(2026, 1, 1), ENDLESS, frozenset({1}))
    granted = [(date(2026, 1, 1), date(2026, 3, 14)), (date(2026, 3, 15), date(2026, 6, 30))]
    assert holds(discount, (), granted) == [(date(2026, 1, 1), date(2026, 6, 30))]


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and later == rules_standing.month_end(later))


@given(st.integers(1, 50_000), st.integers(1, 99_999), st.integers(1, 12))
def test_the_value_before_rounding_is_found_again(area: int, price_e4: int, months: int) -> None:
    value = month_fee(area, price_e4) * months
    line = Staged(
        1, "3-2-501", 1, "Property fee", "area", 1, None, None, 1, "Wang", "2026-01-01",
        rules_standing.month_end(date(2026, months, 1)).isoformat(),
        f"{area // 100}.{area % 100:02d} m²", f"{price_e4 // 10_000}.{price_e4 % 10_000:04d}", "", round_fen(value),
    )  # fmt: skip
    assert exact_fen(line, "half_up_fen") == value
    assert exact_fen(line._replace(amount_fen=round_fen(value) + 2), "half_up_fen") is None
