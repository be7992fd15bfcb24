"""Open pages hear at once what has changed, in whatever process, and after an absence what they missed."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from estate.access import permissions as may
from estate.access.me import Me
from estate.data import Reader, read, write
from estate.data.store import System
from estate.jobs import signals
from estate.web import live
from tests.appliance import Appliance
from tests.conftest import Community


@pytest.fixture
def topics() -> Iterator[None]:
    live.hears("board", lambda me, _about: me.may(may.HOMES_READ))
    live.hears("test", lambda me, about: about == str(me.person_id))
    yield
    for word in ("board", "test"):
        live._open.pop(word)


def somebody(*permissions: str, person_id: int | None = None) -> Me:
    return Me(1, "Somebody", frozenset(), frozenset(permissions), "en", person_id)


@pytest.mark.usefixtures("topics")
def test_a_topic_is_heard_by_those_for_whom_its_word_is_open() -> None:
    asked = ["board", "test-7", "test-8", "nothing", "", "board-1-2"]
    assert live.heard_by(somebody(may.HOMES_READ, person_id=7), asked) == {"board", "test-7", "board-1-2"}
    assert live.heard_by(somebody(person_id=8), asked) == {"test-8"}
    assert live.heard_by(somebody(), asked) == frozenset()


def tell(*topics: str) -> None:
    with write(System("test")) as tx:
        signals.tell(tx, *topics)


@pytest.mark.usefixtures("store")
def test_a_signal_of_a_write_that_failed_was_never_told() -> None:
    def fail() -> None:
        with write(System("test")) as tx:
            signals.tell(tx, "board")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with read() as db:
        assert signals.since(db, 0) == []


@pytest.mark.usefixtures("store")
def test_who_was_away_hears_each_topic_once_and_after_too_long_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell("board", "test-7", "board", "test-9")
    heard = frozenset({"board", "test-7", "test-8"})
    assert [(one.id, one.topic) for one in live._missed(heard, 0)] == [(2, "test-7"), (3, "board")]
    assert live._missed(heard, 4) == []
    monkeypatch.setattr(signals, "KEPT", 500)
    tell(*["board"] * 1000)
    assert [one.topic for one in live._missed(heard, 4)] == ["board", "test-7", "test-8"]


@pytest.mark.usefixtures("store")
def test_who_begins_to_listen_while_signals_are_read_hears_what_is_told_at_that_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page that had looked for what it missed just before the signal, and joined just before it is handed out."""
    hub = live._Hub()
    hub._known = 0
    late = live._Listener(frozenset({"board"}), asyncio.new_event_loop())

    @contextmanager
    def read_after_it_joined() -> Iterator[Reader]:
        monkeypatch.undo()
        hub.join(late)
        assert live._missed(late.topics, 0) == []
        tell("board")
        with read() as db:
            yield db

    monkeypatch.setattr(live, "read", read_after_it_joined)
    hub._look()
    with ThreadPoolExecutor(1) as other:  # a browser's tests leave a loop running in this thread
        other.submit(lambda: late.loop.run_until_complete(asyncio.sleep(0))).result()
    late.loop.close()
    assert late.waiting.get_nowait().topic == "board"


@contextmanager
def listening(url: str, cookies: httpx.Cookies, **headers: str) -> Iterator[Iterator[str]]:
    """The lines of a stream."""
    with httpx.stream("GET", url, cookies=cookies, headers=headers, timeout=20) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield (line for line in answer.iter_lines() if line and not line.startswith((":", "data:")))


def test_an_open_page_hears_what_another_process_told_and_nothing_meant_for_others(
    community: Community,
) -> None:
    """The test itself is the other process: it writes into the records that the appliance serves."""
    login = community.logins["clerk"]
    with read() as db:
        mine = db.value("SELECT id FROM accounts WHERE login = :login", login=login.name)
    with Appliance(community.folder) as running, httpx.Client(base_url=running.url) as browser:
        browser.headers["sec-fetch-site"] = "same-origin"
        browser.post("/sign-in", data={"login": login.name, "password": login.password})
        with read() as db:
            since = signals.last(db)
        tell(f"me-{mine}")
        address = f"{running.url}/live?topics=me-{mine},me-{mine + 1}&since={since}"
        with listening(address, browser.cookies) as events:
            assert [next(events), next(events)] == [f"id: {since + 1}", f"event: me-{mine}"]
            tell(f"me-{mine + 1}", f"me-{mine}")
            assert [next(events), next(events)] == [f"id: {since + 3}", f"event: me-{mine}"]
        tell(f"me-{mine}")
        known = {"Last-Event-ID": str(since + 3)}
        with listening(address, browser.cookies, **known) as events:
            assert [next(events), next(events)] == [f"id: {since + 4}", f"event: me-{mine}"]


def test_who_has_not_signed_in_hears_nothing(client: TestClient[Any]) -> None:
    assert client.get("/live?topics=me-1", follow_redirects=False).status_code in (303, 401)


def test_a_stream_with_nothing_to_hear_is_not_asked_for_again(
    sign_in: Callable[[str], TestClient[Any]],
) -> None:
    assert sign_in("clerk").get("/live?topics=me-0,board").status_code == 204
