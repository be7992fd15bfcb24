"""Signals: names of what has changed, written with the change, heard by every process. They carry no data.

A page that is told "order-7" fetches what it shows through its own route, with its own permission. Whoever was
away asks for what came after the last number it knows.
"""

from collections.abc import Callable
from typing import NamedTuple

from estate.data import Reader, Tx, clock

KEPT = 20_000
"""Signals that stay for those who were away; an older page that wakes up is told to look at everything."""


_told: Callable[[], None] = lambda: None  # noqa: E731  set by the process that has listeners


class Signal(NamedTuple):
    id: int
    topic: str


def on_told(told: Callable[[], None]) -> None:
    """Set what is called after the commit of what was told in this process."""
    global _told
    _told = told


def tell(tx: Tx, *topics: str) -> None:
    """Say in this transaction that these have changed, as "board" or "order-7"."""
    now = clock.stamp()
    for topic in topics:
        number = tx.insert("signals", topic=topic, at=now)
        if number % 1000 == 0:
            tx.run("DELETE FROM signals WHERE id <= :old", old=number - KEPT)
    tx.after_commit(_told)


def last(db: Reader) -> int:
    """The number of the latest signal, 0 before the first."""
    return int(db.value("SELECT ifnull(max(id), 0) FROM signals"))


def oldest(db: Reader) -> int:
    """The number of the earliest signal that is kept, 0 where there is none."""
    return int(db.value("SELECT ifnull(min(id), 0) FROM signals"))


def since(db: Reader, number: int, limit: int = 2000) -> list[Signal]:
    """What was told after this number, in order."""
    return db.rows(
        Signal,
        "SELECT id, topic FROM signals WHERE id > :number ORDER BY id LIMIT :limit",
        number=number,
        limit=limit,
    )
