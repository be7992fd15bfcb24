"""A water cut is announced: the office writes and publishes, an owner sees it at once and confirms, the office sees that."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from estate.data import clock
from tests.appliance import Appliance
from tests.browser.test_month_and_till import at_work
from tests.conftest import Community

AT_ONCE = 5_000
"""Milliseconds in which the other side must have changed; the stream looks four times a second, machines are busy."""
TOLD = 15_000
"""Milliseconds in which the worker must have told everybody in a small community."""


def test_an_announcement(office: Appliance, community: Community, open_browser: Callable[..., Page]) -> None:
    """Journey 9, announcements."""
    wang = at_work(office, community, open_browser, "owner", width=390)
    sun = at_work(office, community, open_browser, "clerk")
    wang.go("/my/bills")
    expect(wang.page.locator("#announced")).not_to_contain_text("No water on Friday")

    friday = (clock.today() + timedelta(days=2)).isoformat()
    sun.go("/announcements/new")
    sun.fill(kind="water", title="No water on Friday", text="From **nine** to twelve.", starts_on=friday)
    sun.page.check("[name=must_confirm]")
    sun.look()
    sun.press("Keep the draft")
    sun.page.locator("#aim-form [name=target]").select_option("all:")
    sun.press("Add to whom it is for")
    sun.sees(re.compile(r"It goes to \d+ people in \d+ homes"))
    sun.look()
    sun.press("Publish now")
    became = sun.page.locator("#became")
    expect(became).to_contain_text(re.compile(r"Confirmed by\s*0 of \d+"))

    told = wang.page.locator("#announced").get_by_role("link", name="No water on Friday")
    expect(told).to_be_visible(timeout=AT_ONCE)
    told.click()
    wang.sees("nine")
    expect(became).to_contain_text(re.compile(r"Opened by\s*1 of \d+"), timeout=AT_ONCE)
    wang.look()
    wang.press("I have taken note")
    wang.sees("You have taken note")
    expect(became).to_contain_text(re.compile(r"Confirmed by\s*1 of \d+"), timeout=AT_ONCE)
    expect(became).not_to_contain_text("Everybody is being told", timeout=TOLD)
    sun.look()

    number = sun.page.url.rsplit("/", 1)[1]
    sun.go(f"/announcements/{number}/corrections/new")
    sun.fill(text="From **ten** to twelve.", reason="an hour later")
    sun.press("Publish the correction")
    expect(wang.page.locator("#notice")).to_contain_text("an hour later", timeout=AT_ONCE)
    expect(wang.page.locator("#confirm-form")).to_be_visible()
