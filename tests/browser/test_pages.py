"""An owner's pages in small and large text, and those open to all: nothing wider than the window, no serious axe finding.

The office's pages: test_every_page.py.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from estate.access.permissions import OWN_HOME
from estate.data import Reader, clock, read
from estate.data.store import System
from estate.features import ROUTES
from estate.plans import actions as plans
from estate.plans.actions import Agreed
from tests.appliance import Appliance
from tests.browser.conftest import WIDTHS, overflows, serious_findings, sign_in
from tests.conftest import Community


@pytest.fixture
def running(community: Community) -> Iterator[Appliance]:
    with Appliance(community.folder) as appliance:
        yield appliance


def own_addresses() -> list[str]:
    """Every address of an owner's pages, with a record of the owner's own in it."""
    paths = sorted(
        path
        for handler in ROUTES
        if handler.opt["permission"] == OWN_HOME and "GET" in handler.http_methods
        for path in handler.paths
        if path != "/my" and "{paper" not in path and not path.endswith("/file")
    )
    _agree_on_a_plan()
    with read() as db:
        return [re.sub(r"{(\w+):\w+}", lambda name: str(_own(db, name[1])), path) for path in paths]


def _agree_on_a_plan() -> None:
    """A plan of the owner's own, so that its page can be looked at."""
    with read() as db:
        sql = "SELECT home_id, payer_id, charge_id FROM charge_balances WHERE balance_fen > 0 AND payer_id ="
        owed = db.tuples(sql + " (SELECT person_id FROM accounts WHERE person_id IS NOT NULL LIMIT 1)")
    bills = tuple(charge for home, _payer, charge in owed if home == owed[0][0])
    agreed = Agreed(owed[0][0], owed[0][1], bills, 2, clock.today(), "lost work")
    plans.sign(plans.draft(agreed, "a key", System("test")).id, clock.today(), System("test"))


def _own(db: Reader, name: str) -> object:
    own = "(SELECT person_id FROM accounts WHERE person_id IS NOT NULL LIMIT 1)"
    queries = {
        "charge_id": f"SELECT id FROM charges WHERE payer_id = {own} LIMIT 1",
        "number": f"SELECT number FROM receipts WHERE payer_id = {own} LIMIT 1",
        "message_id": f"""
            SELECT m.id FROM messages m JOIN deliveries d ON d.message_id = m.id AND d.channel = 'in_app'
             WHERE m.person_id = {own} LIMIT 1
        """,
        "complaint_id": f"SELECT id FROM complaints WHERE reporter_id = {own} LIMIT 1",
        "order_id": f"SELECT id FROM work_orders WHERE reporter_id = {own} LIMIT 1",
        "quote_id": f"""
            SELECT q.id FROM quotes q JOIN work_orders o ON o.id = q.order_id WHERE o.reporter_id = {own} LIMIT 1
        """,
        "pass_id": f"SELECT id FROM gate_passes WHERE person_id = {own} LIMIT 1",
        "permit_id": f"SELECT id FROM permits WHERE person_id = {own} LIMIT 1",
        "announcement_id": f"SELECT announcement_id FROM announcement_readers WHERE person_id = {own} LIMIT 1",
        "vote_id": f"""
            SELECT v.id FROM votes v JOIN vote_unit_owners o ON o.vote_id = v.id
             WHERE o.person_id = {own} AND v.state = 'closed' LIMIT 1
        """,
        "survey_id": f"""
            SELECT m.survey_id FROM survey_marks m JOIN residencies r ON r.home_id = m.home_id
             WHERE r.person_id = {own} AND m.person_id = 0 LIMIT 1
        """,
        "plan_id": f"SELECT id FROM plans WHERE payer_id = {own} LIMIT 1",
        "conversation_id": f"SELECT id FROM conversations WHERE person_id = {own} LIMIT 1",
        "month": f"SELECT substr(period_from, 1, 7) FROM charges WHERE payer_id = {own} LIMIT 1",
    }
    return db.value(queries[name])


@pytest.mark.parametrize("large", [False, True])
def test_the_owners_pages_fit_and_can_be_read_by_all(
    running: Appliance, community: Community, open_browser: Callable[..., Page], large: bool
) -> None:
    login = community.logins["owner"]
    page = open_browser(width=360, locale="zh-CN")
    sign_in(page, running.url, login.name, login.password)
    if large:
        page.goto(f"{running.url}/account")
        page.locator("button[name=large_text]").first.click()
        assert page.locator("html[data-large]").count() == 1
    check(page, running.url, [*own_addresses(), "/account"], tables=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_open_pages_fit_and_can_be_read_by_all(
    running: Appliance, open_browser: Callable[..., Page], width: int
) -> None:
    page = open_browser(width=width)
    check(page, running.url, ["/sign-in", "/join", "/prices"])


def check(page: Page, url: str, paths: list[str], *, axe: bool = True, tables: bool = False) -> None:
    """Open each address; all that is wrong is told at once. tables: none may hide a column beyond its edge."""
    wrong: list[str] = []
    assert paths
    for path in paths:
        answer = page.goto(url + path)
        if not answer or answer.status != 200:
            wrong.append(f"{path}: status {answer.status if answer else '-'}")
            continue
        if overflows(page) and "print" not in path:
            wrong.append(f"{path}: wider than the window")
        if tables and page.evaluate(
            "[...document.querySelectorAll('.table-wrap')].some(one => one.scrollWidth > one.clientWidth + 1)"
        ):
            wrong.append(f"{path}: a table is cut off")
        if axe:
            wrong += serious_findings(page)
    assert wrong == []
