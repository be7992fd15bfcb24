"""The main journeys, as the people who make them: the first day, from Excel to the first bill, the counter, the owner."""

import re
import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from estate.data import clock, read
from estate.penalties.queries import penalties_of_home
from tests.appliance import Appliance
from tests.browser.conftest import WIDTHS, sign_in
from tests.browser.look import Person, fen
from tests.conftest import Community

PASSWORD = "a long sentence"
LEDGER = Path(__file__).parents[1] / "intake" / "ledgers" / "guihua" / "房产业主台账.xlsx"

at_each_width = pytest.mark.parametrize("width", WIDTHS)


@at_each_width
def test_the_first_day(appliance: Appliance, open_browser: Callable[..., Page], width: int) -> None:
    """Journey 1: the browser opens on the wizard; afterwards the address for others and a second person."""
    chen = Person(open_browser(width=width), appliance.url)
    chen.page.goto(appliance.opened)
    chen.look()
    chen.press("Open the office")  # nothing is filled in yet
    chen.sees("Fill this in.")
    assert chen.page.evaluate("document.activeElement.closest('[tabindex=\"-1\"]') !== null")
    chen.fill(locale="en", community_name="Guihua Garden", company="Nice Homes Ltd", name="Chen Jie")
    chen.fill(login="chen", password=PASSWORD, again=PASSWORD)
    chen.press("Open the office")
    chen.page.wait_for_url("**/welcome")
    chen.sees("Phones and other computers in this network open:")
    assert chen.page.locator("#main svg.segno").count() == 1
    chen.look()

    chen.go("/users/new")
    chen.fill(name="Zhao Lin", login="zhao")
    chen.page.locator("#role-cashier").check()
    chen.press("Add")
    first = chen.page.locator("#main .big-number").inner_text()
    zhao = Person(open_browser(width=width), appliance.url)
    sign_in(zhao.page, appliance.url, "zhao", first)
    zhao.page.wait_for_url("**/account/password")
    zhao.look()
    zhao.fill(old=first, password=PASSWORD, again=PASSWORD)
    zhao.press("Change the password")
    zhao.page.wait_for_url("**/account")
    zhao.go("/office")
    zhao.sees("Your role does not include this page.")

    late = Person(open_browser(width=width), appliance.url)
    late.page.goto(appliance.opened)
    late.page.wait_for_url("**/sign-in")


def test_the_practice_community_comes_and_goes_without_a_trace(
    appliance: Appliance, open_browser: Callable[..., Page]
) -> None:
    """Journey 1, the other half: a click makes it, every page of it says so, a click removes it."""
    chen = Person(open_browser(), appliance.url)
    _open_the_office(chen, appliance)
    chen.follow("Practice community")
    chen.press("Start the practice community")
    address = chen.page.locator("#practice .big-number a")
    address.wait_for(timeout=120_000)
    where = str(address.get_attribute("href")).rstrip("/")
    row = chen.page.locator("#practice tr", has_text="manager").first
    login, password = (row.locator("td").nth(number).inner_text() for number in (1, 2))
    pupil = Person(open_browser(), where)
    sign_in(pupil.page, where, login, password)
    for path in ("/today", "/homes", "/counter", "/bill-runs"):
        pupil.go(path)
        expect(pupil.page.locator(".practice")).to_be_visible()
    assert (appliance.folder / "practice" / "estate.db").exists()
    chen.follow("Remove the practice community")
    chen.page.locator("dialog[open]").get_by_role("button", name="Remove").click()
    chen.page.get_by_role("button", name="Start the practice community").wait_for()
    assert not (appliance.folder / "practice").exists()
    chen.go("/homes")
    assert chen.page.locator(".practice").count() == 0


