"""A complaint by whoever stands before something with a label: without an account, without a name if they like.

Of who says no name nothing is kept that leads back to them: no address, no account. Calls are slowed down as reports of
faults are, by address in memory alone, by label and in all on record.
"""

from collections.abc import Sequence
from typing import NamedTuple

from estate.complaints import actions, actions_steps
from estate.complaints.actions import COMPLAINER
from estate.complaints.details import Details, Received
from estate.complaints.rules_steps import OWNER
from estate.data import Reader, clock, write
from estate.i18n import gettext as _
from estate.labels.actions_reports import (
    IN_ALL,
    MOST_PHOTOS,
    PER_ADDRESS,
    PER_LABEL,
    WINDOW,
    TooOften,
    hash_secret,
    is_secret,
)
from estate.labels.queries import Label
from estate.labels.subjects import Thing
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.web.tally import Tally

FROM_ADDRESS = Tally(PER_ADDRESS, WINDOW.total_seconds())


class Voice(NamedTuple):
    """What somebody tells. reporter_id: the person, where they are signed in and gave their name."""

    kind: str
    category: str
    text: str
    name: str = ""
    phone: str = ""
    reporter_id: int | None = None


def receive(label: Label, thing: Thing, voice: Voice, photos: Sequence[Kept], secret: str) -> int:
    """Put it on record; the same secret does it once. Refused: too often (TooOften), a page without its secret."""
    if not is_secret(secret):
        raise Refused(_("This page is not complete. Open it again and repeat what you want to do."))
    if len(photos) > MOST_PHOTOS:
        raise Refused(_("%(most)s photos are enough.", most=MOST_PHOTOS), "paper_files")
    with write(COMPLAINER) as tx:
        known = tx.value(
            "SELECT complaint_id FROM complaint_scans WHERE secret_hash = :hash", hash=hash_secret(secret)
        )
        if known:
            return int(known)
        require_room(tx, label.id)
        complaint_id = actions.receive(tx, _told(thing, voice), f"scan:{hash_secret(secret).hex()}")
        if photos:
            actions.add_photos(tx, complaint_id, photos)
        tx.insert(
            "complaint_scans",
            label_id=label.id,
            complaint_id=complaint_id,
            secret_hash=hash_secret(secret),
            at=clock.stamp(),
        )
        return complaint_id


def take_step(complaint_id: int, step: str, told: Details, key: str) -> None:
    """A step of whoever made it, known by what only their browser knows."""
    with write(COMPLAINER) as tx:
        actions_steps.step(tx, complaint_id, step, key, {OWNER}, told)


def require_calm(address: str, *, count: bool = True) -> None:
    """TooOften for an address from which more comes than people complain."""
    if FROM_ADDRESS.full(address, count=count):
        raise TooOften(_("Too many reports came in the last hour. Please call the office."))


def require_room(db: Reader, label_id: int) -> None:
    """TooOften where more came in the last hour about one thing, or in all."""
    since = clock.stamp_of(clock.now() - WINDOW)
    here, every = db.tuples(
        """
        SELECT (SELECT count(*) FROM complaint_scans WHERE label_id = :label_id AND at > :since),
               (SELECT count(*) FROM complaint_scans WHERE at > :since)
        """,
        label_id=label_id,
        since=since,
    )[0]
    if here >= PER_LABEL or every >= IN_ALL:
        raise TooOften(_("Too many reports came in the last hour. Please call the office."))


def _told(thing: Thing, voice: Voice) -> Received:
    title = actions.title_of(voice.text)
    return Received(
        source="scan",
        kind=voice.kind,
        category=voice.category,
        title=title,
        text=voice.text.strip() if voice.text.strip() != title else "",
        reporter_id=voice.reporter_id if voice.name else None,
        reporter_name=voice.name,
        reporter_phone=voice.phone,
        unnamed=not (voice.name or voice.phone),
        place_id=thing.place_id,
        equipment_id=thing.equipment_id,
        building_id=thing.building_id,
        location=thing.location,
    )
