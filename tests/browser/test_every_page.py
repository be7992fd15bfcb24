"""Every page that links lead to, in a real browser: as wide as its screen, and without a serious axe finding."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, Response

from tests.appliance import Appliance
from tests.browser.conftest import overflows, serious_findings, sign_in
from tests.conftest import Community
from tests.crawl import Answer, crawl, path_of

MANY = 1
"""Pages of one path that are opened: a browser needs a second for what the test of links does in a moment."""
PHONE, TABLET = {"width": 390, "height": 844}, {"width": 820, "height": 1180}
DESK = {"width": 1280, "height": 900}


def opened(page: Page, address: str) -> Answer:
    """The page of an address as the browser has it; a file to keep is no page."""
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" in error.message:
            return Answer(address, 200, None)
        raise
    assert isinstance(answer, Response)
    is_page = "text/html" in answer.headers.get("content-type", "")
    return Answer(page.url, answer.status, page.content() if is_page else None)


def too_wide(page: Page) -> bool:
    """Whether the page is wider than a desk's screen, a tablet or a phone; a sheet of paper may be."""
    wide = False
    for size in (DESK, TABLET, PHONE):
        page.set_viewport_size(size)
        wide = wide or overflows(page)
    return wide


@pytest.mark.parametrize("role", ["administrator", "owner"])
def test_every_page_fits_its_screen_and_can_be_read_by_all(
    role: str, community: Community, open_browser: Callable[..., Page]
) -> None:
    wrong: list[str] = []
    checked = 0
    with Appliance(community.folder) as running:
        page = open_browser(width=PHONE["width"], locale="zh-CN")
        login = community.logins[role]
        sign_in(page, running.url, login.name, login.password)
        for visit in crawl(page.url, lambda address: opened(page, address), MANY, path_of):
            if visit.answer.page is None:
                continue
            path = visit.answer.url.removeprefix(running.url)
            if visit.answer.status >= 400:
                wrong.append(f"{visit.origin} → {path}: {visit.answer.status}")
            if too_wide(page):
                wrong.append(f"{path}: wider than its screen")
            wrong += serious_findings(page)
            checked += 1
    assert wrong == []
    assert checked > 3
