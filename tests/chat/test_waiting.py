"""Waiting in chat: outside the hours, too long, unanswered, unseen, and silence."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from estate.access import accounts
from estate.chat import (
    actions,
    actions_desk,
    actions_settings,
    tasks,
)
from estate.chat.records import Settings
from estate.data import clock, read, write
from tests.chat.conftest import BY, OPEN, Village
from tests.chat.talking import conversation, said, told, write_as_owner

pytestmark = pytest.mark.usefixtures("thursday")


def test_outside_the_hours_a_note_promises_when_and_the_office_is_told_on_opening(
    village: Village, thursday: time_machine.Traveller
) -> None:
    thursday.move_to(OPEN + timedelta(hours=10))  # eight in the evening
    one = write_as_owner(village, "No water")
    write_as_owner(village, "Still none", "k2")
    marks = [item.text for item in said(one) if item.mark == "closed"]
    assert marks == ["2026-11-27T00:30:00.000Z"]  # half past eight the next morning, said once
    tasks.look()
    assert told() == []
    thursday.move_to(datetime(2026, 11, 27, 0, 30, tzinfo=UTC))
    tasks.look()
    tasks.look()
    waits = [(event, who) for event, who, _subject in told()]
    assert len(waits) == len(set(waits))
    assert {who for _event, who in waits} >= {"Sun Yan", "He Ping", "Liu Min"}
    assert {event for event, _who in waits} == {"chat.waiting"}


def test_who_waits_longer_than_the_minutes_set_is_told_to_who_answers_once(
    village: Village, thursday: time_machine.Traveller
) -> None:
    actions_settings.change_settings(Settings(10, 3, 3), BY)
    one = write_as_owner(village, "hello")
    actions_desk.take(one, village.sun)
    thursday.shift(9 * 60)
    tasks.look()
    assert told() == []
    thursday.shift(60)
    tasks.look()
    write_as_owner(village, "are you there", "k2")
    thursday.shift(20 * 60)
    tasks.look()
    assert told() == [("chat.waiting", "Sun Yan", "Waits for an answer: Wang 1-1-101")]


def test_an_answer_that_is_not_seen_goes_out_as_a_message_and_one_that_is_does_not(
    village: Village, thursday: time_machine.Traveller
) -> None:
    one = write_as_owner(village, "hello")
    actions_desk.take(one, village.sun)
    first = actions.office_says(one, "He comes at three", (), "a", village.sun)
    actions.seen_by_owner(conversation(one), first.message_id, village.wang)
    thursday.shift(600)
    tasks.look()
    assert told() == []
    actions.office_says(one, "No, at four", (), "b", village.sun)
    thursday.shift(179)
    tasks.look()
    assert told() == []
    thursday.shift(1)
    tasks.look()
    tasks.look()
    assert told() == [("chat.answer", "Wang", "The office has answered you")]
    with read() as db:
        text, link = db.tuples("SELECT text, link FROM messages")[0]
    assert "No, at four" in text and link == f"/my/chat/{one}"


def test_what_its_clerk_leaves_unanswered_goes_back_into_the_queue_and_everybody_is_told(
    village: Village, thursday: time_machine.Traveller
) -> None:
    actions_settings.change_settings(Settings(10, 3, 3), BY)
    one = write_as_owner(village, "hello")
    actions_desk.take(one, village.sun)
    thursday.shift(39 * 60)
    tasks.look()
    assert conversation(one).clerk_name == "Sun Yan"
    actions_desk.hand_over(one, village.he.account_id, "", village.sun)
    thursday.shift(39 * 60)
    tasks.look()
    assert conversation(one).clerk_name == "He Ping"  # who got it only now is given the same time
    thursday.shift(60)
    tasks.look()
    tasks.look()
    found = conversation(one)
    assert found.clerk_id is None and found.waiting_since == clock.stamp_of(OPEN)
    assert [item.mark for item in said(one)][-1] == "queued"
    assert {who for _event, who, _subject in told()} >= {"Sun Yan", "He Ping", "Liu Min"}
    actions_desk.take(one, village.sun)
    actions.office_says(one, "Sorry", (), "a", village.sun)
    thursday.shift(5 * 3600)
    tasks.look()
    assert conversation(one).clerk_name == "Sun Yan"  # nobody waits for her


def test_who_does_not_work_here_any_more_keeps_nobody_waiting(village: Village) -> None:
    one = write_as_owner(village, "hello")
    actions_desk.take(one, village.he)
    with write(BY) as tx:
        left = accounts.get(tx, village.he.account_id)
        assert left
        accounts.disable(tx, left)
    tasks.look()
    assert conversation(one).clerk_id is None
    actions_desk.take(one, village.sun)


def test_silence_ends_a_conversation_and_waiting_keeps_it_open(
    village: Village, thursday: time_machine.Traveller
) -> None:
    answered, waiting = write_as_owner(village, "a"), write_as_owner(village, "b", "k2", village.shop_id)
    actions_desk.take(answered, village.sun)
    actions.office_says(answered, "done", (), "x", village.sun)
    thursday.shift(3 * 86400)
    tasks.end_silent(clock.today())
    assert conversation(answered).is_open
    thursday.shift(1)
    tasks.end_silent(clock.today())
    assert not conversation(answered).is_open
    assert [item.mark for item in said(answered)][-1] == "silent"
    assert conversation(waiting).is_open
