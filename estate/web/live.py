"""The stream of signals to open pages (SSE): names only; the page then fetches what it shows.

A topic is a word, or a word and what it is about: "board", "order-7". Each word says who may hear it; a topic that
nobody has opened is not heard at all. An element hears it by hx-trigger="order-7 from:body".
"""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import quote

import litestar
from litestar.connection import Request
from litestar.params import QueryParameter
from litestar.response import Response, Stream

from estate.access.me import Me
from estate.access.permissions import SIGNED_IN
from estate.data import read
from estate.jobs import signals
from estate.jobs.signals import Signal
from estate.web.context import current, me

log = logging.getLogger("estate.live")

May = Callable[[Me, str], bool]
"""Whether this person may hear of it; the text is what follows the word, empty where nothing does."""

LOOK_EVERY = 0.25
"""Seconds between looks into the records: what the worker told is heard within this time; what this process told, at
once."""
BREATH = 20.0
"""Seconds after which a quiet stream sends a comment, so that both sides notice a broken line."""
LIFE = 300.0
"""Seconds after which a stream ends and the browser opens it anew: an ended session hears no more after that."""

WHISPERED = -1
"""The number of a word that has none: it does not move what a browser knows."""

STRANGERS, STRANGERS_OF_ONE = 200, 5
"""Streams without an account, in all and of one topic: nobody outside takes the lines of those who work."""

_open: dict[str, May] = {"me": lambda me, about: about == str(me.account_id)}
"""Who may hear what; "me-<account>" is what concerns one account alone, as its inbox."""


def hears(word: str, may: May) -> None:
    """Open the topics of a word to those for whom `may` says so."""
    _open[word] = may


Everywhere = Callable[[Me], Iterable[str]]
_everywhere: list[Everywhere] = []


def everywhere(topics: Everywhere) -> None:
    """Let every page of a person listen to these topics, besides its own."""
    _everywhere.append(topics)


def url(*topics: str) -> str:
    """Where a page listens to these topics from now on; it gives this to its template as `live`."""
    person = current().me
    always = (topic for asked in _everywhere for topic in asked(person)) if person else ()
    every = dict.fromkeys((*topics, *always))
    with read() as db:
        return f"/live?since={signals.last(db)}&topics=" + quote(",".join(every), safe=",")


def page_url() -> str:
    """Where a page listens that has no topics of its own; empty where there is nothing to hear."""
    person = current().me
    return url() if person and any(any(asked(person)) for asked in _everywhere) else ""


def heard_by(person: Me, topics: list[str]) -> frozenset[str]:
    """Those of the topics that this person may hear."""
    return frozenset(topic for topic in topics if _may_hear(person, topic))


def _may_hear(person: Me, topic: str) -> bool:
    word, _dash, about = topic.partition("-")
    may = _open.get(word)
    return may is not None and may(person, about)


@dataclass(eq=False)
class _Listener:
    """One open stream: what it hears, and how it is woken in its own event loop."""

    topics: frozenset[str]
    loop: asyncio.AbstractEventLoop
    stranger: bool = False
    waiting: asyncio.Queue[Signal] = field(default_factory=asyncio.Queue[Signal])


