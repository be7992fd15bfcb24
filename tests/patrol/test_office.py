"""The office describes points and routes, hands rounds out and reads what became of them."""

import re
from datetime import timedelta

import pytest
import time_machine

from estate.data import clock, read, write
from estate.documents.typeset import pages_of
from estate.patrol import labels, planner, queries, queries_routes, records_plan, words
from estate.patrol.coverage import Rate
from estate.places import actions as places
from estate.places.actions import PlaceSpec
from tests.patrol.conftest import BY, Patrolled, at


@pytest.fixture
def office(patrolled, sign_in):
    """The clerk's desk at ten past nine."""
    with time_machine.travel(at(clock.today(), "09:10"), tick=False):
        yield sign_in("clerk")


def test_many_points_come_in_at_once_with_the_questions_of_a_model_or_not_at_all(patrolled, office):
    wrong = office.post(
        "/patrol/points/bulk", data={"lines": "Hydrant 1, by the gate\nHydrant 2", "model": ""}
    )
    assert wrong.status_code == 422 and "Line 2" in wrong.text
    lines = "Hydrant 1, by the gate\nHydrant 2，by the pond"
    office.post("/patrol/points/bulk", data={"lines": lines, "model": "fire_monthly"})
    with read() as db:
        found = {one.name: one for one in queries.points(db)}
        items = queries.items(db, found["Hydrant 2"].id, "fire")
    assert found["Hydrant 2"].location == "by the pond"
    assert len(items) == 5 and items[0].route_kind == "fire"
    again = office.post("/patrol/points/bulk", data={"lines": lines, "model": ""})
    assert again.status_code == 422 and "Hydrant 1" in again.text


def test_points_are_chosen_from_the_places_and_a_place_becomes_a_point_once(patrolled, office):
    with write(BY) as tx:
        pond = places.add(tx, PlaceSpec("Pond", "garden"))
        pump = places.add(tx, PlaceSpec("Pump room", "pump_room"))  # another point is called so
    shown = office.get("/patrol/points/places?kind=garden").text
    assert "Pond" in shown and f'id="place-{pump}"' not in shown
    other = {"place": [str(pond)], "kind": "pump_room", "model": "fire_monthly", "act": "show"}
    shown = office.post("/patrol/points/places", data=other).text  # another filter, what was ticked stays
    assert f'value="{pond}" checked' in shown and f'value="{pump}">' in shown
    assert 'value="fire_monthly" selected' in shown or 'selected value="fire_monthly"' in shown
    empty = office.post("/patrol/points/places", data={"model": ""})
    assert empty.status_code == 422 and "Tick at least one" in empty.text
    ticked = {"place": [str(pond), str(pump)], "model": "fire_monthly"}
    for _time in range(2):
        office.post("/patrol/points/places", data=ticked)
    with read() as db:
        found = {one.place_id: one for one in queries.points(db) if one.place_id}
        of_pump = found[pump]
        items = queries.items(db, of_pump.id)
        labelled = labels.of_points(db, [one.id for one in found.values()])
        count = db.value("SELECT count(*) FROM patrol_points WHERE place_id IS NOT NULL")
    assert count == 2 and set(found) == {pond, pump} and len(labelled) == 2
    assert of_pump.name.startswith("Pump room ") and len(items) == 5
    assert f'id="place-{pond}"' not in office.get("/patrol/points/places").text


