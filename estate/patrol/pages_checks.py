"""One check with its answers, photos and doubts; the work order that came of it; what a person decides."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PATROL_PLAN, PATROL_READ, PATROL_WALK
from estate.data import read, write
from estate.i18n import gettext as _
from estate.papers import queries as papers
from estate.patrol import actions_rounds, orders, queries_seen, words
from estate.patrol.forms_walk import OrderForm, SettleForm
from estate.patrol.orders import Fault
from estate.patrol.papers import CHECK
from estate.patrol.queries_seen import Seen
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect


@get("/patrol/checks/{check_id:int}", permission=PATROL_WALK)
def show_check(check_id: int, me: Me) -> Response:
    """What was found at a point, by whom and when, and what speaks against it."""
    seen = _visible(check_id, me)
    with read() as db:
        fault = orders.proposed(db, check_id)
    form = OrderForm(title=fault.title, category=fault.category, urgency=fault.urgency)
    return _check_page(seen, form, SettleForm())


@post("/patrol/checks/{check_id:int}/order", permission=PATROL_WALK)
def make_order(check_id: int, posted: Posted, me: Me) -> Response:
    """A fault becomes a work order, once."""
    seen, form = _visible(check_id, me), OrderForm(posted)
    if form.validate():
        fault = Fault(str(form.title.data), str(form.category.data), str(form.urgency.data))
        with write(me) as tx:
            orders.report(tx, check_id, fault)
        return redirect(f"/patrol/checks/{check_id}", toast=_("Work order made"))
    return _check_page(seen, form, SettleForm(), status=422)


@get("/patrol/conflicts", permission=PATROL_READ)
def list_conflicts() -> Response:
    """What waits for a person, and what was decided lately."""
    with read() as db:
        waiting = queries_seen.conflicts(db, settled=False)
        settled = queries_seen.conflicts(db, settled=True)
    return page("patrol/conflicts.html", waiting=waiting, settled=settled, words=words)


@post("/patrol/conflicts/{conflict_id:int}", permission=PATROL_PLAN)
def settle_conflict(conflict_id: int, posted: Posted, me: Me) -> Response:
    """Decide whether a check counts."""
    form = SettleForm(posted)
    with read() as db:
        check_id = db.value("SELECT check_id FROM patrol_conflicts WHERE id = :id", id=conflict_id)
    if check_id is None:
        raise NotFoundException
    if form.validate():
        try:
            actions_rounds.settle(conflict_id, str(form.decision.data or ""), str(form.note.data or ""), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/patrol/conflicts", toast=_("Decided"))
    return _check_page(_visible(check_id, me), OrderForm(), form, status=422)


def _visible(check_id: int, me: Me) -> Seen:
    """The check, where this person may see it: one's own, or all for those who read patrol."""
    with read() as db:
        found = existing(queries_seen.seen(db, check_id))
    if not (me.may(PATROL_READ) or found.account_id == me.account_id):
        raise NotFoundException
    return found


def _check_page(seen: Seen, form: OrderForm, settle: SettleForm, status: int = 200) -> Response:
    with read() as db:
        answers = queries_seen.answers(db, seen.id)
        made, kept = orders.of_check(db, seen.id), papers.shown(db, CHECK, seen.id)
        conflicts = queries_seen.conflicts_of(db, seen.id)
    return page(
        "patrol/check.html",
        seen=seen,
        answers=answers,
        orders=made,
        papers=kept,
        conflicts=conflicts,
        form=form,
        settle=settle,
        words=words,
        status=status,
    )


ROUTES = [show_check, make_order, list_conflicts, settle_conflict]