class _Hub:
    """One thread that looks for new signals while anybody listens, and hands them to whom they concern."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._listeners: set[_Listener] = set()
        self._known: int | None = None  # None: nobody looks
        self._told = threading.Event()

    def join(self, listener: _Listener) -> None:
        """Hear what is told from now on."""
        with self._guard:
            self._listeners.add(listener)
            if self._known is None:
                with read() as db:
                    self._known = signals.last(db)
                threading.Thread(target=self._watch, name="signals", daemon=True).start()

    def leave(self, listener: _Listener) -> None:
        """Hear no more."""
        with self._guard:
            self._listeners.discard(listener)

    def room_for_stranger(self, topics: frozenset[str]) -> bool:
        """Whether one more without an account may listen, to this and at all."""
        with self._guard:
            strangers = [one.topics for one in self._listeners if one.stranger]
        return len(strangers) < STRANGERS and strangers.count(topics) < STRANGERS_OF_ONE

    def wake(self) -> None:
        """Look now: something was told in this process."""
        self._told.set()

    def whisper(self, topic: str) -> None:
        """Hand a word to those who listen now, without a number: nobody is told of it later."""
        with self._guard:
            listeners = [one for one in self._listeners if topic in one.topics]
        for one in listeners:
            one.loop.call_soon_threadsafe(one.waiting.put_nowait, Signal(WHISPERED, topic))

    def _watch(self) -> None:
        while True:
            with self._guard:
                if not self._listeners:
                    self._known = None
                    return
            self._told.clear()
            try:
                self._look()
            except sqlite3.Error:
                log.exception("signals cannot be read")
            self._told.wait(LOOK_EVERY)

    def _look(self) -> None:
        """Hand out what is new. Who joins after the reading finds it among what they missed, so they are counted after it."""
        with read() as db:
            found = signals.since(db, self._known or 0)
        with self._guard:
            listeners = list(self._listeners)
        for signal in found:
            for listener in listeners:
                if signal.topic in listener.topics:
                    listener.loop.call_soon_threadsafe(listener.waiting.put_nowait, signal)
        if found:
            self._known = found[-1].id


_hub = _Hub()
signals.on_told(_hub.wake)


def whisper(topic: str) -> None:
    """Tell who listens at this moment, and nobody else ever: that somebody types. It is not kept anywhere."""
    _hub.whisper(topic)


@litestar.get("/live", permission=SIGNED_IN, include_in_schema=False)
async def stream(
    request: Request[Any, Any, Any],
    topics: Annotated[str, QueryParameter()] = "",
    since: Annotated[int, QueryParameter()] = 0,
) -> Response[Any]:
    """The signals of these topics as they come, first those that came since; Last-Event-ID knows better than `since`.

    204, which a browser does not ask again, where there is nothing that this person may hear.
    """
    heard = heard_by(me(), topics.split(","))
    return _answer(request, heard, since) if heard else Response(None, status_code=204)


def for_stranger(request: Request[Any, Any, Any], topic: str, since: int) -> Response[Any]:
    """The signals of one topic for somebody without an account, whom the caller has let in by a secret.

    204 where too many listen already: their pages ask now and then.
    """
    heard = frozenset({topic})
    if not _hub.room_for_stranger(heard):
        return Response(None, status_code=204)
    return _answer(request, heard, since, stranger=True)


def _answer(
    request: Request[Any, Any, Any], heard: frozenset[str], since: int, *, stranger: bool = False
) -> Response[Any]:
    known = request.headers.get("last-event-id", "")
    return Stream(
        _told(heard, int(known) if known.isdecimal() else since, stranger=stranger),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _told(topics: frozenset[str], known: int, *, stranger: bool) -> AsyncIterator[bytes]:
    listener = _Listener(topics, asyncio.get_running_loop(), stranger)
    _hub.join(listener)
    try:
        for signal in _missed(topics, known):
            known = signal.id
            yield _event(signal)
        ends = listener.loop.time() + LIFE
        while (left := ends - listener.loop.time()) > 0:
            try:
                signal = await asyncio.wait_for(listener.waiting.get(), min(BREATH, left))
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if signal.id == WHISPERED:
                yield f"event: {signal.topic}\ndata: \n\n".encode()
            elif signal.id > known:
                known = signal.id
                yield _event(signal)
    finally:
        _hub.leave(listener)


def _missed(topics: frozenset[str], known: int) -> list[Signal]:
    """What these topics told after `known`, each once; all of them where too much has passed to tell."""
    with read() as db:
        last = signals.last(db)
        if known >= last:
            return []
        if known + 1 < signals.oldest(db):
            return [Signal(last, topic) for topic in sorted(topics)]
        latest = {one.topic: one for one in signals.since(db, known, signals.KEPT) if one.topic in topics}
    return sorted(latest.values())


def _event(signal: Signal) -> bytes:
    return f"id: {signal.id}\nevent: {signal.topic}\ndata: \n\n".encode()
