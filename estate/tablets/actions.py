"""Prepare a tablet, enrol it, take it out; switch HTTPS on and off; note what was sent late."""

import secrets
from datetime import datetime, timedelta

from estate.access.sessions import hash_token
from estate.data import audit, clock, read, write
from estate.data.store import Actor, System
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.tablets import queries, records
from estate.web import current

CODE_LASTS = timedelta(hours=24)
SEEN_EVERY = timedelta(minutes=5)
LATE_AFTER_S = 60  # sooner, the network was there: nothing to tell


def switch_https(on: bool, by: Actor) -> None:
    with write(by) as tx:
        records.switch(tx, on)
        audit.record(tx, "https.switched_on" if on else "https.switched_off", "https_switch", 1)


def prepare(name: str, by: Actor) -> tuple[int, str]:
    """A tablet to be, under this name; answers its id and the code of its one-time link, which is stored nowhere."""
    code = secrets.token_urlsafe(12)
    with write(by) as tx:
        if records.name_taken(tx, name):
            raise Refused(_("There is a tablet of this name."), "name")
        tablet_id = tx.insert(
            "tablets",
            name=name,
            prepared_at=clock.stamp(),
            code_hash=hash_token(code),
            code_ends_at=clock.stamp_of(clock.now() + CODE_LASTS),
        )
        audit.record(tx, "tablet.prepared", "tablets", tablet_id, after={"name": name})
    return tablet_id, code


def renew_code(tablet_id: int, by: Actor) -> str:
    """Another one-time link for a tablet; one that is enrolled already gets its new token by it, and loses the old."""
    code = secrets.token_urlsafe(12)
    with write(by) as tx:
        ends = clock.stamp_of(clock.now() + CODE_LASTS)
        tx.update("tablets", tablet_id, code_hash=hash_token(code), code_ends_at=ends)
        audit.record(tx, "tablet.prepared", "tablets", tablet_id)
    return code


def enrol(code: str) -> str:
    """Make the browser of this request the tablet of the link; answers the token for its cookie. The link is used up."""
    with write(System("enrolment")) as tx:
        tablet = records.of_code(tx, hash_token(code))
        if tablet is None:
            raise Refused(_("This link was used or is too old. Ask the administrator for another."))
        token = secrets.token_urlsafe(32)
        tx.update(
            "tablets",
            tablet.id,
            code_hash=None,
            code_ends_at=None,
            token_hash=hash_token(token),
            enrolled_at=clock.stamp(),
            agent=current().agent[:200],
            seen_at=clock.stamp(),
        )
        audit.record(tx, "tablet.enrolled", "tablets", tablet.id, after={"name": tablet.name})
    return token


def take_out(tablet_id: int, by: Actor) -> None:
    """The tablet is none of the office's any more; what it sent keeps its name."""
    with write(by) as tx:
        changed = tx.run(
            """
            UPDATE tablets SET ended_at = :now, code_hash = NULL, code_ends_at = NULL
             WHERE id = :id AND ended_at IS NULL
            """,
            now=clock.stamp(),
            id=tablet_id,
        )
        if changed:
            audit.record(tx, "tablet.taken_out", "tablets", tablet_id)


def note_seen(account_id: int) -> None:
    """Note, now and then, that the tablet of this request is in use."""
    with read() as db:
        tablet = queries.present(db)
    if tablet is None:
        return
    before = clock.stamp_of(clock.now() - SEEN_EVERY)
    if not tablet.seen_at or tablet.seen_at < before:
        with write(System("tablet")) as tx:
            records.touch(tx, tablet.id, account_id)


def note_late(status: int) -> None:
    """Note what this request brought, if it had waited for the network; noted again it stays one."""
    now = current()
    if now.queued is None or now.me is None or now.queued.age_s < LATE_AFTER_S:
        return
    with write(now.me) as tx:
        tablet = queries.present(tx)
        tablet_id = tablet.id if tablet else None
        queued = now.queued
        records.note_upload(
            tx, now.me.account_id, tablet_id, queued.made_at, queued.sequence, now.path, status
        )
        if tablet:
            records.touch(tx, tablet.id, now.me.account_id)


def filled_in_at() -> datetime | None:
    """When the form of this request was filled in, by this machine's clock: a tablet's own may be hours off.

    The age that the tablet tells is by one clock and so holds; taken from now, it gives the moment. None for a form
    that came straight from a page.
    """
    queued = current().queued
    return clock.now() - timedelta(seconds=queued.age_s) if queued else None
