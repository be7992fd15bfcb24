"""A repairer in a basement: the steps go on without network, are sent in order, once, with the time they were taken."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from estate.access import accounts
from estate.data import read, write
from estate.data.store import System
from estate.repairs import actions, queries
from estate.repairs.actions import Details, Report
from tests.appliance import Appliance
from tests.browser.conftest import is_trouble, sign_in
from tests.browser.test_offline import NEVER_HEARD
from tests.conftest import Community


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[Page]:
    """A tablet on which requests may fail for want of a network: that is no fault."""
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
    yield page
    context.close()
    assert troubles == []


def test_steps_go_on_without_network(office: Appliance, community: Community, tablet: Page) -> None:
    with write(System("desk")) as tx:
        zhou = next(one.id for one in accounts.staff(tx) if "repairer" in one.role_list)
        made = actions.report(
            tx, Report("clerk", "fire", "normal", "Pump room lamp", location="Basement", join=False), "r"
        )
        actions.step(tx, made, "assign", "a", {"office"}, Details(assignee_id=zhou))
        tx.run("UPDATE accounts SET locale = 'en' WHERE id = :id", id=zhou)
    login = community.logins["repairer"]
    sign_in(tablet, office.url, login.name, login.password)
    tablet.goto(f"{office.url}/repairs/{made}")
    tablet.wait_for_selector("#offline[data-ready]", state="attached")

    tablet.context.set_offline(True)
    for part, button in (
        ("next-step", "Accept"),
        ("next-set_out", "Set out"),
        ("next-arrive", "I am there"),
        ("next-start", "Begin the work"),
    ):
        tablet.locator(f"#{part}").get_by_role("button", name=button).click()
    finish = tablet.locator("#next-finish")
    expect(finish).to_be_visible()
    finish.locator("[name=note]").fill("new lamp")
    finish.locator("[type=file]").first.set_input_files(
        [{"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": photo()}]
    )
    finish.get_by_role("button", name="Work is done").click()
    expect(tablet.locator("[data-line=waiting]")).to_contain_text("5 entries wait to be sent")

    tablet.context.set_offline(False)
    expect(tablet.locator("#order .page-head .figures")).to_contain_text("Done")
    with read() as db:
        steps = queries.steps(db, made)
        photos = queries.step_papers(db, made)
    assert [one.step for one in steps] == [
        "report",
        "assign",
        "accept",
        "set_out",
        "arrive",
        "start",
        "finish",
    ]
    assert all(one.device_at and one.device_at <= one.at for one in steps[2:])
    assert list(photos) == [steps[-1].id]


def photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(kept, "JPEG")
    return kept.getvalue()
