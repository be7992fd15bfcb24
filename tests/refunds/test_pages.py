"""The pages of prepayment accounts, credits, refunds and deposits, as an office meets them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import read
from estate.deposits.queries import deposits_page
from estate.prepayments.queries import balance
from tests.cashier.conftest import Counter, Household, Place

Browser = TestClient[Any]
SignIn = Callable[[str], Browser]


def key_of(html: str) -> str:
    found = re.search(r'name="idempotency_key" value="([^"]*)"', html)
    assert found
    return found[1]


def on_account(whose: Household) -> int:
    with read() as db:
        return balance(db, *whose)


@pytest.fixture
def prepaid(counter: Counter, place: Place) -> Place:
    counter.take(place.wang, 50000, advance_fen=50000)
    return place


def ask(browser: Browser, whose: Household, amount: str, kind: str = "refund") -> Any:
    about = {"kind": kind, "home": str(whose.home_id), "payer": str(whose.payer_id)}
    html = browser.get("/refunds/new", params=about).text
    form = about | {"amount": amount, "reason": "sold", "idempotency_key": key_of(html)}
    return browser.post("/refunds", data=form, follow_redirects=False)


def test_the_list_and_the_statement_show_what_is_on_an_account(sign_in: SignIn, prepaid: Place) -> None:
    cashier = sign_in("cashier")
    listed = cashier.get("/prepayments").text
    assert "3-2-501" in listed and "500.00" in listed and "3-2-502" not in listed
    assert "3-2-501" not in cashier.get("/prepayments?q=Li").text
    account = f"/prepayments/{prepaid.wang.home_id}/{prepaid.wang.payer_id}"
    statement = cashier.get(account).text
    assert "Paid in advance" in statement and "+500.00" in statement and "/receipts/SJ" in statement
    assert account in cashier.get(f"/counter/{prepaid.wang.home_id}").text
    assert (
        "Nothing was paid in advance yet"
        in cashier.get(f"/prepayments/{prepaid.li.home_id}/{prepaid.li.payer_id}").text
    )
    assert cashier.get(f"/prepayments/{prepaid.li.home_id}/{prepaid.wang.payer_id}").status_code == 404


def test_an_account_can_be_left_alone_by_bill_runs(sign_in: SignIn, prepaid: Place) -> None:
    cashier, account = sign_in("cashier"), f"/prepayments/{prepaid.wang.home_id}/{prepaid.wang.payer_id}"
    assert "draw on this account" in cashier.get(account).text
    cashier.post(f"{account}/auto", data={"auto": "no"})
    assert "leave this account alone" in cashier.get(account).text
    cashier.post(f"{account}/auto", data={"auto": "yes"})
    assert "draw on this account" in cashier.get(account).text


def test_a_refund_goes_from_the_request_to_the_payout(sign_in: SignIn, prepaid: Place) -> None:
    answer = ask(sign_in("cashier"), prepaid.wang, "250")
    where = answer.headers["location"]
    cashier = sign_in("cashier")
    assert "Waits for another person" in cashier.get(where).text
    assert cashier.post(f"{where}/decision", data={"approved": "yes"}).status_code == 403
    assert cashier.post(f"{where}/payout", data={"method": "cash"}).status_code == 422
    manager = sign_in("manager")
    declining = manager.post(f"{where}/decision", data={"approved": "no"})
    assert declining.status_code == 422 and 'id="note-error"' in declining.text
    manager.post(f"{where}/decision", data={"approved": "yes"})
    cashier = sign_in("cashier")
    cashier.post(f"{where}/payout", data={"method": "cash"})
    assert on_account(prepaid.wang) == 25000
    shown, printed = cashier.get(where).text, cashier.get(f"{where}/print").text
    assert "TK20" in shown and "Liu Min" in printed and "250.00" in printed
    assert "TK20" in cashier.get("/refunds").text and "TK20" not in cashier.get("/refunds?state=waiting").text
    manager = sign_in("manager")
    manager.post(f"{where}/reversal", data={"reason": "wrong account"})
    assert on_account(prepaid.wang) == 50000 and "wrong account" in manager.get(f"{where}/print").text


def test_the_requester_does_not_approve(sign_in: SignIn, prepaid: Place) -> None:
    manager = sign_in("manager")
    where = ask(manager, prepaid.wang, "250").headers["location"]
    assert "Waits for another person" in manager.get(where).text
    refused = manager.post(f"{where}/decision", data={"approved": "yes"})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("amount", "word"),
    [("", "Fill this in"), ("x", "no amount"), ("0", "Not below"), ("500.01", "Only ¥500.00")],
)
def test_a_wrong_amount_has_a_word_beside_the_field(
    sign_in: SignIn, prepaid: Place, amount: str, word: str
) -> None:
    answer = ask(sign_in("cashier"), prepaid.wang, amount)
    assert answer.status_code == 422 and word in answer.text and 'id="amount-error"' in answer.text


def test_a_credit_within_the_limit_is_booked_at_once(sign_in: SignIn, place: Place) -> None:
    answer = ask(sign_in("cashier"), place.li, "10", kind="credit")
    assert "DX20" in sign_in("cashier").get(answer.headers["location"]).text and on_account(place.li) == 1000


@pytest.mark.parametrize(
    ("rule", "fee", "refund"), [("monthly", "166.06", "581.21"), ("yearly_daily", "1992.72", "584.17")]
)
def test_the_calculator_fills_in_what_goes_back(
    sign_in: SignIn, prepaid: Place, rule: str, fee: str, refund: str
) -> None:
    about = {"kind": "refund", "home": str(prepaid.wang.home_id), "payer": str(prepaid.wang.payer_id)}
    days = {"paid_from": "2026-01-01", "paid_to": "2026-12-31", "leave_from": "2026-09-16"}
    html = sign_in("cashier").get("/refunds/new", params={**about, **days, "rule": rule, "fee": fee}).text
    assert f'value="{refund}"' in html and "kept" in html
    half = {**days, "paid_to": "2025-12-30"}
    html = sign_in("cashier").get("/refunds/new", params={**about, **half, "rule": rule, "fee": fee}).text
    assert 'id="paid_to-error"' in html


def test_a_deposit_goes_from_the_home_to_its_return(sign_in: SignIn, place: Place) -> None:
    cashier = sign_in("cashier")
    assert "There is no home" in cashier.get("/deposits/new?home=9-9-999").text
    html = cashier.get("/deposits/new?home=3-2-501").text
    form = {
        "home": "3-2-501",
        "payer": str(place.wang.payer_id),
        "kind": "renovation",
        "amount": "2000",
        "method": "cash",
        "idempotency_key": key_of(html),
    }
    missing = cashier.post("/deposits", data=form)
    assert missing.status_code == 422 and 'id="basis-error"' in missing.text
    where = cashier.post("/deposits", data={**form, "basis": "§ 4"}, follow_redirects=False).headers[
        "location"
    ]
    assert (
        cashier.post("/deposits", data={**form, "basis": "§ 4"}, follow_redirects=False).headers["location"]
        == where
    )
    assert "Deposit receipt" in cashier.get(f"{where}/print").text
    assert cashier.post(f"{where}/inspection", data={"papers": ""}).status_code == 422
    cashier.post(f"{where}/inspection", data={"papers": "17"})
    key = key_of(cashier.get(where).text)
    deduction = {"amount": "350", "reason": "tiles", "papers": "3", "idempotency_key": key}
    too_much = cashier.post(f"{where}/deductions", data={**deduction, "amount": "2000.01"})
    assert too_much.status_code == 422 and "Only ¥2" in too_much.text
    cashier.post(f"{where}/deductions", data=deduction)
    assert "1\u202f650.00" in cashier.get("/deposits").text
    number = where.rsplit("/", 1)[1]
    html = cashier.get(f"/refunds/new?kind=deposit&deposit={number}").text
    assert 'value="1650.00"' in html and 'value="2\u202f000.00 − 350.00"' in html
    asked = {
        "kind": "deposit",
        "deposit": number,
        "amount": "1650",
        "reason": "done",
        "idempotency_key": key_of(html),
    }
    request = cashier.post("/refunds", data=asked, follow_redirects=False).headers["location"]
    sign_in("manager").post(f"{request}/decision", data={"approved": "yes"})
    cashier = sign_in("cashier")
    cashier.post(f"{request}/payout", data={"method": "cash"})
    assert number in cashier.get(f"{request}/print").text
    assert number not in cashier.get("/deposits").text and number in cashier.get("/deposits?all=yes").text


def test_a_deposit_and_a_deduction_are_taken_back_by_the_manager(sign_in: SignIn, place: Place) -> None:
    cashier = sign_in("cashier")
    key = key_of(cashier.get("/deposits/new?home=3-2-501").text)
    form = {"home": "3-2-501", "payer": str(place.wang.payer_id), "kind": "other", "basis": "rule 2"}
    more = {"amount": "50", "method": "cash", "idempotency_key": key}
    where = cashier.post("/deposits", data=form | more, follow_redirects=False).headers["location"]
    cashier.post(f"{where}/inspection", data={"papers": "17"})
    key = key_of(cashier.get(where).text)
    cashier.post(
        f"{where}/deductions", data={"amount": "5", "reason": "x", "papers": "3", "idempotency_key": key}
    )
    manager = sign_in("manager")
    html = manager.get(where).text
    back = re.search(r'action="([^"]*/deductions/\d+/reversal)"', html)
    assert back
    manager.post(back[1], data={"reason": "paid otherwise"})
    key = key_of(manager.get(where).text)
    gone = manager.post(
        f"{where}/reversal", data={"reason": "slip", "idempotency_key": key}, follow_redirects=False
    )
    assert "Reversal of a deposit receipt" in manager.get(f"{gone.headers['location']}/print").text
    with read() as db:
        assert [one.state for one in deposits_page(db, False, "")] == ["reversed"]


def test_a_refund_takes_its_application_along(sign_in: SignIn, prepaid: Place) -> None:
    cashier = sign_in("cashier")
    about = {"kind": "refund", "home": str(prepaid.wang.home_id), "payer": str(prepaid.wang.payer_id)}
    html = cashier.get("/refunds/new", params=about).text
    form = about | {"amount": "20", "reason": "sold", "idempotency_key": key_of(html)}
    pdf = {"paper_files": ("application.pdf", b"%PDF-1.4\n%%EOF")}
    asked = cashier.post("/refunds", data=form, files=pdf, follow_redirects=False)
    shown = cashier.get(asked.headers["location"]).text
    assert "application.pdf" in shown and "Application" in shown


def test_a_deduction_keeps_the_signed_list_with_it(sign_in: SignIn, place: Place) -> None:
    cashier = sign_in("cashier")
    html = cashier.get("/deposits/new?home=3-2-501").text
    data = {"home": "3-2-501", "payer": str(place.wang.payer_id), "kind": "renovation", "basis": "contract"}
    data |= {"amount": "2000", "method": "cash", "idempotency_key": key_of(html)}
    where = cashier.post("/deposits", data=data, follow_redirects=False).headers["location"]
    slip = {"paper_photo": ("slip.pdf", b"%PDF-1.4\nslip %%EOF")}
    cashier.post(f"{where}/inspection", data={"papers": "17"}, files=slip)
    deduction = {"amount": "300", "reason": "tiles", "papers": "list 3", "idempotency_key": "one"}
    wrong = cashier.post(f"{where}/deductions", data=deduction, files={"paper_files": ("a.txt", b"no")})
    assert wrong.status_code == 422 and "a.txt" in wrong.text
    with read() as db:
        assert deposits_page(db, True, "")[0].held_fen == 200000
    pdf = {"paper_files": ("list.pdf", b"%PDF-1.4\nlist %%EOF")}
    for _twice in range(2):
        cashier.post(f"{where}/deductions", data=deduction, files=pdf)
    with read() as db:
        assert deposits_page(db, True, "")[0].held_fen == 170000
        assert db.tuples("SELECT kind, name FROM papers ORDER BY id") == [
            ("inspection", "slip.pdf"),
            ("deduction", "list.pdf"),
        ]


def test_nothing_is_carried_over_where_nobody_else_lives(sign_in: SignIn, prepaid: Place) -> None:
    about = f"kind=transfer&home={prepaid.wang.home_id}&payer={prepaid.wang.payer_id}"
    page = sign_in("cashier").get(f"/refunds/new?{about}").text
    assert "Nobody else belongs to this home" in page and 'id="request-form"' not in page
