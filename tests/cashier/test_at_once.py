"""Real requests at the same time against a real server: money is taken once, numbers have no gap."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

import httpx
import pytest

from estate.billing import actions as billing
from estate.billing.actions_compute import compute_run
from estate.books import queries as books
from estate.cashier import queries
from estate.data import Store, clock, read
from estate.data.store import System
from estate.prepayments import queries as prepayments
from tests.appliance import Appliance
from tests.cashier.conftest import MONTH_FEN, Household, Place, balances
from tests.conftest import PASSWORD
from tests.together import at_once

Form = dict[str, str]


class Ready(NamedTuple):
    """A bill run that waits to be posted, and the token of the sums that were seen."""

    run_id: int
    token: str


@pytest.fixture
def office(store: Store, place: Place) -> Iterator[Appliance]:
    with Appliance(store.folder) as running:
        yield running


@pytest.fixture
def december(place: Place, by: System) -> Ready:
    """The bills of December, computed and not yet posted."""
    first = date(2026, 12, 1)
    run = billing.start_run(first, first, by, date(2026, 12, 25), in_worker=False)
    compute_run(run.id, run.token)
    return Ready(run.id, run.token)


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


def poster(browser: httpx.Client, whose: Household, form: Form) -> Callable[[], httpx.Response]:
    return lambda: browser.post(f"/counter/{whose.home_id}", data=form)


def patient(browser: httpx.Client, whose: Household, **typed: str) -> Callable[[], httpx.Response]:
    """A cashier who looks at the page again when what is owed has changed, until the money is taken."""

    def take() -> httpx.Response:
        for _try in range(30):
            answer = browser.post(f"/counter/{whose.home_id}", data=form_of(browser, whose, **typed))
            if answer.status_code != 422:
                break
        return answer

    return take


def sequence() -> list[int]:
    with read() as db:
        assert queries.unbalanced(db) == []
        return db.values("SELECT seq FROM receipts ORDER BY id")


def test_twenty_requests_of_one_page_give_one_receipt(
    browsers: Callable[[str], httpx.Client], place: Place
) -> None:
    browser = browsers("cashier")
    form = form_of(browser, place.wang, amount="200")
    answers = at_once(*[poster(browser, place.wang, form)] * 20)
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert sequence() == [1]
    assert sum(balances(place.wang)) == 3 * MONTH_FEN - 20000


def test_two_cashiers_take_one_bill_once(browsers: Callable[[str], httpx.Client], place: Place) -> None:
    counters = [browsers("cashier"), browsers("manager")]
    forms = [form_of(browser, place.wang) for browser in counters]
    assert forms[0]["idempotency_key"] != forms[1]["idempotency_key"]
    answers = at_once(*(poster(one, place.wang, form) for one, form in zip(counters, forms, strict=True)))
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
    answers = at_once(
        *[poster(browser, place.wang, form) for form in forms],
        *[poster(browser, place.li, form) for form in other],
        *[lambda: browser.post(f"{first}/reversal", data=back)] * 3,
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


def test_two_cashiers_take_money_while_a_run_is_posted_and_every_fen_is_accounted_for(
    december: Ready, browsers: Callable[[str], httpx.Client], place: Place
) -> None:
    """Parts of Wang's bills at one counter, more than Li owes at the other, the run posted from two windows between."""
    zhao, liu, chen = browsers("cashier"), browsers("manager"), browsers("administrator")
    posting = {"seen": december.token}
    takes = [
        patient(zhao, place.wang, amount="70.00"),
        patient(liu, place.li, amount="250.00", rest_in_advance="y"),
    ]
    posts = [lambda: chen.post(f"/bill-runs/{december.run_id}/posting", data=posting)] * 2
    answers = at_once(*takes * 6, *posts)
    assert {answer.status_code for answer in answers} == {303}
    taken = 6 * (7000 + 25000)
    with read() as db:
        assert queries.unbalanced(db) == [] == prepayments.unlike(db)
        assert db.value("SELECT sum(amount_fen) FROM receipts WHERE method = 'cash'") == taken
        assert db.value("SELECT count(*) FROM charges WHERE run_id = :id", id=december.run_id) == 3
        charged = db.value("SELECT sum(amount_fen) FROM charges")
        owed = db.value("SELECT sum(balance_fen) FROM charge_balances")
        ahead_fen = db.value("SELECT ifnull(sum(balance_fen), 0) FROM prepayment_balances")
        assert charged - owed == taken - ahead_fen and ahead_fen > 0
        for prefix in ("SJ", "YC"):
            numbers = db.values("SELECT seq FROM receipts WHERE prefix = :prefix ORDER BY id", prefix=prefix)
            assert numbers == list(range(1, len(numbers) + 1))
        months = "2026-09", clock.today().isoformat()[:7]
        assert books.trial_balance(db, *months).proved and books.sums_hold(db, *months)
