"""When rounds are due: days, times, nights, and a computer that was off or whose clock jumped."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from estate.patrol.rules_dues import AHEAD, CATCH_UP, Schedule, dues, on_this_day, to_plan

ZONE = ZoneInfo("Asia/Shanghai")
EVERY_DAY = 127
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def schedule(**changes: object) -> Schedule:
    """Every day at nine, for two hours."""
    plain = Schedule(EVERY_DAY, (), (time(9),), None, None, None, 120, date(2026, 1, 1))
    return plain._replace(**changes)


def local(found: list) -> list[str]:
    return [one.due_from.astimezone(ZONE).strftime("%m-%d %H:%M") for one in found]


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_machine_rooms_twice_a_day_begin_at_their_times():
    twice = schedule(times=(time(9), time(16)))
    found = dues(twice, day("2026-11-20T00:00"), day("2026-11-21T12:00"), ZONE)
    assert local(found) == ["11-20 09:00", "11-20 16:00", "11-21 09:00"]
    assert found[0].due_until - found[0].due_from == timedelta(minutes=120)


def test_the_rounds_of_a_night_belong_to_the_day_on_which_it_began():
    night = schedule(times=(), every_minutes=60, from_time=time(22), to_time=time(6))
    found = dues(night, day("2026-11-20T21:59"), day("2026-11-21T12:00"), ZONE)
    assert local(found)[:3] == ["11-20 22:00", "11-20 23:00", "11-21 00:00"]
    assert len(found) == 8
    assert {one.on_day for one in found} == {date(2026, 11, 20)}


def test_a_round_each_month_may_stand_on_its_last_day():
    monthly = schedule(weekdays=None, month_days=(1, 0))
    found = [one for one in (date(2026, 2, 1) + timedelta(n) for n in range(28)) if on_this_day(monthly, one)]
    assert found == [date(2026, 2, 1), date(2026, 2, 28)]


def test_weekdays_are_kept():
    monday = schedule(weekdays=1)
    assert [on_this_day(monthly, date(2026, 11, 23)) for monthly in (monday, schedule(weekdays=126))] == [
        True,
        False,
    ]


def test_nothing_is_due_before_the_schedule_begins():
    later = schedule(from_day=date(2026, 11, 21))
    assert local(dues(later, day("2026-11-19T00:00"), day("2026-11-22T00:00"), ZONE)) == ["11-21 09:00"]


schedules = st.one_of(
    st.builds(
        schedule,
        weekdays=st.integers(1, 127),
        times=st.lists(st.times(), min_size=1, max_size=4).map(
            lambda found: tuple(one.replace(second=0, microsecond=0) for one in found)
        ),
    ),
    st.builds(
        schedule,
        times=st.just(()),
        every_minutes=st.integers(15, 480),
        from_time=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
        to_time=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    ),
    st.builds(
        schedule,
        weekdays=st.none(),
        month_days=st.lists(st.integers(0, 28), min_size=1, max_size=3).map(tuple),
    ),
)
jumps = st.lists(st.integers(-60 * 24 * 3, 60 * 24 * 5), min_size=1, max_size=12)
zones = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]).map(ZoneInfo)


@given(schedules, jumps, zones)
def test_whatever_the_clock_does_no_due_gets_two_rounds_and_none_within_reach_is_left_out(rule, steps, zone):
    known: list[datetime] = []
    now = BEGIN
    for minutes in steps:
        now = max(BEGIN, now + timedelta(minutes=minutes))
        known += [one.due_from for one in to_plan(rule, BEGIN, known, now, zone)]
        assert len(known) == len(set(known))
        wanted = {one.due_from for one in dues(rule, max(BEGIN, now - CATCH_UP), now + AHEAD, zone)}
        assert wanted <= set(known)


@given(schedules, st.integers(1, 6), zones)
def test_days_off_make_the_same_rounds_as_days_on(rule, off, zone):
    every_hour: set[datetime] = set()
    for hour in range(24 * off + 1):
        now = BEGIN + timedelta(hours=hour)
        every_hour |= {one.due_from for one in to_plan(rule, BEGIN, every_hour, now, zone)}
    at_once = {one.due_from for one in to_plan(rule, BEGIN, (), BEGIN + timedelta(days=off), zone)}
    assert every_hour == at_once
