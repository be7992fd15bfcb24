"""What the office does with announcements; each is one transaction."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from estate.announcements import audience, records, records_readers
from estate.announcements.papers import ANNOUNCEMENT
from estate.announcements.records import Announcement
from estate.announcements.rules import ACTS
from estate.community import queries as community
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.jobs import outbox
from estate.papers import content
from estate.papers.actions import attach
from estate.refusal import Refused

TELL = "tell_announcement"
REMIND = "remind_of_announcement"
REMINDED_WITHIN = timedelta(hours=24)


class Draft(NamedTuple):
    """What an announcement says and how it goes. Instants UTC text, expires_on ISO; empty ends are open."""

    kind: str
    whom: str
    title: str
    text: str
    urgent: bool
    must_confirm: bool
    pinned: bool
    starts_at: str | None
    ends_at: str | None
    expires_on: str | None


class Aim(NamedTuple):
    """One target: a scope with the id (or the usage) it names, floors of it, or homes listed under a label."""

    scope: str
    about: str = ""
    floor_from: int | None = None
    floor_to: int | None = None
    label: str = ""
    home_ids: Sequence[int] = ()


def draft(given: Draft, key: str, by: Actor, papers: Sequence[content.Kept] = ()) -> int:
    """Write a draft; the same key writes one. Answers its id."""
    with write(by) as tx:
        known = records.by_key(tx, key)
        if known is not None:
            return known
        announcement_id = tx.insert(
            "announcements",
            key=key,
            token=secrets.token_urlsafe(16),
            **_columns(given),
            made_at=clock.stamp(),
            account_id=by.account_id,
            made_by=by.name,
        )
        _write_version(tx, announcement_id, 1, given.title, given.text, "")
        if papers:
            attach(tx, ANNOUNCEMENT, announcement_id, papers)
        audit.record(tx, "announcement.drafted", "announcements", announcement_id, after=given._asdict())
        return announcement_id


def change(announcement_id: int, given: Draft, by: Actor) -> None:
    """Change a draft. Refused once it is scheduled or published."""
    with write(by) as tx:
        found = _require(tx, announcement_id, "edit")
        tx.update("announcements", announcement_id, **_columns(given))
        tx.run(
            "UPDATE announcement_versions SET title = :title, text = :text WHERE announcement_id = :id",
            title=given.title,
            text=given.text,
            id=announcement_id,
        )
        before = {name: getattr(found, name) for name in given._fields}
        audit.record(
            tx, "announcement.changed", "announcements", announcement_id, before=before, after=given._asdict()
        )


def discard(announcement_id: int, by: Actor) -> None:
    """Throw a draft away."""
    with write(by) as tx:
        found = _require(tx, announcement_id, "discard")
        tx.run("DELETE FROM announcements WHERE id = :id", id=announcement_id)
        audit.record(
            tx, "announcement.discarded", "announcements", announcement_id, before={"title": found.title}
        )


def aim(announcement_id: int, at: Aim, by: Actor) -> None:
    """Add to whom a draft is for. Refused for what there is not."""
    with write(by) as tx:
        _require(tx, announcement_id, "aim")
        values = _target(tx, at)
        if at.scope != "homes" and records.has_target(tx, announcement_id, values):
            raise Refused(_("This is named already."), "target")
        records.add_target(tx, announcement_id, values, at.home_ids)
        audit.record(tx, "announcement.aimed", "announcements", announcement_id, after=values)


def unaim(announcement_id: int, target_id: int, by: Actor) -> None:
    """Take a target back."""
    with write(by) as tx:
        _require(tx, announcement_id, "aim")
        if records.drop_target(tx, announcement_id, target_id):
            audit.record(
                tx, "announcement.unaimed", "announcements", announcement_id, before={"target": target_id}
            )


def schedule(announcement_id: int, at: datetime, by: Actor) -> None:
    """Have it published at an instant to come."""
    with write(by) as tx:
        _require(tx, announcement_id, "publish")
        if at <= clock.now():
            raise Refused(_("This time is past. Choose a later one, or publish it now."), "day")
        _require_somebody(tx, announcement_id)
        tx.update("announcements", announcement_id, publish_at=clock.stamp_of(at))
        audit.record(
            tx,
            "announcement.scheduled",
            "announcements",
            announcement_id,
            after={"publish_at": clock.stamp_of(at)},
        )


def unschedule(announcement_id: int, by: Actor) -> None:
    """Make it a draft again."""
    with write(by) as tx:
        _require(tx, announcement_id, "unschedule")
        tx.update("announcements", announcement_id, publish_at=None)
        audit.record(tx, "announcement.unscheduled", "announcements", announcement_id)


def publish(announcement_id: int, by: Actor) -> None:
    """Publish it now; the worker tells everybody it is for."""
    with write(by) as tx:
        _publish(tx, announcement_id)


def publish_due(by: Actor) -> None:
    """Publish what was scheduled and whose time has come; what nobody is left for waits as a draft again."""
    with write(by) as tx:
        waiting = records.due(tx)
    for announcement_id in waiting:
        publish_one_due(announcement_id, by)


def publish_one_due(announcement_id: int, by: Actor) -> None:
    """Publish it if it is due still: somebody may have put it off, published or discarded it meanwhile."""
    with write(by) as tx:
        if announcement_id not in records.due(tx):
            return
        try:
            _publish(tx, announcement_id)
        except Refused:
            tx.update("announcements", announcement_id, publish_at=None)
            audit.record(tx, "announcement.unscheduled", "announcements", announcement_id)


def correct(announcement_id: int, title: str, text: str, reason: str, by: Actor, *, tell: bool) -> None:
    """Put a further version over a published one; `tell` says whether everybody is told once more."""
    with write(by) as tx:
        found = _require(tx, announcement_id, "correct")
        if (title, text) == (found.title, found.text):
            raise Refused(_("Nothing was changed."), "text")
        number = found.version + 1
        _write_version(tx, announcement_id, number, title, text, reason)
        if tell:
            records_readers.tell_again(tx, announcement_id)
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


def withdraw(announcement_id: int, reason: str, by: Actor) -> None:
    """Take it back; its page says so, and why."""
    with write(by) as tx:
        _require(tx, announcement_id, "withdraw")
        tx.update(
            "announcements",
            announcement_id,
            withdrawn_at=clock.stamp(),
            withdrawn_by=by.name,
            withdrawn_why=reason,
            pinned=0,
        )
        audit.record(tx, "announcement.withdrawn", "announcements", announcement_id, after={"reason": reason})


def pin(announcement_id: int, by: Actor, *, pinned: bool) -> None:
    """Keep it on top of the owners' pages, or not any more."""
    with write(by) as tx:
        _require(tx, announcement_id, "pin")
        tx.update("announcements", announcement_id, pinned=int(pinned))
        audit.record(tx, "announcement.pinned", "announcements", announcement_id, after={"pinned": pinned})


