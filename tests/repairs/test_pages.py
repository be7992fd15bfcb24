"""Repairs as the desk, the repairer and the patrol meet them."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient
from PIL import Image

from estate.access import accounts
from estate.data import read, write
from estate.data.store import System
from estate.equipment import actions as equipment
from estate.equipment.actions import EquipmentSpec
from estate.places import actions as places
from estate.places.actions import PlaceSpec
from estate.repairs import queries
from tests.repairs.conftest import Site, order

SignIn = Callable[[str], TestClient[Any]]
REPORT = {
    "home": "3-2-501",
    "category": "plumbing",
    "urgency": "fast",
    "title": "Burst pipe",
    "key": "k",
    "reporter": "1",
}


def photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(kept, "JPEG")
    return kept.getvalue()


def key_of(page: str) -> str:
    found = re.search(r'id="next-step".*?name="key" value="([^"]+)"', page, re.S)
    assert found, page[:400]
    return found[1]


def test_from_the_desks_report_to_the_owners_return_visit(site: Site, sign_in: SignIn) -> None:
    desk = sign_in("clerk")
    answer = desk.post(
        "/repairs",
        data=REPORT,
        files={"paper_files": ("pipe.jpg", photo(), "image/jpeg")},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    order_id = int(place.rsplit("/", 1)[1])
    page = desk.get(place).text
    assert "Burst pipe" in page and "/papers/1" in page
    zhou = str(site.zhou.account_id)
    assert desk.post(f"{place}/steps/assign", data={"key": "a", "assignee": zhou}).status_code == 200

    worker = sign_in("repairer")
    assert worker.get("/", follow_redirects=False).headers["location"] == "/repairs/mine"
    assert "Burst pipe" in worker.get("/repairs/mine").text
    for step in ("accept", "set_out", "arrive", "start"):
        page = worker.get(place).text
        assert f'action="{place}/steps/{step}"' in page
        data = {"key": key_of(page)}
        assert worker.post(f"{place}/steps/{step}", data=data, follow_redirects=False).status_code == 303
    told = worker.post(f"{place}/steps/finish", data={"key": "f", "note": ""})
    assert told.status_code == 422 and "Write what was done." in told.text
    worker.post(
        f"{place}/steps/finish",
        data={
            "key": "f",
            "note": "new pipe",
            "device_at": "2026-11-26T00:10:00Z",
            "lat": "30.2741",
            "lon": "120.155",
        },
        files={"paper_files": ("after.jpg", photo() + b"x", "image/jpeg")},
    )
    page = worker.get(place).text
    assert "new pipe" in page and "sent later" in page and "next-step" not in page
    with read() as db:
        last = queries.steps(db, order_id)[-1]
    assert (last.lat_e6, last.lon_e6) == (30274100, 120155000)

    desk = sign_in("clerk")
    desk.post(f"{place}/steps/call", data={"key": "c", "result": "1", "note": "it drips again"})
    assert order(order_id).state == "reopened"
    assert "it drips again" in desk.get(place).text


def test_what_is_open_in_the_same_place_is_offered_and_joined(site: Site, sign_in: SignIn) -> None:
    first = site.report()
    desk = sign_in("clerk")
    files = {"paper_files": ("pipe.jpg", photo(), "image/jpeg")}
    asked = desk.post("/repairs", data=REPORT, files=files)
    assert asked.status_code == 422 and "Join the open order" in asked.text
    carried = re.findall(r'name="carried" value="([^"]+)"', asked.text)
    assert len(carried) == 1
    again = REPORT | {"join": "yes", "carried": carried[0]}
    assert (
        desk.post("/repairs", data=again, follow_redirects=False).headers["location"] == f"/repairs/{first}"
    )
    with read() as db:
        assert len(queries.joins(db, first)) == 1
        assert (
            db.value("SELECT count(*) FROM papers WHERE subject = 'order' AND subject_id = :id", id=first)
            == 1
        )
    own = desk.post("/repairs", data=REPORT | {"join": "no", "key": "other"}, follow_redirects=False)
    assert own.headers["location"] != f"/repairs/{first}"


def test_a_place_of_the_register_is_known_by_its_number_or_name(site: Site, sign_in: SignIn) -> None:
    with write(System("test")) as tx:
        place_id = places.add(tx, PlaceSpec("North gate", "other", "G1"))
    desk = sign_in("clerk")
    assert 'value="North gate"' in desk.get("/repairs/new").text
    first = REPORT | {"home": "", "location": "g1", "category": "access"}
    made = desk.post("/repairs", data=first, follow_redirects=False).headers["location"]
    found = order(int(made.rsplit("/", 1)[1]))
    assert (found.place_id, found.location) == (place_id, "North gate")
    asked = desk.post("/repairs", data=first | {"location": "North gate", "key": "k2"})
    assert asked.status_code == 422 and "Join the open order" in asked.text


def test_a_piece_of_equipment_is_named_by_number_or_name_and_its_place_follows(
    site: Site, sign_in: SignIn
) -> None:
    with write(System("test")) as tx:
        place_id = places.add(tx, PlaceSpec("Cellar", "other", "K1"))
        pump = equipment.add(tx, EquipmentSpec("P-1", "Feed pump", place_id=place_id))
        equipment.add(tx, EquipmentSpec("P-2", "Old pump", location="Shed"), "scrapped", "Rusty")
        fan = equipment.add(tx, EquipmentSpec("F-1", "Fan", location="Garage B1"))
    desk = sign_in("clerk")
    part = desk.get("/repairs/new/place?equipment=feed").text
    assert '<option value="P-1">' in part and "Feed pump" in part and "P-2" not in part
    told = REPORT | {"home": "", "equipment": "p-1"}
    made = desk.post("/repairs", data=told, follow_redirects=False).headers["location"]
    found = order(int(made.rsplit("/", 1)[1]))
    assert (found.equipment_id, found.place_id, found.location) == (pump, place_id, "Cellar")
    again = desk.post("/repairs", data=told | {"key": "k2", "equipment": "feed pump"})
    assert again.status_code == 422 and "Join the open order" in again.text
    made = desk.post("/repairs", data=told | {"key": "k3", "equipment": "fan"}, follow_redirects=False)
    found = order(int(made.headers["location"].rsplit("/", 1)[1]))
    assert (found.equipment_id, found.place_id, found.location) == (fan, None, "Garage B1 Fan")
    for wrong in ({"equipment": "P-2"}, {"equipment": "no such"}, {"home": "3-2-501"}):
        answer = desk.post("/repairs", data=told | {"key": "k4"} | wrong)
        assert answer.status_code == 422 and 'id="equipment-error"' in answer.text, wrong


def test_a_sealed_photo_of_nobody_is_passed_over(site: Site, sign_in: SignIn) -> None:
    desk = sign_in("clerk")
    answer = desk.post("/repairs", data=REPORT | {"carried": "forged"}, follow_redirects=False)
    assert answer.status_code == 303


def test_the_form_knows_the_home_its_people_and_the_norm(site: Site, sign_in: SignIn) -> None:
    desk = sign_in("clerk")
    part = desk.get("/repairs/new/place?home=3-2-501&category=plumbing").text
    assert "Wang Jianguo" in part and "answered in 15 min, there in 30 min, done in 1 d" in part
    assert "Public lighting" not in part
    bad = desk.post("/repairs", data=REPORT | {"home": "9-9-999"})
    assert bad.status_code == 422 and "There is no such home." in bad.text
    late = desk.post("/repairs", data=REPORT | {"day": "2026-11-27", "from_time": "11:00", "to_time": "9:00"})
    assert late.status_code == 422


def test_the_second_who_takes_an_order_is_told_who_was_quicker(site: Site, sign_in: SignIn) -> None:
    order_id = site.report()
    site.step(order_id, "take", "worker", site.wu)
    worker = sign_in("repairer")
    assert worker.get(f"/repairs/{order_id}").status_code == 404, "what a colleague has is not theirs to see"
    other = site.report("b", home_id=site.other_home_id)
    page = worker.get(f"/repairs/{other}").text
    assert worker.post(f"/repairs/{other}/steps/take", data={"key": key_of(page)}).status_code == 200
    refused = worker.post(f"/repairs/{other}/steps/take", data={"key": "another"})
    assert refused.status_code == 422 and "Zhou Qiang has this order now." in refused.text


def test_the_board_and_the_list_show_what_is_theirs_to_see(site: Site, sign_in: SignIn) -> None:
    mine, pool = site.assigned(), site.report("b", category="doors", title="The door sticks")
    others = site.report("c", home_id=site.other_home_id, title="No power")
    site.step(others, "take", "worker", site.wu)
    boss = sign_in("manager")
    board, listed = boss.get("/repairs").text, boss.get("/repairs/orders?state=open").text
    for text in ("The kitchen tap drips", "The door sticks", "No power"):
        assert text in board and text in listed
    assert "No power" not in boss.get("/repairs/orders?q=3-2-501").text
    assert "No power" in boss.get(f"/repairs/orders?who={site.wu.account_id}").text
    worker = sign_in("repairer")
    for path in ("/repairs", "/repairs/orders"):
        text = worker.get(path).text
        assert f"/repairs/{mine}" in text and f"/repairs/{pool}" in text and f"/repairs/{others}" not in text
    assert (
        worker.get("/repairs", headers={"hx-request": "true"}).text.lstrip().startswith('<div class="board"')
    )
    patrol = sign_in("patrol")
    assert "The door sticks" not in patrol.get("/repairs").text
    assert patrol.get(f"/repairs/{pool}").status_code == 404


def test_only_who_may_hear_an_order_hears_it(site: Site, sign_in: SignIn) -> None:
    order_id = site.report()
    site.step(order_id, "take", "worker", site.wu)
    assert sign_in("patrol").get(f"/live?topics=order-{order_id}").status_code == 204


def test_norms_and_rules_are_changed_by_the_manager(site: Site, sign_in: SignIn) -> None:
    boss = sign_in("manager")
    norm = {"respond_min": "10", "arrive_min": "20", "complete_min": "60", "every": "1"}
    assert boss.post("/repairs/norms/plumbing/fast", data=norm, follow_redirects=False).status_code == 303
    assert boss.get("/repairs/settings").text.count("10 min · 20 min · 1 h") == 12
    assert boss.post("/repairs/norms/plumbing/fast", data=norm | {"arrive_min": "5"}).status_code == 422
    assert boss.get("/repairs/norms/plumbing/never").status_code == 404
    rules = {
        "opens": "9:00",
        "closes": "17:30",
        "warn_percent": "75",
        "sign_off_days": "2",
        "warranty_days": "30",
    }
    assert boss.post("/repairs/settings", data=rules, follow_redirects=False).status_code == 303
    assert boss.post("/repairs/settings", data=rules | {"closes": "25:00"}).status_code == 422
    with write(System("test")) as tx:
        assert tx.tuples("SELECT opens, closes, warranty_days FROM repair_settings") == [
            ("09:00", "17:30", 30)
        ]
    assert sign_in("clerk").get("/repairs/settings").status_code == 403


def test_a_word_to_the_reporter_stands_in_the_course(site: Site, sign_in: SignIn) -> None:
    order_id = site.report()
    desk = sign_in("clerk")
    desk.post(f"/repairs/{order_id}/messages", data={"text": "May we come at ten?", "key": "m"})
    assert "May we come at ten?" in desk.get(f"/repairs/{order_id}").text
    assert desk.post(f"/repairs/{order_id}/messages", data={"text": " ", "key": "n"}).status_code == 422


@pytest.mark.parametrize(
    "device_at",
    ["2026-13-45T99:99:99Z", "٢٠٢٦-١١-٢٦T01:00:00Z", "2099-01-01T00:00:00Z", "2000-01-01T00:00:00Z"],
)
def test_a_forged_time_of_a_device_does_not_spoil_the_page_of_an_order(
    site: Site, sign_in: SignIn, device_at: str
) -> None:
    order_id = site.assigned()
    worker = sign_in("repairer")
    told = worker.post(f"/repairs/{order_id}/steps/accept", data={"key": "d", "device_at": device_at})
    assert told.status_code == 200
    assert worker.get(f"/repairs/{order_id}").status_code == 200
    with read() as db:
        assert queries.steps(db, order_id)[-1].device_at is None


@pytest.mark.parametrize("assignee", ["cashier", "owner", "999999", "9" * 30, "-1", "x"])
def test_an_order_is_handed_to_nobody_who_does_not_mend(site: Site, sign_in: SignIn, assignee: str) -> None:
    order_id = site.report()
    with read() as db:
        sql = "SELECT id FROM accounts WHERE login = :login"
        known = db.value(sql, login={"owner": "wang"}.get(assignee, assignee))
    told = sign_in("clerk").post(
        f"/repairs/{order_id}/steps/assign", data={"key": "a", "assignee": str(known or assignee)}
    )
    assert told.status_code == 422
    assert order(order_id).state == "reported"


def test_who_only_looks_at_an_order_does_not_write_to_its_reporter(site: Site, sign_in: SignIn) -> None:
    order_id, told = site.assigned(), {"text": "We come at ten", "key": "m"}
    for role, writes in (("cashier", False), ("clerk", True), ("repairer", True)):
        browser = sign_in(role)
        assert ("message-panel" in browser.get(f"/repairs/{order_id}").text) == writes
        answer = browser.post(
            f"/repairs/{order_id}/messages", data=told | {"key": role}, follow_redirects=False
        )
        assert answer.status_code == (303 if writes else 403)
    with read() as db:
        cashier = accounts.of_login(db, "cashier")
    assert cashier
    own = site.report(
        "desk", source="clerk", title="The lock jams", join=False, reporter_account_id=cashier.id
    )
    assert "message-panel" in sign_in("cashier").get(f"/repairs/{own}").text


def test_nothing_is_reported_of_what_is_out_of_use(site: Site, sign_in: SignIn) -> None:
    by = System("test")
    with write(by) as tx:
        pond = places.add(tx, PlaceSpec("Pond", "garden", "P1"))
        pump = equipment.add(tx, EquipmentSpec("SB-01", "Pump"), "scrapped")
    places.retire(pond, by)
    desk = sign_in("clerk")
    told = {"category": "plumbing", "urgency": "normal", "title": "It leaks", "key": "k"}
    refused = desk.post("/repairs", data=told | {"location": "P1"})
    assert refused.status_code == 422 and "Pond is out of use." in refused.text
    refused = desk.post(f"/equipment/{pump}/faults", data=told)
    assert refused.status_code == 422 and "It is scrapped." in refused.text
    with read() as db:
        assert db.value("SELECT count(*) FROM work_orders") == 0
