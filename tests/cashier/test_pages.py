"""The counter's and the receipts' pages, as a cashier meets them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.cashier.conftest import MONTH_FEN, Counter, Household, Place, balances, owed

Browser = TestClient[Any]
SignIn = Callable[[str], Browser]


@pytest.fixture
def cashier(sign_in: SignIn) -> Browser:
    return sign_in("cashier")


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def opened(browser: Browser, whose: Household) -> dict[str, Any]:
    """What the form of a household's page holds when it is opened."""
    html = browser.get(f"/counter/{whose.home_id}?payer={whose.payer_id}").text
    return {name: hidden(html, name) for name in ("idempotency_key", "payer", "seen")} | {"method": "cash"}


def post(browser: Browser, whose: Household, form: dict[str, Any]) -> Any:
    return browser.post(f"/counter/{whose.home_id}", data=form, follow_redirects=False)


def test_the_only_household_found_opens_at_once(cashier: Browser, place: Place) -> None:
    answer = cashier.get("/counter?q=3-2-501", follow_redirects=False)
    assert answer.headers["location"] == f"/counter/{place.wang.home_id}"


@pytest.mark.parametrize("text", ["3-2-50", "Wang Xiuying", "wang", "501"])
def test_a_household_is_found_by_room_and_name(cashier: Browser, place: Place, text: str) -> None:
    fragment = cashier.get(f"/counter?q={text}", headers={"hx-request": "true"}).text
    assert "3-2-501" in fragment and "498.18" in fragment
    assert "<html" not in fragment


def test_a_former_owner_is_found_and_named(cashier: Browser, place: Place) -> None:
    fragment = cashier.get("/counter?q=Qian Yi", headers={"hx-request": "true"}).text
    assert "Sun Er" in fragment and "found: Qian Yi" in fragment


def test_a_former_owners_arrears_stand_apart(cashier: Browser, place: Place) -> None:
    present = cashier.get(f"/counter/{place.present.home_id}").text
    assert "former owner" in present and "166.06" in present and 'id="payment"' in present
    former = cashier.get(f"/counter/{place.former.home_id}?payer={place.former.payer_id}").text
    assert "Arrears of a former owner" in former and "332.12" in former


def test_the_split_is_shown_before_anything_is_taken(cashier: Browser, place: Place) -> None:
    newest = owed(place.wang)[-1].charge_id
    address = f"/counter/{place.wang.home_id}?payer={place.wang.payer_id}&amount=200&charges={newest}&method=cash&tendered=250"
    fragment = cashier.get(address, headers={"hx-request": "true"}).text
    assert "Take ¥200.00" in fragment and "33.94" in fragment and "50.00" in fragment
    assert "298.18" in fragment  # owed afterwards
    assert "<html" not in fragment and balances(place.wang) == [MONTH_FEN] * 3
    assert (
        "Only ¥498.18 is owed"
        in cashier.get(f"/counter/{place.wang.home_id}?amount=500", headers={"hx-request": "true"}).text
    )


def test_taking_shows_the_receipt(cashier: Browser, place: Place) -> None:
    answer = post(
        cashier, place.wang, opened(cashier, place.wang) | {"amount": "２００.00", "tendered": "250"}
    )
    assert answer.status_code == 303
    receipt = cashier.get(answer.headers["location"]).text
    assert "200.00" in receipt and "50.00" in receipt and "298.18" in receipt
    assert "\u4eba\u6c11\u5e01\u8d30\u4f70\u5143\u6574" in receipt


def test_an_empty_amount_takes_what_is_ticked_or_all(cashier: Browser, place: Place) -> None:
    newest = str(owed(place.wang)[-1].charge_id)
    post(cashier, place.wang, opened(cashier, place.wang) | {"charges": newest, "amount": ""})
    assert [one.due_on for one in owed(place.wang)] == ["2026-09-25", "2026-10-25"]
    post(cashier, place.wang, opened(cashier, place.wang))
    assert balances(place.wang) == []


def test_sent_twice_it_is_taken_once(cashier: Browser, place: Place) -> None:
    form = opened(cashier, place.wang)
    first, second = post(cashier, place.wang, form), post(cashier, place.wang, form)
    assert first.headers["location"] == second.headers["location"]
    assert balances(place.wang) == []
    receipts = cashier.get("/receipts").text
    assert receipts.count('id="receipt-') == 1


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("0", "Not below 0.01"),
        ("-5", "Not below 0.01"),
        ("abc", "This is no amount"),
        ("1.234", "At most 2 decimals"),
        ("498.19", "Only ¥498.18 is owed"),
    ],
)
def test_a_wrong_amount_has_a_word_beside_the_field(
    cashier: Browser, place: Place, typed: str, word: str
) -> None:
    form = opened(cashier, place.wang) | {"amount": typed, "note": "stays", "method": "wechat"}
    answer = post(cashier, place.wang, form)
    assert answer.status_code == 422
    assert word in answer.text and 'id="amount-error"' in answer.text
    assert f'value="{typed}"' in answer.text and 'value="stays"' in answer.text
    assert hidden(answer.text, "idempotency_key") == form["idempotency_key"]
    assert balances(place.wang) == [MONTH_FEN] * 3


def test_a_transfer_without_voucher_has_a_word_beside_the_field(cashier: Browser, place: Place) -> None:
    answer = post(cashier, place.wang, opened(cashier, place.wang) | {"method": "transfer"})
    assert answer.status_code == 422 and 'id="channel_ref-error"' in answer.text


