"""The counter as a queue needs it: no mouse, no script needed, and paper on which nothing is cut off."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from estate.data import read
from tests.appliance import Appliance
from tests.browser.conftest import sign_in
from tests.browser.look import Person, fen
from tests.conftest import Community


@pytest.fixture
def at_work(
    office: Appliance, community: Community, open_browser: Callable[..., Page]
) -> Callable[..., Person]:
    """A cashier who has signed in: at_work(), at_work(java_script_enabled=False)."""

    def cashier(**options: object) -> Person:
        page, login = open_browser(**options), community.logins["cashier"]
        sign_in(page, office.url, login.name, login.password)
        return Person(page, office.url)

    return cashier


def someone_who_owes() -> tuple[str, int]:
    """A home with one payer who owes more than fifty yuan: its code, the sum in fen."""
    with read() as db:
        return db.tuples("""
            SELECT h.code, sum(b.balance_fen) FROM charge_balances b JOIN homes h ON h.id = b.home_id
             WHERE b.balance_fen > 0 GROUP BY h.id
            HAVING count(DISTINCT b.payer_id) = 1 AND sum(b.balance_fen) > 5000 ORDER BY h.id LIMIT 1
        """)[0]


def test_from_the_room_to_the_printed_receipt_without_a_mouse(at_work: Callable[..., Person]) -> None:
    code, owed = someone_who_owes()
    zhao = at_work()
    zhao.go("/counter")
    keys = zhao.page.keyboard
    expect(
        zhao.page.locator("#household")
    ).to_be_focused()  # a load is over before autofocus has moved the focus
    keys.type(code)
    keys.press("Enter")
    zhao.page.wait_for_url(re.compile(r"/counter/\d+"))
    expect(zhao.page.locator("#amount")).to_be_focused()
    keys.type("30")
    expect(zhao.page.locator("#split .big-number")).to_contain_text("30.00")
    keys.press("Tab")  # cash received
    keys.type("50")
    expect(zhao.page.locator("#split .facts")).to_contain_text("20.00")
    keys.press("Enter")
    zhao.page.wait_for_url("**/receipts/*")
    expect(zhao.page.locator("#print button").first).to_be_focused()
    keys.press("Enter")
    zhao.page.wait_for_url("**/print?paper=a5")  # the print's own number has left the address
    zhao.go(f"/counter?q={code}")
    assert fen(zhao.page.locator("#split .big-number")) == owed - 3000


def test_after_a_room_that_is_none_the_next_one_is_typed_over_it(at_work: Callable[..., Person]) -> None:
    code, _owed = someone_who_owes()
    zhao = at_work()
    zhao.go("/counter?q=99-9-999")
    expect(zhao.page.locator("#household")).to_be_focused()
    zhao.page.keyboard.type(code)
    expect(zhao.page.locator("#household")).to_have_value(code)


def test_without_script_the_page_shows_and_takes_the_same(at_work: Callable[..., Person]) -> None:
    code, owed = someone_who_owes()
    zhao = at_work(java_script_enabled=False)
    zhao.go(f"/counter?q={code}")
    zhao.fill(amount="99999999")
    zhao.page.locator("#split button").click()
    assert zhao.page.locator("#amount-error").count() == 1
    assert zhao.page.locator("#amount").input_value() == "99999999"
    zhao.fill(amount="12.34")
    zhao.page.locator("#split button").click()
    zhao.page.wait_for_url("**/receipts/*")
    zhao.go(f"/counter?q={code}")
    assert fen(zhao.page.locator("#split .big-number")) == owed - 1234


def test_a_receipt_fits_its_paper(at_work: Callable[..., Person], tmp_path: Path) -> None:
    with read() as db:
        number = db.value("SELECT number FROM receipts ORDER BY id LIMIT 1")
    zhao = at_work()
    for paper, wide in (("a5", 794), ("slip", 302)):  # CSS pixels of 210 and 80 mm
        zhao.go(f"/receipts/{number}/print?paper={paper}")
        sheet = zhao.page.locator(".sheet")
        assert sheet.evaluate("s => s.scrollWidth <= s.clientWidth"), paper
        assert abs(sheet.evaluate("s => s.getBoundingClientRect().width") - wide) < 2
        zhao.page.pdf(path=str(tmp_path / "receipt.pdf"), prefer_css_page_size=True)
        pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "receipt.pdf").read_bytes())
        assert len(pages) == 1, paper
