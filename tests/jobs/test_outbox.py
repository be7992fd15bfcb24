"""The outbox: recorded with its cause, asked for once, tried again, given up on aloud."""
# ruff: noqa: PT012  what happens inside the write before it fails is the point

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.jobs import outbox
from estate.refusal import Refused

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def seen() -> Iterator[list[int]]:
    """What the handler of `test.count` was called with."""
    numbers: list[int] = []
    outbox.handles("test.count")(lambda task: numbers.append(task.values["number"]))
    yield numbers
    outbox._handlers.pop("test.count")


def ask(by: System, key: str, number: int = 1, kind: str = "test.count") -> int:
    with write(by) as tx:
        return outbox.add(tx, kind, key, number=number)


def test_the_same_key_asks_only_once(by: System, seen: list[int]) -> None:
    assert ask(by, "once", 1) == ask(by, "once", 2)
    assert outbox.drain() == 1
    assert seen == [1]
    assert outbox.drain() == 0


def test_what_is_rolled_back_was_never_asked_for(by: System, seen: list[int]) -> None:
    with pytest.raises(RuntimeError), write(by) as tx:
        outbox.add(tx, "test.count", "never", number=1)
        raise RuntimeError
    assert outbox.drain() == 0
    assert seen == []


def test_the_worker_is_nudged_only_after_the_commit(by: System, seen: list[int]) -> None:
    nudges: list[int] = []

    def nudge() -> None:
        with read() as db:
            nudges.append(db.value("SELECT count(*) FROM outbox"))

    outbox.on_nudge(nudge)
    ask(by, "nudged")
    outbox.on_nudge(lambda: None)
    assert nudges == [1]


def test_a_failed_task_is_tried_again_later_and_given_up_in_the_end(by: System, store: Store) -> None:
    def break_down(_: outbox.Task) -> None:
        raise OSError("no line")

    outbox.handles("test.break")(break_down)
    ask(by, "broken", kind="test.break")
    start = clock.now()
    for attempt in range(1, outbox.MAX_ATTEMPTS + 1):
        with time_machine.travel(start + timedelta(hours=attempt), tick=False):
            assert outbox.drain() == 1
    with read() as db:
        task = outbox.of_key(db, "broken")
    assert task is not None
    assert task.failed_at and task.attempts == outbox.MAX_ATTEMPTS and "no line" in (task.error or "")


def test_a_refusal_is_final_and_says_why(by: System) -> None:
    def refuse(_: outbox.Task) -> None:
        raise Refused("the month is closed")

    outbox.handles("test.refuse")(refuse)
    ask(by, "refused", kind="test.refuse")
    outbox.drain()
    with read() as db:
        task = outbox.of_key(db, "refused")
    assert task is not None and task.failed_at and task.error == "the month is closed"


def test_what_a_killed_worker_had_claimed_is_done_by_the_next(by: System, seen: list[int]) -> None:
    ask(by, "claimed")
    assert outbox._claim() is not None  # and here the worker dies
    assert outbox.drain() == 0
    outbox.release_claims()
    assert outbox.drain() == 1
    assert seen == [1]
