"""The two clocks of a complaint."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from estate.complaints.rules_clocks import dues, may_reopen, read_clock

BEGUN = datetime(2026, 11, 26, 1, tzinfo=UTC)


def test_a_day_to_the_first_answer_and_a_week_to_the_written_one() -> None:
    until = dues(BEGUN, 24, 7)
    assert until.answer_by == datetime(2026, 11, 27, 1, tzinfo=UTC)
    assert until.reply_by == datetime(2026, 12, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "state"), [(0, "running"), (19, "running"), (19.2, "soon"), (24, "soon"), (24.01, "late")]
)
def test_it_warns_when_four_fifths_are_used_and_is_late_after_its_end(hours: float, state: str) -> None:
    due = dues(BEGUN, 24, 7).answer_by
    assert read_clock(BEGUN, due, None, BEGUN + timedelta(hours=hours), warn_percent=80).state == state


@given(some.integers(1, 720), some.integers(0, 100_000), some.integers(0, 100_000), some.integers(10, 100))
def test_a_clock_only_goes_forward_and_stops_as_it_read(hours: int, first: int, more: int, warn: int) -> None:
    due = dues(BEGUN, hours, 30).answer_by
    order = ["running", "soon", "late"]
    early, later = BEGUN + timedelta(minutes=first), BEGUN + timedelta(minutes=first + more)
    before = read_clock(BEGUN, due, None, early, warn_percent=warn)
    after = read_clock(BEGUN, due, None, later, warn_percent=warn)
    assert order.index(after.state) >= order.index(before.state)
    assert before.left - after.left == timedelta(minutes=more)
    stopped = read_clock(BEGUN, due, early, later, warn_percent=warn)
    assert stopped.left == before.left
    assert (stopped.state == "missed") == (before.state == "late")


def test_a_closed_complaint_is_taken_up_again_within_the_days_set() -> None:
    assert may_reopen(BEGUN, BEGUN + timedelta(days=15), 15)
    assert not may_reopen(BEGUN, BEGUN + timedelta(days=15, seconds=1), 15)
