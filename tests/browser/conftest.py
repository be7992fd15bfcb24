"""A real Chromium, an appliance of its own for each test, and the accessibility checker."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.appliance import Appliance
from tests.conftest import Community

AXE = Path(__file__).parent / "axe.min.js"
CALM = """document.getAnimations()
  .filter(one => Number.isFinite(one.effect.getComputedTiming().endTime))
  .forEach(one => one.finish())"""
AXE_OPTIONS = """{
  resultTypes: ['violations'],
  runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']},
  rules: Object.fromEntries(
    ['accesskeys', 'aria-dialog-name', 'label-title-only', 'tabindex'].map(rule => [rule, {enabled: true}])),
}"""
"""The law's rules and the serious ones of good practice; those that axe-core calls moderate or minor take as long again."""
AXE_PARTS = "{exclude: [['tbody tr:nth-child(n+13)']]}"
"""The page without the later rows of a long table, which look like the first twelve and take as long again."""
WIDTHS = [390, 820, 1280]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


def chromium_path() -> str:
    """Where this machine has its Chromium."""
    names = [os.environ.get("ESTATE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    assert path, "these tests need a Chromium; `make test` installs Debian's"
    return path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A fresh browser (no cookies): open_browser(width=390, locale="en"). A script error or CSP report fails the test;
    of one whose network the test cuts (cut=True) only script errors do: it reports each request that was cut off."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def fresh(width: int = 1280, locale: str = "en-GB", *, cut: bool = False, **options: Any) -> Page:
        height = 844 if width < 500 else 900
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=locale, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        if not cut:
            page.on("console", lambda message: troubles.append(message.text) if is_trouble(message) else None)
        return page

    yield fresh
    for context in contexts:
        context.close()
    assert troubles == []


def is_trouble(message: Any) -> bool:
    """An error of a page. Chromium also reports answers of 4xx that a test provokes, and a stream that ends with its server."""
    return message.type == "error" and not any(
        (
            "the server responded with a status of 4" in message.text,
            "htmx:sse:error" in message.text,
            "/live?" in message.location.get("url", ""),
        )
    )


@pytest.fixture
def appliance(tmp_path: Path) -> Iterator[Appliance]:
    """An appliance on an empty data folder, waiting to be set up."""
    with Appliance(tmp_path / "data") as running:
        yield running


@pytest.fixture
def office(community: Community) -> Iterator[Appliance]:
    """The small demo community, served."""
    with Appliance(community.folder) as running:
        yield running


def sign_in(page: Page, url: str, login: str, password: str) -> None:
    """Through the form, as a person does."""
    page.goto(f"{url}/sign-in")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(password)
    page.locator("#main button[type=submit]").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def serious_findings(page: Page) -> list[str]:
    """What axe-core calls serious or critical on this page, with the elements. Whatever still fades in has come."""
    page.evaluate(CALM)
    page.evaluate(AXE.read_text("utf-8"))
    report = settled(page, f"axe.run({AXE_PARTS}, {AXE_OPTIONS})")
    return [
        f"{page.url}: {one['id']} {[node['target'] for node in one['nodes']][:3]}"
        for one in report["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def settled(page: Page, promise: str) -> Any:
    """What a promise of the page becomes; unlike `evaluate`, which waits for it without end, this fails after a minute."""
    return page.wait_for_function(promise, timeout=60_000).json_value()


def overflows(page: Page) -> bool:
    """Whether the page is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
