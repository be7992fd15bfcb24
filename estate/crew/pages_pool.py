"""The pool: orders that a repairer may take, those of the own skills first, with one big button each."""

import secrets

from estate.access.me import Me
from estate.access.permissions import REPAIRS_WORK
from estate.crew import actions_handing, records, records_handing
from estate.data import read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.repairs import queries as repairs
from estate.repairs import queries_crew as orders
from estate.repairs import words as repair_words
from estate.web import Posted, Response, existing, get, live, page, post, redirect


@get("/pool", permission=REPAIRS_WORK)
def show_pool(me: Me) -> Response:
    """What may be taken; what the office hands out itself, or somebody gave back to it, is not here."""
    return _pool_page(me)


@post("/pool/{order_id:int}", permission=REPAIRS_WORK)
def take(order_id: int, posted: Posted, me: Me) -> Response:
    """Take an order; where somebody was quicker, the page says calmly who has it."""
    with read() as db:
        found = existing(repairs.order(db, order_id))
    try:
        actions_handing.take(order_id, posted.get("key"), me)
    except Refused as refused:
        told = _("%(title)s: %(why)s", title=found.title, why=refused.message)
        return _pool_page(me, told, status=422)
    return redirect(f"/repairs/{order_id}", toast=_("The order is yours"))


def _pool_page(me: Me, told: str = "", status: int = 200) -> Response:
    with read() as db:
        modes, skills = records_handing.modes(db), records.skills_of(db, me.account_id)
        found = [
            one
            for one in orders.in_pool(db)
            if not one.gave_back
            and modes.get((one.category, one.urgency), modes["", one.urgency]) != "propose"
        ]
    return page(
        "crew/pool.html",
        part="crew/_pool.html" if status == 200 else "",
        own=[one for one in found if one.category in skills],
        others=[one for one in found if one.category not in skills],
        skills=skills,
        told=told,
        key=secrets.token_urlsafe(12),
        repair_words=repair_words,
        live=live.url("board"),
        status=status,
    )


ROUTES = [show_pool, take]
