"""Without network a round goes on: what is entered is kept, sent in order, once, and nothing of it is lost or doubled."""

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.appliance import Appliance
from tests.browser.conftest import is_trouble, serious_findings, settled, sign_in
from tests.conftest import PASSWORD

SITE = [sys.executable, "-m", "tests.browser.site"]
NEVER_HEARD = (
    "Failed to fetch",  # htmx says of its stream what the page says too
    "htmx:sse:error: network error",
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
    "net::ERR_INTERNET_DISCONNECTED",
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_FAILED",
    "ERR_EMPTY_RESPONSE",
    "ERR_CONNECTION_RESET",
)


@pytest.fixture(scope="module")
def site(empty_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Appliance]:
    folder = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(empty_folder, folder)
    with Appliance(folder, command=SITE) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_arrived_yet(site: Appliance) -> None:
    (site.folder / "received.jsonl").unlink(missing_ok=True)


@pytest.fixture
def tablet(chromium: Any, site: Appliance) -> Iterator[Page]:
    """A tablet on which the patrol is signed in and the round has been opened. Without network requests fail: no fault."""
    troubles: list[str] = []
    context = chromium.new_context(viewport={"width": 820, "height": 1180}, locale="en-GB", has_touch=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console",
        lambda message: (
            troubles.append(message.text)
            if is_trouble(message) and not any(word in message.text for word in NEVER_HEARD)
            else None
        ),
    )
    sign_in(page, site.url, "patrol", PASSWORD)
    open_round(page, site)
    yield page
    context.close()
    assert troubles == []


def open_round(page: Page, site: Appliance, point: int = 1) -> None:
    page.goto(f"{site.url}/round/{point}")
    page.wait_for_selector("#offline[data-ready]", state="attached")


def check(page: Page, note: str, photo: dict[str, Any] | None = None) -> None:
    page.locator("#note").fill(note)
    if photo:
        page.locator("#photo").set_input_files([photo])  # pyright: ignore[reportArgumentType]
    page.get_by_role("button", name="Send the check").click()


def received(site: Appliance) -> list[dict[str, Any]]:
    path = Path(site.folder / "received.jsonl")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def arrived(page: Page, site: Appliance, many: int) -> list[str]:
    """The notes that arrived, once the page says that nothing waits any more."""
    expect(page.locator("[data-line=waiting]")).to_be_hidden()
    expect(page.locator("[data-line=sent]")).to_be_visible()
    notes = [one["note"] for one in received(site)]
    assert len(notes) == many, notes
    return notes


def test_three_checks_without_network_arrive_in_order_and_once(tablet: Page, site: Appliance) -> None:
    tablet.context.set_offline(True)
    for number, note in enumerate(("first", "second", "third"), 1):
        tablet.goto(f"{site.url}/round/{number}")
        expect(tablet.locator("h1")).to_have_text(f"Point {number}")
        check(tablet, note)
        expect(tablet.locator("[data-line=waiting] [data-text]")).to_contain_text(f"{number} entr")
        expect(tablet.locator("h1")).to_have_text(f"Point {min(number + 1, 3)}")  # the page went on by itself
    tablet.reload()
    expect(tablet.locator("[data-line=net]")).to_contain_text("as of")
    expect(tablet.locator("[data-line=waiting]")).to_contain_text("3 entries wait to be sent")
    assert serious_findings(tablet) == []
    tablet.goto(f"{site.url}/homes")  # not kept: a calm page that leads back to what is
    expect(tablet.locator("h1")).to_have_text("No connection")
    expect(tablet.locator("[data-kept-pages] a")).to_have_count(3)
    tablet.locator("[data-kept-pages] a").last.click()
    expect(tablet.locator("h1")).to_have_text("Point 3")
    assert received(site) == []
    tablet.context.set_offline(False)
    assert arrived(tablet, site, 3) == ["first", "second", "third"]
    sent = received(site)
    assert [one["seq"] for one in sent] == sorted({one["seq"] for one in sent})
    assert [one["at"] for one in sent] == sorted(one["at"] for one in sent) and sent[0]["at"].endswith("Z")


