"""The day close as a cashier, a colleague and a manager meet it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.cashier.conftest import Place
from tests.cashier.test_pages import hidden, opened, post

SignIn = Callable[[str], TestClient[Any]]


@pytest.fixture
def till_page(sign_in: SignIn, place: Place) -> str:
    """The address of the cashier's till after two payments of today; the cashier is signed in."""
    cashier = sign_in("cashier")
    post(cashier, place.wang, opened(cashier, place.wang) | {"amount": "150.10"})
    post(cashier, place.li, opened(cashier, place.li) | {"amount": "20", "method": "wechat"})
    found = re.search(r"/till-days/\d+", cashier.get("/day-closes").text)
    assert found
    return found[0]


def test_a_cashier_counts_closes_and_prints(sign_in: SignIn, client: TestClient[Any], till_page: str) -> None:
    shown = client.get(till_page).text
    assert "Cash due" in shown and "150.10" in shown and "170.10" in shown and "No number is missing" in shown
    fragment = client.get(f"{till_page}?counted=350&opening_float=200", headers={"hx-request": "true"}).text
    assert "Too little" in fragment and "0.10" in fragment and "<html" not in fragment
    form = {name: hidden(shown, name) for name in ("idempotency_key", "seen")} | {"opening_float": "200"}
    empty = client.post(f"{till_page}/close", data=form)
    assert empty.status_code == 422 and "Count the cash" in empty.text
    short = client.post(f"{till_page}/close", data=form | {"counted": "350"})
    assert short.status_code == 422 and "too little" in short.text
    done = client.post(f"{till_page}/close", data=form | {"counted": "350.10"}, follow_redirects=False)
    assert done.status_code == 303
    page = client.get(done.headers["location"]).text
    assert "A colleague confirms the hand-over" in page and "Reopen the day" not in page
    paper = client.get(done.headers["location"] + "/print").text
    assert "Handed over by" in paper and "150.10" in paper
    assert client.get(till_page, follow_redirects=False).headers["location"] == done.headers["location"]


def test_a_manager_confirms_and_reopens(sign_in: SignIn, client: TestClient[Any], till_page: str) -> None:
    shown = client.get(till_page).text
    form = {name: hidden(shown, name) for name in ("idempotency_key", "seen")} | {"pieces_10000": "1"}
    form |= {"pieces_5000": "1", "pieces_10": "1"}
    close = client.post(f"{till_page}/close", data=form, follow_redirects=False).headers["location"]
    assert client.post(f"{close}/reopening", data={"reason": "x"}).status_code == 403
    assert client.post(f"{close}/confirmation").status_code == 409
    manager = sign_in("manager")
    assert "Confirm ¥150.10 cash" in manager.get(close).text
    assert "taken over by Liu Min" in manager.post(f"{close}/confirmation").text
    assert manager.post(f"{close}/reopening", data={"reason": " "}).status_code == 422
    answer = manager.post(f"{close}/reopening", data={"reason": "a late payment"}, follow_redirects=False)
    assert answer.headers["location"] == till_page
    assert "Reopened by Liu Min: a late payment" in manager.get(till_page).text
    assert "no longer valid" in manager.get(f"{close}/print").text


def test_the_counter_says_that_the_day_is_closed(
    client: TestClient[Any], place: Place, till_page: str
) -> None:
    shown = client.get(till_page).text
    form = {name: hidden(shown, name) for name in ("idempotency_key", "seen")} | {"counted": "150.10"}
    client.post(f"{till_page}/close", data=form)
    refused = post(client, place.wang, opened(client, place.wang) | {"amount": "1"})
    assert refused.status_code == 422 and "Ask a manager to reopen it" in refused.text


def test_a_colleague_does_not_close_ones_till(
    sign_in: SignIn, client: TestClient[Any], till_page: str
) -> None:
    assert sign_in("manager").get(till_page).status_code == 200
    assert sign_in("clerk").get(till_page).status_code == 403
    assert client.get("/day-closes").status_code == 403


@pytest.mark.parametrize("address", ["/day-closes/99", "/day-closes/99/print", "/till-days/99"])
def test_what_is_not_there_is_not_found(sign_in: SignIn, address: str) -> None:
    assert sign_in("manager").get(address).status_code == 404
