"""A person at work in a browser, who notices when a page is too wide or hard to read."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import overflows, serious_findings

MONEY = re.compile(r"-?\d[\d\u202f]*\.\d\d")


class Person:
    """Somebody with a browser. `look` is called where they stop to read."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def go(self, path: str) -> None:
        """Open an address of the appliance."""
        self.page.goto(self.url + path)

    def fill(self, **values: str) -> None:
        """Type into fields by their names."""
        for name, value in values.items():
            field = self.page.locator(f"#main [name={name}]").first
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def press(self, label: str | re.Pattern[str]) -> None:
        """The button of this label in the page's main part."""
        self.page.locator("#main").get_by_role("button", name=label).first.click()

    def follow(self, label: str | re.Pattern[str]) -> None:
        """The link of this label in the page's main part."""
        self.page.locator("#main").get_by_role("link", name=label).first.click()

    def speak_english(self) -> None:
        """The demo's people read Chinese; the tests read English."""
        self.go("/account")
        self.page.locator("#main button[name=locale][value=en]").click()
        expect(self.page.locator("html")).to_have_attribute("lang", "en")

    def sees(self, text: str | re.Pattern[str]) -> None:
        """This stands on the page."""
        expect(self.page.locator("body")).to_contain_text(text)

    def look(self) -> None:
        """The page fits the window, and axe-core has no serious finding."""
        self.page.wait_for_load_state()
        assert not overflows(self.page), f"{self.page.url} is wider than the window"
        findings = serious_findings(self.page)
        assert not findings, findings  # pytest shows the two sides of a comparison only in files of tests


def fen(part: Locator) -> int:
    """The first sum of money in a part of a page, in fen."""
    found = MONEY.search(part.inner_text().replace("\u2212", "-"))
    assert found, part.inner_text()
    return int(found[0].replace("\u202f", "").replace(".", ""))
