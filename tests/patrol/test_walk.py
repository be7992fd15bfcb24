"""A round on the tablet: from the list of today's rounds over a fault to a work order and back."""

import io
import re

import pytest
import time_machine
from PIL import Image

from estate.data import clock, read, write
from estate.labels import actions as label_actions
from estate.patrol import labels, queries
from tests.patrol.conftest import BY, Patrolled, at


def photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(kept, "JPEG")
    return kept.getvalue()


@pytest.fixture
def tablet(patrolled, sign_in):
    """Wu Gang's tablet at ten past nine."""
    with time_machine.travel(at(clock.today(), "09:10"), tick=False):
        yield sign_in("patrol")


def key_of(html: str) -> str:
    return re.search(r'name="key" value="([^"]+)"', html)[1]


def states(world: Patrolled) -> list[str]:
    with read() as db:
        return [one.state for one in queries.round_points(db, world.round)]


def test_a_round_is_walked_point_by_point_and_a_fault_becomes_a_work_order_once(patrolled, tablet, sign_in):
    assert f"/patrol/rounds/{patrolled.round}" in tablet.get("/patrol/rounds").text
    shown = tablet.get(f"/patrol/rounds/{patrolled.round}").text
    assert "Next point" in shown and "Pump room" in shown
    here = f"/patrol/rounds/{patrolled.round}/points/{patrolled.pump}"
    assert (
        tablet.get(f"/patrol/points/{patrolled.pump}/here", follow_redirects=False).headers["location"]
        == here
    )
    key = key_of(tablet.get(here).text)
    empty = tablet.post(here, data={"key": key})
    assert empty.status_code == 422 and "Answer this." in empty.text and f'value="{key}"' in empty.text
    told = {"key": key, f"item_{patrolled.lamp}": "no", f"item_{patrolled.pressure}": "0.45"}
    files = {"paper_photo": ("lamp.jpg", photo(), "image/jpeg")}
    for _again in range(2):
        found = tablet.post(here, data=told, files=files, follow_redirects=False)
        assert found.headers["location"] == "/patrol/checks/1"
    shown = tablet.get("/patrol/checks/1").text
    assert "Is the light in order: No" in shown and "/papers/1" in shown
    order = {"title": "Pump room: no light", "category": "lighting", "urgency": "normal"}
    for _again in range(2):
        assert tablet.post("/patrol/checks/1/order", data=order, follow_redirects=False).status_code == 303
    with read() as db:
        assert db.tuples("SELECT number, source, location, category FROM work_orders") == [
            (f"WX{clock.today().year}-000001", "patrol", "B1 of building 1 Pump room", "lighting")
        ]
        assert db.values("SELECT subject FROM papers ORDER BY id") == ["patrol_check", "order"]
    assert f"WX{clock.today().year}-000001" in tablet.get("/patrol/checks/1").text
    assert "/patrol/checks/1" in sign_in("manager").get("/repairs/1").text
    tablet = sign_in("patrol")
    assert states(patrolled) == ["checked", "waiting", "waiting"]


def test_a_check_can_bring_its_work_order_along_as_a_tablet_without_network_does(patrolled, tablet):
    here = f"/patrol/rounds/{patrolled.round}/points/{patrolled.pump}"
    told = {"key": "from the queue", f"item_{patrolled.lamp}": "no", "order": "y"}
    for _again in range(2):
        found = tablet.post(here, data=told, follow_redirects=False)
        assert found.headers["location"] == f"/patrol/rounds/{patrolled.round}"
    with read() as db:
        assert db.value("SELECT count(*) FROM work_orders") == 1


def test_a_point_is_left_out_with_a_reason_and_the_round_ended_with_one(patrolled, tablet):
    base = f"/patrol/rounds/{patrolled.round}"
    assert tablet.post(f"{base}/points/{patrolled.roof}/skip", data={"reason": " "}).status_code == 422
    tablet.post(f"{base}/points/{patrolled.roof}/skip", data={"reason": "Storm"})
    assert tablet.post(f"{base}/end", data={}).status_code == 422
    tablet.post(f"{base}/end", data={"reason": "Called to a flood"})
    assert states(patrolled) == ["skipped"] * 3
    assert "Called to a flood" in tablet.get(base).text


