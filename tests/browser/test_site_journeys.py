"""At the site without network, with the real pages: a round of the patrol, and a repair from the way there to the end."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from estate.access import accounts
from estate.data import Store, read, write
from estate.data.store import System
from estate.equipment import actions as equipment
from estate.equipment.actions import EquipmentSpec
from estate.patrol import actions_points, actions_rounds, actions_routes, queries
from estate.patrol.actions_points import Question, Where
from estate.patrol.actions_routes import Way
from estate.repairs import actions
from estate.repairs.actions import Report
from estate.repairs.details import Details
from tests.appliance import Appliance
from tests.browser.conftest import is_trouble, overflows, serious_findings, sign_in
from tests.browser.test_offline import NEVER_HEARD, twelve_megapixels
from tests.conftest import PASSWORD

BY = System("test")


@pytest.fixture
def office(store: Store) -> Iterator[Appliance]:
    with Appliance(store.folder) as running:
        yield running


@pytest.fixture
def tablet(chromium: Any) -> Iterator[Page]:
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


def account_of(login: str) -> int:
    with read() as db:
        found = accounts.of_login(db, login)
    assert found
    return found.id


def keep_ready(page: Page, address: str) -> None:
    """Open a page and wait until all that it names is kept on the tablet."""
    page.goto(address)
    page.wait_for_selector("#offline[data-ready]", state="attached")


def stored(page: Page, many: int) -> None:
    """Until the tablet says how many wait, and the form in hand is done with."""
    expect(page.locator("[data-line=waiting] [data-text]")).to_contain_text(f"{many} entr")


def test_a_round_is_walked_without_network_and_arrives_when_it_is_back(
    office: Appliance, tablet: Page
) -> None:
    with write(BY) as tx:
        light = Question("Is the light in order", "yes_no", abnormal=("no",))
        pump = actions_points.add_point(tx, Where("Pump room", "B1 of building 1"), [light])
        roof = actions_points.add_point(tx, Where("Roof", "Building 1"))
        gate = actions_points.add_point(tx, Where("Gate", "North"))
        route = actions_routes.add_route(tx, Way("Evening", "security", "fixed", (pump, roof, gate)))
    round_id = actions_rounds.extra_round(route, 120, account_of("patrol"), "r", BY)
    sign_in(tablet, office.url, "patrol", PASSWORD)
    keep_ready(tablet, f"{office.url}/patrol/rounds")
    tablet.context.set_offline(True)
    tablet.locator(f"a[href='/patrol/rounds/{round_id}']").click()
    expect(tablet.locator("[data-line=net]")).to_contain_text("as of")
    tablet.get_by_role("link", name="Open this point").click()
    expect(tablet.locator("h1")).to_have_text("Pump room")
    assert not overflows(tablet) and serious_findings(tablet) == []
    tablet.locator("label.answer.bad").click()
    tablet.locator("#paper_photo").set_input_files([twelve_megapixels()])  # pyright: ignore[reportArgumentType]
    tablet.locator("#order").check()
    tablet.get_by_role("button", name="Save this point").click()
    for name, many in (("Roof", 1), ("Gate", 2)):
        expect(tablet.locator("h1")).to_have_text(name)
        stored(tablet, many)
        tablet.get_by_role("button", name="Save this point").click()
    tablet.wait_for_url(f"**/patrol/rounds/{round_id}")
    stored(tablet, 3)
    expect(tablet.locator("[data-offline-mark]").first).to_be_visible()
    with read() as db:
        assert {one.state for one in queries.round_points(db, round_id)} == {"waiting"}
    tablet.context.set_offline(False)
    expect(tablet.locator("[data-line=waiting]")).to_be_hidden()
    with read() as db:
        points = queries.round_points(db, round_id)
        assert [one.name for one in sorted(points, key=lambda one: one.check_id or 0)] == [
            "Pump room",
            "Roof",
            "Gate",
        ]
        assert {one.state for one in points} == {"checked"} and points[0].abnormal
        assert db.value("SELECT count(*) FROM patrol_checks") == 3
        assert db.value("SELECT count(*) FROM work_orders WHERE source = 'patrol'") == 1
        assert db.values("SELECT device_seq FROM patrol_checks ORDER BY id") == [1, 2, 3]
    tablet.reload()
    expect(tablet.locator("[data-offline-mark]").first).to_be_hidden()


def test_a_repair_goes_on_without_network_from_the_way_there_to_the_end(
    office: Appliance, tablet: Page
) -> None:
    zhou = account_of("repairer")
    with write(BY) as tx:
        told = Report(
            source="clerk", category="plumbing", urgency="normal", title="The pump leaks", location="Cellar"
        )
        order_id = actions.report(tx, told, "r")
        actions.step(tx, order_id, "assign", "a", {"office"}, Details(assignee_id=zhou))
    sign_in(tablet, office.url, "repairer", PASSWORD)
    keep_ready(tablet, f"{office.url}/repairs/mine")
    tablet.context.set_offline(True)
    tablet.goto(f"{office.url}/repairs/{order_id}")
    for many, name in enumerate(("accept", "set_out", "arrive", "start"), 1):
        tablet.locator(f"#step-{name} button[class*=big]").click()
        stored(tablet, many)
    form = tablet.locator("#step-finish")
    form.locator("[name=note]").fill("new seal")
    form.locator("[type=file]").first.set_input_files([twelve_megapixels()])  # pyright: ignore[reportArgumentType]
    form.locator("button[class*=big]").click()
    stored(tablet, 5)
    tablet.reload()  # the page as it was kept: what waits is still said, and cannot be entered twice
    stored(tablet, 5)
    expect(tablet.locator("#step-accept button")).to_be_disabled()
    expect(tablet.locator("#step-finish button[class*=big]")).to_be_disabled()
    assert not overflows(tablet) and serious_findings(tablet) == []
    tablet.context.set_offline(False)
    expect(tablet.locator("[data-line=waiting]")).to_be_hidden()
    with read() as db:
        steps = db.tuples(
            "SELECT step, device_at FROM work_order_steps WHERE order_id = :id ORDER BY id", id=order_id
        )
        assert [step for step, _at in steps][-5:] == ["accept", "set_out", "arrive", "start", "finish"]
        assert all(at for _step, at in steps[-5:]) and db.value("SELECT state FROM work_orders") == "done"
    tablet.reload()
    expect(tablet.locator("#timeline")).to_contain_text("new seal")


def test_a_service_record_is_written_without_network_and_arrives_once(
    office: Appliance, tablet: Page
) -> None:
    with write(BY) as tx:
        pump = equipment.add(tx, EquipmentSpec("SB-01", "Pump", "Water and drainage"))
    sign_in(tablet, office.url, "repairer", PASSWORD)
    keep_ready(tablet, f"{office.url}/upkeep/equipment/{pump}/record")
    tablet.context.set_offline(True)
    tablet.fill("#title", "Bearing greased")
    tablet.locator("#record-form input[name=outcome]").first.check()
    tablet.fill("#findings", "Quiet again")
    tablet.click("#record-form .big-action button")
    stored(tablet, 1)
    assert not overflows(tablet) and serious_findings(tablet) == []
    tablet.context.set_offline(False)
    expect(tablet.locator("[data-line=waiting]")).to_be_hidden()
    with read() as db:
        assert db.values("SELECT findings FROM service_records") == ["Quiet again"]
