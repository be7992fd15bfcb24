"""200 conversations that are open at both sides against one served appliance: from sending a message until the other
side has fetched it over HTTP, after its stream has told of it.

Every page does what it does in a browser: it listens, fetches what is new and says that it has seen it; an owner's asks
for the count in its corner, and each of ten clerks has one page that asks for count and list. Messages come at a steady
rate, whatever the answers take. The baseline is one conversation alone.
"""

import asyncio
import statistics
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from estate.access import sessions
from estate.access.me import Me
from estate.access.permissions import OWN_HOME, permissions_of
from estate.access.sessions import Limits
from estate.app import open_store
from estate.chat import actions, actions_desk
from estate.data import Tx, read, use, write
from estate.data.store import System
from estate.jobs import signals
from estate.office import actions as office
from estate.office.identity import Identity
from tests.appliance import Appliance
from tests.bench.browser_chat import Side
from tests.billing import place

CHATS, CLERKS = 200, 10
ALONE = 30
SECONDS, PER_SECOND = 20, 10
WARM = 8
"""Seconds of the same before anything is measured: the pages have just been opened all at once."""
LATEST = 15.0
"""Seconds in which a message must be there; a run with one that is not fails."""
BY = System("bench")
LIMITS = Limits(timedelta(hours=8), timedelta(days=1))


class Talk(NamedTuple):
    """One conversation with the cookies of its two sides, and since when their pages listen."""

    id: int
    home_id: int
    owner: Me
    clerk: Me
    owner_cookie: str
    clerk_cookie: str
    since: int = 0