def test_a_point_outside_of_a_round_is_checked_alone(patrolled, tablet):
    with time_machine.travel(at(clock.today(), "08:00"), tick=False):
        where = f"/patrol/points/{patrolled.pump}/check"
        found = tablet.get(f"/patrol/points/{patrolled.pump}/here", follow_redirects=False)
        assert found.headers["location"] == where
        assert "No round of yours comes here now" in tablet.get(where).text
        told = {"key": "k", f"item_{patrolled.lamp}": "yes"}
        assert tablet.post(where, data=told, follow_redirects=False).headers["location"] == "/patrol/checks/1"


def test_somebody_elses_round_and_check_are_not_found(patrolled, tablet, sign_in):
    here = f"/patrol/rounds/{patrolled.round}/points/{patrolled.pump}"
    tablet.post(here, data={"key": "k", f"item_{patrolled.lamp}": "yes"})
    other = sign_in("repairer")
    for path in (f"/patrol/rounds/{patrolled.round}", here, "/patrol/checks/1", "/patrol/rounds/99"):
        assert other.get(path).status_code == 404
    assert f"/patrol/rounds/{patrolled.round}" not in other.get("/patrol/rounds").text
    assert sign_in("cashier").get("/patrol/rounds").status_code == 403


def test_what_a_tablet_sends_for_a_colleagues_round_is_kept_with_a_doubt(patrolled, tablet, sign_in):
    here = f"/patrol/rounds/{patrolled.round}/points/{patrolled.pump}"
    sign_in("repairer").post(here, data={"key": "k", f"item_{patrolled.lamp}": "yes"})
    assert "By somebody to whom the round was not handed" in sign_in("manager").get("/patrol/checks/1").text


def test_the_office_decides_about_a_check_that_came_twice(patrolled, tablet, sign_in):
    here = f"/patrol/rounds/{patrolled.round}/points/{patrolled.pump}"
    for key in ("k1", "k2"):
        tablet.post(here, data={"key": key, f"item_{patrolled.lamp}": "yes"})
    office = sign_in("clerk")
    assert "Somebody had checked this point already" in office.get("/patrol/conflicts").text
    assert office.post("/patrol/conflicts/1", data={"decision": ""}).status_code == 422
    office.post("/patrol/conflicts/1", data={"decision": "counts", "note": "Better light"})
    with read() as db:
        assert queries.round_points(db, patrolled.round)[0].check_id == 2
    assert "Better light" in office.get("/patrol/checks/2").text
    assert sign_in("patrol").post("/patrol/conflicts/1", data={"decision": "aside"}).status_code == 403


def test_a_scanned_label_leads_to_the_point_and_the_check_says_that_it_was_read(patrolled, tablet, sign_in):
    with write(BY) as tx:
        labels.make(tx, [patrolled.pump, patrolled.roof])
    with read() as db:
        codes = labels.of_points(db, [patrolled.pump, patrolled.roof])
    shown = tablet.get(f"/patrol/rounds/{patrolled.round}").text
    assert f'data-scan="{codes[patrolled.pump]}"' in shown
    here = f"/patrol/rounds/{patrolled.round}/points/{patrolled.pump}"
    scanned = tablet.get(f"/scan/{codes[patrolled.pump]}")
    assert scanned.url.path == here and "Label scanned" in scanned.text
    old = label_actions.renew("point", patrolled.roof, BY) and codes[patrolled.roof]
    scanned = tablet.get(f"/scan/{old}").text
    assert "This is an older label" in scanned and "Label scanned" not in scanned
    told = {"key": "k", "label": codes[patrolled.pump], f"item_{patrolled.lamp}": "yes"}
    tablet.post(here, data=told)
    # the code of another point proves nothing
    tablet.post(
        f"{here.rpartition('/')[0]}/{patrolled.switch}", data={"key": "l", "label": codes[patrolled.roof]}
    )
    with read() as db:
        assert db.values("SELECT scanned FROM patrol_checks ORDER BY id") == [1, 0]
    assert "/labels/point/" in sign_in("manager").get(f"/patrol/points/{patrolled.pump}").text
