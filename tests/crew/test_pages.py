"""Pages of handing out: one tap with the reasons, the pool with two at once, the board by person, the calendar."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.crew import actions_handing
from estate.crew.records_handing import Default
from estate.data import read, write
from estate.data.store import System
from estate.jobs import outbox, signals
from estate.repairs import actions as repairs
from estate.repairs.details import Details
from estate.repairs.rules_steps import ASSIGNEE
from estate.settings import Settings
from tests.application import application
from tests.conftest import PASSWORD
from tests.crew.conftest import OFFICE, Crew
from tests.crew.test_handing import order, report

Browser = Callable[[str], TestClient[Any]]


@pytest.fixture
def browsers(settings: Settings) -> Iterator[Callable[[str], TestClient[Any]]]:
    """Several browsers at once, each signed in as somebody."""
    with ExitStack() as stack:

        def opened(login: str) -> TestClient[Any]:
            one = stack.enter_context(TestClient(application(settings), raise_server_exceptions=False))
            one.headers["sec-fetch-site"] = "same-origin"
            sent = {"login": login, "password": PASSWORD}
            assert one.post("/sign-in", data=sent, follow_redirects=False).status_code == 303
            return one

        yield opened


def pooled() -> None:
    actions_handing.set_default(Default("normal", "pool", 60), OFFICE)


def test_the_dispatcher_hands_out_at_one_tap_and_reads_the_reasons(crew: Crew, sign_in: Browser) -> None:
    pooled()
    made, browser = report(), sign_in("clerk")
    shown = browser.get("/dispatch").text
    assert "Tap drips" in shown
    assert "Skill in water and drains, no open order, on shift until 18:00" in shown
    assert "Hand to Zhou Qiang" in shown
    tap = {"account": str(crew.zhou), "key": "k", "back": "dispatch"}
    for _time in range(2):
        answer = browser.post(f"/repairs/{made}/assignment", data=tap, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/dispatch")
    assert order(made).assignee_id == crew.zhou
    shown = browser.get("/dispatch").text
    assert "Everything is handed out" in shown
    assert f'id="held-{made}"' in shown


def test_what_was_given_back_shows_its_reason_to_the_dispatcher_and_not_in_the_pool(
    crew: Crew, browsers: Browser
) -> None:
    pooled()
    made = report()
    actions_handing.hand_out(made, crew.zhou, "tap", OFFICE)
    with write(System("Zhou Qiang", crew.zhou)) as tx:
        repairs.step(tx, made, "give_back", "back", {ASSIGNEE}, Details(reason="Needs a ladder"))
    clerk = browsers("clerk")
    for address in ("/dispatch", f"/repairs/{made}/assignment"):
        shown = clerk.get(address).text
        assert "Zhou Qiang gave it back" in shown
        assert "Needs a ladder" in shown
    assert "Tap drips" not in browsers("repairer").get("/pool").text


def test_two_take_the_same_order_and_the_second_hears_calmly_who_has_it(
    crew: Crew, browsers: Browser
) -> None:
    pooled()
    made = report()
    zhou, feng = browsers("repairer"), browsers("feng")
    assert all(f'action="/pool/{made}"' in one.get("/pool").text for one in (zhou, feng))
    first = zhou.post(f"/pool/{made}", data={"key": "a"}, follow_redirects=False)
    second = feng.post(f"/pool/{made}", data={"key": "b"}, follow_redirects=False)
    assert (first.status_code, first.headers["location"]) == (303, f"/repairs/{made}")
    assert second.status_code == 422
    assert "Zhou Qiang has this order now" in second.text
    assert 'role="status"' in second.text
    again = zhou.post(f"/pool/{made}", data={"key": "a"}, follow_redirects=False)
    assert again.status_code == 303
    assert order(made).assignee_id == crew.zhou


def test_the_pool_shows_what_fits_the_own_skills_first_and_hides_what_the_office_decides(
    crew: Crew, browsers: Browser
) -> None:
    pooled()
    report("pipes")
    report("lamp", category="lighting", title="Lamp out")
    report("big", urgency="complex", title="New boiler")
    shown = browsers("repairer").get("/pool").text
    assert "Orders of other trades" in shown
    assert shown.index("Tap drips") < shown.index("Orders of other trades") < shown.index("Lamp out")
    assert "New boiler" not in shown
    assert "has not entered your skills" in browsers("li").get("/pool").text


def test_the_page_of_an_order_offers_who_fits_best_and_hands_on(crew: Crew, browsers: Browser) -> None:
    pooled()
    made, clerk = report(), browsers("clerk")
    shown = clerk.get(f"/repairs/{made}").text
    assert shown.index(f'id="offer-{crew.zhou}"') < shown.index(f'id="offer-{crew.feng}"')
    assert "Skill in water and drains" in shown
    clerk.post(f"/repairs/{made}/assignment", data={"account": str(crew.zhou), "key": "k"})
    shown = clerk.get(f"/repairs/{made}").text
    assert f'id="offer-{crew.zhou}"' not in shown
    assert "Hand to somebody else" in shown
    assert 'id="who-does-it"' not in browsers("repairer").get(f"/repairs/{made}").text


def test_a_helper_sees_the_order_among_the_own_work(crew: Crew, browsers: Browser) -> None:
    made, li = report(), browsers("li")
    actions_handing.hand_out(made, crew.zhou, "tap", OFFICE)
    assert li.get(f"/repairs/{made}").status_code == 404
    actions_handing.add_helper(made, crew.li, OFFICE)
    assert "You help Zhou Qiang" in li.get("/repairs/mine").text
    assert "Li Na" in li.get(f"/repairs/{made}").text
    refused = li.post(f"/repairs/{made}/steps/accept", data={"key": "k"})
    assert refused.status_code == 422


def test_a_helper_is_added_and_taken_out_on_the_page_of_who_does_it(crew: Crew, sign_in: Browser) -> None:
    made, browser = report(), sign_in("clerk")
    base = f"/repairs/{made}"
    answer = browser.post(f"{base}/helpers", data={"account": str(crew.li)})
    assert answer.status_code == 422
    assert "Hand the order out first" in answer.text
    outbox.drain()
    browser.post(f"{base}/helpers", data={"account": str(crew.li)})
    assert f'action="{base}/helpers/{crew.li}/removal"' in browser.get(f"{base}/assignment").text
    browser.post(f"{base}/helpers/{crew.li}/removal")
    assert "Nobody helps." in browser.get(f"{base}/assignment").text


def test_an_appointment_is_moved_and_clashes_are_shown_in_the_calendar(crew: Crew, sign_in: Browser) -> None:
    browser = sign_in("clerk")
    made = [report(f"report {number}", title=f"Job {number}") for number in range(2)]
    for number, order_id in enumerate(made):
        actions_handing.hand_out(order_id, crew.zhou, f"tap {number}", OFFICE)
        form = {"day": "2026-11-27", "from_time": "09:00", "to_time": "11:00", "key": f"k{number}"}
        answer = browser.post(f"/repairs/{order_id}/appointment", data=form, follow_redirects=False)
        assert answer.status_code == 303
    for address in (
        "/appointments",
        "/appointments?view=day&day=2026-11-27",
        f"/appointments?person={crew.zhou}",
    ):
        shown = browser.get(address).text
        assert shown.count("At the same time as another") == 2
        assert "09:00–\u200b11:00" in shown
    moved = {"day": "2026-11-27", "from_time": "19:00", "to_time": "20:00", "key": "later"}
    browser.post(f"/repairs/{made[1]}/appointment", data=moved)
    shown = browser.get("/appointments").text
    assert "At the same time as another" not in shown
    assert shown.count("Off shift then") == 1
    assert "No appointments" in browser.get("/appointments?day=2026-12-24").text
    refused = browser.post(f"/repairs/{made[1]}/appointment", data={**moved, "day": "2026-11-20", "key": "x"})
    assert refused.status_code == 422
    assert "This time is past already" in refused.text


def test_a_repairer_sees_only_the_own_appointments(crew: Crew, browsers: Browser) -> None:
    made, clerk = report(), browsers("clerk")
    actions_handing.hand_out(made, crew.qian, "tap", OFFICE)
    form = {"day": "2026-11-27", "from_time": "09:00", "to_time": "11:00", "key": "k"}
    clerk.post(f"/repairs/{made}/appointment", data=form)
    assert "Tap drips" in browsers("qian").get("/appointments").text
    assert "Tap drips" not in browsers("repairer").get(f"/appointments?person={crew.qian}").text


def test_the_manager_sets_how_it_is_handed_out_and_the_clerk_only_reads_it(
    crew: Crew, browsers: Browser
) -> None:
    manager, clerk = browsers("manager"), browsers("clerk")
    urgencies = ("urgent", "fast", "normal", "complex")
    sent = {f"mode_{one}": "pool" for one in urgencies} | {f"tell_{one}": "30" for one in urgencies}
    address = "/crew/handing-out"
    assert clerk.post(address, data=sent, follow_redirects=False).status_code == 403
    assert manager.post(address, data=sent, follow_redirects=False).status_code == 303
    one = {"category": "elevator", "urgency": "urgent", "mode": "propose"}
    assert manager.post(f"{address}/exceptions", data=one, follow_redirects=False).status_code == 303
    assert 'id="exception-elevator-urgent"' in clerk.get(address).text
    assert manager.post(address, data={**sent, "tell_fast": "0"}).status_code == 422
    assert manager.post(f"{address}/exceptions", data={"category": "magic"}).status_code == 422
    removal = f"{address}/exceptions/elevator/urgent/removal"
    assert manager.post(removal, follow_redirects=False).status_code == 303
    assert "No exceptions." in clerk.get(address).text
    assert manager.post(f"{address}/exceptions/magic/urgent/removal").status_code == 404


def test_the_board_by_person_hears_of_every_change(crew: Crew, sign_in: Browser) -> None:
    pooled()
    with read() as db:
        before = signals.last(db)
    made = report()
    actions_handing.hand_out(made, crew.zhou, "tap", OFFICE)
    actions_handing.add_helper(made, crew.li, OFFICE)
    with read() as db:
        topics = [one.topic for one in signals.since(db, before)]
    assert topics.count("board") == 3
    shown = sign_in("clerk").get("/dispatch").text
    assert "topics=board,crew" in shown
    assert "board from:body" in shown


def test_what_is_not_there_is_not_found(crew: Crew, sign_in: Browser) -> None:
    browser, made = sign_in("clerk"), report()
    assert browser.get("/repairs/999/assignment").status_code == 404
    assert browser.post("/repairs/999/appointment", data={}).status_code == 404
    for path in ("assignment", "helpers"):
        assert browser.post(f"/repairs/999/{path}", data={"account": "1"}).status_code == 404
        assert browser.post(f"/repairs/{made}/{path}", data={"account": "999"}).status_code == 404
    assert browser.post(f"/repairs/{made}/assignment", data={"key": "k"}).status_code == 422
