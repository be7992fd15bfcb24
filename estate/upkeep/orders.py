"""A due becomes a work order, and each names the other; a cancelled order means that the due is not done."""

import re

from estate.access.me import Me
from estate.access.permissions import UPKEEP_READ
from estate.data import Reader, Tx, clock, write
from estate.equipment import queries as equipment
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.jobs.outbox import WORKER
from estate.office.identity import identity
from estate.repairs import actions as repairs
from estate.repairs import finished, links
from estate.repairs.details import Details
from estate.repairs.finished import Finished
from estate.repairs.links import Linked
from estate.repairs.rules_steps import OFFICE, POOL
from estate.upkeep import queries, queries_records, words

NOT_BEGUN = (*POOL, "assigned", "accepted")
SUBJECT, RECORD = "upkeep_due", "service_record"
_STATUTORY = {"lift": "elevator", "fire": "fire", "water": "plumbing", "lightning": "electrical"}
_CATEGORIES = (
    ("elevator", r"电梯|扶梯|lift|elevator"),
    ("fire", r"消防|灭火|fire"),
    ("plumbing", r"水|water|pump"),
    ("lighting", r"照明|light"),
    ("access", r"弱电|门禁|监控|access|low-voltage"),
    ("electrical", r"电|power"),
    ("garage", r"车|道闸|gate|parking"),
)


def make_order(tx: Tx, due_id: int) -> int | None:
    """Make the work order of a due; answers its id. The same due makes one; None when it is done or gone meanwhile."""
    due = queries.due(tx, due_id)
    if due is None or not due.is_open:
        return None
    piece = equipment.equipment(tx, due.equipment_id)
    assert piece
    order_id = repairs.report(
        tx,
        repairs.Report(
            "plan",
            category_of(piece.statutory, piece.category, piece.name),
            "normal",
            due.title,
            text=_text(due, piece.vendor, piece.vendor_phone),
            building_id=piece.building_id,
            equipment_id=piece.id,
            location=words.place(piece.location, piece.building, piece.entrance) or piece.title,
            join=False,
        ),
        f"upkeep:{due.plan_id}:{due.equipment_id}:{due.due_on}",
    )
    if due.state == "planned":
        tx.update("upkeep_dues", due_id, state="ordered", order_id=order_id)
    link_due(tx, order_id, due_id)
    return order_id


def withdraw_order(tx: Tx, order_id: int) -> None:
    """The order of a due that is past making up is cancelled, unless somebody is on the way or at work."""
    if repairs.require(tx, order_id).state not in NOT_BEGUN:
        return
    with speaking(identity(tx).locale):
        reason = _("It was not done in time, and it is too late now.")
    repairs.step(tx, order_id, "cancel", f"upkeep-over:{order_id}", {OFFICE}, Details(reason=reason))


def category_of(statutory: str, category: str, name: str) -> str:
    """The kind of repair that the work on a piece belongs to."""
    if statutory in _STATUTORY:
        return _STATUTORY[statutory]
    for text in (category, name):
        for found, pattern in _CATEGORIES:
            if re.search(pattern, text, re.I):
                return found
    return "other"


def _text(due: queries.Due, vendor: str, phone: str) -> str:
    lines = [_("To be done until %(day)s.", day=due.due_on)]
    if due.done_by == "company" and vendor:
        lines.append(_("By the maintenance company %(name)s", name=f"{vendor} {phone}".strip()))
    if due.skipped:
        lines.append(_("Days of the plan before it that passed: %(n)s.", n=due.skipped))
    return "\n".join(lines)


def _linked(db: Reader, me: Me, due_id: int) -> Linked | None:
    due = queries.due(db, due_id) if me.may(UPKEEP_READ) else None
    if due is None:
        return None
    if due.record_id:
        return Linked(_("Service record of %(name)s", name=due.title), f"/upkeep/records/{due.record_id}")
    if due.is_open:
        return Linked(
            _("Write the service record of %(name)s", name=due.title), f"/upkeep/dues/{due_id}/record"
        )
    return Linked(due.title, f"/upkeep/equipment/{due.equipment_id}")


def link_due(tx: Tx, order_id: int, due_id: int) -> None:
    """Tie an order to what it is made for."""
    links.link(tx, order_id, SUBJECT, due_id)


def link_record(tx: Tx, order_id: int, record_id: int) -> None:
    """Tie the order of a fault to the service that found it."""
    links.link(tx, order_id, RECORD, record_id)


def _linked_record(db: Reader, me: Me, record_id: int) -> Linked | None:
    found = queries_records.record(db, record_id) if me.may(UPKEEP_READ) else None
    if found is None:
        return None
    return Linked(_("Service record of %(name)s", name=found.title), f"/upkeep/records/{record_id}")


@finished.on
def after_order(done: Finished) -> None:
    """A cancelled order leaves its dues undone: they count as missed, and the plan goes on."""
    if done.state != "cancelled":
        return
    with write(WORKER) as tx:
        tx.run(
            """
            UPDATE upkeep_dues SET state = 'missed', closed_on = :today
             WHERE order_id = :order_id AND state = 'ordered'
               AND 'cancelled' = (SELECT state FROM work_orders WHERE id = :order_id)
            """,
            order_id=done.order_id,
            today=clock.today().isoformat(),
        )


links.declare(SUBJECT, _linked)
links.declare(RECORD, _linked_record)
