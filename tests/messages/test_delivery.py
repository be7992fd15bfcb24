"""Deliveries over a real gateway and a real mail server: each arrives once, also when the worker is killed in between."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from estate.channels import actions as channels
from estate.data import Store, clock, current, read, write
from estate.data.store import System
from estate.messages.actions import Telling, mark_read, receipt, tell_many
from estate.messages.actions_delivery import AT_ONCE, MAX_ATTEMPTS, deliver, expire_silent, retry
from estate.messages.actions_ladder import climb
from tests.channels.conftest import gateway, mail, mail_server, settings_of, sms
from tests.channels.servers import Gateway, MailServer
from tests.messages.conftest import BILL, Household, told, ways

BY = System("test")
NOON = "2026-11-25T04:00:00+00:00"
__all__ = ["gateway", "mail", "mail_server", "sms"]  # fixtures


@pytest.fixture
def noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as now:
        yield now


def people(count: int, **more: str) -> list[int]:
    """People with a mobile number and, where wanted, an e-mail address."""
    with write(BY) as tx:
        found = [
            tx.insert("people", name=f"Person {n}", initials="P", pinyin="p", created_at=clock.stamp())
            for n in range(count)
        ]
        for n, person in enumerate(found):
            tx.insert("phones", person_id=person, number=f"138{n:08d}")
            if "host" in more:
                tx.insert(
                    "message_preferences",
                    person_id=person,
                    mail=f"p{n}@{more['host']}",
                    changed_at=clock.stamp(),
                    changed_by="test",
                )
    return found


def tell_all(persons: list[int]) -> dict[str, int]:
    with write(BY) as tx:
        return tell_many(
            tx, "bill.posted", [Telling(f"bill:{person}", BILL, person_id=person) for person in persons]
        )


def states() -> dict[str, int]:
    with read() as db:
        return dict(db.tuples("SELECT state, count(*) FROM deliveries GROUP BY state"))


def waits() -> dict[timedelta, int]:
    """How long the deliveries wait from now on, and how many each time."""
    with read() as db:
        found = db.tuples("SELECT due_at, count(*) FROM deliveries GROUP BY due_at")
    return {datetime.fromisoformat(due_at) - clock.now(): count for due_at, count in found}


def test_everything_that_is_due_goes_out_once(store: Store, sms: Gateway, noon: Any) -> None:
    tell_all(people(2 * AT_ONCE + 3))
    assert deliver() == 2 * AT_ONCE + 3
    assert deliver() == 0
    assert len(sms.taken) == len(set(sms.taken)) == 2 * AT_ONCE + 3
    assert states() == {"accepted": 2 * AT_ONCE + 3}
    with read() as db:
        assert set(db.values("SELECT provider_id FROM deliveries")) == {f"id-{key}" for key in sms.taken}
        assert set(db.values("SELECT attempts FROM deliveries")) == {1}


def test_the_text_that_went_out_is_the_one_on_record(store: Store, sms: Gateway, noon: Any) -> None:
    message = next(iter(tell_all(people(1)).values()))
    deliver()
    with read() as db:
        short = db.value("SELECT short FROM messages WHERE id = :id", id=message)
    assert [got.json["content"] for got in sms.requests] == [short]


def test_a_provider_that_is_busy_is_left_alone_and_asked_again_later_and_longer(
    store: Store, sms: Gateway, noon: Any
) -> None:
    tell_all(people(3 * AT_ONCE))
    sms.mode = "busy"
    assert deliver() == AT_ONCE, "a whole batch was turned away: the rest is not even tried"
    assert waits() == {timedelta(0): 2 * AT_ONCE, timedelta(seconds=10): AT_ONCE}
    noon.shift(timedelta(seconds=11))
    for _batch in range(3):
        deliver()
    assert waits()[timedelta(minutes=1)] == AT_ONCE, "the second wait is longer"
    sms.mode = "fine"
    noon.shift(timedelta(minutes=2))
    deliver()
    assert len(sms.taken) == len(set(sms.taken)) == 3 * AT_ONCE
    assert states() == {"accepted": 3 * AT_ONCE}


def test_what_was_tried_six_times_is_a_dead_letter_and_the_next_rung_is_taken(
    household: Household, sms: Gateway, noon: Any
) -> None:
    message = told("bill.posted", "bill:1", person_id=household.li, home_id=household.home)
    sms.mode = "busy"
    for _try in range(MAX_ATTEMPTS):
        deliver()
        noon.shift(timedelta(hours=3))
        if not 9 <= clock.now().astimezone(clock.zone()).hour < 20:
            noon.shift(timedelta(hours=12))
    assert ways(message)["sms"] == "failed"
    with read() as db:
        assert db.value("SELECT count(*) FROM delivery_attempts") == MAX_ATTEMPTS
        assert "429" in db.value("SELECT answer FROM deliveries WHERE channel = 'sms'")
    climb()
    assert ways(message) == {"sms": "failed", "paper": "queued"}
    sms.mode = "fine"
    assert retry(None, BY) == 1
    deliver()
    assert ways(message)["sms"] == "accepted"
    assert len(sms.taken) == 1


def test_a_refusal_is_final_at_once(household: Household, sms: Gateway, noon: Any) -> None:
    message = told("bill.posted", "bill:1", person_id=household.li, home_id=household.home)
    sms.mode = "refuse"
    deliver()
    climb()
    assert ways(message) == {"sms": "failed", "paper": "queued"}


def test_in_quiet_hours_only_what_is_urgent_leaves(household: Household, sms: Gateway) -> None:
    with time_machine.travel("2026-11-25T14:00:00+00:00", tick=False) as night:  # ten in the evening there
        quiet = told("bill.posted", "bill:1", person_id=household.li, home_id=household.home)
        loud = told("bill.posted", "bill:2", person_id=household.li, home_id=household.home, urgent=True)
        deliver()
        assert (ways(quiet)["sms"], ways(loud)["sms"]) == ("queued", "accepted")
        night.move_to("2026-11-26T00:59:59+00:00")
        deliver()
        assert ways(quiet)["sms"] == "queued"
        night.move_to("2026-11-26T01:00:00+00:00")
        deliver()
        assert ways(quiet)["sms"] == "accepted"


def test_what_became_due_by_day_and_was_not_sent_waits_for_the_morning(
    household: Household, sms: Gateway, noon: Any
) -> None:
    message = told("bill.posted", "bill:1", person_id=household.li, home_id=household.home)
    noon.move_to("2026-11-25T15:00:00+00:00")  # the computer was off until eleven in the evening
    deliver()
    assert ways(message)["sms"] == "queued"
    with read() as db:
        assert db.value("SELECT due_at FROM deliveries") == "2026-11-26T01:00:00.000Z"


def test_what_was_read_in_the_inbox_is_not_sent_any_more(
    household: Household, sms: Gateway, noon: Any
) -> None:
    with write(BY) as tx:
        tx.insert("phones", person_id=household.wang, number="13900000000")
    message = told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home)
    noon.shift(timedelta(days=1, minutes=1))
    climb()
    mark_read([message], BY)
    deliver()
    assert ways(message) == {"in_app": "delivered", "sms": "expired"}
    assert sms.taken == []


def test_an_sms_that_arrived_needs_no_paper_and_one_without_word_does(
    household: Household, sms: Gateway, noon: Any
) -> None:
    arrived = told("bill.posted", "bill:1", person_id=household.li, home_id=household.home)
    silent = told("bill.posted", "bill:2", person_id=household.li, home_id=household.home)
    deliver()
    with write(BY) as tx:
        key = tx.value("SELECT provider_id FROM deliveries WHERE message_id = :id", id=arrived)
        assert receipt(tx, "sms", key, "delivered", clock.stamp(), "DELIVRD")
    noon.shift(timedelta(days=1, minutes=1))
    climb()
    assert ways(arrived) == {"sms": "delivered"}
    assert ways(silent) == {"sms": "accepted", "paper": "queued"}
    noon.shift(timedelta(days=3))
    expire_silent()
    assert ways(silent) == {"sms": "expired", "paper": "queued"}


def test_a_channel_that_is_switched_off_sends_nothing(household: Household, sms: Gateway, noon: Any) -> None:
    message = told("bill.posted", "bill:1", person_id=household.li, home_id=household.home)
    channels.switch("sms", False, BY)
    assert deliver() == 0
    noon.shift(timedelta(days=1, minutes=1))
    climb()
    assert ways(message) == {"sms": "queued", "paper": "queued"}


def test_without_an_approved_text_the_message_goes_by_another_channel(
    household: Household, gateway: Gateway, noon: Any
) -> None:
    channels.set_up(settings_of(gateway, free_text=False), {"secret": "s3cret"}, BY)
    channels.switch("sms", True, BY)
    message = told("bill.posted", "bill:1", person_id=household.li, home_id=household.home)
    assert ways(message) == {"paper": "queued"}


NEVER = sys.maxsize


class Worker:
    """The program's own worker process, which can be killed at the moment a provider has a message."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = [sys.executable, "-m", "estate", "worker", "--data", str(self._folder)]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE)

    def kill(self) -> None:
        assert self._process
        os.kill(self._process.pid, signal.SIGKILL)

    def wait(self) -> None:
        assert self._process
        self._process.wait(60)

    def end(self) -> None:
        assert self._process and self._process.stdin
        self._process.stdin.close()
        self._process.wait(60)


