"""Announcements as the office and the owners meet them."""

import re
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import clock, read, write
from estate.equipment import actions as equipment
from estate.equipment.actions import EquipmentSpec
from estate.jobs import outbox
from estate.repairs import actions
from estate.repairs.actions import Report
from estate.upkeep import actions_plans
from estate.upkeep.actions_plans import PlanSpec
from tests.announcements.conftest import BY, Neighbours

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
SignIn = Callable[[str], TestClient[Any]]
DRAFT = {"kind": "water", "whom": "everybody", "title": "No water", "text": "From **nine**.", "key": "k1"}


def drafted(browser: TestClient[Any], **more: str) -> str:
    answer = browser.post("/announcements", data=DRAFT | more, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_from_the_draft_to_the_owners_word(
    neighbours: Neighbours, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    login = account_of("Wang")
    browser = sign_in("clerk")
    place = drafted(browser, must_confirm="y")
    assert browser.post(f"{place}/publication", follow_redirects=False).status_code == 409
    browser.post(f"{place}/targets", data={"target": "building:1"})
    assert "4 people in 3 homes; 1 of them can sign in" in browser.get(place).text
    assert browser.post(f"{place}/publication", follow_redirects=False).status_code == 303
    outbox.drain()
    assert "3 people are reached by no channel" in browser.get(place).text
    sheet = browser.get(f"{place}/print")
    assert sheet.status_code == 200
    assert "<svg" in sheet.text
    number = place.rsplit("/", 1)[1]

    owner = sign_in(login)
    assert "No water" in owner.get("/my/bills").text
    shown = owner.get(f"/my/announcements/{number}")
    assert "<strong>nine</strong>" in shown.text
    assert "I have taken note" in shown.text
    owner.post(f"/my/announcements/{number}/confirmation")
    assert "You have taken note" in owner.get(f"/my/announcements/{number}").text

    browser = sign_in("clerk")
    readers = browser.get(f"{place}/readers?who=read").text
    assert "Wang" in readers
    assert "Zhao" not in readers


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    browser = sign_in("clerk")
    bad = DRAFT | {"title": "", "text": "kept words", "ends_on": "2026-11-26", "starts_time": "9:00"}
    answer = browser.post("/announcements", data=bad)
    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert 'id="starts_on-error"' in answer.text
    assert "kept words" in answer.text
    place = drafted(browser)
    browser.post(f"{place}/targets", data={"target": "entrance:1"})
    for url, given, error in (
        ("targets", {"target": "all:", "floor_from": "3"}, "target-error"),
        ("targets", {"target": "building:999"}, "target-error"),
        ("homes", {"label": "Leaks", "homes": "9-9-999"}, "homes-error"),
        ("schedule", {"day": "2020-01-01", "clock": "09:00"}, "day-error"),
    ):
        answer = browser.post(f"{place}/{url}", data=given)
        assert (answer.status_code, error in answer.text) == (422, True), (url, given)


def test_homes_are_taken_as_people_write_them(neighbours: Neighbours, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    place = drafted(browser)
    browser.post(f"{place}/homes", data={"label": "Leaks", "homes": "１-1-101，1-1-0201\n1-2-301"})
    assert "Leaks, 3 homes" in browser.get(place).text


def test_the_notice_board_opens_it_without_sign_in_until_it_is_withdrawn(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    browser = sign_in("clerk")
    place = drafted(browser)
    with read() as db:
        token = db.value("SELECT token FROM announcements")
    browser.cookies.clear()
    assert browser.get(f"/notices/{token}").status_code == 404  # a draft
    browser = sign_in("clerk")
    browser.post(f"{place}/targets", data={"target": "all:"})
    browser.post(f"{place}/publication")
    browser.cookies.clear()
    assert "<strong>nine</strong>" in browser.get(f"/notices/{token}").text
    assert browser.get("/notices/unknown").status_code == 404
    browser = sign_in("clerk")
    assert browser.post(f"{place}/withdrawal", data={"reason": ""}).status_code == 422
    browser.post(f"{place}/withdrawal", data={"reason": "The pump came"})
    browser.cookies.clear()
    assert "The pump came" in browser.get(f"/notices/{token}").text


def test_strangers_find_nothing(
    neighbours: Neighbours, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    login = account_of("Li")
    browser = sign_in("clerk")
    place = drafted(browser)
    browser.post(f"{place}/targets", data={"target": "entrance:2"})
    browser.post(f"{place}/publication")
    number = place.rsplit("/", 1)[1]
    owner = sign_in(login)
    assert owner.get(f"/my/announcements/{number}").status_code == 404
    assert owner.post(f"/my/announcements/{number}/confirmation").status_code == 404
    assert owner.get(f"/announcements/{number}").status_code in (403, 404)


def test_of_two_who_correct_it_at_once_the_second_reads_first_what_the_other_wrote(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    browser = sign_in("clerk")
    place = drafted(browser)
    browser.post(f"{place}/targets", data={"target": "all:"})
    browser.post(f"{place}/publication")
    seen = re.compile(r'name="seen" value="(\d+)"')
    given = {"title": "No water", "reason": "Day"}
    given["seen"] = seen.findall(browser.get(f"{place}/corrections/new").text)[0]
    assert browser.post(f"{place}/corrections", data=given | {"text": "On Saturday"}).status_code == 200
    second = browser.post(f"{place}/corrections", data=given | {"text": "On Sunday"})
    assert second.status_code == 422 and "On Saturday" in second.text and "On Sunday" in second.text
    assert "On Sunday" not in browser.get(place).text
    given["seen"] = seen.findall(second.text)[0]
    again = browser.post(f"{place}/corrections", data=given | {"text": "On Sunday"})
    assert again.status_code == 200 and "On Sunday" in browser.get(place).text


@pytest.mark.parametrize("role", ["cashier", "repairer", "patrol"])
def test_who_does_not_announce_reads_only(neighbours: Neighbours, sign_in: SignIn, role: str) -> None:
    place = drafted(sign_in("clerk"))
    browser = sign_in(role)
    assert browser.get(place).status_code == 200
    for act in ("targets", "publication", "withdrawal", "pin", "reminders", "corrections", "discarding"):
        assert browser.post(f"{place}/{act}").status_code == 403
    readers = browser.get(f"{place}/readers")
    assert readers.status_code == (200 if role == "cashier" else 403)  # who looks after things reads no names


def test_a_page_about_a_cut_writes_the_beginning_of_its_announcement(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    shown = sign_in("clerk").get("/announcements/new?kind=water&title=Pump&starts_on=2026-11-30&ends_on=x")
    assert 'value="Pump"' in shown.text
    assert 'value="2026-11-30"' in shown.text
    assert sign_in("clerk").get("/announcements/new?starts_on=2026-99-99").status_code == 200


def link_in(page: str) -> str:
    assert "/announcements/new?" in page
    return page[page.index("/announcements/new?") :].split('"')[0].replace("&amp;", "&")


def filled(browser: TestClient[Any], link: str) -> dict[str, str]:
    """The form of a suggested announcement as the browser would send it."""
    form = browser.get(link).text
    fields = dict.fromkeys(("title", "starts_on", "at", "key", "because"), "")
    for name in fields:
        tag = form[form.rindex("<", 0, form.index(f'name="{name}"')) :].split(">")[0]
        fields[name] = tag.partition('value="')[2].partition('"')[0] if 'value="' in tag else ""
    kind = form.split("<option selected value=")[1].split('"')[1]
    return fields | {"kind": kind, "whom": "everybody", "text": "From nine to twelve."}


def test_an_order_in_a_building_suggests_the_announcement_to_its_people(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    told = Report("clerk", "plumbing", "fast", "Burst pipe", home_id=neighbours.homes["2-1-101"])
    with write(BY) as tx:
        order_id = actions.report(tx, told, "r")
    browser = sign_in("clerk")
    given = filled(browser, link_in(browser.get(f"/repairs/{order_id}").text))
    assert (given["kind"], given["title"]) == ("water", "Water cut: 2-1-101")
    place = browser.post("/announcements", data=given, follow_redirects=False).headers["location"]
    shown = browser.get(place).text
    assert "Building 2" in shown and f'href="/repairs/{order_id}"' in shown
    assert f'href="{place}"' in browser.get(f"/repairs/{order_id}").text


def test_work_at_a_pump_suggests_the_announcement_of_its_cut(neighbours: Neighbours, sign_in: SignIn) -> None:
    today = clock.today()
    with write(BY) as tx:
        spec = EquipmentSpec(
            "SB-1", "生活水泵", "给排水", building_id=1, next_inspection_on=today.isoformat()
        )
        pump = equipment.add(tx, spec)
        lamp = equipment.add(tx, spec._replace(code="ZM-1", name="路灯", category="照明"))
        actions_plans.add(
            tx, PlanSpec("Check", every=1, unit="month", first_due=today.isoformat(), equipment_id=pump)
        )
    browser = sign_in("manager")
    for page in (f"/equipment/{pump}", "/upkeep", f"/upkeep/equipment/{pump}"):
        given = filled(browser, link_in(browser.get(page).text))
        assert (given["kind"], given["starts_on"], given["at"]) == (
            "water",
            today.isoformat(),
            "building:1",
        ), page
        place = browser.post("/announcements", data=given, follow_redirects=False).headers["location"]
        assert f'href="/equipment/{pump}"' in browser.get(place).text, page
        assert f'href="{place}"' in browser.get(f"/equipment/{pump}").text, page
    assert "/announcements/new?" not in browser.get(f"/equipment/{lamp}").text


def test_what_suggested_an_announcement_is_named_to_those_alone_who_may_open_it_and_stays(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    with write(BY) as tx:
        order_id = actions.report(tx, Report("clerk", "plumbing", "fast", "Burst", location="Pump room"), "r")
    browser = sign_in("clerk")
    given = filled(browser, link_in(browser.get(f"/repairs/{order_id}").text))
    assert given["because"] == f"order:{order_id}"
    lost = given | {"because": f"order:{order_id + 1} home:1 equipment:77 order:x", "key": "lost"}
    shown = browser.post("/announcements", data=lost)
    assert shown.status_code == 200 and "Suggested by" not in shown.text
    place = browser.post("/announcements", data=given, follow_redirects=False).headers["location"]
    browser.post(f"{place}/targets", data={"target": "building:2"})
    browser.post(f"{place}/publication")
    seen = sign_in("patrol").get(place)  # reads announcements, not the orders of others
    assert seen.status_code == 200 and "Suggested by" not in seen.text
    with pytest.raises(sqlite3.IntegrityError, match="stays as it is"), write(BY) as tx:
        tx.run("UPDATE announcements SET order_id = NULL WHERE order_id = :id", id=order_id)


def test_an_order_suggests_its_announcement(neighbours: Neighbours, sign_in: SignIn) -> None:
    told = Report("clerk", "plumbing", "fast", "Burst pipe", location="Pump room")
    with write(BY) as tx:
        order_id = actions.report(tx, told, "r")
    browser = sign_in("clerk")
    page = browser.get(f"/repairs/{order_id}").text
    link = page[page.index("/announcements/new?") :].split('"')[0].replace("&amp;", "&")
    form = browser.get(link).text
    assert '<option selected value="water">' in form
    assert "Pump room" in form


def test_a_notice_board_shows_pictures_and_papers_until_it_is_withdrawn(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    browser = sign_in("clerk")
    files = {"paper_files": ("plan.pdf", PDF, "application/pdf")}
    place = browser.post("/announcements", data=DRAFT, files=files, follow_redirects=False).headers[
        "location"
    ]
    assert "plan.pdf" in browser.get(place).text
    browser.post(f"{place}/targets", data={"target": "all:"})
    with read() as db:
        token, paper = db.value("SELECT token FROM announcements"), db.value("SELECT id FROM papers")
    content = f"/notices/{token}/papers/{paper}"
    browser.cookies.clear()
    assert browser.get(content).status_code == 404  # a draft
    browser = sign_in("clerk")
    browser.post(f"{place}/publication")
    browser.cookies.clear()
    assert content in browser.get(f"/notices/{token}").text
    assert browser.get(content).content.startswith(b"%PDF")
    assert browser.get(f"/notices/{token}/papers/{paper + 1}").status_code == 404
    assert browser.get(f"/papers/{paper}", follow_redirects=False).status_code == 303
    sign_in("clerk").post(f"{place}/withdrawal", data={"reason": "The pump came"})
    browser.cookies.clear()
    assert browser.get(content).status_code == 404
