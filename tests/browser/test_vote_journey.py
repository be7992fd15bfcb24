"""The owners vote: the office opens it, two owners vote on their phones at once, the office sees it live and counts, each
owner finds their ballot in the published list."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

import time_machine
from playwright.sync_api import Page, expect

from estate.access import accounts
from estate.data import clock, read, write
from estate.data.store import System
from estate.votes.tasks import end_due
from tests.appliance import Appliance
from tests.browser.conftest import sign_in
from tests.browser.look import Person
from tests.browser.test_announcement_journey import AT_ONCE
from tests.browser.test_month_and_till import at_work
from tests.conftest import Community

PASSWORD = "correct horse"


def test_an_owners_vote(office: Appliance, community: Community, open_browser: Callable[..., Page]) -> None:
    """Journey 9, votes."""
    (mine, her), login = two_homes(community)
    liu = at_work(office, community, open_browser, "manager")
    wang = at_work(office, community, open_browser, "owner", width=390)
    li = Person(open_browser(width=390), office.url)
    sign_in(li.page, office.url, login, PASSWORD)

    last_day = clock.today() + timedelta(days=3)
    liu.go("/votes/new")
    liu.fill(**{"title": "New lift doors", "motions-0-title": "Pay them from the fund"})
    liu.fill(secrecy="secret", closes_on=last_day.isoformat(), notice_days="3")
    liu.page.locator("#main [name='motions-0-matter']").select_option("use_funds")
    liu.press("Keep the draft")
    liu.page.get_by_text("Add single homes").click()
    liu.fill(label="Two of us", homes=f"{mine}, {her}")
    liu.press("Add these homes")
    expect(liu.page.locator("#whom")).to_contain_text("put to 2 homes")
    expect(liu.page.locator("#whom")).to_contain_text("count as 2 owners")
    liu.press("Draw up and show the roll")
    expect(liu.page.locator("#roll")).to_contain_text(her)
    liu.page.get_by_role("link", name="New lift doors").first.click()
    liu.press("Open the vote")
    turnout = liu.page.locator("#turnout")
    expect(turnout).to_contain_text("0 / 2")
    address = f"/my{liu.page.url.removeprefix(office.url)}"

    for one, choice in ((wang, "In favour"), (li, "Against")):
        one.go(address)
        one.page.locator("#main").get_by_text(choice, exact=True).click()
    wang.page.get_by_role("button", name="Cast the vote").dblclick(no_wait_after=True)
    li.page.get_by_role("button", name="Cast the vote").click(no_wait_after=True)
    codes = [receipt_code(one) for one in (wang, li)]
    expect(turnout).to_contain_text("2 / 2", timeout=AT_ONCE)
    expect(turnout).to_contain_text("100.00%")
    wang.look()
    wang.page.reload()
    assert receipt_code(wang) == codes[0]
    wang.go(address)
    expect(wang.page.get_by_role("button", name="Cast the vote")).to_have_count(0)
    expect(turnout).to_contain_text("2 / 2")
    for word in ("In favour", "Against"):
        expect(liu.page.locator("#main")).not_to_contain_text(word)

    with time_machine.travel(clock.now() + timedelta(days=4)):
        end_due()
    expect(turnout).to_contain_text("This vote has gone on", timeout=AT_ONCE)
    liu.follow("Look at it again")
    liu.press("Count and publish")
    liu.sees("Not passed")
    number = vote_number("New lift doors")
    for one, code, choice in zip((wang, li), codes, ("In favour", "Against"), strict=True):
        one.go(address)
        one.fill(receipt=code.lower())
        one.press("Find my ballot")
        expect(one.page.locator("#check")).to_contain_text("Yes: your ballot stands in the list")
        expect(one.page.locator("#check")).to_contain_text(choice)
        one.go(f"{address}/list")
        entry = hashlib.sha256(f"{number}:{code.replace('-', '')}".encode()).hexdigest()
        expect(one.page.locator("#list tbody tr").filter(has_text=entry)).to_contain_text(choice)
    li.look()


def two_homes(community: Community) -> tuple[tuple[str, str], str]:
    """A home of the demo's owner and one of somebody else, who gets an account; answers its sign-in name, too."""
    with write(System("test")) as tx:
        me = tx.value(
            "SELECT person_id FROM accounts WHERE login = :login", login=community.logins["owner"].name
        )
        homes = dict(reversed(tx.tuples(ALONE, day=clock.today().isoformat())))
        her = next(one for one in homes if one != me)
        account = accounts.create(tx, "li", "Li", PASSWORD, ["owner"], locale="en")
        tx.update("accounts", account, person_id=her)
    return (homes[me], homes[her]), "li"


ALONE = """
    SELECT r.person_id, h.code
      FROM homes AS h
      JOIN residencies AS r ON r.home_id = h.id AND r.role = 'owner'
       AND (r.from_date IS NULL OR r.from_date <= :day) AND (r.to_date IS NULL OR r.to_date >= :day)
      JOIN people AS p ON p.id = r.person_id AND p.kind = 'person'
     WHERE h.usage = 'residential' AND h.state = 'occupied'
       AND NOT EXISTS (SELECT 1 FROM residencies AS o WHERE o.home_id = h.id AND o.role = 'co_owner')
     ORDER BY h.id
"""


def receipt_code(owner: Person) -> str:
    owner.sees("Your receipt code")
    found = re.search(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}\b", owner.page.locator("#main").inner_text())
    assert found
    return found[0]


def vote_number(title: str) -> str:
    with read() as db:
        return str(db.value("SELECT number FROM votes WHERE title = :title", title=title))
