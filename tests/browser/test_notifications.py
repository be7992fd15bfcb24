"""Notifications are offered where a browser has them: on this computer, or on HTTPS; and on no other address."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from estate.channels import actions
from estate.channels.rules_settings import Vapid
from estate.data.store import System
from tests.appliance import Appliance
from tests.browser.conftest import serious_findings, settled, sign_in
from tests.conftest import Community


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_an_account_page_on_this_computer_offers_notifications(
    role: str, community: Community, open_browser: Callable[..., Page]
) -> None:
    actions.set_up(Vapid(contact="mailto:office@guihua.example"), {}, System("test"))
    actions.switch("push", True, System("test"))
    with Appliance(community.folder) as running:
        page = open_browser(width=390, locale="en-GB")
        login = community.logins[role]
        sign_in(page, running.url, login.name, login.password)
        page.goto(f"{running.url}/account")
        section = page.locator("#notifications")
        expect(section).to_be_visible()
        button = section.locator("[data-push-on]")
        expect(button).to_be_visible()
        assert button.get_attribute("data-push-on") == actions.push_key()
        assert serious_findings(page) == []
        # the script that shows them is taken for the whole house
        scope = settled(page, "navigator.serviceWorker.register('/sw.js').then((one) => one.scope)")
        assert scope == f"{running.url}/"
        # a browser that says no is told what to do
        button.click()
        expect(section.get_by_role("alert")).to_be_visible()


def test_nothing_is_offered_while_the_office_sends_none(
    community: Community, open_browser: Callable[..., Page]
) -> None:
    with Appliance(community.folder) as running:
        page = open_browser(width=390, locale="en-GB")
        login = community.logins["owner"]
        sign_in(page, running.url, login.name, login.password)
        with page.expect_response("**/account/devices"):
            page.goto(f"{running.url}/account")
        expect(page.locator("#notifications")).to_be_hidden()
