"""A fault that somebody without an account reports by a label: slowed down, joined, with a page of their own."""

import hashlib
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from estate.data import Reader, clock, write
from estate.data.store import System
from estate.i18n import gettext as _
from estate.labels import records_reports as records
from estate.labels.queries import Label
from estate.labels.records_reports import Reported
from estate.labels.subjects import Thing
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.repairs import actions as repairs
from estate.repairs import queries as orders
from estate.repairs.actions import Report
from estate.repairs.papers import ORDER

SCANNED = System("scan")
WINDOW = timedelta(hours=1)
PER_ADDRESS, PER_LABEL, IN_ALL = 10, 12, 60
"""Reports in an hour from one address, about one thing, and in all; a house's Wi-Fi is one address for many."""
MOST_PHOTOS = 8


class TooOften(Refused):
    """More came than people report: the office wants a call instead."""


class Fault(NamedTuple):
    """What somebody tells. reporter_id: the person, when they are signed in as an owner or tenant."""

    category: str
    text: str
    phone: str
    name: str = ""
    danger: bool = False
    reporter_id: int | None = None


def report(
    label: Label, thing: Thing, fault: Fault, photos: Sequence[Kept], secret: str, address: str
) -> Reported:
    """Make an order of a fault, or join the open one; the same secret reports once.

    secret: made by us, known to this browser alone; it opens the reporter's page. Refused: too often (TooOften), a page
    without its secret, too many photos.
    """
    if not is_secret(secret):
        raise Refused(_("This page is not complete. Open it again and repeat what you want to do."))
    with write(SCANNED) as tx:
        if known := records.of_secret(tx, hash_secret(secret)):
            return known
        require_room(tx, address, label.id)
        _require_few(photos, 0)
        told = _told(thing, fault)
        same = orders.alike(
            tx, told.category, place_id=told.place_id, equipment_id=told.equipment_id, location=told.location
        )
        order_id = repairs.report(tx, told, f"scan:{hash_secret(secret).hex()}")
        if photos:
            attach(tx, ORDER, order_id, photos, "report")
        tx.insert(
            "label_reports",
            label_id=label.id,
            order_id=order_id,
            secret_hash=hash_secret(secret),
            joined=int(same is not None and same.id == order_id),
            photos=len(photos),
            address=address,
            at=clock.stamp(),
        )
        records.forget_addresses(tx, clock.stamp_of(clock.now() - timedelta(days=1)))
        made = records.of_secret(tx, hash_secret(secret))
        assert made is not None
        return made


def add_photos(reported: Reported, photos: Sequence[Kept]) -> None:
    """More photos of a reported fault. Refused: none, too many, or when the order is closed."""
    if not photos:
        raise Refused(_("Choose a photo."), "paper_files")
    with write(SCANNED) as tx:
        order = repairs.require(tx, reported.order_id)
        if not order.is_open:
            raise Refused(_("This is closed. Scan the label again if it is broken still."), "paper_files")
        so_far = int(tx.value("SELECT photos FROM label_reports WHERE id = :id", id=reported.id))
        _require_few(photos, so_far)
        attach(tx, ORDER, reported.order_id, photos, "report")
        tx.update("label_reports", reported.id, photos=so_far + len(photos))


def require_room(db: Reader, address: str, label_id: int) -> None:
    """TooOften where more came in the last hour than people report."""
    since = clock.stamp_of(clock.now() - WINDOW)
    lately = records.lately(db, address, label_id, since)
    if lately.address >= PER_ADDRESS or lately.label >= PER_LABEL or lately.total >= IN_ALL:
        raise TooOften(_("Too many reports came in the last hour. Please call the office."))


def is_secret(text: str) -> bool:
    """Whether this is a secret as we make them."""
    return re.fullmatch(r"[A-Za-z0-9_-]{22,64}", text) is not None


def hash_secret(secret: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def _told(thing: Thing, fault: Fault) -> Report:
    first = fault.text.strip().split("\n")[0]
    title = first if len(first) <= repairs.LONGEST_TITLE else first[: repairs.LONGEST_TITLE - 1] + "…"
    return Report(
        source="scan",
        category=fault.category,
        urgency="urgent" if fault.danger else "normal",
        title=title,
        text=fault.text.strip() if fault.text.strip() != title else "",
        building_id=thing.building_id,
        place_id=thing.place_id,
        equipment_id=thing.equipment_id,
        location=thing.location,
        reporter_id=fault.reporter_id,
        reporter_name=fault.name,
        reporter_phone=fault.phone,
    )


def _require_few(photos: Sequence[Kept], so_far: int) -> None:
    if so_far + len(photos) > MOST_PHOTOS:
        raise Refused(_("%(most)s photos are enough.", most=MOST_PHOTOS), "paper_files")
