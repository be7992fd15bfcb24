"""What happens to an announcement that is published: corrected, withdrawn, put on top, read, confirmed; one transaction each."""

from datetime import timedelta

from estate.announcements import records, records_readers, topics
from estate.announcements.actions import TELL, require, write_version
from estate.audience import queries as audiences
from estate.data import Actor, Tx, audit, clock, write
from estate.data.edits import Edits
from estate.i18n import gettext as _
from estate.jobs import outbox, signals
from estate.refusal import Refused

REMIND = "remind_of_announcement"
TAKE_BACK = "take_back_announcement"
EDITS = Edits("announcements", ("announcement.corrected",))
REMINDED_WITHIN = timedelta(hours=24)


def correct(
    announcement_id: int,
    title: str,
    text: str,
    reason: str,
    by: Actor,
    *,
    tell: bool,
    seen: int | None = None,
) -> None:
    """Put a further version over a published one; `tell` says whether everybody is told once more.

    seen: the correction that was before the eyes of who corrects. Refused where another has corrected it since.
    """
    with write(by) as tx:
        found = require(tx, announcement_id, "correct")
        EDITS.require_seen(tx, announcement_id, seen)
        if (title, text) == (found.title, found.text):
            raise Refused(_("Nothing was changed."), "text")
        number = found.version + 1
        write_version(tx, announcement_id, number, title, text, reason)
        signals.tell(tx, topics.NOTICES)
        if tell:
            records_readers.tell_again(tx, announcement_id, found.audience_id)
        # The task of the version before stops here, so whom it has not reached yet are told of this one.
        if tell or records_readers.untold(tx, announcement_id, 1):
            outbox.add(
                tx,
                TELL,
                f"announcement:{announcement_id}:{number}",
                announcement_id=announcement_id,
                version=number,
            )
        audit.record(
            tx,
            "announcement.corrected",
            "announcements",
            announcement_id,
            before={"title": found.title, "text": found.text},
            after={"title": title, "text": text, "reason": reason, "told_again": tell},
        )


def withdraw(announcement_id: int, reason: str, by: Actor, *, tell: bool = False) -> None:
    """Take it back; its page says so, and why. tell: so does a message to who was told of it."""
    with write(by) as tx:
        require(tx, announcement_id, "withdraw")
        tx.update(
            "announcements",
            announcement_id,
            withdrawn_at=clock.stamp(),
            withdrawn_by=by.name,
            withdrawn_why=reason,
            pinned=0,
        )
        if tell:
            outbox.add(
                tx, TAKE_BACK, f"announcement:{announcement_id}:withdrawn", announcement_id=announcement_id
            )
        signals.tell(tx, topics.NOTICES)
        after = {"reason": reason, "told": tell}
        audit.record(tx, "announcement.withdrawn", "announcements", announcement_id, after=after)


def pin(announcement_id: int, by: Actor, *, pinned: bool) -> None:
    """Keep it on top of the owners' pages, or not any more."""
    with write(by) as tx:
        require(tx, announcement_id, "pin")
        tx.update("announcements", announcement_id, pinned=int(pinned))
        signals.tell(tx, topics.NOTICES)
        audit.record(tx, "announcement.pinned", "announcements", announcement_id, after={"pinned": pinned})


def remind(announcement_id: int, by: Actor) -> None:
    """Remind who has not opened it (or not confirmed it, where that is asked); each at most once in a day."""
    with write(by) as tx:
        found = require(tx, announcement_id, "remind")
        if not records_readers.to_remind(tx, found, reminded_before(), 1):
            raise Refused(_("Everybody who can be told has read it, or was reminded within a day."), "")
        now = clock.stamp()
        outbox.add(
            tx, REMIND, f"announcement:{announcement_id}:remind:{now[:16]}", announcement_id=announcement_id
        )
        audit.record(tx, "announcement.reminded", "announcements", announcement_id)


def reminded_before() -> str:
    """Who was reminded before this instant may be reminded again."""
    return clock.stamp_of(clock.now() - REMINDED_WITHIN)


def mark_read(announcement_id: int, person_id: int, by: Actor) -> None:
    """Note that somebody it is for has opened the present version."""
    with write(by) as tx:
        _note_reader(tx, announcement_id, person_id, "read")


def confirm(announcement_id: int, person_id: int, by: Actor) -> None:
    """Note that somebody confirms to have taken note of the present version."""
    with write(by) as tx:
        _note_reader(tx, announcement_id, person_id, "read")
        _note_reader(tx, announcement_id, person_id, "confirmed")


def _note_reader(tx: Tx, announcement_id: int, person_id: int, what: str) -> None:
    found = records.announcement(tx, announcement_id)
    if found is None or not found.published_at:
        return
    home_id = audiences.home_of(tx, found.audience_id, person_id)
    if home_id is not None:  # somebody who moved in since
        records_readers.add_readers(tx, announcement_id, [(person_id, home_id)])
    changed = tx.run(
        f"""
        UPDATE announcement_readers
           SET {what}_at = :now, {what}_version = :version, told_at = ifnull(told_at, :now)
         WHERE announcement_id = :id AND person_id = :person_id AND ifnull({what}_version, 0) < :version
        """,
        now=clock.stamp(),
        version=found.version,
        id=announcement_id,
        person_id=person_id,
    )
    if changed:
        signals.tell(tx, topics.of_one(announcement_id))
