"""The journey of arrears whole: seen by age, dunned by itself, called, promised, written to, disputed, paid and closed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from playwright.sync_api import Page, expect

from estate.data import clock, read
from tests.appliance import Appliance
from tests.browser.look import Person
from tests.browser.test_month_and_till import at_work
from tests.conftest import Community


class Case(NamedTuple):
    """An open case of the demo, with the kind of step that waits for somebody."""

    id: int
    home_id: int
    payer_id: int
    owed_fen: int


def test_arrears(office: Appliance, community: Community, open_browser: Callable[..., Page]) -> None:
    """Journey 5."""
    liu = at_work(office, community, open_browser, "manager")
    sun = at_work(office, community, open_browser, "clerk", width=390)
    promising, *_calls = _waiting("call")
    written, disputing, *_letters = _waiting("letter")

    liu.go("/arrears")
    liu.look()
    liu.go("/dunning")
    liu.sees("In dunning")
    liu.look()

    _promise(sun, promising)
    _letter(liu, written)
    _dispute(sun, disputing)
    _law(liu)
    _pay(liu, community, office, open_browser, disputing)
    liu.go("/dunning/effect")
    liu.look()


def _promise(sun: Person, case: Case) -> None:
    """A call from the work list: a promise, that rests dunning and takes the line away."""
    sun.go("/dunning/tasks?kind=call")
    sun.look()
    sun.page.locator(f"#tasks tr:has(a[href='/dunning/cases/{case.id}']) a.button").first.click()
    until = clock.today() + timedelta(7)
    sun.fill(
        result="promised",
        promise_on=until.isoformat(),
        promise_fen=f"{case.owed_fen / 100:.2f}",
        note="pays on payday",
    )
    sun.look()
    sun.press("Log the contact")
    sun.sees("Promised to pay")
    sun.go(f"/dunning/cases/{case.id}")
    sun.sees("Paused until")
    sun.sees("pays on payday")
    sun.look()
    sun.go("/dunning/tasks?kind=call")
    expect(sun.page.locator(f"#main a[href='/dunning/cases/{case.id}']")).to_have_count(0)


def _letter(liu: Person, case: Case) -> None:
    """The drafted letter is issued and handed over; the case knows it."""
    liu.go(f"/dunning/cases/{case.id}")
    liu.look()
    liu.follow("Open the letter")
    liu.press("Issue the letter")
    liu.sees("Record a delivery")
    liu.fill(way="handed", person="张伟", relation="self")
    liu.press("Record the delivery")
    liu.sees("Handed over in person")
    liu.look()
    liu.go(f"/dunning/cases/{case.id}")
    expect(liu.page.locator("#steps li", has_text="Letter with proof of delivery")).to_contain_text("done")


def _dispute(sun: Person, case: Case) -> None:
    sun.go(f"/dunning/cases/{case.id}")
    sun.fill(cause="dispute", until_on=(clock.today() + timedelta(30)).isoformat())
    sun.page.locator("#pause-note").fill("says the lift stood still")
    sun.press("Pause dunning")
    sun.sees("Paused until")
    sun.page.locator("[name=why]").fill("the lift's log was shown")
    sun.press("Let dunning go on")
    sun.sees("the lift's log was shown")
    sun.look()


def _law(liu: Person) -> None:
    """A strategy changes by a new version; what the law forbids is not kept."""
    liu.go("/dunning/strategies/1/edit")
    liu.page.locator("[name=steps-1-name]").fill("停水通知")
    liu.fill(note="harder")
    liu.press("Save as a new version")
    liu.sees("may not stand here")
    liu.look()
    liu.page.locator("[name=steps-1-name]").fill("温馨提示")
    liu.fill(note="a milder word")
    liu.press("Save as a new version")
    liu.sees("a milder word")
    liu.sees("What changed from version 1 to 2")
    liu.look()


def _pay(
    liu: Person, community: Community, office: Appliance, open_browser: Callable[..., Page], case: Case
) -> None:
    """Paid at the counter: the case closes with the next run, and no step comes."""
    zhao = at_work(office, community, open_browser, "cashier")
    zhao.go(f"/counter/{case.home_id}?payer={case.payer_id}")
    zhao.press(re.compile("Take ¥"))
    zhao.page.wait_for_url("**/receipts/*")
    liu.go(f"/dunning/cases/{case.id}")
    liu.sees("Nothing is overdue any more")
    liu.go("/dunning/plan")
    liu.look()
    liu.press("Run today's steps now")
    expect(liu.page.locator("#runs progress")).to_have_count(0, timeout=60_000)
    liu.go(f"/dunning/cases/{case.id}")
    liu.sees("Nothing overdue any more")
    liu.look()


def _waiting(kind: str) -> list[Case]:
    """Open cases that still owe and are not paused, with an open task of a kind, the oldest first."""
    with read() as db:
        return db.rows(
            Case,
            """
            SELECT c.id, c.home_id, c.payer_id,
                   (SELECT sum(b.balance_fen) FROM charge_balances AS b
                     WHERE b.home_id = c.home_id AND b.payer_id = c.payer_id) AS owed_fen
              FROM dunning_cases AS c JOIN dunning_steps AS d ON d.case_id = c.id
             WHERE d.outcome = 'open' AND d.kind = :kind AND c.closed_on IS NULL
               AND NOT EXISTS (SELECT 1 FROM dunning_pauses AS p
                                WHERE p.home_id = c.home_id AND p.payer_id = c.payer_id AND p.ended_at IS NULL)
               AND owed_fen > 0
             ORDER BY c.id
            """,
            kind=kind,
        )
