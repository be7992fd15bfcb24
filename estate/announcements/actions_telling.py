"""Telling everybody an announcement is for, some hundreds at a time; nobody twice of one version."""

from collections.abc import Callable

from estate.announcements import records, records_readers, topics
from estate.announcements.actions_published import reminded_before
from estate.announcements.markup import plain
from estate.announcements.records import Announcement
from estate.data import read, write
from estate.jobs import signals
from estate.jobs.outbox import WORKER
from estate.messages.actions import Telling, tell_many

AT_ONCE = 300
EVENT = "announcement"
REMINDER = "announcement.reminder"
WITHDRAWN = "announcement.withdrawn"


def tell(announcement_id: int, version: int, progress: Callable[[int, int], None]) -> None:
    """Tell who has not been told of this version; nobody once it is withdrawn or corrected further."""
    with read() as db:
        everybody = records_readers.reach(db, announcement_id).people
    done = 0
    while True:
        with write(WORKER) as tx:
            found = records.announcement(tx, announcement_id)
            if found is None or found.withdrawn_at or found.version != version:
                return
            some = records_readers.untold(tx, announcement_id, AT_ONCE)
            key = f"{EVENT}:{announcement_id}:{version}"
            told = tell_many(tx, EVENT, [_telling(found, key, *one) for one in some])
            messages = [(person, told.get(f"{key}:{person}")) for person, _home in some]
            records_readers.mark_told(tx, announcement_id, messages)
            signals.tell(tx, topics.of_one(announcement_id))
        if not some:
            return
        done += len(some)
        progress(done, max(everybody, done))


def remind(announcement_id: int, progress: Callable[[int, int], None]) -> None:
    """Remind who was told and has not opened or not confirmed it."""
    before, done = reminded_before(), 0
    while True:
        with write(WORKER) as tx:
            found = records.announcement(tx, announcement_id)
            if found is None or found.state != "published":
                return
            some = records_readers.to_remind(tx, found, before, AT_ONCE)
            key = f"{REMINDER}:{announcement_id}:{before[:16]}"
            tell_many(tx, REMINDER, [_telling(found, key, *one) for one in some])
            records_readers.mark_reminded(tx, announcement_id, [person for person, _home in some])
        if not some:
            return
        done += len(some)
        progress(done, done)


def take_back(announcement_id: int, progress: Callable[[int, int], None]) -> None:
    """Tell who was told of it that it was withdrawn, and why; nobody twice."""
    after, done = 0, 0
    while True:
        with write(WORKER) as tx:
            found = records.announcement(tx, announcement_id)
            if found is None or not found.withdrawn_at:
                return
            some = records_readers.told(tx, announcement_id, after, AT_ONCE)
            key = f"{WITHDRAWN}:{announcement_id}"
            values = {"title": found.title, "why": found.withdrawn_why}
            tell_many(tx, WITHDRAWN, [_telling(found, key, *one)._replace(values=values) for one in some])
        if not some:
            return
        after, done = some[-1][0], done + len(some)
        progress(done, done)


def _telling(found: Announcement, key: str, person_id: int, home_id: int) -> Telling:
    return Telling(
        f"{key}:{person_id}",
        {"title": found.title, "text": plain(found.text)},
        person_id=person_id,
        home_id=home_id,
        link=f"/my/announcements/{found.id}",
        urgent=bool(found.urgent),
    )
