"""A repair from the first photo to the signature: owner and repairer, each at their own device, see each other at once."""

import io
import re
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page, expect

from estate.data import read, write
from estate.data.store import System
from tests.appliance import Appliance
from tests.browser.test_month_and_till import at_work
from tests.conftest import Community

AT_ONCE = 2000
"""Milliseconds in which the other side must have changed; the stream looks four times a second, machines are busy."""


def photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (640, 480), "steelblue").save(kept, "JPEG")
    return kept.getvalue()


def _name(community: Community, role: str) -> str:
    with read() as db:
        return str(
            db.value("SELECT name FROM accounts WHERE login = :login", login=community.logins[role].name)
        )


def test_a_repair(office: Appliance, community: Community, open_browser: Callable[..., Page]) -> None:
    """Journey 6."""
    wang = at_work(office, community, open_browser, "owner", width=390)
    zhou = at_work(office, community, open_browser, "repairer", width=820)
    sun = at_work(office, community, open_browser, "clerk")

    with write(System("test")) as tx:  # nothing goes to somebody by itself between a look and a click
        tx.run("UPDATE assignment_defaults SET mode = 'propose'")
    zhou.go("/repairs")
    wang.go("/my/repairs/new")
    wang.look()
    page = wang.page
    page.fill("#title", "The bathroom tap drips")
    page.set_input_files("#own-files", {"name": "tap.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.click("#own-report button.primary")
    page.get_by_role("button", name="No, it is another fault").click()  # something else is open there already
    expect(page).to_have_url(re.compile(r"/my/repairs/\d+$"))
    order = page.url.rsplit("/", 1)[1]
    expect(page.locator("#course img")).to_have_count(1)
    wang.look()

    expect(zhou.page.locator("#board")).to_contain_text("The bathroom tap drips", timeout=AT_ONCE)
    sun.go(f"/repairs/{order}")
    expect(sun.page.locator("#timeline")).to_contain_text("Reported")
    sun.look()
    sun.press(f"Hand to {_name(community, 'repairer')}")

    zhou.go(f"/repairs/{order}")
    zhou.look()
    for step, word in (("accept", "Accepted"), ("set_out", "On the way"), ("arrive", "Arrived")):
        zhou.page.click(f"#step-{step} button")
        expect(page.locator(".steps [aria-current=step]")).to_contain_text(word, timeout=AT_ONCE)
    zhou.page.click("#step-start button")
    zhou.page.fill("#finish-note", "new valve")
    page.fill("#own-message textarea", "The key is with the neighbour")
    page.click("#own-message button.big")
    expect(zhou.page.locator("#course")).to_contain_text("The key is with the neighbour", timeout=AT_ONCE)
    expect(zhou.page.locator("#finish-note")).to_have_value("new valve")  # what is half typed stays
    zhou.page.set_input_files(
        "#finish-files", {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": photo() + b" "}
    )
    zhou.page.click("#step-finish button")
    expect(page.locator("#sign-off-form")).to_be_visible(timeout=AT_ONCE)

    pad = page.locator("[data-signature] canvas")
    expect(pad).to_be_visible()
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 90, steps=8)
    page.mouse.up()
    wang.look()
    page.click("#sign-off-form button.big")
    expect(page.locator("#rate-form")).to_be_visible()
    expect(page.locator("img[alt='Signature']")).to_have_count(1)
    page.get_by_label("Very satisfied").check()
    page.click("#rate-form button.big")
    expect(page.locator("body")).to_contain_text("Your rating: 5")
    expect(zhou.page.locator("#course")).to_contain_text("Very satisfied", timeout=AT_ONCE)
