"""Two journeys whole: a month from its readings to its papers, a cashier's day from the first receipt to the hand-over."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from estate.books import queries as books
from estate.cashier import queries as receipts
from estate.data import clock, read
from estate.penalties.queries import penalties_of_home
from estate.prepayments import queries as prepayments
from tests.appliance import Appliance
from tests.browser.conftest import sign_in
from tests.browser.look import Person, fen
from tests.conftest import Community


def at_work(
    office: Appliance, community: Community, open_browser: Callable[..., Page], role: str, width: int = 1280
) -> Person:
    """Somebody of the office, signed in and reading English."""
    login = community.logins[role]
    one = Person(open_browser(width=width), office.url)
    sign_in(one.page, office.url, login.name, login.password)
    one.speak_english()
    return one


def test_the_month(office: Appliance, community: Community, open_browser: Callable[..., Page]) -> None:
    """Journey 3: the fees looked at, a meter read on the way, the run compared, posted, its papers made and opened."""
    liu = at_work(office, community, open_browser, "manager")
    liu.go("/fee-items")
    liu.sees("水费")
    liu.sees("By tiers")
    liu.look()

    meter_id, home_id, last_e3 = _unread_meter()
    zhou = at_work(office, community, open_browser, "repairer", width=390)
    zhou.go("/readings?kind=water")
    zhou.look()
    zhou.page.locator(".stop").first.click()
    card = zhou.page.locator(f"#meter-{meter_id}")
    card.locator("[name=value]").fill(str((last_e3 - 1000) // 1000))
    card.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("Below the last reading")
    card.locator("[name=value]").fill(str(last_e3 // 1000 + 12))
    card.get_by_role("button", name="Save").click()
    expect(card.locator(".dial-done")).to_be_visible()
    zhou.look()

    liu.go("/bill-runs")
    liu.press(re.compile("Compute|Preview"))
    post = liu.page.get_by_role("button", name=re.compile("Post the bills"))
    post.wait_for()
    expect(liu.page.locator("#by-item")).to_contain_text("水费")
    expect(liu.page.locator("#beside")).to_contain_text("Period before")
    expect(liu.page.locator("#outliers")).to_be_visible()
    total = fen(liu.page.locator("#by-item tfoot"))
    liu.look()
    with read() as db:
        before = db.value("SELECT ifnull(sum(balance_fen), 0) FROM prepayment_balances")
    post.click()
    liu.sees("Posted")
    with read() as db:
        run_id = db.value("SELECT max(id) FROM bill_runs")
        assert db.value("SELECT sum(amount_fen) FROM charges WHERE run_id = :id", id=run_id) == total
        metered = db.value(
            "SELECT count(*) FROM charges WHERE run_id = :id AND meter_id = :meter", id=run_id, meter=meter_id
        )
        after = db.value("SELECT ifnull(sum(balance_fen), 0) FROM prepayment_balances")
        drawn = db.value(
            "SELECT ifnull(sum(amount_fen), 0) FROM receipts WHERE key LIKE 'offset:' || :id || ':%'",
            id=run_id,
        )
    assert metered == 1 and before - after == drawn > 0

    liu.go("/documents")
    liu.press("Make the papers")
    papers = liu.page.locator("#pdfs a").first
    papers.wait_for(timeout=60_000)
    pdf = liu.page.request.get(f"{office.url}{papers.get_attribute('href')}")
    assert pdf.ok and pdf.body().startswith(b"%PDF")
    liu.look()
    liu.go(f"/homes/{home_id}/notice")
    liu.sees("水费")
    liu.sees("Payment notice")


def test_the_till(office: Appliance, community: Community, open_browser: Callable[..., Page]) -> None:
    """Journey 4: two letters, a penalty, cash in part, a transfer with the rest ahead, a void, a reversal, the close."""
    home_id, payer_id, initials = _who_is_late()
    zhao = at_work(office, community, open_browser, "cashier")
    zhao.go("/counter")
    zhao.page.locator("#household").press_sequentially(initials[:2])
    zhao.page.locator(f"#households a[href*='/counter/{home_id}']").first.click()
    zhao.sees("Penalty today")
    zhao.look()
    owed = fen(zhao.page.locator("#split .big-number"))
    with read() as db:
        late = penalties_of_home(db, home_id, clock.today(), payer_id)
        bills = db.value(
            "SELECT sum(balance_fen) FROM charge_balances WHERE home_id = :home AND payer_id = :payer",
            home=home_id,
            payer=payer_id,
        )
    assert owed == bills + sum(one.due_fen for one in late.values())

    zhao.fill(amount="50", tendered="100")
    expect(zhao.page.locator("#split")).to_contain_text("Change due")
    cash = _take(zhao, "Take ¥50.00")

    zhao.go(f"/counter/{home_id}?payer={payer_id}")
    left = fen(zhao.page.locator("#split .big-number"))
    assert left == owed - 5000
    zhao.page.locator("#method label", has_text="transfer").click()
    zhao.fill(amount=f"{(left + 30_000) / 100:.2f}", channel_ref="HK20260001")
    zhao.page.locator("[name=rest_in_advance]").check()
    expect(zhao.page.locator("#split .facts")).to_contain_text("300.00")
    zhao.look()
    transfer = _take(zhao, "Take ¥")
    zhao.sees("Prepayment balance")
    zhao.look()
    zhao.go(f"/receipts/{transfer}/print?paper=a5")
    zhao.sees(transfer)
    assert _prepaid(home_id, payer_id) == 30_000

    zhao.go(f"/receipts/{transfer}/void")
    zhao.fill(reason="two bills on one transfer")
    zhao.page.locator("[name=original_back]").check()
    zhao.look()
    zhao.press(re.compile("Void ¥"))
    zhao.page.wait_for_url(f"**/receipts/{transfer}")
    zhao.sees("This receipt is void")
    assert _prepaid(home_id, payer_id) == 0
    zhao.go(f"/receipts/{cash}/reversal")
    zhao.fill(reason="wrong home")
    zhao.press("Reverse ¥50.00")
    zhao.page.wait_for_url(lambda address: "/reversal" not in address)
    zhao.go(f"/counter/{home_id}?payer={payer_id}")
    assert fen(zhao.page.locator("#split .big-number")) == owed
    zhao.fill(amount="20")
    _take(zhao, "Take ¥20.00")

    zhao.go("/day-closes")
    zhao.follow("Close the day")
    zhao.fill(opening_float="200", counted="219")
    expect(zhao.page.locator("#difference .big-number")).to_contain_text("Too little")
    zhao.fill(counted="220")
    expect(zhao.page.locator("#difference .big-number")).to_contain_text("The cash is right")
    zhao.look()
    zhao.press("Close the day")
    zhao.page.wait_for_url(re.compile(r"/day-closes/\d+"))
    zhao.sees("A colleague confirms the hand-over")
    zhao.look()
    close = zhao.page.url.removeprefix(office.url)
    liu = at_work(office, community, open_browser, "manager")
    liu.go(close)
    liu.press("Confirm ¥20.00 cash")
    liu.sees("taken over by")
    zhao.go(f"/counter/{home_id}?payer={payer_id}")
    zhao.fill(amount="1")
    expect(zhao.page.locator("#split .big-number")).to_contain_text("1.00")
    zhao.press("Take ¥1.00")
    zhao.sees("is closed")
    with read() as db:
        month = clock.today().isoformat()[:7]
        assert receipts.unbalanced(db) == [] == prepayments.unlike(db)
        assert books.trial_balance(db, month, month).proved


def _take(cashier: Person, label: str) -> str:
    """Press the button and answer the number of the receipt."""
    cashier.press(re.compile(re.escape(label)))
    cashier.page.wait_for_url("**/receipts/*")
    return cashier.page.url.rsplit("/", 1)[-1].partition("?")[0]


def _prepaid(home_id: int, payer_id: int) -> int:
    with read() as db:
        return prepayments.balance(db, home_id, payer_id)


def _unread_meter() -> tuple[int, int, int]:
    """A meter that this month's round has still to read: its id, its home, its last value in thousandths."""
    with read() as db:
        return db.tuples(
            """
            SELECT m.id, m.home_id, max(r.value_e3) FROM meters AS m JOIN readings AS r ON r.meter_id = m.id
             GROUP BY m.id HAVING max(r.read_on) < :first ORDER BY m.id LIMIT 1
            """,
            first=clock.today().replace(day=1).isoformat(),
        )[0]


def _who_is_late() -> tuple[int, int, str]:
    """A home with one payer, who is late with more than a hundred yuan and has paid nothing in advance."""
    with read() as db:
        found = db.tuples(
            """
            SELECT b.home_id, b.payer_id, p.initials FROM charge_balances AS b JOIN people AS p ON p.id = b.payer_id
              JOIN charges AS c ON c.id = b.charge_id
             WHERE b.balance_fen > 0 AND p.kind = 'person'
               AND NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.person_id = p.id)
             GROUP BY b.home_id HAVING count(DISTINCT b.payer_id) = 1 AND sum(b.balance_fen) > 10000
             ORDER BY b.home_id
            """
        )
        return next(
            (home_id, payer_id, initials)
            for home_id, payer_id, initials in found
            if penalties_of_home(db, home_id, clock.today(), payer_id)
            and not prepayments.balance(db, home_id, payer_id)
        )
