"""The figures of a cashier's day."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.closing.rules_day import SIGNS, Entry, counted, figures, missing, over_short, runs

METHODS = ["cash", "wechat", "transfer"]
ENTRIES = st.lists(
    st.builds(Entry, st.sampled_from(list(SIGNS)), st.sampled_from(METHODS), st.integers(1, 10**9))
)


def test_a_void_counts_as_a_document_and_adds_nothing() -> None:
    got = figures([Entry("void", "cash", 5000), Entry("receipt", "wechat", 300)], 20000, 20000)
    assert got == ({"cash": 0, "wechat": 300}, 0, 1, 0, 1, 0)


@pytest.mark.parametrize(("counted_fen", "over"), [(58212, 0), (58213, 1), (58000, -212)])
def test_the_float_is_not_the_days_money(counted_fen: int, over: int) -> None:
    assert over_short(counted_fen, 20000, 38212) == over


@given(ENTRIES, st.integers(0, 10**6), st.integers(0, 10**9))
def test_the_methods_add_up_to_the_documents(entries: list[Entry], float_fen: int, counted_fen: int) -> None:
    got = figures(entries, float_fen, counted_fen)
    assert sum(got.totals_fen.values()) == sum(one.counted_fen for one in entries)
    assert got.over_short_fen == counted_fen - float_fen - got.cash_due_fen
    assert figures(entries).over_short_fen is None


@given(st.sets(st.integers(1, 300), min_size=1))
def test_ranges_hold_every_number_once(numbers: set[int]) -> None:
    found = runs(list(numbers))
    assert [n for run in found for n in range(run.first, run.last + 1)] == sorted(numbers)
    assert all(after.first > before.last + 1 for before, after in itertools.pairwise(found))
    assert set(missing(list(numbers))) == set(range(min(numbers), max(numbers) + 1)) - numbers


def test_notes_and_coins_are_added_up() -> None:
    assert counted({10000: 3, 5000: 1, 50: 3, 10: 2}) == 35170
    assert missing([]) == []
