"""A fault that is said instead of typed: recorded in the page, heard by who mends it, or given as a file."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.appliance import Appliance
from tests.browser.conftest import FLAGS, chromium_path, is_trouble, serious_findings, settled, sign_in
from tests.browser.look import Person
from tests.conftest import Community
from tests.papers.test_voice import spoken

SPOKEN = re.compile(r"0:(0[1-9]|[1-5]\d)")
PLAYED = """(async (sound) => {
  await sound.play();
  sound.pause();
  return {error: sound.error, ready: sound.readyState};
})(document.querySelector('.voices audio'))"""


@pytest.fixture
def speaking(chromium: Browser) -> Iterator[Callable[[], Page]]:
    """Browsers whose microphone hums, and is allowed."""
    fake = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--autoplay-policy=no-user-gesture-required",
    ]
    browser = chromium.browser_type.launch(executable_path=chromium_path(), args=[*FLAGS, *fake])
    troubles: list[str] = []

    def fresh() -> Page:
        page = browser.new_page(viewport={"width": 390, "height": 844}, locale="en-GB")
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if is_trouble(message) else None)
        return page

    yield fresh
    browser.close()
    assert troubles == []


def at_work(page: Page, office: Appliance, community: Community, role: str) -> Person:
    login = community.logins[role]
    sign_in(page, office.url, login.name, login.password)
    person = Person(page, office.url)
    person.speak_english()
    return person


def can_be_heard(page: Page) -> None:
    played = settled(page, PLAYED)
    assert played["error"] is None and played["ready"] >= 2


def test_an_owner_says_what_is_broken_and_staff_hear_it(
    office: Appliance, community: Community, speaking: Callable[[], Page]
) -> None:
    owner = at_work(speaking(), office, community, "owner")
    page = owner.page
    owner.go("/my/repairs/new")
    page.locator("#main [name=category]").select_option("greening")
    expect(page.locator("#own-voice")).to_be_hidden()
    owner.press("Record a voice note")
    expect(page.locator("[data-time]")).to_have_text(SPOKEN)
    owner.press("Stop")
    expect(page.locator("[data-said]")).to_have_text("Recorded. It goes along when you send.")
    owner.press("Remove it")
    expect(page.get_by_role("button", name="Record a voice note")).to_be_visible()
    owner.press("Record a voice note")
    expect(page.locator("[data-time]")).to_have_text(SPOKEN)
    assert serious_findings(page) == []
    owner.press("Report")  # what was said until now goes along
    expect(page.locator("h1")).to_contain_text("hear the voice note")
    can_be_heard(page)
    owner.look()
    number = page.url.rsplit("/", 1)[1]
    clerk = at_work(speaking(), office, community, "clerk")
    clerk.go(f"/repairs/{number}")
    can_be_heard(clerk.page)
    clerk.look()


def test_without_a_recorder_in_the_page_the_devices_own_gives_a_file(
    office: Appliance, community: Community, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(width=390)
    page.add_init_script("delete window.MediaRecorder")
    owner = at_work(page, office, community, "owner")
    owner.go("/my/repairs/new")
    expect(page.get_by_role("button", name="Record a voice note")).to_be_hidden()
    page.locator("#main [name=category]").select_option("greening")
    page.set_input_files("#own-voice", {"name": "note.wav", "mimeType": "audio/wav", "buffer": spoken()})
    owner.press("Report")
    expect(page.locator("h1")).to_contain_text("hear the voice note")
    expect(page.locator(".voices audio")).to_have_count(1)
