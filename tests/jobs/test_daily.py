"""Daily work: once a day, caught up, tried again; rounds: never twice at once, and never forgotten."""

import threading
from datetime import date

import pytest
import time_machine

from estate.data import read
from estate.jobs import daily
from estate.jobs.rounds import Round

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The business days for which the only registered work was called."""
    called: list[date] = []
    monkeypatch.setattr(daily, "DAILY", {})
    daily.daily("test.day")(called.append)
    return called


def test_work_is_done_once_a_business_day(days: list[date]) -> None:
    with time_machine.travel(
        "2026-11-24T15:59:00+00:00", tick=False
    ) as now:  # a minute before midnight there
        assert [daily.run_due(), daily.run_due()] == [1, 0]
        now.move_to("2026-11-24T16:01:00+00:00")
        assert [daily.run_due(), daily.run_due()] == [1, 0]
    assert days == [date(2026, 11, 24), date(2026, 11, 25)]


def test_days_off_are_caught_up_by_one_call(days: list[date]) -> None:
    with time_machine.travel("2026-11-20T02:00:00+00:00", tick=False) as now:
        daily.run_due()
        now.move_to("2026-11-25T02:00:00+00:00")
        daily.run_due()
    assert days == [date(2026, 11, 20), date(2026, 11, 25)]


def test_a_clock_that_was_set_back_does_no_day_twice(days: list[date]) -> None:
    with time_machine.travel("2026-11-24T02:00:00+00:00", tick=False) as now:
        daily.run_due()
        now.move_to("2026-11-23T02:00:00+00:00")
        daily.run_due()
        now.move_to("2026-11-24T03:00:00+00:00")
        daily.run_due()
    assert days == [date(2026, 11, 24), date(2026, 11, 23)]


def test_what_failed_is_tried_again_after_a_while_and_keeps_nobody_else_from_working(
    days: list[date],
) -> None:
    tries: list[date] = []

    @daily.daily("test.failing")
    def fail_once(day: date) -> None:
        tries.append(day)
        if len(tries) == 1:
            raise RuntimeError("the disk is full")

    with time_machine.travel("2026-11-24T02:00:00+00:00", tick=False) as now:
        assert daily.run_due() == 1
        assert daily.run_due() == 0
        with read() as db:
            assert "disk" in db.value("SELECT error FROM daily_runs WHERE name = 'test.failing'")
        now.move_to("2026-11-24T02:20:00+00:00")
        assert daily.run_due() == 1
        with read() as db:
            assert db.value("SELECT error FROM daily_runs WHERE name = 'test.failing'") is None
    assert (len(days), len(tries)) == (1, 2)


def test_what_a_killed_worker_had_begun_is_due_at_the_next_start(days: list[date]) -> None:
    class Killed(BaseException):
        pass

    @daily.daily("test.day")
    def die(day: date) -> None:
        raise Killed

    with time_machine.travel("2026-11-24T02:00:00+00:00", tick=False):
        with pytest.raises(Killed):
            daily.run_due()
        daily.daily("test.day")(days.append)
        assert daily.run_due() == 0
        daily.release()
        assert daily.run_due() == 1
    assert days == [date(2026, 11, 24)]


def test_a_round_that_is_asked_for_while_it_runs_looks_once_more() -> None:
    inside, go_on, looks = threading.Event(), threading.Event(), [0]

    def look() -> None:
        looks[0] += 1
        inside.set()
        assert go_on.wait(10)

    one = Round("test", look)
    thread = threading.Thread(target=one.run)
    thread.start()
    assert inside.wait(10)
    one.run()  # returns at once: the thread is looking
    one.run()
    assert looks == [1]
    go_on.set()
    thread.join(10)
    assert looks == [2]
