"""A survey is put together, opened and answered on a phone; the office, who looks at the charts, sees it at once."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.appliance import Appliance
from tests.browser.test_month_and_till import at_work
from tests.conftest import Community

AT_ONCE = 5_000
"""Milliseconds in which the other side must have changed; the stream looks four times a second, machines are busy."""


def test_a_survey(office: Appliance, community: Community, open_browser: Callable[..., Page]) -> None:
    """Journey 9, surveys."""
    wang = at_work(office, community, open_browser, "owner", width=390)
    sun = at_work(office, community, open_browser, "clerk")
    sun.go("/surveys/new")
    sun.fill(title="A shelter for bicycles")
    sun.press("Keep the draft")
    expect(sun.page).to_have_url(re.compile(r"/surveys/\d+$"))
    number = sun.page.url.rsplit("/", 1)[1]
    for kind, values in (
        ("single", {"text": "Shall there be one", "options": "Yes\nNo"}),
        ("ranking", {"text": "Where first", "options": "East gate\nWest gate"}),
    ):
        sun.go(f"/surveys/{number}/questions/new?kind={kind}")
        sun.fill(**values)
        sun.press("Keep the question")
        expect(sun.page.locator("#questions")).to_contain_text(values["text"])
    sun.page.locator("#aim-form [name=target]").select_option("all:")
    sun.press("Add to whom it is for")
    sun.sees(re.compile(r"It asks \d+ "))
    sun.look()
    sun.press("Open it now")
    sun.go(f"/surveys/{number}/results")
    expect(sun.page.locator("#outcome-1")).to_contain_text("0 answers")

    wang.go("/my/surveys")
    wang.page.get_by_role("link", name="A shelter for bicycles").first.click()
    wang.follow("Begin")
    wang.page.get_by_label("Yes", exact=True).check()
    wang.look()
    wang.press("Go on")
    for place, gate in ((2, "East gate"), (1, "West gate")):
        wang.page.get_by_label(gate).select_option(str(place))
    wang.press("Go on")
    wang.sees("Your answers")
    wang.look()
    wang.press("Hand it in")
    wang.sees("Answered, thank you")

    charts = sun.page.locator("#survey-results")
    expect(charts).to_contain_text(re.compile(r"Yes\s*1\s*100"), timeout=AT_ONCE)
    expect(charts.locator("#outcome-2 tbody tr").first).to_contain_text("West gate")
    sun.look()
