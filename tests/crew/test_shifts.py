"""When somebody works: the week, single days in its place, absences, and nights that end on the next day."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from estate.crew.rules_shifts import DAY, Hours, Roster, hours, hours_on, shift_at, shifts

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
OFFICE = hours(8 * 60, 18 * 60)
NIGHT = hours(22 * 60, 6 * 60)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def roster(**more: object) -> Roster:
    return Roster({0: OFFICE, 1: NIGHT}, {}, [])._replace(**more)


def test_an_end_that_is_not_later_lies_on_the_next_day() -> None:
    assert (OFFICE.text, NIGHT.text, NIGHT.ends) == ("08:00–18:00", "22:00–06:00", 30 * 60)
    assert hours(480, 480) == Hours(480, 480 + DAY)


def test_a_single_day_stands_in_the_place_of_the_week_and_an_absence_before_both() -> None:
    late = hours(12 * 60, 20 * 60)
    changed = roster(days={MONDAY: [late]})
    assert hours_on(changed, MONDAY) == (late,)
    assert hours_on(changed, MONDAY + timedelta(7)) == (OFFICE,)
    assert hours_on(changed._replace(absences=[(MONDAY, MONDAY)]), MONDAY) == ()


def test_a_night_counts_on_the_morning_after_even_when_one_is_away_then() -> None:
    tuesday, wednesday = MONDAY + timedelta(1), MONDAY + timedelta(2)
    away = roster(absences=[(wednesday, wednesday)])
    found = shift_at(away, at(wednesday, 3), ZONE)
    assert found is not None
    assert found.covers(at(wednesday, 3))
    assert (found.begins, found.ends) == (at(tuesday, 22), at(wednesday, 6))
    assert not found.covers(at(wednesday, 6))


def test_off_shift_the_next_shift_is_told_and_none_where_none_comes() -> None:
    found = shift_at(roster(), at(MONDAY, 19), ZONE)
    assert found is not None
    assert found.begins == at(MONDAY + timedelta(1), 22)
    assert shift_at(Roster({}, {}, []), at(MONDAY, 19), ZONE) is None
    assert shift_at(roster(absences=[(MONDAY, MONDAY + timedelta(30))]), at(MONDAY, 9), ZONE) is None


def test_hours_that_meet_are_one_shift() -> None:
    whole = Roster(
        {}, {MONDAY: [hours(0, 12 * 60), hours(12 * 60, 0)], MONDAY + timedelta(1): [hours(0, 60)]}, []
    )
    [one] = shifts(whole, MONDAY, MONDAY + timedelta(1), ZONE)
    assert (one.begins, one.ends) == (at(MONDAY, 0), at(MONDAY + timedelta(1), 1))


TIMES = st.builds(hours, st.integers(0, DAY - 1), st.integers(0, DAY - 1))


@given(
    st.dictionaries(st.integers(0, 6), TIMES),
    st.dictionaries(st.dates(MONDAY, MONDAY + timedelta(9)), st.lists(TIMES, max_size=2)),
    st.lists(st.tuples(st.dates(MONDAY, MONDAY + timedelta(9)), st.dates(MONDAY, MONDAY + timedelta(9)))),
    st.integers(0, 9 * DAY),
)
def test_shifts_follow_one_another_and_the_one_that_is_told_is_the_first_that_has_not_ended(
    week: dict[int, Hours],
    days: dict[date, list[Hours]],
    absences: list[tuple[date, date]],
    minutes: int,
) -> None:
    one = Roster(week, days, absences)
    found = shifts(one, MONDAY - timedelta(2), MONDAY + timedelta(30), ZONE)
    assert all(earlier.ends < later.begins for earlier, later in pairwise(found))
    now = at(MONDAY, 0) + timedelta(minutes=minutes)
    told = shift_at(one, now, ZONE)
    working = any(shift.covers(now) for shift in found)
    assert working == (told is not None and told.covers(now))
    for day in (MONDAY + timedelta(number) for number in range(10)):
        if any(first <= day <= last for first, last in absences):
            assert hours_on(one, day) == ()
