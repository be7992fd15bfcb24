"""When somebody comes: agreed and moved with the owner told; what clashes is shown."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.access import accounts
from estate.crew import records_appointments
from estate.crew.actions_appointments import Time, agree
from estate.crew.rules_appointments import Visit, clashes
from estate.crew.rules_shifts import Shift
from estate.data import clock, read, write
from estate.refusal import Refused
from estate.repairs import actions as repairs
from estate.repairs.actions import Report
from tests.billing.place import WANG, owner, settle
from tests.conftest import PASSWORD
from tests.crew.conftest import NOW, Crew
from tests.crew.conftest import OFFICE as CLERK

NINE = datetime(2026, 11, 27, 1, tzinfo=UTC)  # Friday, 9:00
WORK = {1: [Shift(NINE - timedelta(hours=1), NINE + timedelta(hours=9))]}
HOUR = timedelta(hours=1)


def visit(order_id: int, after: int, hours: int = 2, who: int | None = 1) -> Visit:
    return Visit(order_id, who, NINE + after * HOUR, NINE + (after + hours) * HOUR)


def test_visits_of_one_person_at_the_same_time_clash_and_those_that_meet_do_not() -> None:
    shown = [visit(1, 0), visit(2, 1), visit(3, 3), visit(4, 3, who=None), visit(5, 5)]
    assert clashes(shown, WORK) == {1: {"overlap"}, 2: {"overlap"}}


def test_a_visit_outside_of_the_shift_clashes() -> None:
    assert clashes([visit(1, 8)], WORK) == {1: {"off_shift"}}
    assert clashes([visit(1, 0)], {}) == {1: {"off_shift"}}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6), st.sampled_from([None, 1, 2])), max_size=8))
def test_two_clash_exactly_when_they_share_a_moment(made: list[tuple[int, int, int | None]]) -> None:
    shown = [visit(number, *one) for number, one in enumerate(made)]
    found = {number for number, what in clashes(shown, WORK).items() if "overlap" in what}
    expected = {
        one.order_id
        for one in shown
        for other in shown
        if one is not other
        and one.account_id is not None
        and one.account_id == other.account_id
        and one.starts < other.ends
        and other.starts < one.ends
    }
    assert found == expected


def report(**more: object) -> int:
    told = Report("clerk", "plumbing", "normal", "Tap drips", location="Gate house")
    with write(CLERK) as tx:
        return repairs.report(tx, told._replace(**more), "a report")


def times(order_id: int) -> list[tuple[str, str, int]]:
    since, until = clock.stamp(), clock.stamp_of(NOW + timedelta(days=9))
    with read() as db:
        found = records_appointments.between(db, since, until)
    return [(one.starts_at[:16], one.ends_at[:16], one.agreed) for one in found if one.order_id == order_id]


def test_the_wished_time_stands_until_another_is_agreed_and_the_owner_is_told_of_each(crew: Crew) -> None:
    with write(CLERK) as tx:
        home = settle(tx, WANG, owner("Wang Jianguo"))
        person = tx.value("SELECT person_id FROM residencies WHERE home_id = :home", home=home)
        accounts.create(tx, "13812345678", "Wang Jianguo", PASSWORD, ["owner"], person_id=person, locale="en")
    made = report(
        home_id=home,
        reporter_id=person,
        wished_from=clock.stamp_of(NINE),
        wished_to=clock.stamp_of(NINE + 2 * HOUR),
    )
    assert times(made) == [("2026-11-27T01:00", "2026-11-27T03:00", 0)]
    for _time in range(2):
        agree(made, Time(NINE + HOUR, NINE + 3 * HOUR, "by phone"), "key", CLERK)
    agree(made, Time(NINE + 25 * HOUR, NINE + 27 * HOUR), "moved", CLERK)
    assert times(made) == [("2026-11-28T02:00", "2026-11-28T04:00", 1)]
    with read() as db:
        assert [one.note for one in records_appointments.of_order(db, made)] == ["", "by phone"]
        texts = db.values("SELECT text FROM messages WHERE event = 'repair.appointment' ORDER BY id")
    assert len(texts) == 2
    assert "10:00–12:00" in texts[0]


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        (NINE, NINE, "ends before it begins"),
        (NINE, NINE + 13 * HOUR, "twelve hours"),
        (NOW - 3 * HOUR, NOW - HOUR, "past already"),
    ],
)
def test_a_time_that_cannot_be_is_refused(crew: Crew, starts: datetime, ends: datetime, told: str) -> None:
    with pytest.raises(Refused, match=told):
        agree(report(), Time(starts, ends), "key", CLERK)


def test_an_order_that_is_over_has_no_appointment(crew: Crew) -> None:
    made = report()
    with write(CLERK) as tx:
        repairs.step(tx, made, "cancel", "cancel", {"office"}, repairs.Details(reason="twice"))
    with pytest.raises(Refused, match="not open any more"):
        agree(made, Time(NINE, NINE + HOUR), "key", CLERK)


def test_an_appointment_stays_as_it_was_made(crew: Crew) -> None:
    agree(report(), Time(NINE, NINE + HOUR), "key", CLERK)
    for change in ("UPDATE order_appointments SET note = 'other'", "DELETE FROM order_appointments"):
        with pytest.raises(sqlite3.IntegrityError), write(CLERK) as tx:
            tx.run(change)
