"""The clocks: from the report or the next opening, still while an order waits, in words and colour."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.repairs.rules_clocks import (
    DEFAULTS,
    Dues,
    Hours,
    Norm,
    dues,
    paused,
    read_clock,
    starts,
    stood_still,
)

HOURS = Hours(time(8), time(18), ZoneInfo("Asia/Shanghai"))
DAY = Norm(30, 60, 240, at_night=False)
NIGHT = DAY._replace(at_night=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HOURS.zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("reported", "norm", "begins"),
    [
        ("2026-11-26T09:00", DAY, "2026-11-26T09:00"),
        ("2026-11-26T07:59", DAY, "2026-11-26T08:00"),
        ("2026-11-26T18:00", DAY, "2026-11-27T08:00"),
        ("2026-11-26T23:30", DAY, "2026-11-27T08:00"),
        ("2026-11-26T23:30", NIGHT, "2026-11-26T23:30"),
    ],
)
def test_a_clock_begins_at_the_report_or_at_the_next_opening(reported: str, norm: Norm, begins: str) -> None:
    assert starts(at(reported), norm, HOURS) == at(begins)


def test_a_desk_that_answers_past_midnight_starts_the_clock_at_night_and_not_at_noon() -> None:
    night = HOURS._replace(opens=time(20), closes=time(8))
    plain = DEFAULTS["normal"]
    for hour, begins in ((7, 7), (8, 20), (12, 20), (19, 20), (20, 20), (23, 23)):
        reported = datetime(2026, 11, 25, hour, 0, tzinfo=HOURS.zone)
        assert starts(reported, plain, night) == reported.replace(hour=begins)
        assert starts(reported, plain, night._replace(closes=time(20))) == reported


@pytest.mark.parametrize(
    ("urgency", "minutes"),
    [
        ("urgent", (5, 5, 24 * 60)),
        ("fast", (15, 30, 24 * 60)),
        ("normal", (30, 24 * 60, 48 * 60)),
        ("complex", (30, 72 * 60, 7 * 24 * 60)),
    ],
)
def test_the_norms_of_a_new_office_are_those_of_the_trade(
    urgency: str, minutes: tuple[int, int, int]
) -> None:
    reported = at("2026-11-26T09:00")
    until = dues(reported, DEFAULTS[urgency], HOURS)
    assert tuple(int((one - reported) / timedelta(minutes=1)) for one in until) == minutes


BEGUN, DUE = at("2026-11-26T09:00"), at("2026-11-26T10:00")


@pytest.mark.parametrize(
    ("now", "stopped", "since", "state", "left"),
    [
        ("09:30", None, None, "running", 30),
        ("09:47", None, None, "running", 13),
        ("09:48", None, None, "soon", 12),
        ("10:00", None, None, "soon", 0),
        ("10:01", None, None, "late", -1),
        ("12:00", "09:50", None, "kept", 10),
        ("12:00", "10:05", None, "missed", -5),
        ("12:00", None, "09:20", "paused", 40),
    ],
)
def test_a_clock_reads_as_people_would_say_it(
    now: str, stopped: str | None, since: str | None, state: str, left: int
) -> None:
    def when(text: str | None) -> datetime | None:
        return at(f"2026-11-26T{text}") if text else None

    moment = when(now)
    assert moment is not None
    reading = read_clock(BEGUN, DUE, when(stopped), moment, paused_since=when(since))
    assert (reading.state, reading.left) == (state, timedelta(minutes=left))


@given(
    st.lists(
        st.tuples(st.integers(min_value=0, max_value=300), st.integers(min_value=0, max_value=300)),
        max_size=8,
    ),
    st.integers(min_value=0, max_value=500),
)
def test_pauses_give_back_exactly_their_time(lasts: list[tuple[int, int]], more: int) -> None:
    """Working and waiting by turns: the time left after all pauses is as if there had been none."""
    now, until, pauses = BEGUN, Dues(DUE, DUE, DUE), list[tuple[datetime, datetime | None]]()
    worked = 0
    for work, wait in lasts:
        now += timedelta(minutes=work)
        worked += work
        begin = now
        now += timedelta(minutes=wait)
        pauses.append((begin, now))
        until = until.shifted(now - begin)
    now += timedelta(minutes=more)
    worked += more
    assert paused(pauses, now) == timedelta(minutes=sum(wait for _work, wait in lasts))
    reading = read_clock(BEGUN, until.complete_by, None, now)
    assert reading.left == DUE - BEGUN - timedelta(minutes=worked)
    assert reading.over == (worked > 60)


def test_an_open_pause_runs_to_the_moment_that_is_asked_for() -> None:
    assert paused([(BEGUN, None)], DUE) == timedelta(hours=1)
    assert paused([(DUE, None)], BEGUN) == timedelta()


@pytest.mark.parametrize(
    ("since", "until", "still"),
    [
        ("09:10", "09:40", 30),
        ("08:00", "09:40", 40),  # it waited before its clock began
        ("07:00", "08:30", 0),
        ("09:40", "09:10", 0),  # the machine's clock was set back
    ],
)
def test_a_pause_takes_only_time_in_which_the_clock_ran(since: str, until: str, still: int) -> None:
    begin, end = at(f"2026-11-26T{since}"), at(f"2026-11-26T{until}")
    assert stood_still(begin, end, BEGUN) == timedelta(minutes=still)
