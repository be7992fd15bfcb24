"""When upkeep falls due: worked days, and what holds for every plan whatever the clock does."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.upkeep.rules_dues import (
    Due,
    Interval,
    Past,
    Rhythm,
    Rung,
    closed_by,
    covered,
    in_season,
    later,
    next_due,
    overtaken,
    season_end,
    wanted_by,
)

DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
intervals = st.builds(Interval, st.integers(1, 24), st.sampled_from(["day", "week", "month", "year"]))
month_days = st.builds(lambda day: f"{day:%m-%d}", st.dates(date(2024, 1, 1), date(2024, 12, 31)))
seasons = st.one_of(st.none(), st.tuples(month_days, month_days))


def plan(
    every: int, unit: str, first: str, counts_from: str = "plan", season: tuple[str, str] | None = None
) -> Rhythm:
    return Rhythm(Interval(every, unit), date.fromisoformat(first), counts_from, season)


@pytest.mark.parametrize(
    ("first", "every", "unit", "times", "expected"),
    [
        ("2026-01-31", 1, "month", 1, "2026-02-28"),
        ("2026-01-31", 1, "month", 2, "2026-03-31"),
        ("2024-02-29", 1, "year", 1, "2025-02-28"),
        ("2024-02-29", 1, "year", 4, "2028-02-29"),
        ("2026-12-25", 15, "day", 1, "2027-01-09"),
        ("2026-11-30", 3, "month", 1, "2027-02-28"),
    ],
)
def test_an_interval_ends_on_the_last_day_of_a_short_month(
    first: str, every: int, unit: str, times: int, expected: str
) -> None:
    assert later(date.fromisoformat(first), Interval(every, unit), times).isoformat() == expected


def test_after_months_off_what_is_due_now_is_due_once_and_says_how_many_passed() -> None:
    found = next_due(plan(15, "day", "2026-01-01"), Past(last_due=date(2026, 1, 16)), date(2026, 4, 20))
    assert found == Due(date(2026, 4, 16), 5)  # 31 Jan, 15 Feb, 2, 17 Mar, 1 Apr passed


def test_a_plan_that_counts_from_the_last_service_waits_for_it() -> None:
    rhythm = plan(15, "day", "2026-01-01", "done")
    assert next_due(rhythm, Past(), date(2026, 6, 1)) == Due(date(2026, 1, 1))
    assert next_due(rhythm, Past(date(2026, 1, 1), date(2026, 1, 9)), date(2026, 6, 1)) == Due(
        date(2026, 1, 24)
    )
    assert not overtaken(rhythm, date(2026, 1, 1), date(2026, 6, 1))


def test_done_twice_on_a_day_the_next_due_is_not_the_one_that_was() -> None:
    past = Past(date(2026, 1, 16), date(2026, 1, 1), frozenset({date(2026, 1, 16)}))
    assert next_due(plan(15, "day", "2026-01-01", "done"), past, date(2026, 1, 1)) == Due(date(2026, 1, 17))


def test_in_a_season_it_falls_due_within_it_and_is_not_made_up_after() -> None:
    flood = plan(15, "day", "2026-01-01", season=("06-01", "07-10"))
    assert next_due(flood, Past(), date(2026, 3, 1)) == Due(date(2026, 6, 1))
    assert next_due(flood, Past(date(2026, 6, 1)), date(2026, 7, 5)) == Due(date(2026, 7, 1), 1)
    assert next_due(flood, Past(date(2026, 6, 1)), date(2026, 7, 11)) == Due(date(2027, 6, 1), 2)
    assert overtaken(flood, date(2026, 7, 1), date(2026, 7, 11))
    assert not overtaken(flood, date(2026, 7, 1), date(2026, 7, 10))


def test_a_season_may_lie_across_new_year() -> None:
    frost = ("11-15", "03-15")
    assert season_end(date(2026, 12, 1), frost) == date(2027, 3, 15)
    assert season_end(date(2027, 2, 1), frost) == date(2027, 3, 15)
    assert in_season(date(2027, 1, 1), frost) and not in_season(date(2027, 4, 1), frost)
    assert next_due(
        plan(1, "month", "2026-01-01", season=frost), Past(date(2026, 12, 15)), date(2027, 1, 1)
    ) == Due(date(2027, 1, 15))


@given(
    intervals, days, st.sampled_from(["plan", "done"]), seasons, st.lists(st.integers(-400, 900), max_size=12)
)
def test_never_two_for_the_same_day_however_the_clock_jumps(
    interval: Interval, first: date, counts_from: str, season: tuple[str, str] | None, jumps: list[int]
) -> None:
    rhythm = Rhythm(interval, first, counts_from, season)
    today, dues, last_done = first, set[date](), None
    for jump in jumps:
        today += timedelta(days=jump)
        taken = frozenset(one for one in dues if last_done and one >= last_done)
        found = next_due(rhythm, Past(max(dues, default=None), last_done, taken), today)
        assert found and found.on not in dues
        assert found.skipped >= 0
        dues.add(found.on)
        last_done = max(today, last_done or today)


@given(intervals, days, days, seasons)
def test_what_falls_due_has_no_later_day_of_the_plan_behind_it_that_has_passed(
    interval: Interval, first: date, today: date, season: tuple[str, str] | None
) -> None:
    rhythm = Rhythm(interval, first, "plan", season)
    found = next_due(rhythm, Past(), today)
    assert found and found.on >= first
    if found.on <= today:
        assert not overtaken(rhythm, found.on, today)
    if season:
        assert in_season(found.on, season) or f"{found.on:%m-%d}" == "02-28"


@given(intervals, days, days)
def test_days_off_change_nothing_of_what_is_due_now(interval: Interval, first: date, today: date) -> None:
    """Who asks every day and keeps to it ends at the same day as who was away."""
    rhythm = Rhythm(interval, first)
    away = next_due(rhythm, Past(), today)
    last, count = None, 0
    while (found := next_due(rhythm, Past(last), last or first)) and found.on <= today:
        last, count = found.on, count + 1
    if count == 0:
        assert away == Due(first)
    else:
        assert away == Due(last or first, count - 1)


HALF, QUARTER, YEAR = (
    Rung(1, 1, date(2026, 4, 1), 15),
    Rung(2, 2, date(2026, 4, 5), 90),
    Rung(4, 4, date(2026, 6, 1), 365),
)


def test_the_quarter_service_a_few_days_later_is_done_on_the_day_of_the_half_month_one() -> None:
    assert covered([HALF, QUARTER, YEAR], date(2026, 3, 25)) == {1: 2}
    assert wanted_by(QUARTER, [HALF, QUARTER, YEAR], date(2026, 3, 25)) == date(2026, 4, 1)
    assert closed_by(2, date(2026, 4, 1), [HALF, QUARTER, YEAR]) == [1]


def test_a_shallower_service_closes_no_deeper_one_and_none_of_a_later_window() -> None:
    assert closed_by(1, date(2026, 4, 5), [HALF, QUARTER]) == []
    assert closed_by(2, date(2026, 3, 24), [HALF]) == []  # more than a week before: it is still to come


def test_what_is_overdue_is_done_with_the_deeper_service_however_late() -> None:
    assert covered([HALF, QUARTER], date(2026, 5, 1)) == {1: 2}
    assert closed_by(2, date(2026, 5, 1), [HALF]) == [1]


@given(days, st.integers(1, 400), days, days)
def test_what_covers_another_is_wanted_no_later_than_either_and_closes_it(
    shallow_due: date, every: int, deep_due: date, today: date
) -> None:
    shallow, deep = Rung(1, 1, shallow_due, every), Rung(2, 2, deep_due, 365)
    by = wanted_by(deep, [shallow, deep], today)
    assert by <= deep_due
    if covered([shallow, deep], today):
        assert by <= shallow_due
        assert closed_by(2, max(by, today), [shallow]) == [1]
    else:
        assert by == deep_due