def remind(announcement_id: int, by: Actor) -> None:
    """Remind who has not opened it (or not confirmed it, where that is asked); each at most once in a day."""
    with write(by) as tx:
        found = _require(tx, announcement_id, "remind")
        if not records_readers.to_remind(tx, announcement_id, bool(found.must_confirm), reminded_before(), 1):
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


def _publish(tx: Tx, announcement_id: int) -> None:
    found = _require(tx, announcement_id, "publish")
    if found.expires_on and found.expires_on < clock.today().isoformat():
        raise Refused(_("Its last day is past. Change the day first."), "")
    _require_somebody(tx, announcement_id)
    tx.update("announcements", announcement_id, published_at=clock.stamp(), published_by=tx.by.name)
    records_readers.add_readers(tx, announcement_id, audience.people(tx, announcement_id))
    outbox.add(tx, TELL, f"announcement:{announcement_id}:1", announcement_id=announcement_id, version=1)
    audit.record(tx, "announcement.published", "announcements", announcement_id)


def _note_reader(tx: Tx, announcement_id: int, person_id: int, what: str) -> None:
    found = records.announcement(tx, announcement_id)
    home_id = audience.is_for(tx, announcement_id, person_id)
    if found is None or not found.published_at:
        return
    if home_id is not None:  # somebody who moved in since
        records_readers.add_readers(tx, announcement_id, [(person_id, home_id)])
    tx.run(
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


def _require(tx: Tx, announcement_id: int, act: str) -> Announcement:
    found = records.announcement(tx, announcement_id)
    if found is None or act not in ACTS[found.state]:
        raise Refused(_("This has changed in the meantime. Look at it again."), "")
    return found


def _require_somebody(tx: Tx, announcement_id: int) -> None:
    if not audience.count(tx, announcement_id).homes:
        raise Refused(_("Say first whom it is for."), "")


def _target(tx: Tx, at: Aim) -> dict[str, Any]:
    """The columns of a target."""
    columns: dict[str, Any] = {"scope": at.scope, "zone_id": None, "building_id": None, "entrance_id": None}
    columns |= {"usage": "", "floor_from": at.floor_from, "floor_to": at.floor_to, "label": at.label}
    if at.scope in ("zone", "building", "entrance"):
        columns[f"{at.scope}_id"] = int(at.about)
        if not community.has_part(tx, at.scope, int(at.about)):
            raise Refused(_("Choose one from the list."), "target")
    elif at.scope == "usage":
        columns["usage"] = at.about
    return columns


def _columns(given: Draft) -> dict[str, Any]:
    columns = given._asdict()
    del columns["title"], columns["text"]
    return columns | {name: int(columns[name]) for name in ("urgent", "must_confirm", "pinned")}


def _write_version(tx: Tx, announcement_id: int, number: int, title: str, text: str, reason: str) -> None:
    tx.insert(
        "announcement_versions",
        announcement_id=announcement_id,
        number=number,
        title=title,
        text=text,
        reason=reason,
        made_at=clock.stamp(),
        made_by=tx.by.name,
    )
