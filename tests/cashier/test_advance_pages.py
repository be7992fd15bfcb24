"""The counter's page when money is paid in advance or from an account."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import read
from estate.prepayments.queries import balance
from tests.cashier.conftest import MONTH_FEN, Counter, Household, Place, balances

Browser = TestClient[Any]


@pytest.fixture
def cashier(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in("cashier")


def opened(browser: Browser, whose: Household) -> dict[str, Any]:
    html = browser.get(f"/counter/{whose.home_id}?payer={whose.payer_id}").text
    names = ("idempotency_key", "payer", "seen", "balance")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', html) for name in names}
    return {name: one[1] for name, one in found.items() if one} | {"method": "cash"}


def post(browser: Browser, whose: Household, **typed: str) -> Any:
    form = opened(browser, whose) | typed
    return browser.post(f"/counter/{whose.home_id}", data=form, follow_redirects=False)


def on_account(whose: Household) -> int:
    with read() as db:
        return balance(db, *whose)


def test_a_surplus_is_taken_once_the_rest_is_ticked_as_in_advance(cashier: Browser, place: Place) -> None:
    refused = post(cashier, place.wang, amount="500")
    assert refused.status_code == 422 and "has-surplus" in refused.text
    taken = post(cashier, place.wang, amount="500", rest_in_advance="y")
    receipt = cashier.get(taken.headers["location"]).text
    assert "Paid in advance" in receipt and "Prepayment balance" in receipt
    printed = cashier.get(f"{taken.headers['location']}/print").text
    assert "Prepayment balance" in printed and "1.82" in printed
    assert on_account(place.wang) == 182 and balances(place.wang) == []


def test_the_advance_is_shown_before_it_is_taken(cashier: Browser, place: Place) -> None:
    address = f"/counter/{place.wang.home_id}?advance=100&method=cash&tendered=600"
    fragment = cashier.get(address, headers={"hx-request": "true"}).text
    assert "Take ¥598.18" in fragment and "1.82" in fragment  # all that is owed and the advance; the change
    assert "Prepayment balance afterwards" in fragment
    too_much = cashier.get(f"{address}&amount=50", headers={"hx-request": "true"}).text
    assert "This is more than the amount to take" in too_much


def test_without_an_amount_all_that_is_owed_and_the_advance_is_taken(cashier: Browser, place: Place) -> None:
    assert post(cashier, place.wang, advance="100").status_code == 303
    assert balances(place.wang) == [] and on_account(place.wang) == 10000
    assert post(cashier, place.wang, advance="50").status_code == 303  # nothing is owed any more
    assert on_account(place.wang) == 15000


def test_too_far_ahead_is_asked_once_more(cashier: Browser, place: Place) -> None:
    refused = post(cashier, place.wang, advance="5000")
    assert (
        refused.status_code == 422 and 'id="beyond_cap-error"' in refused.text and "over-cap" in refused.text
    )
    assert post(cashier, place.wang, advance="5000", beyond_cap="y").status_code == 303
    assert on_account(place.wang) == 500000


def test_the_account_is_a_way_of_payment_while_something_is_on_it(
    cashier: Browser, counter: Counter, place: Place
) -> None:
    address = f"/counter/{place.wang.home_id}"
    assert 'value="prepayment"' not in cashier.get(address).text
    counter.take(place.wang, 20000, advance_fen=20000)
    assert 'value="prepayment"' in cashier.get(address).text
    fragment = cashier.get(f"{address}?method=prepayment", headers={"hx-request": "true"}).text
    assert "Pay ¥200.00 from the account" in fragment
    answer = post(cashier, place.wang, method="prepayment")
    assert answer.status_code == 303 and "/receipts/YC" in answer.headers["location"]
    assert balances(place.wang) == [2 * MONTH_FEN - 20000, MONTH_FEN] and on_account(place.wang) == 0
    assert "Paid from the prepayment account" in cashier.get(f"{answer.headers['location']}/print").text


def test_the_page_before_a_reversal_names_what_leaves_the_account(
    cashier: Browser, counter: Counter, place: Place
) -> None:
    receipt = counter.take(place.wang, 500, advance_fen=500)
    page = cashier.get(f"/receipts/{receipt.number}/reversal").text
    assert "off the prepayment account" in page
    used = counter.take(place.wang, 500, method="prepayment")
    assert "Back to the prepayment account" in cashier.get(f"/receipts/{used.number}/reversal").text
    answer = cashier.post(
        f"/receipts/{receipt.number}/reversal", data={"reason": "slip", "idempotency_key": "k"}
    )
    assert answer.status_code == 422 and "Take back first what was paid from it" in answer.text
