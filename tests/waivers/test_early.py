"""A whole year paid early at the counter: waived with the payment, taken back with its receipt."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from estate.billing import actions as billing
from estate.billing import queries as charges
from estate.billing import records_items
from estate.billing.actions_compute import compute_run
from estate.billing.actions_items import TariffSpec
from estate.billing.statement import statement
from estate.billing.whatif import try_out
from estate.cashier import queries as cashier
from estate.cashier.actions_voids import void
from estate.cashier.rules import OpenBill
from estate.cashier.rules_early import granted, lowered
from estate.data import Store, read
from estate.refusal import Refused
from estate.waivers import actions_standing, queries
from estate.waivers.actions_standing import DiscountSpec
from estate.waivers.queries_early import offered
from estate.waivers.rules_early import EarlyCharge, EarlyRule, Offer, offers
from tests.cashier.conftest import Counter, Household, owed, settle_place
from tests.waivers.conftest import LIU, exact

YEAR_FEN, OFF_FEN = 199272, 9964  # A28: twelve months of 166.06, of which 95 % are payable


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 5, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def wang(store: Store) -> Household:
    """3-2-501, billed for the whole of 2027, due on 25 January; who pays by 15 January pays 95 %."""
    place = settle_place(LIU)
    with read() as db:
        item_id = db.value("SELECT id FROM fee_items")
    spec = DiscountSpec(
        "early_payment",
        "Year early",
        (item_id,),
        "contract",
        date(2026, 1, 1),
        payable_e4=9500,
        months=12,
        days_before=10,
    )
    actions_standing.add_discount(spec, LIU)
    run = billing.start_run(date(2027, 1, 1), date(2027, 12, 1), LIU, date(2027, 1, 25), in_worker=False)
    compute_run(run.id, run.token)
    billing.post_run(run.id, LIU)
    return place.wang


def balance(whose: Household) -> int:
    with read() as db:
        return charges.owed_total(db, whose.home_id)


def test_a28_a_year_paid_early_costs_95_per_cent_and_the_receipt_says_so(wang: Household) -> None:
    receipt = Counter().take(wang, YEAR_FEN - OFF_FEN, early=True)
    assert (receipt.amount_fen, receipt.owed_after_fen, balance(wang)) == (189308, 0, 0)
    with read() as db:
        given_ = queries.of_home(db, wang.home_id)
        assert {one.receipt for one in given_} == {receipt.number}
        assert sum(one.amount_fen for one in given_) == OFF_FEN
        assert sum(line.waived_fen for line in cashier.lines(db, receipt.id)) == OFF_FEN
        assert statement(db, wang.home_id).closing_fen == 0
    exact()


@pytest.mark.parametrize(
    ("since", "sums"),
    [
        pytest.param(date(2028, 1, 1), (189308, 209771, (9964, 11041)), id="the next year"),
        pytest.param(
            date(2027, 7, 1), (94656, 104886, (4980, 5520)), id="half of the year is billed already"
        ),
    ],
)
def test_who_paid_early_is_taken_to_do_so_again_when_a_price_is_tried(
    wang: Household, since: date, sums: tuple[int, int, tuple[int, int]]
) -> None:
    """A year at 2.05: 184.01 × 12 = 2208.12, of which 95 % are 2097.71, as 1893.08 are of 1992.72."""
    with read() as db:
        item = records_items.item(db, db.value("SELECT id FROM fee_items"), "2026-11-05")
    assert item
    tried = TariffSpec(since, 20500, None)
    plain = {one.home_code: one for one in try_out(item, tried).answer.homes}
    Counter().take(wang, YEAR_FEN - OFF_FEN, early=True)
    answer = {one.home_code: one for one in try_out(item, tried).answer.homes}
    others = {code: one for code, one in answer.items() if code != "3-2-501"}
    assert others == {code: one for code, one in plain.items() if code != "3-2-501"}
    assert answer["3-2-501"][3:] == sums


def test_what_is_taken_back_takes_the_discount_back(wang: Household) -> None:
    counter = Counter()
    receipt = counter.take(wang, YEAR_FEN - OFF_FEN, early=True)
    reversal = counter.reverse(receipt)
    assert balance(wang) == reversal.owed_after_fen == YEAR_FEN
    with read() as db:
        account = statement(db, wang.home_id)
    assert account.closing_fen == YEAR_FEN and account.waived_fen == 0
    exact()
    again = counter.take(wang, YEAR_FEN - OFF_FEN, early=True)
    void(again.id, "wrong home", True, "void", counter.by)
    assert balance(wang) == YEAR_FEN
    exact()


@pytest.mark.parametrize(
    ("day", "early"), [(date(2027, 1, 15), True), (date(2027, 1, 16), False), (date(2027, 1, 25), False)]
)
def test_the_last_day_is_included_and_the_next_is_too_late(wang: Household, day: date, early: bool) -> None:
    with time_machine.travel(datetime(day.year, day.month, day.day, 2, tzinfo=UTC)):
        with read() as db:
            assert bool(offered(db, owed(wang), day)) is early
        if not early:
            with pytest.raises(Refused, match="no whole period"):
                Counter().take(wang, YEAR_FEN - OFF_FEN, early=True)
            assert balance(wang) == YEAR_FEN


@pytest.mark.parametrize("fen", [YEAR_FEN - OFF_FEN - 1, 16606])
def test_less_than_the_whole_year_earns_nothing_and_nothing_is_taken(wang: Household, fen: int) -> None:
    with pytest.raises(Refused, match="no whole period"):
        Counter().take(wang, fen, early=True)
    assert balance(wang) == YEAR_FEN
    exact()


def test_a_month_that_is_paid_already_leaves_no_whole_year(wang: Household) -> None:
    counter = Counter()
    counter.take(wang, 16606)
    with pytest.raises(Refused, match="no whole period"):
        counter.take(wang, YEAR_FEN - 16606 - OFF_FEN, early=True)


def test_a_page_sent_twice_is_one_receipt_and_not_one_without_the_discount(wang: Household) -> None:
    counter = Counter()
    receipt = counter.take(wang, YEAR_FEN - OFF_FEN, early=True, key="page")
    assert counter.take(wang, YEAR_FEN - OFF_FEN, early=True, key="page") == receipt
    with pytest.raises(Refused, match="used already"):
        counter.take(wang, YEAR_FEN - OFF_FEN, key="page")


def test_the_counter_offers_it_and_takes_the_rest(
    wang: Household, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    cashier_ = sign_in("cashier")
    page = cashier_.get(f"/counter/{wang.home_id}").text
    assert "With the discount for paying early" in page and "Jan 15, 2027" in page
    ticked = cashier_.get(f"/counter/{wang.home_id}?early=y", headers={"HX-Request": "true"}).text
    assert "Waived for paying early" in ticked and "1\u202f893.08" in ticked
    whole = cashier_.get(f"/counter/{wang.home_id}?early=y").text
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', whole))
    answer = cashier_.post(
        f"/counter/{wang.home_id}", data={**form, "early": "y", "method": "cash"}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    assert balance(wang) == 0
    assert "waived" in cashier_.get(answer.headers["location"]).text


def charge(n: int, first: date, last: date, fen: int = 100, **more: Any) -> EarlyCharge:
    return EarlyCharge(n, (1, ""), first, last, date(2027, 3, 1), fen, True)._replace(**more)


RULE = EarlyRule(1, 3, 0, 9500, None, frozenset({1}))
QUARTER = [
    charge(1, date(2027, 1, 1), date(2027, 1, 31)),
    charge(2, date(2027, 2, 1), date(2027, 2, 28)),
    charge(3, date(2027, 3, 1), date(2027, 3, 31)),
]


def test_a_quarter_in_one_line_or_three_is_whole_and_one_with_a_gap_is_not() -> None:
    assert offers([RULE], QUARTER, date(2027, 3, 1)) == [Offer(1, (1, 2, 3), (5, 5, 5), date(2027, 3, 1))]
    joined = [charge(1, date(2027, 1, 1), date(2027, 3, 31), 300)]
    assert offers([RULE], joined, date(2027, 3, 1))[0].waived_fen == 15
    assert offers([RULE], [QUARTER[0], QUARTER[2]], date(2027, 3, 1)) == []
    assert offers([RULE], [*QUARTER[:2], QUARTER[2]._replace(untouched=False)], date(2027, 3, 1)) == []
    assert offers([RULE], QUARTER, date(2027, 3, 2)) == []


def test_of_two_discounts_on_the_same_period_the_larger_is_offered() -> None:
    larger = RULE._replace(id=2, payable_e4=None, off_fen=100)
    assert [one.discount_id for one in offers([RULE, larger], QUARTER, date(2027, 1, 1))] == [2]


@given(
    st.lists(st.integers(1, 10_000), min_size=1, max_size=5),
    st.data(),
)
def test_what_is_granted_is_settled_whole_by_the_payment(sums: list[int], data: st.DataObject) -> None:
    bills = [OpenBill(n, date(2027, 1, 1 + n % 2), fen) for n, fen in enumerate(sums)]
    made = [
        Offer(1, (n,), (data.draw(st.integers(1, fen)),), date(2027, 1, 1))
        for n, fen in enumerate(sums)
        if n % 2
    ]
    amount = data.draw(st.none() | st.integers(0, sum(sums)))
    kept = granted(bills, made, (), amount)
    from estate.cashier.rules_split import split

    got = split(lowered(bills, kept), (), amount)
    paid = {part.id for part in got.parts if not part.left_fen}
    still = {int(one.id) for one in lowered(bills, kept)}
    assert all(charge_id in paid or charge_id not in still for one in kept for charge_id in one.charge_ids)
