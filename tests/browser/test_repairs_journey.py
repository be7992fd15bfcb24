"""A repair with two people at once: each sees within a second what the other does, and nobody loses what they type."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from estate.data import read
from tests.appliance import Appliance
from tests.browser.test_month_and_till import at_work
from tests.conftest import Community

AT_ONCE = 2_000
"""Milliseconds: a signal is looked for four times a second, the rest is the machine's."""


def test_a_repair(office: Appliance, community: Community, open_browser: Callable[..., Page]) -> None:
    sun = at_work(office, community, open_browser, "clerk")
    zhou = at_work(office, community, open_browser, "repairer", width=390)
    with read() as db:
        home = str(db.value("SELECT code FROM homes ORDER BY id LIMIT 1"))
        zhou_id = str(
            db.value(
                "SELECT a.id FROM accounts a JOIN account_roles r ON r.account_id = a.id WHERE r.role = 'repairer'"
            )
        )

    zhou.go("/repairs/mine")
    zhou.look()
    zhou.go("/repairs")
    sun.go("/repairs/new")
    sun.page.locator("[name=home]").fill(home)
    sun.page.locator("[name=home]").press("Tab")
    expect(sun.page.locator("#place-part [name=reporter]")).to_be_visible()  # who lives there came by itself
    sun.fill(title="A pipe drips under the sink", category="plumbing")
    sun.page.get_by_label("Urgent repair").check()
    sun.look()
    sun.press("Report")
    if sun.page.get_by_role("button", name="Make an order of its own").count():
        sun.press("Make an order of its own")
    sun.page.wait_for_url(lambda url: url.rsplit("/", 1)[1].isdecimal())
    expect(zhou.page.locator("#board")).to_contain_text("A pipe drips under the sink", timeout=AT_ONCE)

    place = sun.page.url.removeprefix(office.url)
    state = sun.page.locator("#order .page-head .figures .badge").first
    if "Assigned" not in state.inner_text():  # the rules of the crew may have handed it out already
        sun.page.locator(f"#offer-{zhou_id} button").click()
    expect(state).to_contain_text("Assigned")
    sun.look()

    zhou.go(place)
    zhou.look()
    for button, word in (
        ("Accept", "Accepted"),
        ("Set out", "On the way"),
        ("I am there", "Arrived"),
        ("Begin the work", "Being mended"),
    ):
        zhou.page.locator("#next-step").get_by_role("button", name=button).click()
        expect(state).to_contain_text(word, timeout=AT_ONCE)

    note = zhou.page.locator("#next-step [name=note]")
    note.fill("new washer")
    sun.page.locator("#message-form [name=text]").fill("The owner is at home until noon")
    sun.press("Send")
    expect(zhou.page.locator("#timeline")).to_contain_text("until noon", timeout=AT_ONCE)
    expect(note).to_have_value("new washer")
    zhou.look()
    zhou.press("Work is done")
    expect(state).to_contain_text("Done", timeout=AT_ONCE)
    sun.go("/repairs")
    expect(sun.page.locator("[aria-labelledby=column-done]")).to_contain_text("A pipe drips under the sink")
    sun.look()