def test_with_network_a_check_goes_at_once_and_a_refused_one_is_corrected_in_place(
    tablet: Page, site: Appliance
) -> None:
    check(tablet, "bad")
    expect(tablet.locator("[data-form-note]")).to_have_text("This note is not taken.")
    expect(tablet.locator("#note")).to_have_value("bad")
    check(tablet, "good")
    tablet.wait_for_url("**/round/2")
    expect(tablet.locator(".toast")).to_contain_text("Noted")
    tablet.reload()  # kept pages hold no such word
    tablet.wait_for_selector("#offline[data-ready]", state="attached")
    tablet.context.set_offline(True)
    tablet.reload()
    expect(tablet.locator("[data-line=net]")).to_be_visible()
    expect(tablet.locator(".toast")).to_have_count(0)
    assert [one["note"] for one in received(site)] == ["good"]


def test_a_server_killed_before_its_answer_gets_no_double(tablet: Page, site: Appliance) -> None:
    (site.folder / "die").touch()
    check(tablet, "only once")
    expect(tablet.locator("[data-line=waiting]")).to_be_visible()
    assert [one["note"] for one in received(site)] == ["only once"]
    (site.folder / "die").unlink()
    site.kill()  # what is left of it
    site.start()
    # The page may have tried again by itself meanwhile; then its button is hidden.
    tablet.locator("[data-send]").first.dispatch_event("click")
    assert arrived(tablet, site, 1) == ["only once"]


def test_a_refused_check_holds_its_own_round_only_and_is_corrected(tablet: Page, site: Appliance) -> None:
    open_round(tablet, site, 4)  # of another round
    open_round(tablet, site)
    tablet.context.set_offline(True)
    for number, note in ((1, "bad"), (2, "behind it"), (4, "elsewhere")):
        tablet.goto(f"{site.url}/round/{number}")
        check(tablet, note)
        expect(tablet.locator("[data-line=waiting]")).to_be_visible()
        expect(tablet.locator("[data-form-note]", has_text="Sending")).to_have_count(0)
        expect(tablet.locator("h1")).to_have_text(f"Point {number + 1 if number < 3 else number}")
    tablet.context.set_offline(False)
    refused = tablet.locator("[data-line=refused]")
    expect(refused).to_contain_text("1 was refused")
    expect(refused).to_contain_text("This note is not taken.")
    expect(tablet.locator("[data-line=waiting]")).to_contain_text("waits behind one that was refused")
    for _frame in range(600):  # the other round's check follows the refused one within a moment
        if received(site):
            break
        settled(tablet, "new Promise(done => requestAnimationFrame(() => done(true)))")
    assert [one["note"] for one in received(site)] == ["elsewhere"]
    assert serious_findings(tablet) == []
    refused.get_by_role("link", name="Correct").click()
    expect(tablet.locator("#note")).to_have_value("bad")
    check(tablet, "corrected")
    expect(tablet.locator("h1")).to_have_text("Point 2")
    expect(tablet.locator("[data-line=refused]")).to_be_hidden()
    assert arrived(tablet, site, 3) == ["elsewhere", "corrected", "behind it"]


def test_a_refused_check_can_be_dropped(tablet: Page, site: Appliance) -> None:
    tablet.context.set_offline(True)
    check(tablet, "bad")
    expect(tablet.locator("h1")).to_have_text("Point 2")
    tablet.context.set_offline(False)
    tablet.locator("[data-line=refused]").get_by_role("button", name="Drop").click()
    tablet.get_by_role("button", name="Drop it").click()
    expect(tablet.locator("[data-line=refused]")).to_be_hidden()
    assert received(site) == []


