"""Every page that a person can open, in a real browser: nothing wider than the window, no serious axe finding."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from estate.access.permissions import OWN_HOME, PUBLIC, ROLES
from estate.app import ROUTES
from estate.data import Reader, read
from tests.appliance import Appliance
from tests.browser.conftest import WIDTHS, overflows, serious_findings, sign_in
from tests.conftest import Community

# What stands in an address for each parameter: a query that finds a record with something to see.
RECORDS = {
    "home_id": "SELECT home_id FROM residencies GROUP BY 1 HAVING count(*) > 2 LIMIT 1",
    "building_id": "SELECT id FROM buildings LIMIT 1",
    "entrance_id": "SELECT id FROM entrances LIMIT 1",
    "zone_id": "SELECT id FROM zones LIMIT 1",
    "space_id": "SELECT id FROM parking_spaces LIMIT 1",
    "person_id": "SELECT person_id FROM care_needs ORDER BY id LIMIT 1",
    "residency_id": "SELECT id FROM residencies LIMIT 1",
    "care_id": "SELECT id FROM care_needs ORDER BY id LIMIT 1",
    "item_id": "SELECT id FROM fee_items LIMIT 1",
    "run_id": "SELECT id FROM bill_runs LIMIT 1",
    "charge_id": "SELECT id FROM charges LIMIT 1",
    "number": "SELECT number FROM receipts LIMIT 1",
    "account_id": "SELECT id FROM accounts LIMIT 1",
    "month": "SELECT substr(max(period_from), 1, 7) FROM charges",
    "size": "SELECT 'a5'",
    "version": "SELECT 'x'",
    "name": "SELECT 'x'",
    "code": "SELECT 'ABCDEFGH'",
}
# Pieces of pages that are fetched into them, and files.
NO_PAGES = re.compile(
    r"^/static/|/progress$|/reach$|marked|/my$|^/$|^/set-up|^/sign-in|/batches?/|\.xlsx|/tender$"
)


@pytest.fixture
def running(community: Community) -> Iterator[Appliance]:
    with Appliance(community.folder) as appliance:
        yield appliance


def addresses(permissions: frozenset[str]) -> list[str]:
    """Every GET address for which one of the permissions is enough, with a record of the community in it."""
    found: list[str] = []
    with read() as db:
        for handler in ROUTES:
            for path in sorted(handler.paths):
                if (
                    "GET" not in handler.http_methods
                    or NO_PAGES.search(path)
                    or handler.opt["permission"] not in permissions
                ):
                    continue
                for name in re.findall(r"{(\w+):", path):
                    if name not in RECORDS:
                        path = ""
                        break
                    value = (
                        _own(db, name)
                        if "own_home" in permissions and len(permissions) == 1
                        else db.value(RECORDS[name])
                    )
                    path = re.sub(rf"{{{name}:\w+}}", str(value), path)
                if path and "None" not in path:
                    found.append(path)
    return found


def _own(db: Reader, name: str) -> object:
    own = "(SELECT person_id FROM accounts WHERE person_id IS NOT NULL LIMIT 1)"
    queries = {
        "charge_id": f"SELECT id FROM charges WHERE payer_id = {own} LIMIT 1",
        "number": f"SELECT number FROM receipts WHERE payer_id = {own} LIMIT 1",
        "month": f"SELECT substr(period_from, 1, 7) FROM charges WHERE payer_id = {own} LIMIT 1",
    }
    return db.value(queries[name])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("locale", ["zh-CN"])
def test_the_offices_pages_fit_and_can_be_read_by_all(
    running: Appliance, community: Community, open_browser: Callable[..., Page], width: int, locale: str
) -> None:
    login = community.logins["administrator"]
    page = open_browser(width=width, locale=locale)
    sign_in(page, running.url, login.name, login.password)
    check(page, running.url, addresses(ROLES["administrator"] - {PUBLIC}), axe=width != 820)


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
    check(page, running.url, [*addresses(frozenset({OWN_HOME})), "/account"], tables=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_open_pages_fit_and_can_be_read_by_all(
    running: Appliance, open_browser: Callable[..., Page], width: int
) -> None:
    page = open_browser(width=width)
    check(page, running.url, ["/sign-in", "/join"])


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
