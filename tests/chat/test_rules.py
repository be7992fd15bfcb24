"""What is promised outside the hours, when the office is told that somebody waits, how words are found and filled in."""

import sqlite3
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.chat.rules import alert_at, may_withdraw, promise, waited_minutes
from estate.chat.rules_words import filled, index_text, match_query, tokens, unknown_variables
from estate.window.rules_hours import Hours, Span, standing

MORNING, AFTERNOON = Span(time(8, 30), time(12)), Span(time(13, 30), time(18))
MONDAY = date(2026, 11, 30)
HOURS = Hours({**dict.fromkeys(range(5), (MORNING, AFTERNOON))}, {}, {MONDAY + timedelta(days=3)})


def at(days: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=days), time(hour, minute))


@pytest.mark.parametrize(
    ("moment", "answer_from"),
    [
        (at(0, 9), None),
        (at(0, 12), at(0, 13, 30)),
        (at(0, 18), at(1, 8, 30)),
        (at(2, 20), at(4, 8, 30)),  # Thursday is a day off
        (at(4, 19), at(7, 8, 30)),  # over the weekend
        (at(5, 10), at(7, 8, 30)),
    ],
)
def test_who_writes_outside_the_hours_reads_when_the_office_opens(
    moment: datetime, answer_from: datetime | None
) -> None:
    found = promise(HOURS, moment)
    assert (found.open, found.answer_from) == (answer_from is None, answer_from)


def test_without_hours_the_office_is_always_there_and_promises_nothing_it_does_not_know() -> None:
    assert promise(Hours({}), at(0, 3)).open
    closed = Hours({0: (MORNING,)}, {}, {MONDAY + timedelta(days=7 * n) for n in range(1, 20)})
    assert promise(closed, at(1, 3)) == (False, None)
    assert alert_at(closed, at(1, 3), 5) is None
    assert alert_at(Hours({}), at(0, 3), 5) == at(0, 3, 5)


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (at(0, 9), at(0, 9, 5)),
        (at(0, 11, 54), at(0, 11, 59)),
        (at(0, 11, 55), at(0, 13, 30)),  # it closes at that minute
        (at(0, 11, 58), at(0, 13, 30)),
        (at(0, 12, 30), at(0, 13, 30)),  # on opening, at once
        (at(2, 17, 58), at(4, 8, 30)),
        (at(5, 11), at(7, 8, 30)),
    ],
)
def test_the_office_is_told_after_five_minutes_or_on_opening(since: datetime, told: datetime) -> None:
    assert alert_at(HOURS, since, 5) == told


@given(st.integers(0, 13), st.integers(0, 23), st.integers(0, 59), st.integers(1, 240))
def test_the_office_is_told_while_it_is_open(days: int, hour: int, minute: int, minutes: int) -> None:
    since = at(days, hour, minute)
    told = alert_at(HOURS, since, minutes)
    assert told is not None and told > since
    assert standing(HOURS, told).is_open
    now = standing(HOURS, since)
    opens = standing(HOURS, now.until).opens if now.until else now.opens
    assert told in ((since + timedelta(minutes=minutes), opens) if now.is_open else (opens,))


def test_a_message_is_taken_back_within_two_minutes() -> None:
    said = at(0, 9)
    assert may_withdraw(said, said + timedelta(seconds=120))
    assert not may_withdraw(said, said + timedelta(seconds=121))
    assert waited_minutes(said, said + timedelta(seconds=119)) == 1
    assert waited_minutes(said, said - timedelta(seconds=5)) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("楼道漏水", ["楼", "道", "漏", "水"]),
        ("３栋 lift 坏了", ["3", "栋", "lift", "坏", "了"]),
        ("Water, water!", ["water", "water"]),
        ("", []),
    ],
)
def test_each_chinese_sign_is_a_word(text: str, words: list[str]) -> None:
    assert tokens(text) == words
    assert index_text(text) == " ".join(words)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("漏水", '"漏 水"'),
        ("漏水 lift", '"漏 水" "lift"*'),
        ('" OR *', '"or"*'),
        ("，。", ""),
        ("  ", ""),
    ],
)
def test_what_is_typed_becomes_a_question_of_plain_words(typed: str, query: str) -> None:
    assert match_query(typed) == query


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_the_search(typed: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE found USING fts5 (words, content = '')")
    db.execute("INSERT INTO found (rowid, words) VALUES (1, ?)", [index_text(typed)])
    query = match_query(typed)
    if query:
        assert db.execute("SELECT rowid FROM found WHERE found MATCH ?", [query]).fetchall() == [(1,)]
    db.close()


def test_variables_are_filled_in_by_either_name() -> None:
    values = {"name": "王建国", "home": "3-2-501", "clerk": "Sun", "office": "物业", "phone": "0571"}
    assert filled("{姓名}您好，{home} {phone}", values) == "王建国您好，3-2-501 0571"
    assert filled("{sum} {", values) == "{sum} {"
    assert unknown_variables("{姓名} {sum} { home }") == ["sum"]