def test_the_page_asks_again_when_what_is_owed_has_changed(
    cashier: Browser, counter: Counter, place: Place
) -> None:
    form = opened(cashier, place.wang) | {"amount": "166.06"}
    counter.take(place.wang, MONTH_FEN)
    asked_again = post(cashier, place.wang, form)
    assert asked_again.status_code == 422 and "has changed since it was shown" in asked_again.text
    assert balances(place.wang) == [MONTH_FEN] * 2
    again = form | {"seen": hidden(asked_again.text, "seen")}
    assert post(cashier, place.wang, again).status_code == 303
    assert balances(place.wang) == [MONTH_FEN]


def test_the_second_cashier_is_told_that_it_is_paid(cashier: Browser, counter: Counter, place: Place) -> None:
    form = opened(cashier, place.wang)
    receipt = counter.take(place.wang, 3 * MONTH_FEN)
    answer = post(cashier, place.wang, form)
    assert answer.status_code == 422
    assert "Nothing is owed here any more" in answer.text and receipt.number in answer.text


def test_an_incomplete_page_takes_nothing(cashier: Browser, place: Place) -> None:
    form = opened(cashier, place.wang)
    for missing in (
        {"idempotency_key": ""},
        {"seen": "x"},
        {"payer": ""},
        {"charges": "x"},
        {"method": "cheque"},
    ):
        assert post(cashier, place.wang, form | missing).status_code == 422
    assert balances(place.wang) == [MONTH_FEN] * 3


def test_receipts_are_filtered_and_summed_by_method(cashier: Browser, counter: Counter, place: Place) -> None:
    cash = counter.take(place.wang, 10000)
    card = counter.take(place.li, 5000, method="pos", channel_ref="T-1")
    counter.reverse(counter.take(place.li, 700))
    page = cashier.get("/receipts").text
    assert page.count('id="receipt-') == 4 and page.count('id="total-') == 2
    assert "−7.00" in page and "150.00" in page
    only_pos = cashier.get("/receipts?first=&last=&method=pos").text
    assert card.number in only_pos and cash.number not in only_pos
    assert cashier.get(f"/receipts?number={cash.number}").text.count('id="receipt-') == 1
    assert cashier.get("/receipts?first=2020-01-01&last=2020-01-02").text.count('id="receipt-') == 0
    assert cashier.get("/receipts?first=nonsense&page=x").status_code == 200


def test_a_print_is_noted_and_from_the_second_on_marked(
    cashier: Browser, counter: Counter, place: Place
) -> None:
    number = counter.take(place.wang, 20000).number

    def printed(paper: str) -> str:
        return cashier.post(f"/receipts/{number}/prints", data={"paper": paper}).text

    assert "Preview, not valid" in cashier.get(f"/receipts/{number}/print?paper=a5").text
    original, reprint = printed("a5"), printed("slip")
    assert "Reprint" not in original and "Preview" not in original and "paper-a5" in original
    assert "Reprint" in reprint and "paper-slip" in reprint
    assert printed("a5x3").count('class="sheet ') == 3
    for said in (number, "Wang Xiuying", "89.76 m²", "1.85", "33.94", "298.18", "Zhao Lin", "paid in part"):
        assert said in original
    page = cashier.get(f"/receipts/{number}").text
    assert "Original" in page and "Reprint 2" in page
    other = counter.take(place.wang, 100).number
    copied = re.search(r"copy=\d+", str(cashier.post(f"/receipts/{number}/prints", data={"paper": "a5"}).url))
    assert copied and "Preview" in cashier.get(f"/receipts/{other}/print?{copied[0]}").text


def test_a_reversal_is_asked_with_number_and_amount(cashier: Browser, counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, 20000)
    question = cashier.get(f"/receipts/{receipt.number}/reversal").text
    assert f"Reverse receipt {receipt.number}, ¥200.00?" in question
    form = {"idempotency_key": hidden(question, "idempotency_key"), "reason": ""}
    empty = cashier.post(f"/receipts/{receipt.number}/reversal", data=form)
    assert empty.status_code == 422 and 'id="reason-error"' in empty.text
    form["reason"] = "wrong home"
    first = cashier.post(f"/receipts/{receipt.number}/reversal", data=form)
    second = cashier.post(f"/receipts/{receipt.number}/reversal", data=form)
    assert first.url == second.url and "Reversal of" in first.text and "wrong home" in first.text
    assert balances(place.wang) == [MONTH_FEN] * 3
    number = str(first.url).rsplit("/", 1)[1]
    refused = cashier.post(f"/receipts/{number}/reversal", data=form)
    assert refused.status_code == 422 and "is a reversal itself" in refused.text
    paper = cashier.get(f"/receipts/{number}/print?paper=a5").text
    assert "in red figures" in paper and "−200.00" in paper and receipt.number in paper


def test_a_clerk_neither_takes_nor_reverses(sign_in: SignIn, counter: Counter, place: Place) -> None:
    clerk, receipt = sign_in("clerk"), counter.take(place.wang, 100)
    for address in ("/counter", f"/counter/{place.wang.home_id}", "/receipts", f"/receipts/{receipt.number}"):
        assert clerk.get(address).status_code == 403
    assert clerk.post(f"/receipts/{receipt.number}/reversal", data={"reason": "x"}).status_code == 403


@pytest.mark.parametrize(
    "address", ["/counter/999", "/receipts/SJ2026-999999", "/receipts/x/print", "/receipts/x/reversal"]
)
def test_what_is_not_there_is_not_found(cashier: Browser, place: Place, address: str) -> None:
    assert cashier.get(address).status_code == 404
