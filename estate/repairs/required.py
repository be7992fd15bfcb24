"""What must hold before a work order takes a step, and the words for what does not."""

from collections.abc import Collection

from estate.access import accounts
from estate.access.permissions import REPAIRS_WORK, permissions_of
from estate.data import Tx, clock
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.repairs import rules_steps, words
from estate.repairs.details import Details
from estate.repairs.queries import Order


def require_details(tx: Tx, order: Order, needs: Collection[str], details: Details) -> None:
    """Refuse a step that lacks something it needs, beside the field that is empty."""
    if "assignee" in needs:
        if details.assignee_id is None and details.contractor_id is None:
            raise Refused(_("Choose who shall do it."), "assignee")
        if details.assignee_id is not None and details.assignee_id == order.assignee_id:
            raise Refused(_("%(name)s has this order already.", name=order.assignee_name), "assignee")
        if details.assignee_id is not None and not _mends(tx, details.assignee_id):
            raise Refused(_("Choose who shall do it."), "assignee")
    if "waiting_for" in needs and details.waiting_for not in rules_steps.REASONS:
        raise Refused(_("Choose what it waits for."), "waiting_for")
    if "reason" in needs and not details.reason.strip():
        raise Refused(_("Write the reason."), "reason")
    if "note" in needs and not details.note.strip():
        raise Refused(_("Write what was done."), "note")
    if "result" in needs and details.result not in words.RESULTS:
        raise Refused(_("Choose how content they are."), "result")


def _mends(tx: Tx, account_id: int) -> bool:
    """Whether this is an open account of somebody who mends."""
    found = accounts.get(tx, account_id)
    return (
        found is not None
        and not found.disabled_at
        and REPAIRS_WORK in permissions_of(frozenset(found.role_list))
    )


def in_warranty(order: Order) -> bool:
    """Whether work may be taken up again: what nobody has signed off always, else until its warranty ends."""
    return (
        order.state == "done" or not order.warranty_until or clock.today().isoformat() <= order.warranty_until
    )


def require_warranty(order: Order) -> None:
    """Refuse to take up signed-off work whose warranty has ended."""
    if not in_warranty(order):
        raise Refused(_("The warranty of this work has ended. Report it anew."), "reason")


def moved_on(order: Order) -> str:
    """What to say to who comes too late: who has the order, or where it stands."""
    if order.assignee_name and order.is_open:
        told = _("%(name)s has this order now.", name=order.assignee_name)
    else:
        told = _("This order has moved on: %(state)s.", state=words.STATES[order.state][1])
    return told


def assignee_name(tx: Tx, details: Details) -> str:
    """To whom an order is handed, as its steps keep the name."""
    if details.assignee_id is None:
        return details.contractor_name.strip()
    found = accounts.get(tx, details.assignee_id)
    return found.name if found else ""
