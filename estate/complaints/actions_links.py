"""Tying records to a complaint: an order made of it or an existing one, a waiver, an announcement, a piece.

Who stays unnamed is not given away by what is tied: no order of their home, no waiver, which names it.
"""

from typing import NamedTuple

from estate.announcements import queries as announcements
from estate.complaints import links, queries
from estate.complaints.actions import LIST, require, topic
from estate.complaints.queries import Complaint
from estate.data import Actor, Tx, write
from estate.equipment import queries as equipment
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.jobs.outbox import WORKER
from estate.refusal import Refused
from estate.repairs import actions as repairs
from estate.repairs import queries as orders
from estate.repairs.actions import Report
from estate.repairs.finished import Finished
from estate.repairs.finished import on as on_finished
from estate.waivers import queries as waivers


class Wish(NamedTuple):
    """The order that is wanted. location: where the work is, in words; empty for the place of the complaint."""

    category: str
    urgency: str
    title: str
    text: str = ""
    location: str = ""


def make_order(tx: Tx, complaint_id: int, wish: Wish, key: str) -> int:
    """A work order out of a complaint, tied to it; answers the order's id. The same key makes one.

    The reporter goes along unless they wish to stay unnamed. Refused without a place that may be named.
    """
    found = require(tx, complaint_id)
    who = queries.identity(tx, complaint_id)
    home_id = found.about_home_id or (
        None if found.unnamed or found.place_id or found.location else who.home_id
    )
    location = wish.location.strip()
    if location:
        home_id = None
    if home_id is None and not (location := location or found.location):
        raise Refused(_("Name the place where the work is."), "location")
    order_id = repairs.report(
        tx,
        Report(
            source="clerk",
            category=wish.category,
            urgency=wish.urgency,
            title=wish.title,
            text=wish.text,
            home_id=home_id,
            building_id=found.building_id if home_id is None else None,
            place_id=found.place_id if home_id is None and not wish.location.strip() else None,
            equipment_id=found.equipment_id if home_id is None else None,
            location=location,
            reporter_id=None if found.unnamed else who.reporter_id,
            reporter_account_id=tx.by.account_id,
            reporter_name="" if found.unnamed else who.name,
            reporter_phone="" if found.unnamed else who.phone,
        ),
        key,
    )
    _tie(tx, found, "order", order_id)
    return order_id


def tie_order(complaint_id: int, number: str, by: Actor) -> None:
    """Tie the order of a number. Refused: there is none; while somebody stays unnamed, one of any home but that which
    it is about: were it only theirs, trying would tell which is theirs."""
    with write(by) as tx:
        found = require(tx, complaint_id)
        order = orders.by_number(tx, number.strip().upper())
        if order is None:
            raise Refused(_("There is no such order."), "order")
        if found.unnamed and order.home_id not in (None, found.about_home_id):
            raise Refused(
                _("Who complains wishes to stay unnamed: only orders of public places are tied to it."),
                "order",
            )
        _tie(tx, found, "order", order.id)


def tie_waiver(complaint_id: int, request_id: int, by: Actor) -> None:
    """Tie a request for a waiver for the home of who complains. Refused: another home's; somebody stays unnamed."""
    with write(by) as tx:
        found, asked = require(tx, complaint_id), waivers.asked(tx, request_id)
        if found.unnamed:
            raise Refused(_("A waiver names the home, and who complains wishes to stay unnamed."), "waiver")
        if asked is None or asked.home_id not in (found.home_id, found.about_home_id):
            raise Refused(_("There is no such waiver for this home."), "waiver")
        _tie(tx, found, "waiver", request_id)


def tie_announcement(complaint_id: int, announcement_id: int, by: Actor) -> None:
    """Tie an announcement that answers it. Refused: there is none that is published."""
    with write(by) as tx:
        if not announcements.title_of(tx, announcement_id):
            raise Refused(_("There is no such announcement."), "announcement")
        _tie(tx, require(tx, complaint_id), "announcement", announcement_id)


def tie_equipment(complaint_id: int, text: str, by: Actor) -> None:
    """Tie a piece of equipment by its number or name. Refused: there is none, or several fit."""
    with write(by) as tx:
        piece_id = equipment.meant(tx, text)
        if piece_id is None:
            raise Refused(_("Name the piece of equipment."), "equipment")
        _tie(tx, require(tx, complaint_id), "equipment", piece_id)


def untie(complaint_id: int, link_id: int, why: str, by: Actor) -> None:
    """Untie what was tied wrongly. Again changes nothing. Refused: without a reason."""
    if not why.strip():
        raise Refused(_("Write the reason."), "why")
    with write(by) as tx:
        if links.untie(tx, require(tx, complaint_id).id, link_id, why.strip()):
            _signal(tx, complaint_id)


def _tie(tx: Tx, found: Complaint, subject: str, subject_id: int) -> None:
    links.tie(tx, found.id, subject, subject_id)
    _signal(tx, found.id)


def _signal(tx: Tx, complaint_id: int) -> None:
    for one in (complaint_id, *(each.id for each in queries.duplicates(tx, complaint_id))):
        signals.tell(tx, topic(one))
    signals.tell(tx, LIST)


@on_finished
def show_finished(finished: Finished) -> None:
    """When an order is done, the pages of its complaints show it."""
    with write(WORKER) as tx:
        for complaint_id in links.complaints_of(tx, "order", finished.order_id):
            _signal(tx, complaint_id)