@at_each_width
def test_from_excel_to_the_first_bill_and_payment(
    appliance: Appliance, open_browser: Callable[..., Page], width: int
) -> None:
    """Journeys 2 and 3: the office's own ledger, its doubts, in at once; the usual fees; the month previewed and posted."""
    chen = Person(open_browser(width=width), appliance.url)
    _open_the_office(chen, appliance)

    chen.follow("Import a ledger")
    chen.page.locator("#main input[type=file]").set_input_files(LEDGER)
    chen.press("Read the file")
    chen.page.wait_for_url(re.compile(r"/imports/\d+"))
    batch = re.sub(r"(/imports/\d+).*", r"\1", chen.page.url)
    chen.page.get_by_role("button", name="Bring in").wait_for()
    chen.sees("cells were repaired without loss")
    chen.look()
    for tab in ("columns", "doubts", "repairs", "skipped"):
        chen.page.goto(f"{batch}/{tab}")
        chen.look()

    chen.page.goto(f"{batch}/doubts")
    chen.page.locator("[id^=doubt-] button[name=choice]:not([value=value])").first.click()
    chen.page.locator("[id^=doubt-] button[value=reopen]").wait_for()
    chen.page.goto(batch)
    assert int(chen.page.locator("#main progress").get_attribute("value") or 0) == 1
    chen.page.goto(batch)
    chen.press("Bring in")
    chen.sees(
        re.compile("wait for a decision")
    )  # nothing enters while rows wait and nobody said to leave them out
    with _records(appliance) as count:
        assert count("SELECT count(*) FROM homes") == 0
    chen.page.locator("[name=leave_waiting]").check()
    chen.press("Bring in")
    chen.sees("Brought in")
    chen.look()
    with _records(appliance) as count:
        homes = count("SELECT count(*) FROM homes")
    assert 260 <= homes <= 320

    chen.go("/fee-items")
    chen.press("Add the usual fee items")
    chen.sees("1.85")
    chen.go("/bill-runs")
    chen.press(re.compile("Compute|Preview"))
    chen.page.wait_for_url(re.compile(r"/bill-runs/\d+"))
    post = chen.page.get_by_role("button", name=re.compile("Post the bills"))
    post.wait_for()
    chen.look()
    post.click()
    chen.sees("Posted")
    with _records(appliance) as count:
        run, lines = count("SELECT max(id) FROM bill_runs"), count("SELECT count(*) FROM charges")
        assert lines == count(f"SELECT lines FROM bill_runs WHERE id = {run}") > homes
        assert count("SELECT sum(amount_fen) FROM charges") == count(
            f"SELECT total_fen FROM bill_runs WHERE id = {run}"
        )
        home_id = count(
            "SELECT home_id FROM charge_balances WHERE balance_fen > 1000 ORDER BY charge_id LIMIT 1"
        )
    chen.go(f"/counter/{home_id}")
    chen.fill(amount="1")
    expect(chen.page.locator("#split .big-number")).to_contain_text("1.00")
    chen.press(re.compile("Take ¥1.00"))
    chen.page.wait_for_url("**/receipts/*")
    chen.go("/today")
    assert fen(chen.page.locator("#main")) == 100
    chen.page.goto(f"{batch}/undo")
    chen.look()
    chen.press(re.compile("Take it back|Take this import back"))
    chen.sees(re.compile("cannot be"))  # bills depend on it by now


@at_each_width
def test_the_counter(
    office: Appliance, community: Community, open_browser: Callable[..., Page], width: int
) -> None:
    """Journey 4: a few letters, what is owed, a part of it in cash, the receipt, and its reversal with a reason."""
    home_id, code, bills = _who_owes()
    owed = bills + _penalties(home_id)
    login = community.logins["cashier"]
    zhao = Person(open_browser(width=width), office.url)
    sign_in(zhao.page, office.url, login.name, login.password)
    zhao.speak_english()
    zhao.go("/counter")
    zhao.look()
    zhao.page.locator("#household").press_sequentially(code)
    zhao.page.locator(f"#households a[href*='/counter/{home_id}']").first.click()
    zhao.page.wait_for_url(f"**/counter/{home_id}*")
    zhao.look()

    split = zhao.page.locator("#split")
    assert fen(split.locator(".big-number")) == owed
    zhao.fill(amount="12o")
    expect(split).to_contain_text("This is no amount.")
    zhao.fill(amount="１０．０")  # full-width, as a Chinese keyboard gives it
    expect(split.locator(".big-number")).to_contain_text("10.00")
    zhao.fill(amount="99999999")
    expect(split).to_contain_text("is owed. Take that at most,")
    zhao.fill(amount="10", tendered="20")
    expect(split).to_contain_text("Change")
    zhao.press(re.compile("Take ¥10.00"))
    zhao.page.wait_for_url("**/receipts/*")
    number = zhao.page.url.rsplit("/", 1)[-1]
    zhao.sees("壹拾元整")
    zhao.look()

    zhao.go(f"/counter/{home_id}")
    assert fen(zhao.page.locator("#split .big-number")) == owed - 1000
    zhao.go(f"/receipts/{number}/reversal")
    zhao.press(re.compile("Reverse ¥10.00"))
    zhao.sees("Write the reason.")
    zhao.fill(reason="wrong home")
    zhao.press(re.compile("Reverse ¥10.00"))
    zhao.page.wait_for_url(lambda address: "/reversal" not in address)
    zhao.sees(number)
    zhao.go(f"/counter/{home_id}")
    assert fen(zhao.page.locator("#split .big-number")) == owed


