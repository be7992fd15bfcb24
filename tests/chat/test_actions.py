"""Talking: once for each key, in one conversation for each person and home, with what follows from it."""

import sqlite3
from functools import partial

import pytest
import time_machine

from estate.chat import (
    actions,
    actions_desk,
    actions_settings,
    queries,
    records,
    records_lists,
)
from estate.chat.actions import SaidOtherwise
from estate.chat.actions_complaint import Grievance, to_complaint
from estate.chat.actions_desk import Fault
from estate.complaints import links as complaint_links
from estate.data import clock, read, write
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.repairs import links
from tests.chat.conftest import BY, OPEN, Village
from tests.chat.talking import conversation, said, texts, write_as_owner
from tests.together import at_once

pytestmark = pytest.mark.usefixtures("thursday")


def test_the_same_message_again_is_one_and_another_under_its_key_is_asked_about(village: Village) -> None:
    first = actions.owner_says(village.home_id, "The lift stands", (), "k", village.wang)
    assert actions.owner_says(village.home_id, " The lift stands ", (), "k", village.wang) == first
    with pytest.raises(SaidOtherwise, match="The lift stands"):
        actions.owner_says(village.home_id, "The lift stands still", (), "k", village.wang)
    assert texts(first.conversation_id) == ["The lift stands"]


def test_of_one_person_and_home_one_conversation_is_open(village: Village) -> None:
    one = write_as_owner(village, "first")
    assert write_as_owner(village, "second", "k2") == one
    shop = write_as_owner(village, "of the shop", "k3", village.shop_id)
    assert shop != one
    with pytest.raises(Refused):
        write_as_owner(village, "of Li's", "k4", village.other_home_id)
    with pytest.raises(Refused):
        write_as_owner(village, "  ", "k5")
    with pytest.raises(Refused):
        actions.owner_says(village.home_id, "without a key", (), "", village.wang)


def test_of_two_who_take_it_at_once_one_gets_it_and_the_other_is_told(village: Village) -> None:
    one, refused = write_as_owner(village, "hello"), list[str]()

    def take(who: object) -> None:
        try:
            actions_desk.take(one, who)  # type: ignore[arg-type]
        except Refused as word:
            refused.append(word.message)

    at_once(*(partial(take, who) for who in (village.sun, village.he)))
    holder = conversation(one).clerk_name
    assert len(refused) == 1 and refused[0].startswith(holder)
    assert [one.mark for one in said(one) if one.kind == "mark"] == ["taken"]


def test_only_who_has_it_answers_and_waiting_ends_with_the_answer(village: Village) -> None:
    one = write_as_owner(village, "hello")
    for who in (village.sun, village.he):
        with pytest.raises(Refused):
            actions.office_says(one, "hi", (), "a", who)
    actions_desk.take(one, village.sun)
    assert conversation(one).waiting_since == clock.stamp_of(OPEN)
    actions.office_says(one, "hi", (), "a", village.sun)
    actions.office_says(one, "hi", (), "a", village.sun)
    with pytest.raises(Refused, match="Sun Yan"):
        actions.office_says(one, "I too", (), "b", village.he)
    assert conversation(one).waiting_since is None
    assert conversation(one).office_seen_id > 0  # who answers has read
    assert texts(one) == ["hello", "Sun Yan", "hi"]
    with read() as db:
        assert queries.unread(db, village.wang) == 1
        assert queries.unread(db, village.li) == 0


def test_seen_is_kept_for_who_it_is_for_and_only_moves_on(village: Village) -> None:
    one = write_as_owner(village, "hello")
    actions.seen_by_office(conversation(one), 2**53, village.sun)
    assert conversation(one).office_seen_id == 0  # a look at the queue is no promise
    actions_desk.take(one, village.sun)
    actions.seen_by_office(conversation(one), 2**53, village.he)
    assert conversation(one).office_seen_id == 0
    actions.seen_by_office(conversation(one), 2**53, village.sun)
    first = conversation(one)
    assert first.office_seen_id > 0
    answer = actions.office_says(one, "hi", (), "a", village.sun)
    actions.seen_by_owner(first, answer.message_id, village.wang)
    assert conversation(one).owner_seen_id == answer.message_id
    with read() as db:
        assert queries.unread(db, village.wang) == 0
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        tx.update("conversations", one, owner_seen_id=0)


