"""Telling the owners on a roll that a vote is open, still open, open longer, counted, or called off; some hundreds at a time,
nobody twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from estate.data import Reader, clock, write
from estate.i18n import speaking
from estate.jobs.outbox import WORKER
from estate.messages.actions import Telling, tell_many
from estate.office.identity import identity
from estate.votes import records, records_roll, words
from estate.votes.records import Vote

AT_ONCE = 300
STATES = {
    "open": ("open",),
    "reminder": ("open",),
    "extended": ("open",),
    "result": ("closed",),
    "cancelled": ("cancelled",),
}
TO_THE_SILENT = ("reminder", "extended")


def tell(vote_id: int, what: str, when: str, progress: Callable[[int, int], None]) -> None:
    """Tell of a vote; nobody once it has gone on. A reminder, and that there is more time, go only to owners of homes that
    have not voted. when: of more time its new end; where that was moved once more, who tells of the later end tells all."""
    after, done = 0, 0
    while True:
        with write(WORKER) as tx:
            found = records.vote(tx, vote_id)
            if found is None or found.state not in STATES[what]:
                return
            if what == "extended" and found.closes_at != when:
                return
            some = records_roll.people(tx, vote_id, after, AT_ONCE, silent=what in TO_THE_SILENT)
            values = _values(tx, found, what)
            key = f"vote.{what}:{vote_id}:{when}"
            link = f"/my/votes/{vote_id}"
            tellings = [
                Telling(f"{key}:{person}", values, person_id=person, home_id=home, link=link)
                for person, home in some
            ]
            tell_many(tx, f"vote.{what}", tellings)
        if not some:
            return
        after, done = some[-1][0], done + len(some)
        progress(done, done)


def _values(db: Reader, found: Vote, what: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "number": found.number or "",
        "title": found.title,
        "closes_on": clock.day_of(found.closes_at),
    }
    if what == "result":
        with speaking(identity(db).locale):
            results = [words.outcome(one) for one in records.results(db, found)]
        return values | {"result": "\n".join(results), "list_hash": found.list_hash}
    if what == "cancelled":
        return values | {"reason": found.cancelled_why}
    if what == "extended":
        last = records.extensions(db, found.id)[-1]
        ends = datetime.fromisoformat(found.closes_at).astimezone(clock.zone())
        values |= {"closes_time": f"{ends:%H:%M}", "reason": last.reason}
    return values | {
        "motions": "\n".join(f"{one.position}. {one.title}" for one in records.motions(db, found.id))
    }
