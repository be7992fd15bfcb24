"""Proof of delivery, texts, and the last days of limitation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.arrears.rules_law import threats
from estate.letters.rules_limitation import Event, ends_on, limitation
from estate.letters.rules_proof import proof
from estate.letters.rules_texts import filled, unknown_names
from estate.letters.texts import delivered
from estate.letters.words import KINDS, NAMES


@pytest.mark.parametrize(
    ("since", "off", "last"),
    [
        (date(2023, 3, 31), [], date(2026, 3, 31)),
        (date(2024, 2, 29), [], date(2027, 2, 28)),
        (date(2025, 2, 28), [], date(2028, 2, 28)),
        (date(2023, 10, 1), [date(2026, 10, 1), date(2026, 10, 2)], date(2026, 10, 3)),
        (date(2023, 12, 31), [date(2027, 1, 1)], date(2026, 12, 31)),
        (date(2023, 12, 31), [date(2026, 12, 31), date(2027, 1, 1)], date(2027, 1, 2)),
    ],
)
def test_the_last_day_is_three_years_on_and_no_day_off(since: date, off: list[date], last: date) -> None:
    assert ends_on(since, off) == last


DUE = date(2022, 6, 25)


@pytest.mark.parametrize(
    ("events", "last", "counted"),
    [
        ([], date(2025, 6, 25), 0),
        ([Event(date(2024, 1, 10), "letter")], date(2027, 1, 10), 1),
        ([Event(date(2024, 1, 10), "letter"), Event(date(2026, 12, 1), "payment")], date(2029, 12, 1), 2),
        ([Event(date(2025, 6, 25), "payment")], date(2028, 6, 25), 1),
        ([Event(date(2025, 6, 26), "payment")], date(2025, 6, 25), 0),
        ([Event(date(2022, 6, 25), "payment")], date(2025, 6, 25), 0),
        ([Event(date(2026, 1, 1), "lawsuit"), Event(date(2024, 1, 1), "promise")], date(2029, 1, 1), 2),
    ],
    ids=["none", "letter", "chain", "last day", "a day late", "on the due day", "in any order"],
)
def test_an_interruption_begins_the_three_years_anew_but_not_after_the_end(
    events: list[Event], last: date, counted: int
) -> None:
    found = limitation(DUE, events)
    assert (found.ends_on, len(found.interrupted)) == (last, counted)


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
chains = st.lists(st.builds(Event, days, st.just("letter")), max_size=6)


@given(
    due=days, events=chains, more=st.builds(Event, days, st.just("payment")), off=st.sets(days, max_size=30)
)
def test_another_interruption_never_brings_the_end_forward(
    due: date, events: list[Event], more: Event, off: set[date]
) -> None:
    before, after = limitation(due, events, off), limitation(due, [*events, more], off)
    assert after.ends_on >= before.ends_on >= ends_on(due, off)
    assert before.ends_on not in off
    assert len(before.interrupted) + len(before.too_late) == sum(one.on > due for one in events)


@given(due=days, events=chains)
def test_every_interruption_lies_within_three_years_of_the_one_before(due: date, events: list[Event]) -> None:
    found, since = limitation(due, events), due
    for one in found.interrupted:
        assert since <= one.on <= ends_on(since)
        since = one.on
    assert found.ends_on == ends_on(since)


@pytest.mark.parametrize(
    ("way", "told", "grade"),
    [
        ("handed", {"person": "Wang", "relation": "self", "photo": True}, "strong"),
        ("handed", {"person": "Wang", "relation": "adult_family", "photo": True}, "strong"),
        ("handed", {"person": "Wang", "relation": "other", "photo": True}, "weak"),
        ("handed", {"person": "Wang", "relation": "self"}, "weak"),
        ("sent", {"tracking": "EMS 1"}, "none"),
        ("arrived", {"tracking": "EMS 1", "person": "Wang", "relation": "self"}, "strong"),
        ("arrived", {"tracking": "EMS 1"}, "weak"),
        ("returned", {"tracking": "EMS 1"}, "none"),
        ("refused", {"witness": "Li", "relation": "self", "photo": True}, "strong"),
        ("refused", {"witness": "Li", "relation": "self"}, "weak"),
        ("posted", {"photo": True, "witness": "Li"}, "weak"),
    ],
)
def test_only_what_provably_reached_the_payer_is_strong_proof(
    way: str, told: dict[str, str], grade: str
) -> None:
    assert proof(way, **told) == grade  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_delivered_texts_threaten_nobody_and_use_known_names(kind: str, locale: str) -> None:
    text = delivered(kind, locale)
    whole = f"{text.title}\n{text.opening}\n{text.closing}"
    assert threats(whole) == []
    assert unknown_names(whole, NAMES) == []


def test_names_are_filled_in_and_strange_ones_are_found() -> None:
    assert filled("{payer} owes {total}", {"payer": "Wang", "total": "¥1"}) == "Wang owes ¥1"
    assert unknown_names("{payer} {sum} }", {"payer"}) == ["sum", "}"]


def test_a_warning_looks_far_enough_back_at_the_end_of_february() -> None:
    from estate.letters.limitation import _three_years_before  # pyright: ignore[reportPrivateUsage]

    for offset in range(1500):
        day = date(2026, 1, 1) + timedelta(offset)
        latest = date.fromisoformat(_three_years_before(day))
        assert ends_on(latest) <= day < ends_on(latest + timedelta(1))
