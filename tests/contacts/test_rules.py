"""Promises: kept by the day, late after it, broken without the money."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.contacts.rules import Paid, outcome

DUE = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("paid", "today", "expected"),
    [
        ([], DUE, None),
        ([], DUE + timedelta(1), "broken"),
        ([Paid(DUE, 10000)], DUE, "kept"),
        ([Paid(DUE - timedelta(3), 4000), Paid(DUE, 6000)], DUE + timedelta(9), "kept"),
        ([Paid(DUE, 9999)], DUE + timedelta(1), "broken"),
        ([Paid(DUE, 9999)], DUE, None),
        ([Paid(DUE + timedelta(1), 10000)], DUE + timedelta(2), "late"),
        ([Paid(DUE, 5000), Paid(DUE + timedelta(1), 5000)], DUE + timedelta(1), "late"),
    ],
)
def test_a_promise_is_judged_by_its_day_and_its_sum(
    paid: list[Paid], today: date, expected: str | None
) -> None:
    assert outcome(DUE, 10000, paid, today) == expected


payments = st.lists(
    st.builds(Paid, st.dates(DUE - timedelta(20), DUE + timedelta(20)), st.integers(1, 9000)), max_size=6
)


@given(paid=payments, fen=st.integers(1, 20000), waited=st.integers(0, 40))
def test_more_money_never_makes_a_promise_worse(paid: list[Paid], fen: int, waited: int) -> None:
    rank = {"broken": 0, None: 1, "late": 2, "kept": 3}
    today = DUE + timedelta(waited)
    before = outcome(DUE, fen, paid, today)
    assert rank[outcome(DUE, fen, [*paid, Paid(DUE, 1)], today)] >= rank[before]
    assert (before is None) <= (today <= DUE)