def test_a_point_is_described_asked_about_and_taken_out_of_use(patrolled, office):
    told = {"name": "South barrier", "location": "South", "position": "30.27, 120.15", "allowed_m": "40"}
    wrong = office.post("/patrol/points", data={**told, "position": "somewhere"})
    assert wrong.status_code == 422
    path = office.post("/patrol/points", data=told, follow_redirects=False).headers["location"]
    asked = {
        "question": "How is it",
        "kind": "choice",
        "required_": "y",
        "choices": "Good\n!Broken",
        "route_kind": "",
    }
    assert office.post(f"{path}/items", data={**asked, "choices": "Good"}).status_code == 422
    office.post(f"{path}/items", data=asked)
    point_id = int(path.rpartition("/")[2])
    with read() as db:
        point, item = queries.point(db, point_id), queries.items(db, point_id)[0]
    assert point and (point.lat_e6, point.lon_e6, point.allowed_m) == (30_270_000, 120_150_000, 40)
    assert (item.options, item.bad) == (["Good", "Broken"], ["Broken"])
    shown = office.get(f"/patrol/items/{item.id}").text
    assert "!Broken" in shown
    office.post(
        f"/patrol/items/{item.id}", data={"question": "Is it shut", "kind": "yes_no", "route_kind": ""}
    )
    assert (
        "Is it shut" in office.get(path).text and "30.270000, 120.150000" in office.get(f"{path}/edit").text
    )
    office.post(f"{path}/retirement")
    assert "South barrier" not in office.get("/patrol/points").text
    assert "out of use" in office.get(path).text


def test_a_route_from_a_model_has_its_schedules_questions_and_rounds_at_once(patrolled, office):
    assert "Machine rooms twice a day" in office.get("/patrol/routes/new?model=machine_rooms").text
    told = {
        "name": "Rooms",
        "kind": "machine_room",
        "sequence": "fixed",
        "min_seconds": "60",
        "grace_minutes": "15",
    }
    assert office.post("/patrol/routes", data=told).status_code == 422
    chosen = {f"place-{patrolled.roof}": "1", f"place-{patrolled.switch}": "2"}
    path = office.post(
        "/patrol/routes", data={**told, **chosen, "model": "machine_rooms"}, follow_redirects=False
    ).headers["location"]
    route_id = int(path.rpartition("/")[2])
    with read() as db:
        assert [one.point_id for one in queries_routes.points(db, route_id)] == [
            patrolled.roof,
            patrolled.switch,
        ]
        assert len(queries.items(db, patrolled.roof, "machine_room")) == 4
        assert len(records_plan.schedules(db, route_id)) == 1
        names = [one.name for one in queries.rounds_of_day(db, clock.today().isoformat())]
    assert names.count("Rooms") == 1  # nine o'clock is past, four is to come
    assert "every day 09:00、16:00" in office.get(path).text


def test_a_schedule_says_what_is_wrong_beside_its_field_and_ends(patrolled, office):
    path = f"/patrol/routes/{patrolled.route}"
    plain = {"days": ["0", "1"], "window_minutes": "60", "times": "25:00"}
    assert "Write times" in office.post(f"{path}/schedules", data=plain).text
    assert office.post(f"{path}/schedules", data={**plain, "times": ""}).status_code == 422
    night = {
        "days": ["5", "6"],
        "window_minutes": "60",
        "every_minutes": "60",
        "from_time": "22:00",
        "to_time": "6:00",
    }
    office.post(f"{path}/schedules", data=night)
    assert "Saturday、Sunday every 60 minutes from 22:00 until 06:00" in office.get(path).text
    office.post(f"/patrol/schedules/{patrolled.schedule}/retirement")
    with read() as db:
        assert len(records_plan.schedules(db, patrolled.route)) == 1


def test_a_further_schedule_has_its_rounds_at_once(patrolled, office):
    with read() as db:
        before = db.value("SELECT count(*) FROM patrol_rounds WHERE route_id = :id", id=patrolled.route)
    hourly = {
        "days": [str(day) for day in range(7)],
        "window_minutes": "30",
        "every_minutes": "60",
        "from_time": "0:00",
        "to_time": "23:00",
    }
    office.post(f"/patrol/routes/{patrolled.route}/schedules", data=hourly)
    with read() as db:
        after = db.value("SELECT count(*) FROM patrol_rounds WHERE route_id = :id", id=patrolled.route)
    assert after > before + 12


