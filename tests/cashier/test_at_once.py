"""Real requests at the same time against a real server: money is taken once, numbers have no gap."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from estate.cashier import queries
from estate.data import Store, read
from tests.appliance import Appliance
from tests.cashier.conftest import MONTH_FEN, Household, Place, balances
from tests.conftest import PASSWORD

Form = dict[str, str]


@pytest.fixture
def office(store: Store, place: Place) -> Iterator[Appliance]:
    with Appliance(store.folder) as running:
        yield running


@pytest.fixture
def browsers(office: Appliance) -> Iterator[Callable[[str], httpx.Client]]:
    """Browsers that are signed in: browsers("cashier")."""
    opened: list[httpx.Client] = []

    def browser(login: str) -> httpx.Client:
        client = httpx.Client(base_url=office.url, headers={"sec-fetch-site": "same-origin"}, timeout=60)
        opened.append(client)
        answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303
        return client

    yield browser
    for client in opened:
        client.close()


def form_of(browser: httpx.Client, whose: Household, **typed: str) -> Form:
    html = browser.get(f"/counter/{whose.home_id}?payer={whose.payer_id}").text
    found = {
        name: re.search(rf'name="{name}" value="([^"]*)"', html)
        for name in ("idempotency_key", "payer", "seen")
    }
    return {name: one[1] for name, one in found.items() if one} | {"method": "cash"} | typed


def all_at_once(sends: list[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """Every request in a thread of its own, let go together."""
    gate = Barrier(len(sends))

    def wait_and_send(send: Callable[[], httpx.Response]) -> httpx.Response:
        gate.wait()
        return send()

    with ThreadPoolExecutor(len(sends)) as threads:
        return list(threads.map(wait_and_send, sends))


def poster(browser: httpx.Client, whose: Household, form: Form) -> Callable[[], httpx.Response]:
    return lambda: browser.post(f"/counter/{whose.home_id}", data=form)


def sequence() -> list[int]:
    with read() as db:
        assert queries.unbalanced(db) == []
        return db.values("SELECT seq FROM receipts ORDER BY id")


def test_twenty_requests_of_one_page_give_one_receipt(
    browsers: Callable[[str], httpx.Client], place: Place
) -> None:
    browser = browsers("cashier")
    form = form_of(browser, place.wang, amount="200")
    answers = all_at_once([poster(browser, place.wang, form)] * 20)
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert sequence() == [1]
    assert sum(balances(place.wang)) == 3 * MONTH_FEN - 20000


def test_two_cashiers_take_one_bill_once(browsers: Callable[[str], httpx.Client], place: Place) -> None:
    counters = [browsers("cashier"), browsers("manager")]
    forms = [form_of(browser, place.wang) for browser in counters]
    assert forms[0]["idempotency_key"] != forms[1]["idempotency_key"]
    answers = all_at_once([poster(one, place.wang, form) for one, form in zip(counters, forms, strict=True)])
    refused, taken = sorted(answers, key=lambda answer: -answer.status_code)
    assert (taken.status_code, refused.status_code) == (303, 422)
    assert "Nothing is owed here any more" in refused.text
    assert taken.headers["location"] in refused.text  # the receipt that was quicker stands below
    assert balances(place.wang) == [] and sequence() == [1]


def test_many_pages_never_take_more_than_is_owed_and_leave_no_gap(
    browsers: Callable[[str], httpx.Client], place: Place
) -> None:
    """Four pages for each month's worth: three fit, the others are asked again; in between, two are reversed."""
    browser = browsers("cashier")
    forms = [form_of(browser, place.wang, amount="166.06") for _ in range(12)]
    other = [form_of(browser, place.li, amount="1.00") for _ in range(6)]
    first = browser.post(f"/counter/{place.li.home_id}", data=other.pop()).headers["location"]
    question = browser.get(f"{first}/reversal").text
    key = re.search(r'name="idempotency_key" value="([^"]*)"', question)
    assert key
    back = {"idempotency_key": key[1], "reason": "wrong home"}
    answers = all_at_once(
        [poster(browser, place.wang, form) for form in forms]
        + [poster(browser, place.li, form) for form in other]
        + [lambda: browser.post(f"{first}/reversal", data=back)] * 3
    )
    assert {answer.status_code for answer in answers} == {303, 422}
    assert len({answer.headers["location"] for answer in answers[-3:]}) == 1
    numbers = sequence()
    assert numbers == list(range(1, len(numbers) + 1))
    with read() as db:
        kept = db.tuples(
            "SELECT amount_fen - waived_fen - balance_fen, paid_fen FROM charge_balances WHERE reversed_fen = 0"
        )
        allocated = db.value("SELECT sum(amount_fen) FROM allocations")
        assert allocated == db.value("SELECT sum(amount_fen) FROM receipts")
    assert all(settled == paid for settled, paid in kept) and sum(paid for _, paid in kept) == allocated
