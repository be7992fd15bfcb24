"""A list of debtors for the notice board: off, with the reason beside it; on, it says home and period and no more."""

import re
from datetime import date

import pytest

from estate.arrears import actions, records_publication
from estate.data import read
from estate.refusal import Refused
from tests.arrears.conftest import BY, Debts, SignIn

BASIS = "Liaocheng Property Rules, article 41"


def test_it_is_off_and_says_why(debts: Debts, sign_in: SignIn) -> None:
    debts.overdue(200, 12345)
    browser = sign_in("administrator")
    page = browser.get("/arrears/public-list").text
    assert "The list is off" in page and "Personal Information Protection Law §25" in page
    assert browser.get("/arrears/public-list/print").status_code == 409


def test_only_an_administrator_switches_it_and_only_with_a_legal_basis(debts: Debts, sign_in: SignIn) -> None:
    browser = sign_in("manager")
    assert browser.post("/arrears/public-list/permission", data={"basis": BASIS}).status_code == 403
    browser = sign_in("administrator")
    assert browser.post("/arrears/public-list/permission", data={"basis": "  "}).status_code == 422
    assert browser.post("/arrears/public-list/permission", data={"basis": "ok"}).status_code == 422
    assert browser.post("/arrears/public-list/permission", data={"basis": BASIS}).status_code == 200
    with read() as db:
        decided = records_publication.now(db)
    assert (decided.allowed, decided.basis, decided.who) == (True, BASIS, "Chen Jie")
    assert browser.post("/arrears/public-list/withdrawal").status_code == 200
    assert browser.get("/arrears/public-list/print").status_code == 409


def test_the_printed_list_says_home_and_period_and_neither_name_telephone_nor_amount(
    debts: Debts, sign_in: SignIn
) -> None:
    debts.overdue(200, 12345)
    debts.overdue(100, 6789, item=debts.waste)
    debts.overdue(20, 4567, home=debts.li)
    actions.allow_publication(BASIS, BY)
    text = sign_in("manager").get("/arrears/public-list/print").text
    body = re.sub(r"<[^>]+>", " ", text.split('<article class="sheet">')[1].split("</article>")[0])
    [table] = re.findall(r"<tbody>(.*?)</tbody>", text, re.DOTALL)
    cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td>(.*?)</td>", table)]
    assert cells == ["3-2-501", "Jan 1, 2000 – Feb 28, 2000"]
    assert not re.search(r"Wang|Xiuying|Li Na|¥|\d+\.\d\d|\d{7,}", body)
    assert BASIS in body
    assert "1-1-101" not in text  # 20 days are too young


def test_a_refusal_names_the_field(debts: Debts) -> None:
    with pytest.raises(Refused) as refused:
        actions.allow_publication("x", BY)
    assert refused.value.field == "basis"


def test_what_is_read_for_it_is_home_and_period_alone(debts: Debts) -> None:
    debts.overdue(200, 12345)
    with read() as db:
        [row] = records_publication.listed(db, date(2026, 11, 1).isoformat(), None)
    assert row._asdict() == {"home_code": "3-2-501", "period_from": "2000-01-01", "period_to": "2000-01-28"}
