"""Handing out orders: by itself, by hand, from the pool; a second person; telling of what nobody has.

The choice by itself is a task right after the report (see repairs/pooled.py), and takes the same step that a person
takes: the order, its owner and its repairer are told in the same way, and the reason stands in the step.
"""

from estate.access.permissions import REPAIRS_ASSIGN
from estate.crew import actions, records_handing, words
from estate.crew.queries_candidates import proposal
from estate.crew.records_handing import Default, Exceptional
from estate.crew.rules import choice
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.jobs import signals
from estate.jobs.outbox import WORKER
from estate.messages import actions as messages
from estate.office.identity import identity
from estate.refusal import Refused
from estate.repairs import actions as repairs
from estate.repairs import queries_crew as orders
from estate.repairs.details import Details
from estate.repairs.rules_steps import HELD, OFFICE, SYSTEM
from estate.repairs.rules_steps import WORKER as TAKER


def hand_out_by_itself(order_id: int) -> int | None:
    """Hand an order to who fits best, where the office lets that be done unasked; answers the account.

    None: it is proposed or taken from the pool, somebody has it or gave it back meanwhile, or a person has to decide.
    """
    with write(WORKER) as tx, speaking(identity(tx).locale):
        found = orders.one_in_pool(tx, order_id)
        if found is None or found.gave_back:
            return None
        if records_handing.mode(tx, found.category, found.urgency) != "auto":
            return None
        proposed = proposal(tx, order_id)
        best = choice(proposed.job, proposed.candidates)
        if best is None:
            return None
        details = Details(assignee_id=best.account_id, note=words.reasons(best, found.category, clock.now()))
        repairs.step(tx, order_id, "assign", f"by-itself:{order_id}:{found.since}", {SYSTEM}, details)
        return best.account_id


def hand_out(order_id: int, account_id: int, key: str, by: Actor) -> None:
    """Hand an order to somebody of the crew, with the reasons that stood on the page. The same key does it once.

    Refused where the order has moved on, or this person has it already.
    """
    with write(by) as tx, speaking(identity(tx).locale):
        actions.require(tx, account_id)
        proposed = proposal(tx, order_id)
        chosen = next((one for one in proposed.candidates if one.account_id == account_id), None)
        note = words.reasons(chosen, proposed.job.category, clock.now()) if chosen else ""
        details = Details(assignee_id=account_id, note=note)
        repairs.step(tx, order_id, "assign", f"{order_id}:assign:{key}" if key else "", {OFFICE}, details)
        records_handing.remove_helper(tx, order_id, account_id)


def take(order_id: int, key: str, by: Actor) -> None:
    """Take an order from the pool. The same key takes it once.

    Refused, with the name, where somebody else was quicker; and where the office hands it out itself.
    """
    with write(by) as tx:
        repairs.step(tx, order_id, "take", f"{order_id}:take:{key}" if key else "", {TAKER})


def add_helper(order_id: int, account_id: int, by: Actor) -> None:
    """A second person goes along. Again changes nothing. Refused for who has the order, and where nobody has it."""
    with write(by) as tx:
        order, member = repairs.require(tx, order_id), actions.require(tx, account_id)
        if order.state not in HELD:
            raise Refused(_("Hand the order out first; then somebody can help."), "helper")
        if order.assignee_id == account_id:
            raise Refused(_("%(name)s has this order already.", name=member.name), "helper")
        if records_handing.put_helper(tx, order_id, account_id):
            _helped(tx, order_id, None, member.name)
            messages.tell(
                tx,
                "repair.help",
                f"repair.help:{order_id}:{account_id}:{clock.stamp()}",
                account_id=account_id,
                home_id=order.home_id,
                link=f"/repairs/{order_id}",
                values={
                    "number": order.number,
                    "title": order.title,
                    "place": order.location,
                    "worker": order.assignee_name,
                },
            )


def remove_helper(order_id: int, account_id: int, by: Actor) -> None:
    """Somebody goes along no more. Again changes nothing."""
    with write(by) as tx:
        repairs.require(tx, order_id)
        member = actions.require(tx, account_id)
        if records_handing.remove_helper(tx, order_id, account_id):
            _helped(tx, order_id, member.name, None)


def set_default(one: Default, by: Actor) -> None:
    """How orders of an urgency are handed out, and after how long in the pool it is told."""
    with write(by) as tx:
        before = next(old for old in records_handing.defaults(tx) if old.urgency == one.urgency)
        if one != before:
            records_handing.put_default(tx, one)
            _set(tx, _default(before), _default(one))


def set_exception(one: Exceptional, by: Actor) -> None:
    """A category is handed out in another way than the others."""
    with write(by) as tx:
        records_handing.put_exception(tx, one)
        told = {"fault_kinds": one.category, "urgency": one.urgency, "handed_out": one.mode}
        _set(tx, None, told)


def remove_exception(category: str, urgency: str, by: Actor) -> None:
    """A category is handed out like the others again. Again changes nothing."""
    with write(by) as tx:
        if records_handing.remove_exception(tx, category, urgency):
            _set(tx, {"fault_kinds": category, "urgency": urgency}, None)


def tell_of_the_pool() -> int:
    """Tell who hands out of every order that lies in the pool for too long, once; answers of how many."""
    with write(WORKER) as tx:
        found = records_handing.lying(tx)
        for one in found:
            messages.tell_staff(
                tx,
                "repair.unassigned",
                f"repair.unassigned:{one.order_id}:{one.since}",
                permission=REPAIRS_ASSIGN,
                link="/dispatch",
                values={"number": one.number, "title": one.title, "place": one.location},
            )
        records_handing.note_told(tx, found)
        return len(found)


def _helped(tx: Tx, order_id: int, before: str | None, after: str | None) -> None:
    audit.record(
        tx, "order.helper", "work_orders", order_id, before={"helper": before}, after={"helper": after}
    )
    signals.tell(tx, f"order-{order_id}", "board")


def _set(tx: Tx, before: object, after: object) -> None:
    audit.record(tx, "crew.handing", "assignment_defaults", None, before=before, after=after)
    signals.tell(tx, "board")


def _default(one: Default) -> dict[str, object]:
    return {"urgency": one.urgency, "handed_out": one.mode, "told_after_min": one.tell_min}
