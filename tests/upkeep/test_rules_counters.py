"""When a counter reaches its mark: the next step, the day that its readings foretell, a counter that was changed."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.upkeep.rules_counters import Reading, Shown, counter_target, prognosis, running, value_done

DAY = date(2026, 1, 1)


def days(*values: int) -> list[Reading]:
    """A reading a day from New Year on."""
    return [Reading(DAY + timedelta(days=number), value) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("done", "expected"), [(None, 500), (0, 500), (499, 500), (500, 750), (760, 1000), (5000, 5250)]
)
def test_a_counter_falls_due_at_the_next_step_after_the_service(done: int | None, expected: int) -> None:
    assert counter_target(500, 250, done) == expected


def test_a_counter_that_runs_ten_hours_a_day_reaches_its_mark_in_ten_days() -> None:
    readings = [Reading(date(2026, 1, 1), 0), Reading(date(2026, 1, 11), 100_000)]
    assert prognosis(readings, 200_000) == date(2026, 1, 21)
    assert prognosis(readings, 200_001) == date(2026, 1, 22)
    assert prognosis(readings, 100_000) == date(2026, 1, 11)


def test_without_movement_there_is_no_prognosis() -> None:
    assert prognosis([], 1) is None
    assert prognosis([Reading(date(2026, 1, 1), 5)], 6) is None
    assert prognosis([Reading(date(2026, 1, 1), 5), Reading(date(2026, 2, 1), 5)], 6) is None
    assert prognosis([Reading(date(2026, 1, 1), 0), Reading(date(2026, 2, 1), 1)], 10**6) is None


@given(st.integers(1, 10**6), st.integers(1, 365), st.integers(1, 10**7))
def test_at_the_forecast_day_the_counter_has_its_mark_and_not_a_day_before(
    gained: int, span: int, ahead: int
) -> None:
    readings = [Reading(date(2026, 1, 1), 0), Reading(date(2026, 1, 1) + timedelta(days=span), gained)]
    found = prognosis(readings, gained + ahead)
    if found:
        waited = (found - readings[-1].on).days
        assert waited * gained >= ahead * span > (waited - 1) * gained


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([(100, False), (150, False)], [100, 150]),
        ([(100, False), (0, True), (40, False)], [100, 100, 140]),
        ([(900, False), (7, True), (10, False), (2, True), (3, False)], [900, 900, 903, 903, 904]),
        ([(5, True), (9, False)], [5, 9]),
    ],
)
def test_a_counter_that_was_changed_runs_on_from_the_last_reading_of_the_old_one(
    shown: Sequence[tuple[int, bool]], expected: list[int]
) -> None:
    assert [one.value for one in running(Shown(DAY, *one) for one in shown)] == expected


@given(st.lists(st.tuples(st.integers(0, 10**6), st.booleans()), max_size=12))
def test_what_it_ran_in_all_never_falls(steps: list[tuple[int, bool]]) -> None:
    shown: list[Shown] = []
    for value, restarts in steps:
        below = bool(shown) and value < shown[-1].value
        shown.append(Shown(DAY, value, restarts or below))
    totals = [one.value for one in running(shown)]
    assert totals == sorted(totals)


@pytest.mark.parametrize(
    ("mark", "served", "expected"),
    [(None, None, None), (None, 1, 1900), (2000, None, 2000), (2000, 1, 2000), (2000, 2, 2300)],
)
def test_a_service_is_done_up_to_its_mark_or_to_what_it_ran_that_day(
    mark: int | None, served: int | None, expected: int | None
) -> None:
    on = DAY + timedelta(days=served) if served is not None else None
    assert value_done(mark, days(1000, 1900, 2300), on) == expected
