"""A fault that a check found becomes a work order, with its place and photos; each names the other."""

from typing import NamedTuple

from estate.access.me import Me
from estate.access.permissions import PATROL_READ, PATROL_WALK
from estate.data import Reader, Tx
from estate.i18n import gettext as _
from estate.papers import queries as papers
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.patrol import queries, queries_seen
from estate.patrol.papers import CHECK
from estate.patrol.queries_seen import Seen
from estate.repairs import actions as repairs
from estate.repairs import links
from estate.repairs import queries as orders
from estate.repairs.links import Linked
from estate.repairs.papers import ORDER
from estate.repairs.queries import Order

SUBJECT = "patrol_check"
CATEGORIES = {"fire": "fire", "cleaning": "cleaning"}


class Fault(NamedTuple):
    """What is broken, in a few words, and of what kind it is."""

    title: str
    category: str
    urgency: str


def proposed(db: Reader, check_id: int) -> Fault:
    """What a check found, as a work order would call it."""
    seen = queries_seen.require(db, check_id)
    bad = [one for one in queries_seen.answers(db, check_id) if one.abnormal]
    title = f"{bad[0].question}{_(': ')}{bad[0].said}" if bad else seen.note or seen.point
    kind = seen.kind or ""
    return Fault(title[:80], CATEGORIES.get(kind, "other"), "fast" if kind == "fire" else "normal")


def report(tx: Tx, check_id: int, fault: Fault) -> int:
    """Make a work order of a check, or join the open one for the same; again answers the first. Answers its id."""
    if known := links.orders_of(tx, SUBJECT, check_id):
        return known[0]
    seen = queries_seen.require(tx, check_id)
    point = queries.point(tx, seen.point_id)
    order_id = repairs.report(
        tx,
        repairs.Report(
            "patrol",
            fault.category,
            fault.urgency,
            fault.title,
            text=_text(tx, seen),
            building_id=point.building_id if point else None,
            place_id=point.place_id if point else None,
            location=seen.point if seen.location in seen.point else f"{seen.location} {seen.point}",
            reporter_account_id=tx.by.account_id,
            reporter_name=tx.by.name,
        ),
        f"patrol-check:{check_id}",
    )
    links.link(tx, order_id, SUBJECT, check_id)
    photos = [
        Kept(one.file, one.name, one.media, one.bytes)
        for one in papers.of(tx, CHECK.code, check_id)
        if one.withdrawn_at is None
    ]
    if photos:
        attach(tx, ORDER, order_id, photos, "report")
    return order_id


def of_check(db: Reader, check_id: int) -> list[Order]:
    """The work orders that were made of a check."""
    found = [orders.order(db, one) for one in links.orders_of(db, SUBJECT, check_id)]
    return [one for one in found if one is not None]


def _text(tx: Tx, seen: Seen) -> str:
    lines = [
        f"{one.question}{_(': ')}{one.said}" for one in queries_seen.answers(tx, seen.id) if one.abnormal
    ]
    return "\n".join([*lines, *([seen.note] if seen.note else [])])


def _linked(db: Reader, me: Me, check_id: int) -> Linked | None:
    seen = queries_seen.seen(db, check_id)
    if seen is None or not (
        me.may(PATROL_READ) or (me.may(PATROL_WALK) and seen.account_id == me.account_id)
    ):
        return None
    return Linked(_("Check of %(point)s", point=seen.point), f"/patrol/checks/{check_id}")


links.declare(SUBJECT, _linked)