def twelve_megapixels() -> dict[str, Any]:
    picture = Image.effect_noise((4000, 3000), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "A phone"
    exif[0x0112] = 6  # lying on its side
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=90, exif=exif)
    return {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def test_a_photo_of_twelve_megapixels_is_shrunk_before_it_is_kept(tablet: Page, site: Appliance) -> None:
    photo = twelve_megapixels()
    tablet.context.set_offline(True)
    check(tablet, "lamp", photo)
    expect(tablet.locator("h1")).to_have_text("Point 2")
    tablet.context.set_offline(False)
    arrived(tablet, site, 1)
    wide, high, exif, sent = received(site)[0]["size"]
    assert (wide, high, exif) == (1200, 1600, 0)
    assert sent < len(photo["buffer"]) / 3


def test_signing_out_takes_the_pages_away_and_keeps_what_waits(tablet: Page, site: Appliance) -> None:
    tablet.context.set_offline(True)
    check(tablet, "mine")
    expect(tablet.locator("h1")).to_have_text("Point 2")
    expect(tablet.locator("[data-line=waiting]")).to_be_visible()
    tablet.route(
        "**/round/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    tablet.context.set_offline(False)
    tablet.locator("details.account summary").click()
    tablet.locator("form[action='/sign-out'] button").click()
    tablet.wait_for_url("**/sign-in")
    kept = (
        "caches.keys().then((names) => names.filter((name) => name.startsWith('pages-') || name === 'owner'))"
    )
    assert tablet.evaluate(kept) == []
    # somebody else signs in: neither the pages nor the entry are theirs
    tablet.unroute("**/round/*")
    sign_in(tablet, site.url, "repairer", PASSWORD)
    open_round(tablet, site)
    expect(tablet.locator("[data-line=others]")).to_contain_text("1")
    expect(tablet.locator("[data-line=waiting]")).to_be_hidden()
    assert received(site) == []
    tablet.context.clear_cookies()
    sign_in(tablet, site.url, "patrol", PASSWORD)
    open_round(tablet, site)
    assert arrived(tablet, site, 1) == ["mine"]


def test_a_session_that_is_over_is_said_and_the_entry_is_sent_after_the_sign_in(
    tablet: Page, site: Appliance
) -> None:
    tablet.context.clear_cookies()
    check(tablet, "kept")
    expect(tablet.locator("[data-line=session]")).to_be_visible()
    sign_in(tablet, site.url, "patrol", PASSWORD)
    open_round(tablet, site, 2)
    assert arrived(tablet, site, 1) == ["kept"]


def fill_up(tablet: Page, site: Appliance) -> None:
    """Leave the office's pages no room on this device."""
    told = {"origin": site.url, "quotaSize": 1}
    tablet.context.new_cdp_session(tablet).send("Storage.overrideQuotaForOrigin", told)


def test_a_full_device_sends_at_once_while_there_is_network_and_says_so_when_there_is_none(
    tablet: Page, site: Appliance
) -> None:
    fill_up(tablet, site)
    tablet.context.set_offline(True)
    check(tablet, "nowhere to keep it")
    expect(tablet.locator("[data-form-note]")).to_contain_text("Nothing could be kept on this device")
    expect(tablet.locator("#note")).to_have_value("nowhere to keep it")
    tablet.context.set_offline(False)
    tablet.get_by_role("button", name="Send the check").click()
    expect(tablet.locator("h1")).to_have_text("Point 2")
    assert [one["note"] for one in received(site)] == ["nowhere to keep it"]


def test_a_browser_that_keeps_nothing_sends_the_usual_way(
    open_browser: Callable[..., Page], site: Appliance
) -> None:
    page = open_browser(width=820)
    page.add_init_script(
        """indexedDB.open = () => {
            const asked = {error: new DOMException("forbidden", "InvalidStateError")};
            queueMicrotask(() => asked.onerror());
            return asked;
        }"""
    )
    sign_in(page, site.url, "patrol", PASSWORD)
    page.goto(f"{site.url}/round/1")
    expect(page.locator("[data-line=unkept]")).to_be_visible()
    check(page, "at once")
    expect(page.locator("h1")).to_have_text("Point 2")
    assert [one["note"] for one in received(site)] == ["at once"]


def test_an_entry_that_was_led_elsewhere_still_waits(tablet: Page, site: Appliance) -> None:
    tablet.route("**/round/1", lead_away)
    check(tablet, "not lost")
    expect(tablet.locator("[data-line=session]")).to_be_visible()
    expect(tablet.locator("[data-line=waiting]")).to_contain_text("1 entry")
    tablet.unroute("**/round/1")
    tablet.get_by_role("button", name="Send now").click()
    assert arrived(tablet, site, 1) == ["not lost"]


def lead_away(route: Route) -> None:
    """As to a new password, before anything else may be done."""
    if route.request.method == "POST":
        route.fulfill(status=303, headers={"Location": "/account/password"})
    else:
        route.continue_()


def test_over_plain_http_from_elsewhere_the_page_says_what_is_missing(
    open_browser: Callable[..., Page], site: Appliance
) -> None:
    page = open_browser(width=820)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    sign_in(page, site.url, "patrol", PASSWORD)
    page.goto(f"{site.url}/round/1")
    expect(page.locator("[data-line=plain]")).to_be_visible()
    expect(page.get_by_role("link", name="Set up this device")).to_have_attribute("href", "/tablet")
    check(page, "as ever")
    page.wait_for_url("**/round/2")
    assert [one["note"] for one in received(site)] == ["as ever"]
