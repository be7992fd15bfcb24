"""A complaint from the owner's phone to its rating: owner and clerk, each at their own device, see each other at once."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.appliance import Appliance
from tests.browser.test_month_and_till import at_work
from tests.conftest import Community

AT_ONCE = 3000
"""Milliseconds in which the other side must have changed; the stream looks four times a second, machines are busy."""


def test_a_complaint(office: Appliance, community: Community, open_browser: Callable[..., Page]) -> None:
    """Journey 9, its first part."""
    wang = at_work(office, community, open_browser, "owner", width=390)
    sun = at_work(office, community, open_browser, "clerk")
    sun.go("/complaints")
    sun.look()
    wang.go("/my/complaints/new")
    wang.look()
    wang.page.fill("#title", "Loud music every night")
    wang.page.click("#own-form button.primary")
    expect(wang.page).to_have_url(re.compile(r"/my/complaints/\d+$"))
    number = wang.page.url.rsplit("/", 1)[1]

    expect(sun.page.locator("#complaint-list")).to_contain_text("Loud music every night", timeout=AT_ONCE)
    sun.go(f"/complaints/{number}")
    sun.look()
    sun.page.click("#step-take button")
    expect(wang.page.locator("#timeline")).to_contain_text("Somebody looks into it", timeout=AT_ONCE)
    sun.page.click("#more-answer > summary")
    sun.page.fill("#answer-text", "We have spoken with them.")
    wang.page.fill("#write-text", "It goes on and on")
    wang.page.click("#own-word button.big")
    expect(sun.page.locator("#timeline")).to_contain_text("It goes on and on", timeout=AT_ONCE)
    expect(sun.page.locator("#answer-text")).to_be_visible()
    sun.page.click("#step-answer button")
    expect(sun.page.locator("#main")).to_contain_text("The complainer has written meanwhile")
    expect(sun.page.locator("#answer-text")).to_have_value("We have spoken with them.")
    sun.page.click("#step-answer button")
    expect(wang.page.locator("#timeline")).to_contain_text("We have spoken with them.", timeout=AT_ONCE)
    sun.page.click("#more-close > summary")
    sun.page.fill("#close-text", "It is quiet now.")
    sun.page.click("#step-close button")

    expect(wang.page.locator("#rate-form")).to_be_visible(timeout=AT_ONCE)
    wang.look()
    wang.page.get_by_label("Very satisfied").check()
    wang.page.click("#rate-form button.big")
    expect(sun.page.locator("#timeline")).to_contain_text("5 · Very satisfied", timeout=AT_ONCE)
