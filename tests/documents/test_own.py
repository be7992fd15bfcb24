"""Papers that owners make for themselves: whose, of which year, and a clear word where there is none."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from litestar.testing import TestClient
from pypdf import PdfReader

from estate.access import accounts
from estate.billing.actions_charges import OpeningCharge, post_opening_charges
from estate.community.rules import HomeSpec
from estate.data import Store, write
from estate.data.store import System
from estate.people import actions as people
from estate.people.specs import PersonSpec, ResidencySpec
from tests.billing.place import by_area, owner, settle
from tests.conftest import PASSWORD

SignIn = Callable[[str], TestClient[Any]]
BY = System("test")


class Couple(NamedTuple):
    """A home that two own together; each was charged once in 2025: 300.00 and 200.00."""

    home_id: int
    wang: int
    zhou: int


@pytest.fixture
def couple(store: Store) -> Couple:
    with write(BY) as tx:
        home_id = settle(
            tx,
            HomeSpec("3", "2", "501", None, 8976),
            owner("Wang Xiuying"),
            owner("Zhou Jie", role="co_owner"),
        )
        item_id = by_area(tx, 18500)
        ids = dict(tx.tuples("SELECT name, id FROM people"))
        wang, zhou = ids["Wang Xiuying"], ids["Zhou Jie"]
        for payer_id, name, month, fen in ((wang, "Wang Xiuying", 1, 30_000), (zhou, "Zhou Jie", 2, 20_000)):
            first = date(2025, month, 1)
            debt = OpeningCharge(
                home_id,
                "3-2-501",
                item_id,
                payer_id,
                name,
                first.isoformat(),
                first.replace(day=28).isoformat(),
                first.isoformat(),
                fen,
                "from before",
            )
            post_opening_charges(tx, [debt], f"2025-0{month}-05T04:00:00.000Z")
        accounts.create(tx, "wang", "Wang Xiuying", PASSWORD, ["owner"], person_id=wang, locale="en")
    return Couple(home_id, wang, zhou)


def asked(browser: TestClient[Any], couple: Couple, **more: str) -> Any:
    form = {"home": str(couple.home_id), "kind": "statement", "year": "2025"}
    return browser.post("/my/documents", data={**form, **more})


def text_of(answer: Any) -> str:
    assert answer.headers["content-type"] == "application/pdf", answer.text
    pages = PdfReader(BytesIO(answer.content)).pages
    return " ".join("".join(one.extract_text() for one in pages).split())


def test_where_two_have_bills_the_paper_is_of_the_one_who_is_chosen(couple: Couple, sign_in: SignIn) -> None:
    browser = sign_in("wang")
    page = browser.get("/my/documents").text
    assert "Choose the payer" in page and "Wang Xiuying" in page and "Zhou Jie" in page
    open_question = asked(browser, couple)
    assert open_question.status_code == 422 and "Choose whose paper it is" in open_question.text
    assert "200.00" in text_of(asked(browser, couple, payer=str(couple.zhou)))
    assert "300.00" in text_of(asked(browser, couple, payer=str(couple.wang)))
    listed = browser.get(f"/my/documents?home={couple.home_id}").text
    assert listed.count('<a href="/my/documents/DZ') == 2


def test_a_year_without_entries_is_said_on_the_statement_with_what_is_owed(
    couple: Couple, sign_in: SignIn
) -> None:
    text = text_of(asked(sign_in("wang"), couple, year="2026", payer=str(couple.wang)))
    assert "Nothing was charged or paid in this year." in text and "300.00" in text


@pytest.mark.parametrize(
    ("kind", "year", "word"),
    [
        ("certificate", "2025", "Nothing was paid for this home in 2025"),
        ("statement", "2024", "Nothing was charged or paid for this home by the end of 2024."),
    ],
)
def test_what_cannot_be_made_is_said_beside_the_field(
    couple: Couple, sign_in: SignIn, kind: str, year: str, word: str
) -> None:
    owner_told = asked(sign_in("wang"), couple, kind=kind, year=year, payer=str(couple.wang))
    assert owner_told.status_code == 422 and word in owner_told.text
    form = {"kind": kind, "year": year}
    office_told = sign_in("clerk").post(f"/homes/{couple.home_id}/documents", data=form)
    assert office_told.status_code == 422 and word in office_told.text


def test_a_tenant_gets_no_paper_of_the_owners_whole_year(couple: Couple, sign_in: SignIn) -> None:
    with write(BY) as tx:
        tenant = people.add_person(tx, PersonSpec("Li Na"))
        people.add_residency(tx, couple.home_id, tenant, ResidencySpec("tenant"))
        accounts.create(tx, "li", "Li Na", PASSWORD, ["owner"], person_id=tenant, locale="en")
    browser = sign_in("li")
    assert "Zhou Jie" not in browser.get("/my/documents").text
    assert asked(browser, couple, payer=str(couple.wang)).status_code == 422
    assert "300.00" not in asked(browser, couple).text


def test_a_home_of_others_is_not_found(couple: Couple, sign_in: SignIn) -> None:
    with write(BY) as tx:
        other = settle(tx, HomeSpec("3", "2", "502", None, 8976), owner("Li Si"))
    browser = sign_in("wang")
    assert browser.get(f"/my/documents?home={other}").status_code == 404
    assert asked(browser, couple._replace(home_id=other)).status_code == 404
