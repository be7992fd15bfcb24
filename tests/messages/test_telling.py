"""Telling somebody: once for a key, the text frozen with its hash, by the channels that reach; the next rung later."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from estate.data import read, write
from estate.data.store import System
from estate.messages import records
from estate.messages.actions import Telling, mark_read, receipt, tell_many, tell_staff
from estate.messages.actions_ladder import climb
from estate.messages.rules_text import digest
from tests.messages.conftest import BILL, Household, told, ways

NOON = "2026-11-25T04:00:00+00:00"
BY = System("test")


@pytest.fixture
def noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_the_same_key_tells_once(household: Household) -> None:
    first = told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home)
    again = told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home)
    assert first == again > 0
    with read() as db:
        assert db.value("SELECT count(*) FROM messages") == 1
        assert db.value("SELECT count(*) FROM deliveries") == 1


def test_the_text_is_frozen_with_its_hash_in_the_language_of_the_recipient(household: Household) -> None:
    message = told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home)
    with read() as db:
        found = db.tuples(
            "SELECT subject, text, short, hash, language FROM messages WHERE id = :id", id=message
        )
    subject, text, short, hashed, language = found[0]
    assert language == "en"
    assert subject == "Bill for Nov 2026: ¥166.06"
    assert "Dear Wang Jianguo" in text and "3-2-501" in text and "November 25, 2026" in text
    assert hashed == digest(subject, text, short)
    for change in ("text = 'other'", "hash = hash", "recipient = 'other'"):
        with write(BY) as tx, pytest.raises(sqlite3.IntegrityError, match="stays as it is"):
            tx.run(f"UPDATE messages SET {change} WHERE id = :id", id=message)
    with write(BY) as tx, pytest.raises(sqlite3.IntegrityError, match="stays"):
        tx.run("DELETE FROM messages")


def test_a_fresh_appliance_tells_in_the_inbox_and_who_has_none_on_paper(household: Household) -> None:
    tellings = [
        Telling(f"bill:{person}", BILL, person_id=person, home_id=household.home)
        for person in (household.wang, household.li, household.old)
    ]
    with write(BY) as tx:
        ids = tell_many(tx, "bill.posted", tellings)
    assert [ways(ids[one.key]) for one in tellings] == [
        {"in_app": "delivered"},
        {"paper": "queued"},
        {"paper": "queued"},
    ]


def test_what_nobody_saw_in_a_day_goes_on_paper_once(household: Household, noon: Any) -> None:
    message = told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home)
    noon.shift(timedelta(hours=23, minutes=59))
    assert climb() == 0
    noon.shift(timedelta(minutes=2))
    assert climb() == 1
    noon.shift(timedelta(days=9))
    assert climb() == 0
    assert ways(message) == {"in_app": "delivered", "paper": "queued"}


def test_what_was_read_climbs_no_further_and_what_waits_is_dropped(household: Household, noon: Any) -> None:
    read_at_once = told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home)
    mark_read([read_at_once], BY)
    late = told("bill.posted", "bill:2", person_id=household.wang, home_id=household.home)
    noon.shift(timedelta(days=2))
    assert climb() == 1
    mark_read([late], BY)
    mark_read([late], BY)
    assert ways(read_at_once) == {"in_app": "delivered"}
    assert ways(late) == {"in_app": "delivered", "paper": "expired"}


def test_an_event_that_is_switched_off_is_not_told(household: Household) -> None:
    with write(BY) as tx:
        for channel in ("in_app", "push", "mail", "sms", "paper"):
            tx.insert("message_settings", event="bill.posted", channel=channel, mode="off")
    assert told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home) == 0
    with read() as db:
        assert db.value("SELECT count(*) FROM messages") == 0


def test_what_is_rolled_back_was_never_told(household: Household) -> None:
    with pytest.raises(LookupError):
        told("bill.posted", "bill:1", {"amount": 1}, person_id=household.wang, home_id=household.home)
    with pytest.raises(LookupError):
        told("no.such.event", "bill:1", person_id=household.wang)
    with read() as db:
        assert db.value("SELECT count(*) FROM messages") == 0


def test_staff_with_a_permission_are_told_each_once(household: Household) -> None:
    values = {"payer": "Li Na", "amount": 16606, "promised_on": "2026-11-20"}
    for _time in range(2):
        with write(BY) as tx:
            tell_staff(
                tx,
                "promise.broken",
                "broken:1",
                permission="people.edit",
                values=values,
                home_id=household.home,
            )
    with read() as db:
        names = db.values("SELECT recipient FROM messages ORDER BY recipient")
        subject = db.value("SELECT subject FROM messages")
    assert names == ["Chen Jie", "Liu Min", "Sun Yan"]
    assert subject == "Li Na of 3-2-501 has not paid ¥166.06"


def test_word_of_a_provider_is_noted_once_and_delivered_never_goes_back(
    household: Household, noon: Any
) -> None:
    message = told("bill.posted", "bill:1", person_id=household.old, home_id=household.home)
    with write(BY) as tx:
        tx.run("UPDATE deliveries SET channel = 'sms', state = 'accepted', provider_id = 'p1'")
        assert receipt(tx, "sms", "p1", "failed", NOON, "switched off")
        assert receipt(tx, "sms", "p1", "delivered", NOON, "DELIVRD")
        assert receipt(tx, "sms", "p1", "failed", NOON, "switched off")
        assert receipt(tx, "sms", "p1", "delivered", NOON, "DELIVRD")
        assert not receipt(tx, "sms", "p2", "delivered", NOON, "DELIVRD")
        assert not receipt(tx, "mail", "p1", "delivered", NOON, "DELIVRD")
    assert ways(message) == {"sms": "delivered"}
    with read() as db:
        assert db.values("SELECT state FROM delivery_attempts ORDER BY id") == ["failed", "delivered"]
        assert records.climbing(db, "9999", 9) == []
    with write(BY) as tx, pytest.raises(sqlite3.IntegrityError, match="stays delivered"):
        tx.run("UPDATE deliveries SET state = 'failed'")


def test_paper_that_is_switched_off_is_still_the_last_way(household: Household) -> None:
    """Old Zhang neither signs in nor has a number; Wang reads the inbox."""
    with write(System("test")) as tx:
        for person in (household.old, household.wang):
            off = dict.fromkeys(("paper_off", "push_off", "mail_off", "sms_off"), 1)
            tx.insert(
                "message_preferences", person_id=person, **off, changed_at="2026-11-25", changed_by="Sun"
            )
    message = told("bill.posted", "bill:1", person_id=household.old, home_id=household.home)
    assert ways(message) == {"paper": "queued"}
    message = told("bill.posted", "bill:2", person_id=household.wang, home_id=household.home)
    assert ways(message) == {"in_app": "delivered"}