def run() -> list[dict[str, Any]]:
    """Measures: median and 99th of milliseconds from sending to seeing, and how many came (none twice, none missing)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        talks = _fill(folder)
        with Appliance(folder) as appliance:
            alone = asyncio.run(_alone(appliance.port, talks[0]))
            taken, sent = asyncio.run(_together(appliance.port, talks))
    base = statistics.median(alone)
    p99 = statistics.quantiles(taken, n=100)[98]
    return [
        _row(
            f"chat: seen by the other side, {CHATS} open, {PER_SECOND}/s, median",
            statistics.median(taken),
            base,
        ),
        _row(f"chat: seen by the other side, {CHATS} open, {PER_SECOND}/s, p99", p99, base),
        _row(f"chat: seen by the other side, {CHATS} open, {PER_SECOND}/s, slowest", max(taken), base),
        {
            "name": "chat: messages sent and seen once",
            "value": len(taken),
            "unit": "",
            "baseline": sent,
            "ratio": len(taken) / sent,
        },
    ]


def _row(name: str, value: float, baseline: float) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": "ms", "baseline": baseline, "ratio": value / baseline}


def _fill(folder: Path) -> list[Talk]:
    store = open_store(folder)
    try:
        office.set_up(
            Identity("Guihua Garden", "Nice Homes Ltd", locale="en"), "boss", "Chen Jie", "correct horse"
        )
        with write(BY) as tx:
            homes = place.many_homes(tx, CHATS)
            people = dict(tx.tuples("SELECT home_id, person_id FROM residencies"))
            clerks = [_account(tx, f"clerk {n}", "clerk", None) for n in range(CLERKS)]
            owners = [_account(tx, f"owner {n}", "owner", people[home]) for n, home in enumerate(homes)]
            cookies = {
                who.account_id: sessions.start(tx, who.account_id, LIMITS, "127.0.0.1", "bench")
                for who in (*clerks, *owners)
            }
        talks: list[Talk] = []
        for n, (home, owner) in enumerate(zip(homes, owners, strict=True)):
            clerk = clerks[n % CLERKS]
            talk = actions.owner_says(home, "hello", (), "first", owner).conversation_id
            actions_desk.take(talk, clerk)
            talks.append(Talk(talk, home, owner, clerk, cookies[owner.account_id], cookies[clerk.account_id]))
        with read() as db:
            return [talk._replace(since=signals.last(db)) for talk in talks]
    finally:
        store.close()
        use(None)


def _account(tx: Tx, name: str, role: str, person_id: int | None) -> Me:
    """An account without a password of its own: hashing 200 takes longer than everything else here."""
    account_id = tx.insert(
        "accounts",
        login=name,
        name=name,
        password_hash="-",
        must_change_password=0,
        person_id=person_id,
        locale="en",
        created_at="2026-01-01T00:00:00.000Z",
    )
    tx.insert("account_roles", account_id=account_id, role=role)
    roles = frozenset({role})
    assert role != "owner" or OWN_HOME in permissions_of(roles)
    return Me(account_id, name, roles, permissions_of(roles), "en", person_id)


def _live(talk: Talk, *topics: str) -> str:
    return f"/live?since={talk.since}&topics={','.join(topics)}"


def _sides(port: int, talk: Talk) -> tuple[Side, Side]:
    heard = [
        [f"chat-{talk.id}", f"typing-{talk.id}-{side}", f"seen-{talk.id}-{side}"]
        for side in ("office", "owner")
    ]
    owner = _live(talk, *heard[0], f"me-{talk.owner.account_id}")
    return (
        Side(port, talk.owner_cookie, f"/my/chat/{talk.id}", owner),
        Side(port, talk.clerk_cookie, f"/chat/{talk.id}", _live(talk, *heard[1])),
    )


def _desks(port: int, talks: list[Talk]) -> list[Side]:
    """The page that each clerk looks at: its list and its count."""
    return [
        Side(
            port,
            talk.clerk_cookie,
            f"/chat/{talk.id}",
            _live(talk, f"me-{talk.clerk.account_id}", "chats"),
            ("/chat/count", "/chat?view=mine"),
        )
        for talk in talks[:CLERKS]
    ]


async def _opened(sides: list[Side]) -> None:
    for side in sides:
        side.begin()
    await asyncio.gather(*(side.open.wait() for side in sides))


async def _alone(port: int, talk: Talk) -> list[float]:
    """One conversation, one message after the other."""
    owner, clerk = _sides(port, talk)
    await _opened([owner, clerk])
    taken = [await _exchange(talk, owner, clerk, n, "alone") for n in range(ALONE)]
    await owner.end()
    await clerk.end()
    return taken


async def _together(port: int, talks: list[Talk]) -> tuple[list[float], int]:
    """All conversations, messages at a steady rate, by owner and clerk in turn."""
    pairs = [_sides(port, talk) for talk in talks]
    sides = [*(side for pair in pairs for side in pair), *_desks(port, talks)]
    await _opened(sides)
    begun, sent = perf_counter(), (WARM + SECONDS) * PER_SECOND
    tasks: list[asyncio.Task[float]] = []
    for n in range(sent):
        await asyncio.sleep(max(begun + n / PER_SECOND - perf_counter(), 0))
        owner, clerk = pairs[n % len(pairs)]
        tasks.append(asyncio.create_task(_exchange(talks[n % len(pairs)], owner, clerk, n, "all")))
    taken = await asyncio.gather(*tasks)
    await asyncio.gather(*(side.end() for side in sides))
    return taken[WARM * PER_SECOND :], SECONDS * PER_SECOND


async def _exchange(talk: Talk, owner: Side, clerk: Side, n: int, what: str) -> float:
    """One message from one side to the other, in milliseconds."""
    words = f"{what} number {n}"
    form = {"text": words, "key": words}
    by_owner = (n // CHATS) % 2 == 0
    if by_owner:
        form |= {"home": str(talk.home_id), "conversation": str(talk.id)}
    writer, reader = (owner, clerk) if by_owner else (clerk, owner)
    async with asyncio.timeout(LATEST):
        started = await writer.say(form)
        while words not in reader.got:
            await asyncio.sleep(0.002)
    return (reader.got[words] - started) * 1000
