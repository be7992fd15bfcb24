"""A clock in words."""

from datetime import timedelta

import pytest

from estate import i18n
from estate.clocks.words import in_words, present


@pytest.mark.parametrize(
    ("state", "minutes", "left", "tone"),
    [
        ("running", 125, "2 h 5 min left", "neutral"),
        ("soon", 59, "59 min left", "waiting"),
        ("late", -1500, "1 d 1 h over", "overdue"),
        ("kept", 1440, "1 d to spare", "settled"),
        ("missed", -60, "1 h over", "overdue"),
        ("paused", 30, "30 min left", "info"),
    ],
)
def test_a_clock_says_what_is_left_or_was_over(state: str, minutes: int, left: str, tone: str) -> None:
    i18n.use_locale("en")
    found = in_words("first", "First answer", state, timedelta(minutes=minutes), "2026-11-26T01:00:00.000Z")
    assert (found.left, found.tone, found.label) == (left, tone, "First answer")


def test_the_clock_that_counts_is_the_first_that_has_not_stopped() -> None:
    every = [
        in_words(state, state, state, timedelta(), "") for state in ("kept", "missed", "late", "running")
    ]
    found = present(every)
    assert found is not None and found.name == "late"
    assert present(every[:2]) is None
