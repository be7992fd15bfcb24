"""Instalments add up, fall on calendar days, are settled from the earliest on, are kept or broken."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.plans.rules import Part, due_days, judge, matched, missed, split


@pytest.mark.parametrize(
    ("total", "count", "parts"),
    [
        (556216, 6, [92716, 92700, 92700, 92700, 92700, 92700]),
        (49818, 3, [16618, 16600, 16600]),
        (5, 3, [3, 1, 1]),
        (30000, 3, [10000, 10000, 10000]),
    ],
)
def test_equal_parts_are_whole_yuan_and_the_first_takes_the_rest(
    total: int, count: int, parts: list[int]
) -> None:
    assert split(total, count) == parts


@given(total=st.integers(1, 10**9), count=st.integers(1, 36))
def test_parts_add_up_to_the_fen_and_none_is_empty(total: int, count: int) -> None:
    if count <= total:
        parts = split(total, count)
        assert sum(parts) == total and len(parts) == count and min(parts) > 0 and parts[0] == max(parts)


def test_instalments_keep_their_day_and_end_with_shorter_months() -> None:
    assert due_days(date(2027, 12, 31), 4) == [
        date(2027, 12, 31),
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
    ]


THREE = [Part(date(2026, 12, 1), 100), Part(date(2027, 1, 1), 100), Part(date(2027, 2, 1), 100)]


@pytest.mark.parametrize(
    ("settled", "today", "expected"),
    [
        (0, date(2026, 12, 1), None),
        (0, date(2026, 12, 8), None),
        (0, date(2026, 12, 9), "broken"),
        (99, date(2026, 12, 9), "broken"),
        (100, date(2026, 12, 9), None),
        (150, date(2027, 1, 9), "broken"),
        (200, date(2027, 2, 8), None),
        (300, date(2026, 12, 2), "kept"),
        (300, date(2030, 1, 1), "kept"),
    ],
)
def test_a_plan_is_kept_or_broken_by_what_is_settled(settled: int, today: date, expected: str | None) -> None:
    assert judge(THREE, settled, today, 7) == expected


plans = st.lists(st.integers(1, 500), min_size=1, max_size=8).map(
    lambda sums: [
        Part(day, fen) for day, fen in zip(due_days(date(2027, 1, 15), len(sums)), sums, strict=True)
    ]
)


@given(parts=plans, settled=st.integers(0, 5000))
def test_the_earliest_part_is_settled_first_and_nothing_is_lost(parts: list[Part], settled: int) -> None:
    found = matched(parts, settled)
    assert sum(one.paid_fen for one in found) == min(settled, sum(one.amount_fen for one in parts))
    begun = [one.paid_fen < one.amount_fen for one in found]
    assert all(one.paid_fen == 0 for one in found[begun.index(True) + 1 :]) if True in begun else True
    assert (missed(parts, settled) is None) == (True not in begun)


@given(parts=plans, settled=st.integers(0, 5000), more=st.integers(0, 500), waited=st.integers(0, 400))
def test_more_money_never_breaks_a_plan(parts: list[Part], settled: int, more: int, waited: int) -> None:
    rank = {"broken": 0, None: 1, "kept": 2}
    today = date(2027, 1, 1) + timedelta(waited)
    assert rank[judge(parts, settled + more, today, 5)] >= rank[judge(parts, settled, today, 5)]