def test_a_message_is_taken_back_by_its_writer_for_two_minutes_and_leaves_a_mark(
    village: Village, thursday: time_machine.Traveller
) -> None:
    mine = actions.owner_says(village.home_id, "wrong window 漏水", (), "k", village.wang)
    for stranger in (village.sun, village.li):
        with pytest.raises(Refused):
            actions.withdraw(mine.conversation_id, mine.message_id, stranger)
    thursday.shift(119)
    actions.withdraw(mine.conversation_id, mine.message_id, village.wang)
    actions.withdraw(mine.conversation_id, mine.message_id, village.wang)
    assert said(mine.conversation_id)[0].withdrawn_at
    with read() as db:
        assert records_lists.found(db, "漏水") == []
        assert queries.in_words(db, mine.conversation_id) == ""
    later = actions.owner_says(village.home_id, "meant", (), "k2", village.wang)
    thursday.shift(122)
    with pytest.raises(Refused):
        actions.withdraw(later.conversation_id, later.message_id, village.wang)


def test_the_database_itself_keeps_what_was_said(village: Village, thursday: time_machine.Traveller) -> None:
    one = write_as_owner(village, "hello")
    thursday.shift(200)
    for change in (
        "UPDATE chat_messages SET text = 'other'",
        "DELETE FROM chat_messages",
        "DELETE FROM conversations",
        f"UPDATE chat_messages SET withdrawn_at = '{clock.stamp()}'",
        "UPDATE conversations SET person_id = 2",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.run(change)
    actions_desk.end(one, village.sun)
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        records.add(tx, one, "x", "owner", "too late")
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        tx.update("conversations", one, ended_at=None, ended_by="")


def test_a_hand_over_is_seen_by_the_owner_and_its_note_is_not(village: Village) -> None:
    one = write_as_owner(village, "hello")
    actions_desk.take(one, village.sun)
    actions.office_says(one, "hi", (), "a", village.sun)
    with pytest.raises(Refused):
        actions_desk.hand_over(one, village.sun.account_id, "", village.he)
    with pytest.raises(Refused):
        actions_desk.hand_over(one, village.wang.account_id, "", village.sun)
    actions_desk.hand_over(one, village.he.account_id, "He knows the lift", village.sun)
    with read() as db:
        seen = records.latest(db, one, notes=False)
        assert (queries.waiting(db, village.he), queries.waiting(db, village.sun)) == (1, 0)
    assert [(item.mark, item.text) for item in seen][-1] == ("handed", "He Ping")
    assert "He knows the lift" in texts(one)
    assert "He knows the lift" not in [item.text for item in seen]
    actions_desk.hand_over(one, None, "", village.he)
    with read() as db:
        assert records_lists.counts(db, village.he.account_id) == (1, 0)


def test_ended_rated_once_and_written_again_a_new_one_follows(village: Village) -> None:
    one = write_as_owner(village, "hello")
    with pytest.raises(Refused):
        actions_desk.rate(one, 5, "", village.wang)
    actions_desk.end(one, village.sun)
    actions_desk.end(one, village.sun)
    with pytest.raises(Refused):
        actions_desk.take(one, village.he)
    with pytest.raises(Refused):
        actions_desk.rate(one, 6, "", village.wang)
    actions_desk.rate(one, 4, "quick", village.wang)
    with pytest.raises(Refused):
        actions_desk.rate(one, 1, "", village.wang)
    again = write_as_owner(village, "once more", "k2")
    assert again != one
    assert conversation(again).earlier_id == one
    assert conversation(one).rating == 4


def test_a_repair_from_a_conversation_has_its_words_and_both_lead_to_each_other(village: Village) -> None:
    one = write_as_owner(village, "Water under the sink")
    fault = Fault("plumbing", "fast", "Leak under the sink", "Ring twice")
    order = actions_desk.to_repair(one, fault, "k", village.sun)
    assert actions_desk.to_repair(one, fault, "k", village.sun) == order
    with read() as db:
        text = db.value("SELECT text FROM work_orders WHERE id = :id", id=order)
        assert links.orders_of(db, "chat", one) == [order]
        assert [found.href for found in links.of_order(db, village.sun, order)] == [f"/chat/{one}"]
        assert [found.href for found in links.of_order(db, village.wang, order)] == [f"/my/chat/{one}"]
        assert links.of_order(db, village.li, order) == []
    assert "Ring twice" in text and "Wang: Water under the sink" in text
    assert [item.text for item in said(one) if item.mark == "repair"] == [str(order)]


def test_words_are_found_in_all_that_was_said_by_whom_it_may(village: Village) -> None:
    one = write_as_owner(village, "楼道漏水，电梯 Lift 也停了")
    two = write_as_owner(village, "停车费", "k2", village.shop_id)
    actions.note(two, "漏水的是楼上", "n", village.sun)

    def found(q: str) -> list[int]:
        with read() as db:
            return [item.id for item in records_lists.found(db, q)]

    assert found("漏水") == [two, one]
    assert found("水漏") == []
    assert found("lif") == [one]
    assert found("漏水 电梯") == [one]
    assert found("1-1-102") == [two]
    assert found("Wang") == [two, one]
    assert found("，") == []


def test_prepared_answers_are_found_and_have_no_variable_that_is_unknown(village: Village) -> None:
    kept = actions_settings.keep_answer(None, "Hours", "{name}, we are open until 18:00", BY)
    with pytest.raises(Refused):
        actions_settings.keep_answer(None, "Hours", "again", BY)
    with pytest.raises(Refused, match="sum"):
        actions_settings.keep_answer(None, "Debt", "{sum} is due", BY)
    assert actions_settings.keep_answer(kept, "Hours", "Until 18:00", BY) == kept
    actions_settings.retire_answer(kept, BY)
    assert actions_settings.keep_answer(None, "Hours", "anew", BY) != kept


def test_a_complaint_from_a_conversation_has_its_words_and_is_tied_to_it(village: Village) -> None:
    one = write_as_owner(village, "Noise every night")
    told = Grievance("complaint", "noise", "Noise at night", "Third time")
    complaint = to_complaint(one, told, "k", village.sun)
    assert to_complaint(one, told, "k", village.sun) == complaint
    with read() as db:
        text, source = db.tuples("SELECT text, source FROM complaints WHERE id = :id", id=complaint)[0]
        assert [found.href for found in complaint_links.of(db, complaint, village.sun)] == [f"/chat/{one}"]
    assert "Third time" in text and "Wang: Noise every night" in text and source == "chat"
    assert [item.text for item in said(one) if item.mark == "complaint"] == [str(complaint)]


def test_another_photo_under_the_same_key_is_asked_about_and_the_same_is_there_once(village: Village) -> None:
    red, blue = Kept("a" * 64, "red.jpg", "image/jpeg", 9), Kept("b" * 64, "blue.jpg", "image/jpeg", 9)
    first = actions.owner_says(village.home_id, "", (red,), "k", village.wang)
    assert actions.owner_says(village.home_id, "", (red,), "k", village.wang) == first
    with pytest.raises(SaidOtherwise):
        actions.owner_says(village.home_id, "", (blue,), "k", village.wang)
    actions.owner_says(village.home_id, "", (blue,), "k2", village.wang)
    assert [one.photos for one in said(first.conversation_id)] == [1, 1]