def no_quiet_hours() -> None:
    """Workers of their own have the clock of the machine."""
    with write(BY) as tx:
        tx.run("UPDATE message_habits SET quiet_from = '00:00', quiet_to = '00:00'")


def run_with_kills(store: Store, server: Gateway | MailServer, at: list[int], count: int) -> None:
    """Start workers that are killed when the provider has the messages of these numbers, then one that may finish."""
    folder = store.folder
    current().close()
    taken, next_kill, lock = [0], [NEVER], threading.Lock()
    worker = Worker(folder)

    def on_taken() -> None:
        with lock:
            taken[0] += 1
            if taken[0] >= next_kill[0]:  # a second one may be under way at the kill, and be counted after it
                next_kill[0] = NEVER
                worker.kill()

    server.on_taken = on_taken
    for number in at:
        with lock:
            next_kill[0] = number
        worker.start()
        worker.wait()
    worker.start()
    waiting = threading.Event()
    for _look in range(1200):
        with read() as db:
            busy = db.value(
                "SELECT count(*) FROM deliveries WHERE state <> 'accepted' AND (state <> 'queued' OR due_at <= :now)",
                now=clock.stamp(),
            )
        current().close()
        if not busy:
            break
        waiting.wait(0.05)
    worker.end()
    for minutes in (
        3,
        30,
    ):  # what was handed over and not heard of is asked for again, when the provider must know
        with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
            deliver()
    with read() as db:
        assert db.value("SELECT count(*) FROM deliveries WHERE state = 'accepted'") == count


def test_a_worker_that_is_killed_between_claim_and_answer_loses_nothing_and_sends_nothing_twice(
    store: Store, sms: Gateway
) -> None:
    no_quiet_hours()
    tell_all(people(40))
    run_with_kills(store, sms, [1, 2, 17, 30], 40)
    assert len(sms.taken) == len(set(sms.taken)) == 40
    with read() as db:
        keys = {
            f"{one}.{hashed[:16]}"
            for one, hashed in db.tuples(
                "SELECT d.id, m.hash FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id"
            )
        }
    assert set(sms.taken) == keys


def test_letters_of_a_killed_worker_are_one_each_in_the_mailbox(store: Store, mail: MailServer) -> None:
    no_quiet_hours()
    tell_all(people(12, host="example.com"))
    run_with_kills(store, mail, [1, 7], 12)
    assert len(mail.visible) == 12
