"""The ladder, the quiet hours, texts with holes, and how many SMS a text is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.i18n import speaking
from estate.messages import events
from estate.messages.rendering import built_in, spoken
from estate.messages.rules import (
    LADDER,
    allowed,
    back_off,
    first_channels,
    later_state,
    next_channel,
    quiet_until,
)
from estate.messages.rules_text import digest, fill, renamed, segments, signed, unknown, variables

SHANGHAI = ZoneInfo("Asia/Shanghai")
MODES = st.dictionaries(st.sampled_from(LADDER), st.sampled_from(["at_once", "later", "off"]))
CHANNELS = st.sets(st.sampled_from(LADDER))
STATES = ["queued", "claimed", "submitted", "accepted", "delivered", "failed", "expired"]


@pytest.mark.parametrize(("signs", "parts"), [(0, 0), (70, 1), (71, 2), (134, 2), (135, 3), (160, 3)])
def test_F_length_of_an_sms(signs: int, parts: int) -> None:
    assert segments("字" * signs) == parts


def test_F_the_signature_counts() -> None:
    assert segments(signed("字" * 66, "桂花园")) == 2
    assert segments(signed("字" * 65, "桂花园")) == 1


@given(MODES, CHANNELS)
def test_every_channel_is_used_at_most_once_and_only_where_it_reaches(
    modes: dict[str, str], reachable: set[str]
) -> None:
    used = first_channels(modes, reachable)
    while rung := next_channel(modes, reachable, used):
        used.append(rung)
    assert len(used) == len(set(used))
    assert set(used) == {one for one in reachable if modes.get(one, "off") != "off"}


@given(MODES, CHANNELS)
def test_who_can_be_reached_at_all_is_told_something_at_once(
    modes: dict[str, str], reachable: set[str]
) -> None:
    possible = any(modes.get(one, "off") != "off" for one in reachable)
    assert bool(first_channels(modes, reachable)) == possible


def test_the_rungs_are_push_then_sms_then_paper() -> None:
    modes = {"in_app": "at_once", "push": "later", "sms": "later", "paper": "later"}
    everywhere = set(LADDER)
    assert first_channels(modes, everywhere) == ["in_app"]
    used, order = ["in_app"], list[str]()
    while rung := next_channel(modes, everywhere, used):
        order.append(rung)
        used.append(rung)
    assert order == ["push", "sms", "paper"]


def test_advertising_goes_only_to_who_agreed() -> None:
    everywhere = set(LADDER)
    assert allowed("marketing", "agreed", everywhere) == everywhere
    assert allowed("marketing", "unasked", everywhere) == {"in_app"}
    assert allowed("marketing", "refused", everywhere) == set()
    assert allowed("service", "refused", everywhere) == everywhere
    assert allowed("dunning", "refused", everywhere) == everywhere


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("2026-11-25T20:59:59", None),
        ("2026-11-25T21:00:00", "2026-11-26T09:00:00"),
        ("2026-11-25T23:59:59", "2026-11-26T09:00:00"),
        ("2026-11-26T00:00:00", "2026-11-26T09:00:00"),
        ("2026-11-26T08:59:59", "2026-11-26T09:00:00"),
        ("2026-11-26T09:00:00", None),
    ],
)
def test_quiet_hours_of_the_community(at: str, ends: str | None) -> None:
    local = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    expected = datetime.fromisoformat(ends).replace(tzinfo=SHANGHAI) if ends else None
    assert quiet_until(local, "21:00", "09:00") == expected


TIMES = st.times().map(lambda one: f"{one:%H:%M}")


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), TIMES, TIMES)
def test_quiet_hours_end_within_a_day_and_what_waits_for_their_end_is_not_held_again(
    at: datetime, start: str, end: str
) -> None:
    until = quiet_until(at.replace(tzinfo=SHANGHAI), start, end)
    if until is not None:
        assert timedelta(0) < until - at.replace(tzinfo=SHANGHAI) <= timedelta(days=1)
        assert f"{until:%H:%M}" == end
        assert quiet_until(until, start, end) is None


@given(st.lists(st.sampled_from(["accepted", "delivered", "failed", "expired"]), max_size=8))
def test_words_of_a_provider_in_any_order_end_the_same_once_it_was_delivered(words: list[str]) -> None:
    state = "submitted"
    for word in words:
        state = later_state(state, word) or state
    assert state in ("submitted", *words)
    assert (state == "delivered") == ("delivered" in words)


def test_waits_between_tries_grow() -> None:
    waits = [back_off(number) for number in range(1, 8)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=10)


def test_holes_are_checked_and_filled() -> None:
    assert variables("{name}: {home}, {name}") == ["name", "home"]
    assert unknown("{name} {house}", {"name"}) == ["house"]
    assert unknown("{name", {"name"}) == ["{"]
    assert unknown("{} }", {"name"}) == ["", "}"]
    assert fill("{name} owes ¥{amount}", {"name": "{amount}", "amount": "1.00"}) == "{amount} owes ¥1.00"
    with pytest.raises(KeyError):
        fill("{other}", {"name": "x"})


@given(st.tuples(st.text(), st.text(), st.text()), st.tuples(st.text(), st.text(), st.text()))
def test_different_texts_have_different_hashes(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("event", events.ALL, ids=lambda one: one.code)
def test_the_texts_of_the_program_name_only_what_they_are_given(event: events.Event, language: str) -> None:
    known, texts = events.known_variables(event), built_in(event.code, language)
    for text in texts[1:]:
        assert unknown(text, known) == []
    with speaking(language):
        values = spoken(event, {one.name: one.sample for one in event.variables}, language)
    assert set(values) == {one.name for one in event.variables}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("event", events.ALL, ids=lambda one: one.code)
def test_a_text_is_the_same_after_its_variables_were_written_in_ones_language_and_back(
    event: events.Event, language: str
) -> None:
    labels = events.labels(event, language)
    back = {label: name for name, label in labels.items()}
    assert len(back) == len(labels) == len(events.known_variables(event)), "no two are called the same"
    for text in built_in(event.code, language)[1:]:
        assert renamed(renamed(text, labels), back) == text


@pytest.mark.parametrize("event", events.ALL, ids=lambda one: one.code)
def test_in_chinese_the_short_text_is_at_most_two_sms(event: events.Event) -> None:
    given = {one.name: one.sample for one in event.variables}
    values = {one.name: str(one.sample) for one in events.COMMON} | spoken(event, given, "zh_CN")
    text = signed(fill(built_in(event.code, "zh_CN").short, values), "桂花园物业")
    assert segments(text) <= 2, text
