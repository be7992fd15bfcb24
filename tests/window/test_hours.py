"""When the office is open: by weekday, by exception, on days off, at the minute; as it is typed and as it is said."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from estate.data import clock, read, write
from estate.data.store import System
from estate.window import actions, queries, words
from estate.window.rules_hours import Hours, Span, read_spans, spans_on, standing

SignIn = Callable[[str], TestClient[Any]]
BY = System("test")
MORNING, AFTERNOON = Span(time(8, 30), time(12)), Span(time(13, 30), time(18))
WEEK = {**dict.fromkeys(range(5), (MORNING, AFTERNOON)), 5: (Span(time(9), time(16)),)}
MONDAY = date(2026, 11, 30)
HOURS = Hours(WEEK, {MONDAY + timedelta(days=2): (), MONDAY + timedelta(days=6): (MORNING,)}, {MONDAY})


def at(days: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=days), time(hour, minute))


@pytest.mark.parametrize(
    ("moment", "until", "opens"),
    [
        (at(1, 8, 29), None, at(1, 8, 30)),
        (at(1, 8, 30), at(1, 12), None),
        (at(1, 12), None, at(1, 13, 30)),  # at the minute of closing it is closed
        (at(1, 17, 59), at(1, 18), None),
        (at(0, 10), None, at(1, 8, 30)),  # a day off
        (at(1, 18), None, at(3, 8, 30)),  # over a day that the office closed
        (at(5, 16), None, at(6, 8, 30)),  # a Sunday on which it is open once
        (at(6, 12), None, at(7, 8, 30)),
    ],
)
def test_open_until_or_opens_next(moment: datetime, until: datetime | None, opens: datetime | None) -> None:
    found = standing(HOURS, moment)
    assert (found.is_open, found.until, found.opens) == (until is not None, until, opens)


NIGHT = Span(time(20), time(8))
GUARDS = Hours(dict.fromkeys(range(5), (NIGHT,)), {MONDAY + timedelta(days=2): ()}, {MONDAY})
"""Five nights a week; none on Monday, a day off, nor on Wednesday, which the office named."""


@pytest.mark.parametrize(
    ("moment", "until", "opens"),
    [
        (at(-3, 21), at(-2, 8), None),  # a Friday night ends on Saturday
        (at(-2, 7, 59), at(-2, 8), None),
        (at(-2, 8), None, at(1, 20)),
        (at(0, 3), None, at(1, 20)),  # there is no night of Sunday
        (at(2, 3), at(2, 8), None),  # the night of Tuesday goes on though Wednesday is closed
        (at(2, 21), None, at(3, 20)),
    ],
)
def test_a_night_belongs_to_the_day_that_it_begins_on(
    moment: datetime, until: datetime | None, opens: datetime | None
) -> None:
    found = standing(GUARDS, moment)
    assert (found.is_open, found.until, found.opens) == (until is not None, until, opens)


def test_nights_and_days_that_meet_are_one_and_what_never_closes_has_no_end() -> None:
    both = Hours({0: (Span(time(8), time(20)), NIGHT), 1: (Span(time(7), time(12)),)})
    assert standing(both, at(0, 9)).until == at(1, 12)
    always = Hours(dict.fromkeys(range(7), (Span(time(), time()),)))
    assert standing(always, at(0, 3)) == (True, None, None)
    weekdays = Hours(dict.fromkeys(range(5), (Span(time(), time()),)))
    assert standing(weekdays, at(1, 3)).until == at(5, 0)


def test_a_day_that_the_office_named_goes_before_a_day_off() -> None:
    duty = Hours(WEEK, {MONDAY: (MORNING,)}, {MONDAY})
    assert spans_on(duty, MONDAY) == (MORNING,)
    assert standing(Hours({}), at(0, 9)).opens is None


def test_spans_that_touch_are_one() -> None:
    touching = Hours({0: (Span(time(8), time(12)), Span(time(12), time(17)))})
    assert standing(touching, at(0, 12)).until == at(0, 17)


@given(st.sampled_from([HOURS, GUARDS]), st.integers(0, 13), st.integers(0, 23), st.integers(0, 59))
def test_what_is_said_is_what_every_minute_shows(hours: Hours, day: int, hour: int, minute: int) -> None:
    moment = at(day, hour, minute)
    found = standing(hours, moment)

    def is_open(one: datetime) -> bool:
        times = [(day, span) for day in (-1, 0) for span in spans_on(hours, one.date() + timedelta(days=day))]
        return any(
            (span.opens <= one.time() and (day == 0 and (span.past_midnight or one.time() < span.closes)))
            or (day == -1 and span.past_midnight and one.time() < span.closes)
            for day, span in times
        )

    assert found.is_open == is_open(moment)
    change = found.until or found.opens
    assert change is not None and is_open(change) != found.is_open
    step = moment
    while step < change:
        assert is_open(step) == found.is_open
        step += timedelta(minutes=15)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("8:30-12:00, 13:30-18:00", (MORNING, AFTERNOON)),
        ("１３：３０—１８：００；8.30至12.00", (MORNING, AFTERNOON)),
        ("8:30–12:00 13:30–18:00", (MORNING, AFTERNOON)),
        ("20:00-8:00", (NIGHT,)),
        ("20:00-08:00、8:30-12:00", (MORNING, NIGHT)),
        ("18:00-24:00", (Span(time(18), time()),)),
        ("0:00-24:00", (Span(time(), time()),)),
    ],
)
def test_hours_are_understood_as_people_write_them(text: str, spans: tuple[Span, ...]) -> None:
    assert read_spans(text) == spans


@pytest.mark.parametrize(
    "text",
    [
        "8-12",
        "8:00-8:00",
        "8:30-12:00, 11:00-15:00",
        "20:00-8:00, 21:00-22:00",
        "0:00-24:00, 8:00-9:00",
        "24:00-8:00",
        "25:00-26:00",
        "always",
    ],
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_spans(text)


def test_the_offices_own_days_off_close_it_and_plain_weekends_do_not(store: object) -> None:
    saturday = date(2026, 12, 5)
    with write(BY) as tx:
        tx.run("UPDATE office SET weekends_off = 1")
        tx.insert(
            "extra_days_off", day="2026-12-04", name="Founding day", added_by="test", added_at=clock.stamp()
        )
    actions.set_week(WEEK, BY)
    with read() as db:
        hours = queries.hours(db)
    assert spans_on(hours, date(2026, 12, 4)) == ()
    assert spans_on(hours, saturday) == (Span(time(9), time(16)),)
    assert spans_on(hours, date(2026, 10, 1)) == ()  # the National Day


def test_how_the_office_stands_is_said_in_words(store: object) -> None:
    actions.set_week(WEEK, BY)
    for local, said in (
        ("2026-12-01T09:00:00+08:00", "Open now until 12:00"),
        ("2026-12-01T12:30:00+08:00", "Closed now, opens today at 13:30"),
        ("2026-12-01T19:00:00+08:00", "Closed now, opens tomorrow at 8:30"),
        ("2026-12-05T17:00:00+08:00", "Closed now, opens Monday Dec 7, 2026 at 8:30"),
    ):
        with time_machine.travel(datetime.fromisoformat(local), tick=False), read() as db:
            assert words.stands(queries.now(db)) == said


def test_nights_are_kept_shown_and_open_after_midnight(store: object, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    given = {f"day_{day}": "20:00-8:00" for day in range(5)} | {"day_5": "18:00-24:00", "day_6": "0:00-24:00"}
    assert manager.post("/window/hours", data=given, follow_redirects=False).status_code == 303
    form = manager.get("/window/hours").text
    assert 'value="20:00-08:00"' in form and 'value="18:00-24:00"' in form and 'value="00:00-24:00"' in form
    shown = manager.get("/window").text
    assert "20:00–8:00 the next day" in shown and "18:00–24:00" in shown and "the whole day" in shown
    for local, said in (
        ("2026-12-01T23:00:00+08:00", "Open now until tomorrow at 8:00"),
        ("2026-12-02T01:00:00+08:00", "Open now until 8:00"),
        ("2026-12-02T12:00:00+08:00", "Closed now, opens today at 20:00"),
        ("2026-12-05T19:00:00+08:00", "Open now until tomorrow at 24:00"),  # Saturday and all of Sunday
    ):
        with time_machine.travel(datetime.fromisoformat(local), tick=False), read() as db:
            assert words.stands(queries.now(db)) == said
    with time_machine.travel(datetime.fromisoformat("2026-12-02T01:00:00+08:00"), tick=False):
        actions.set_days([date(2026, 12, 1)], (), "Drill", BY)
        with read() as db:
            assert words.stands(queries.now(db)) == "Closed now, opens today at 20:00"


def test_the_clerk_writes_the_window_and_owners_read_it(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    wrong = clerk.post("/window/hours", data={"day_0": "8-12"})
    assert wrong.status_code == 422 and 'id="day_0-error"' in wrong.text
    assert (
        clerk.post("/window/hours", data={"day_0": "8:30-12:00"}, follow_redirects=False).status_code == 303
    )
    soon = (clock.today() + timedelta(days=3)).isoformat()
    late = (clock.today() + timedelta(days=90)).isoformat()
    assert clerk.post("/window/days", data={"day": soon, "until": late}).status_code == 422
    clerk.post("/window/days", data={"day": soon, "hours": "9:00-11:00", "note": "Duty on the holiday"})
    assert "Duty on the holiday" in clerk.get("/window/hours").text
    clerk.post(f"/window/days/{soon}/removal")
    assert "Duty on the holiday" not in clerk.get("/window").text
    assert clerk.post("/window/phones", data={"kind": "lift", "number": "call us"}).status_code == 422
    clerk.post("/window/phones", data={"kind": "lift", "number": "96333"})
    for typed, kept in (
        ("(0571) 88886666", "(0571) 88886666"),
        ("（０５７１）８８８８－６６６６", "(0571)8888-6666"),
    ):
        form = clerk.post("/window/phones", data={"kind": "other", "number": typed}, follow_redirects=False)
        assert form.status_code == 303
        assert kept in clerk.get("/window").text
    assert "Lift rescue" in clerk.get("/window").text
    clerk.post("/window/phones/1", data={"kind": "lift", "name": "Lift firm", "number": "96333"})
    assert "Lift firm" in clerk.get("/window").text
    clerk.post("/window/phones/1/retirement")
    assert "Lift firm" not in clerk.get("/window").text
    assert clerk.get("/window/phones/1").status_code == 404


def test_a_service_has_one_price_its_own_or_that_of_the_price_list(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    service = {"name": "Access card", "item": "0", "price": "20", "unit": "piece", "basis": "Contract"}
    assert clerk.post("/window/services", data=service | {"price": ""}).status_code == 422
    clerk.post("/window/services", data=service)
    assert "20.00" in clerk.get("/window").text
    sign_in("manager").post(
        "/repairs/prices",
        data={
            "code": "L1",
            "kind": "labour",
            "name": "Visit",
            "unit": "hour",
            "price_fen": "80",
            "warranty_days": "0",
            "active": "y",
        },
    )
    with read() as db:
        item = db.value("SELECT id FROM material_items")
    assert item
    clerk = sign_in("clerk")
    listed = {"name": "Visit of a plumber", "item": str(item), "basis": "Price list"}
    made = clerk.post("/window/services", data=listed, follow_redirects=False)
    assert made.status_code == 303, made.text
    assert "80.00" in clerk.get("/window").text
    assert clerk.post("/window/services", data=listed).status_code == 422  # shown once
    with write(BY) as tx:
        tx.run("UPDATE material_items SET price_fen = 9000 WHERE id = :id", id=item)
    assert "90.00" in clerk.get("/window").text


@pytest.mark.parametrize("role", ["cashier", "repairer", "patrol"])
def test_who_does_not_keep_the_window_reads_only(sign_in: SignIn, role: str) -> None:
    browser = sign_in(role)
    assert browser.get("/window").status_code == 200
    for path in ("/window/hours", "/window/days", "/window/phones", "/window/services"):
        assert browser.post(path).status_code == 403, path


def test_days_alike_are_said_together(store: object) -> None:
    assert words.week(WEEK) == [
        ("Monday through Friday", "8:30–12:00, 13:30–18:00"),
        ("Saturday", "9:00–16:00"),
        ("Sunday", "closed"),
    ]
    assert words.week({3: (NIGHT,)})[1] == ("Thursday", "20:00–8:00 the next day")
    assert words.week(dict.fromkeys(range(7), (NIGHT,)))[0][0] == "Monday through Sunday"