def test_the_rounds_of_a_day_are_handed_out_together_and_an_extra_one_is_made(patrolled, office):
    shown = office.get("/patrol").text
    assert "Morning" in shown and "Wu Gang" in shown
    office.post("/patrol/plan", data={f"account-{patrolled.round}": str(patrolled.colleague.account_id)})
    extra = {"route": str(patrolled.route), "minutes": "30", "account": "", "key": "k"}
    paths = {
        office.post("/patrol/rounds", data=extra, follow_redirects=False).headers["location"]
        for _again in "ab"
    }
    assert len(paths) == 1
    path = paths.pop()
    with read() as db:
        rounds = queries.rounds_of_day(db, clock.today().isoformat())
    assert {one.person for one in rounds} == {"Zhou Qiang", ""}
    assert office.post(f"{path}/cancel", data={"reason": ""}).status_code == 422
    office.post(f"{path}/cancel", data={"reason": "No need"})
    assert "Cancelled" in office.get(path).text


@pytest.mark.parametrize(
    ("counts", "tone"),
    [
        ({"due": 3}, "info"),
        ({"due": 3, "checked": 2}, "settled"),
        ({"due": 3, "checked": 2, "skipped": 1}, "waiting"),
        ({"due": 3, "checked": 2, "late": 1}, "waiting"),
        ({"due": 3, "late": 2, "missed": 1}, "overdue"),
    ],
)
def test_a_building_has_the_colour_and_word_of_its_worst_point(counts, tone):
    none = Rate(1, "3", 1, 0, 0, 0, 0, 0, 0, 0)
    assert none._replace(**counts).tone == tone and words.COVERED[tone]


def test_coverage_and_report_show_a_miss_and_a_late_upload(patrolled: Patrolled, office, sign_in):
    day = clock.today()
    tablet = sign_in("patrol")
    base = f"/patrol/rounds/{patrolled.round}/points"
    tablet.post(f"{base}/{patrolled.pump}", data={"key": "a", f"item_{patrolled.lamp}": "no", "note": "Dark"})
    with time_machine.travel(at(day, "11:20"), tick=False):
        planner.close_rounds()
        late = {"device_at": at(day, "09:30").isoformat(), "device_sent_at": at(day, "11:20").isoformat()}
        tablet.post(f"{base}/{patrolled.switch}", data={"key": "b", **late})
        desk = sign_in("manager")
        month = day.isoformat()[:7]
        report = desk.get(f"/patrol/report?month={month}").text
        made = desk.get(f"/patrol/report.pdf?month={month}")
        assert made.headers["content-type"] == "application/pdf" and pages_of(made.content, 9) == 1
        shown = desk.get(f"/patrol/coverage?month={month}").text
        of_day = desk.get(f"/patrol/coverage?day={day}").text
        before = desk.get(f"/patrol/coverage?week={day - timedelta(days=7)}").text
        for odd in ("month=0001-01", "day=9999-12-31", "week=x", "day=2026-02-30"):
            assert desk.get(f"/patrol/coverage?{odd}").status_code == 200
        history = desk.get(f"/patrol/points/{patrolled.switch}").text
    assert "33.3 %" in report and "33.3 %" in shown
    tile = shown.partition('class="rate overdue"')[2].partition("</li>")[0]
    assert "Outside" in tile and "Missed" in tile and "2 missed" in tile
    assert "Every point by day" not in of_day and "No rounds in this time" in before
    for text in (shown, of_day):
        states = re.findall(r'<li><a href="/patrol/points/(\d+)">.*?badge (\w+)', text)
        assert dict(states) == {
            str(patrolled.pump): "settled",
            str(patrolled.switch): "overdue",
            str(patrolled.roof): "overdue",
        }
    assert "Dark" in report and report.count("Sent later") >= 2
    assert "Sent later" in history


def test_only_the_office_plans(patrolled, office, sign_in):
    tablet = sign_in("patrol")
    for path in ("/patrol", "/patrol/points", "/patrol/routes", "/patrol/coverage", "/patrol/conflicts"):
        assert tablet.get(path).status_code == 403
    assert tablet.post("/patrol/points", data={}).status_code == 403
