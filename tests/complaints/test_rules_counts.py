"""Counts that were made once are the same however they are put together."""

from hypothesis import given
from hypothesis import strategies as some

from estate.complaints.rules_counts import Cell, average, summed

NUMBERS = [some.integers(0, 1000)] * 12
CELLS = some.builds(
    Cell,
    some.sampled_from(["noise", "pets"]),
    some.just(""),
    some.integers(0, 3),
    some.sampled_from(["", "1", "2"]),
    some.sampled_from(["2026-10", "2026-11"]),
    *NUMBERS,
)


@given(some.lists(CELLS, max_size=30))
def test_every_way_of_grouping_counts_the_same_complaints(cells: list[Cell]) -> None:
    by_kind = summed(cells, lambda one: (one.category, one.category))
    by_month = summed(cells, lambda one: (one.month, one.month))
    for name in ("complaints", "open", "first_due", "first_kept", "reply_due", "reply_kept"):
        total = sum(getattr(one, name) for one in cells)
        assert (
            sum(getattr(one, name) for one in by_kind) == total == sum(getattr(one, name) for one in by_month)
        )


def test_an_average_is_rounded_half_up_and_of_nothing_there_is_none() -> None:
    assert (average(5, 2), average(7, 3), average(0, 4), average(0, 0)) == (3, 2, 0, None)
