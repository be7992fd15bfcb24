"""What the office does with announcements until they are published, each in one transaction; then actions_published.py."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from estate.announcements import records, records_readers, topics
from estate.announcements.causes import NONE, Causes
from estate.announcements.papers import ANNOUNCEMENT
from estate.announcements.records import Announcement
from estate.announcements.rules import ACTS
from estate.audience import actions as audience
from estate.audience import queries as audiences
from estate.audience.actions import Aim
from estate.data import Actor, Tx, audit, clock, write
from estate.data.edits import Edits
from estate.i18n import gettext as _
from estate.jobs import outbox, signals
from estate.papers import content
from estate.papers.actions import attach
from estate.refusal import Refused

TELL = "tell_announcement"
EDITS = Edits("announcements", ("announcement.drafted", "announcement.changed"))


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


def draft(
    given: Draft,
    key: str,
    by: Actor,
    papers: Sequence[content.Kept] = (),
    aims: Sequence[Aim] = (),
    because: Causes = NONE,
    seen: int | None = None,
) -> int:
    """Write a draft; the same key writes one, with what was said last: somebody went back to its form.

    Answers its id. aims: whom it is for so far. because: what suggested it. Refused for what there is not, and once it
    has gone out.
    """
    with write(by) as tx:
        known = records.by_key(tx, key)
        if known is not None:
            if _said(tx, known) != given:
                _change(tx, known, given, EDITS.own(tx, known) if seen is None else seen)
            attach(tx, ANNOUNCEMENT, known, papers)
            return known
        audience_id = audience.make(tx, given.whom)
        for one in aims:
            audience.aim(tx, audience_id, one)
        announcement_id = tx.insert(
            "announcements",
            key=key,
            token=secrets.token_urlsafe(16),
            audience_id=audience_id,
            **_columns(given),
            **because._asdict(),
            made_at=clock.stamp(),
            account_id=by.account_id,
            made_by=by.name,
        )
        write_version(tx, announcement_id, 1, given.title, given.text, "")
        if papers:
            attach(tx, ANNOUNCEMENT, announcement_id, papers)
        audit.record(tx, "announcement.drafted", "announcements", announcement_id, after=given._asdict())
        return announcement_id


def change(announcement_id: int, given: Draft, by: Actor, seen: int | None = None) -> None:
    """Change a draft. Refused once it is scheduled or published, or where another has changed it since (`EDITS`)."""
    with write(by) as tx:
        _change(tx, announcement_id, given, seen)


def discard(announcement_id: int, by: Actor) -> None:
    """Throw a draft away."""
    with write(by) as tx:
        found = require(tx, announcement_id, "discard")
        tx.run("DELETE FROM announcements WHERE id = :id", id=announcement_id)
        audience.drop(tx, found.audience_id)
        audit.record(
            tx, "announcement.discarded", "announcements", announcement_id, before={"title": found.title}
        )


def aim(announcement_id: int, at: Aim, by: Actor) -> None:
    """Add to whom a draft is for. Refused for what there is not."""
    with write(by) as tx:
        found = require(tx, announcement_id, "aim")
        values = audience.aim(tx, found.audience_id, at)
        audit.record(tx, "announcement.aimed", "announcements", announcement_id, after=values)


def unaim(announcement_id: int, target_id: int, by: Actor) -> None:
    """Take a target back."""
    with write(by) as tx:
        found = require(tx, announcement_id, "aim")
        if audience.unaim(tx, found.audience_id, target_id):
            audit.record(
                tx, "announcement.unaimed", "announcements", announcement_id, before={"target": target_id}
            )


def schedule(announcement_id: int, at: datetime, by: Actor) -> None:
    """Have it published at an instant to come."""
    with write(by) as tx:
        found = require(tx, announcement_id, "publish")
        if at <= clock.now():
            raise Refused(_("This time is past. Choose a later one, or publish it now."), "day")
        if found.expires_on and clock.day_of(clock.stamp_of(at)) > found.expires_on:
            raise Refused(_("Its last day lies before."), "day")
        _require_somebody(tx, found)
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
        require(tx, announcement_id, "unschedule")
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


def _publish(tx: Tx, announcement_id: int) -> None:
    found = require(tx, announcement_id, "publish")
    if found.expires_on and found.expires_on < clock.today().isoformat():
        raise Refused(_("Its last day is past. Change the day first."), "")
    _require_somebody(tx, found)
    audience.fix(tx, found.audience_id)
    tx.update("announcements", announcement_id, published_at=clock.stamp(), published_by=tx.by.name)
    records_readers.add_readers(tx, announcement_id, audiences.people(tx, found.audience_id))
    outbox.add(tx, TELL, f"announcement:{announcement_id}:1", announcement_id=announcement_id, version=1)
    signals.tell(tx, topics.NOTICES)
    audit.record(tx, "announcement.published", "announcements", announcement_id)


def require(tx: Tx, announcement_id: int, act: str) -> Announcement:
    """The announcement, if this may be done with it now. Refused otherwise."""
    found = records.announcement(tx, announcement_id)
    if found is None or act not in ACTS[found.state]:
        raise Refused(_("This has changed in the meantime. Look at it again."), "")
    return found


def _change(tx: Tx, announcement_id: int, given: Draft, seen: int | None = None) -> None:
    found, before = require(tx, announcement_id, "edit"), _said(tx, announcement_id)
    if before == given:
        return
    EDITS.require_seen(tx, announcement_id, seen)
    tx.update("announcements", announcement_id, **_columns(given))
    audience.set_whom(tx, found.audience_id, given.whom)
    tx.run(
        "UPDATE announcement_versions SET title = :title, text = :text WHERE announcement_id = :id",
        title=given.title,
        text=given.text,
        id=announcement_id,
    )
    audit.record(
        tx,
        "announcement.changed",
        "announcements",
        announcement_id,
        before=before._asdict(),
        after=given._asdict(),
    )


def _said(tx: Tx, announcement_id: int) -> Draft:
    """What an announcement says now."""
    found = records.announcement(tx, announcement_id)
    assert found
    whom = audiences.whom(tx, found.audience_id)
    return Draft(**{name: getattr(found, name) for name in Draft._fields if name != "whom"}, whom=whom)


def _require_somebody(tx: Tx, found: Announcement) -> None:
    if not audiences.homes(tx, found.audience_id):
        raise Refused(_("Say first whom it is for."), "")


def _columns(given: Draft) -> dict[str, Any]:
    columns = given._asdict()
    del columns["whom"], columns["title"], columns["text"]
    return columns | {name: int(columns[name]) for name in ("urgent", "must_confirm", "pinned")}


def write_version(tx: Tx, announcement_id: int, number: int, title: str, text: str, reason: str) -> None:
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
