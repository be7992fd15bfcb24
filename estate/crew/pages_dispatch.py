"""Handing out: what nobody has with who fits best, the crew with what each has in hand; and one order's candidates."""

import secrets
from typing import NamedTuple

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import CREW_READ, REPAIRS_ASSIGN
from estate.crew import actions_handing, beside, records_appointments, records_handing, words
from estate.crew.forms_appointments import AppointmentForm
from estate.crew.queries import Member
from estate.crew.queries_candidates import Facts, proposal
from estate.crew.rules import Candidate, obstacle
from estate.crew.rules_shifts import Shift
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.repairs import beside as on_orders
from estate.repairs import queries as repairs
from estate.repairs import queries_crew as orders
from estate.repairs import words as repair_words
from estate.repairs.queries_crew import InHand, InPool
from estate.repairs.rules_steps import HELD, POOL
from estate.web import Posted, Response, get, live, page, post, redirect

SHOWN = 30
"""So many orders that nobody has are shown with who fits; the list of orders has them all."""
IN_HAND = 6

on_orders.register("crew/_beside.html", beside.shown)
live.hears("crew", lambda me, _about: me.may(CREW_READ))


class Waiting(NamedTuple):
    """An order that nobody has, with who fits best. mode: auto, propose or pool; against: what speaks against them."""

    order: InPool
    best: Candidate | None
    reasons: str
    against: str
    mode: str


class Hand(NamedTuple):
    """One of the crew with what they have in hand: at most so many shown of all."""

    member: Member
    shift: Shift | None
    orders: list[InHand]
    total: int
    waiting: int


@get("/dispatch", permission=REPAIRS_ASSIGN)
def show_dispatch() -> Response:
    """What is to be handed out, and the crew with their load; both follow what happens by themselves."""
    now = clock.now()
    with read() as db:
        found, total = orders.in_pool(db, SHOWN), orders.in_pool_count(db)
        mended = orders.mended(db, [one.order_id for one in found])
        facts, modes = Facts(db), records_handing.modes(db)
    waiting: list[Waiting] = []
    for one in found:
        ranked = facts.rank(facts.job(one), mended.get(one.order_id, {}))
        best = ranked[0] if ranked else None
        told = words.reasons(best, one.category, now) if best else ""
        mode = modes.get((one.category, one.urgency), modes["", one.urgency])
        waiting.append(Waiting(one, best, told, obstacle(ranked), mode))
    return page(
        "crew/dispatch.html",
        part="crew/_dispatch.html",
        waiting=waiting,
        total=total,
        crew=[_hand(facts, one) for one in facts.members],
        now=now,
        key=secrets.token_urlsafe(12),
        words=words,
        repair_words=repair_words,
        live=live.url("board", "crew"),
    )


@get("/repairs/{order_id:int}/assignment", permission=REPAIRS_ASSIGN)
def show_assignment(order_id: int) -> Response:
    """Who could be handed an order, the best first, with the reasons; who helps; when somebody comes."""
    return assignment_page(order_id)


@post("/repairs/{order_id:int}/assignment", permission=REPAIRS_ASSIGN)
def hand_out(order_id: int, posted: Posted, me: Me) -> Response:
    """Hand the order to the person of the button that was tapped."""
    _order(order_id)
    account_id = posted.whole("account")
    try:
        if account_id is None:
            raise Refused(_("Choose who shall do it."))
        actions_handing.hand_out(order_id, account_id, posted.get("key"), me)
    except LookupError as error:
        raise NotFoundException from error
    except Refused as refused:
        return assignment_page(order_id, problem=refused.message, status=422)
    back = "/dispatch" if posted.get("back") == "dispatch" else f"/repairs/{order_id}"
    return redirect(back, toast=_("Order handed out"))


@post("/repairs/{order_id:int}/helpers", permission=REPAIRS_ASSIGN)
def add_helper(order_id: int, posted: Posted, me: Me) -> Response:
    _order(order_id)
    account_id = posted.whole("account")
    try:
        actions_handing.add_helper(order_id, account_id or 0, me)
    except LookupError as error:
        raise NotFoundException from error
    except Refused as refused:
        return assignment_page(order_id, problem=refused.message, status=422)
    return redirect(f"/repairs/{order_id}/assignment", toast=_("Helper added"))


@post("/repairs/{order_id:int}/helpers/{account_id:int}/removal", permission=REPAIRS_ASSIGN)
def remove_helper(order_id: int, account_id: int, me: Me) -> Response:
    _order(order_id)
    try:
        actions_handing.remove_helper(order_id, account_id, me)
    except LookupError as error:
        raise NotFoundException from error
    return redirect(f"/repairs/{order_id}/assignment", toast=_("Taken out"))


def _hand(facts: Facts, member: Member) -> Hand:
    held = facts.load(member.account_id)
    waiting = sum(one.state == "waiting" for one in held)
    return Hand(member, facts.shift(member.account_id), held[:IN_HAND], len(held), waiting)


def assignment_page(
    order_id: int, *, problem: str = "", appointment: AppointmentForm | None = None, status: int = 200
) -> Response:
    """The candidates of an order, with what is wrong where something is."""
    order, now = _order(order_id), clock.now()
    with read() as db:
        proposed = proposal(db, order_id)
        helpers = records_handing.helpers(db, order_id)
        agreed = records_appointments.of_order(db, order_id)
        pooled = orders.one_in_pool(db, order_id)
    helping = {one.account_id for one in helpers}
    return page(
        "crew/assignment.html",
        order=order,
        open_to=order.state in (*POOL, *HELD),
        held=order.state in HELD,
        pooled=pooled,
        candidates=[
            (one, words.reasons(one, order.category, now), one.account_id in helping)
            for one in proposed.candidates
        ],
        against=obstacle(proposed.candidates),
        against_words=words.AGAINST_OTHERS if order.assignee_id else words.AGAINST,
        helpers=helpers,
        agreed=agreed,
        appointment=appointment or AppointmentForm.of(order, agreed),
        problem=problem,
        key=secrets.token_urlsafe(12),
        words=words,
        repair_words=repair_words,
        status=status,
    )


def _order(order_id: int) -> repairs.Order:
    with read() as db:
        found = repairs.order(db, order_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [show_dispatch, show_assignment, hand_out, add_helper, remove_helper]