def test_a_double_click_takes_the_money_once(
    office: Appliance, community: Community, open_browser: Callable[..., Page]
) -> None:
    home_id, _code, bills = _who_owes()
    owed = bills + _penalties(home_id)
    login = community.logins["cashier"]
    zhao = Person(open_browser(), office.url)
    sign_in(zhao.page, office.url, login.name, login.password)
    zhao.go(f"/counter/{home_id}")
    zhao.fill(amount="1.00")
    expect(zhao.page.locator("#split .big-number")).to_contain_text("1.00")
    zhao.page.locator("#split button").first.dblclick(no_wait_after=True)
    zhao.page.wait_for_url("**/receipts/*")
    zhao.go(f"/counter/{home_id}")
    assert fen(zhao.page.locator("#split .big-number")) == owed - 100


@at_each_width
def test_the_owner_joins_by_the_slip_and_sees_the_bill(
    office: Appliance, community: Community, open_browser: Callable[..., Page], width: int
) -> None:
    """The clerk prints a slip; the owner opens its code on a phone, sets a password, sees what is owed and why."""
    home_id, code, owed = _who_owes()
    with read() as db:
        phone, person_id = db.tuples(
            """
            SELECT f.number, r.person_id FROM residencies r JOIN phones f ON f.person_id = r.person_id
             WHERE r.home_id = :home_id AND r.role = 'owner'
            """,
            home_id=home_id,
        )[0]
    login = community.logins["clerk"]
    sun = Person(open_browser(width=width), office.url)
    sign_in(sun.page, office.url, login.name, login.password)
    sun.speak_english()
    sun.go(f"/people/{person_id}")
    sun.look()
    sun.press(re.compile("Invite|Print a slip"))
    sun.page.wait_for_load_state()
    invitation = re.search(
        r"/join/(\w+)|\b([A-Z0-9]{4}[ -]?[A-Z0-9]{4})\b", sun.page.locator("body").inner_text()
    )
    assert invitation, sun.page.locator("body").inner_text()
    sun.look()

    wang = Person(open_browser(width=width, locale="en-GB"), office.url)
    wang.go(f"/join/{(invitation[1] or invitation[2]).replace(' ', '').replace('-', '')}")
    wang.look()
    wang.fill(phone="13800000000", password=PASSWORD, again=PASSWORD)
    wang.press("Save and sign in")
    assert wang.page.locator("[aria-invalid=true]").count() >= 1
    wang.fill(phone=phone, password=PASSWORD, again=PASSWORD)
    wang.press("Save and sign in")
    wang.page.wait_for_url("**/my/bills*")
    wang.speak_english()
    wang.go("/my/bills")
    wang.sees(code)
    assert fen(wang.page.locator(".tile-value").first) == owed
    wang.look()
    wang.page.locator("#owed a").first.click()
    wang.sees("×")  # the arithmetic
    wang.look()


def _open_the_office(person: Person, appliance: Appliance) -> None:
    """Through the wizard, as the administrator."""
    person.page.goto(appliance.opened)
    person.fill(locale="en", community_name="Guihua Garden", company="Nice Homes Ltd", name="Chen Jie")
    person.fill(login="chen", password=PASSWORD, again=PASSWORD)
    person.press("Open the office")
    person.page.wait_for_url("**/welcome")


@contextmanager
def _records(appliance: Appliance) -> Generator[Callable[[str], int]]:
    """Ask the appliance's records for a number."""
    conn = sqlite3.connect(f"{(appliance.folder / 'estate.db').as_uri()}?mode=ro", uri=True)
    try:
        yield lambda sql: int(conn.execute(sql).fetchone()[0])
    finally:
        conn.close()


def _who_owes() -> tuple[int, str, int]:
    """A home whose one owner owes something: its id, code and the sum in fen."""
    with read() as db:
        found = db.tuples("""
            SELECT h.id, h.code, sum(b.balance_fen) FROM charge_balances b JOIN homes h ON h.id = b.home_id
             WHERE b.balance_fen > 0 AND h.usage = 'residential'
               AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.person_id = b.payer_id)
             GROUP BY h.id HAVING count(DISTINCT b.payer_id) = 1 AND sum(b.balance_fen) > 2000 ORDER BY h.id LIMIT 1
        """)
    return found[0]


def _penalties(home_id: int) -> int:
    """What has run up on the home's late bills until today, which the counter takes with them, in fen."""
    with read() as db:
        return sum(one.due_fen for one in penalties_of_home(db, home_id, clock.today()).values())
