"""What is due: overdue, this week, this month, later; and what waits for its record."""

from datetime import date, timedelta

from estate.access.me import Me
from estate.access.permissions import UPKEEP_EDIT, UPKEEP_READ
from estate.data import clock, read, write
from estate.i18n import gettext as _
from estate.upkeep import orders, planner, queries, words
from estate.upkeep.queries import Due
from estate.web import Response, existing, get, live, page, post, redirect

DAYS_AHEAD = 92

live.hears(planner.TOPIC, lambda me, about: me.may(UPKEEP_READ))


@get("/upkeep", permission=UPKEEP_READ)
def show_dues(me: Me) -> Response:
    """The due calendar of the next three months, what is overdue first."""
    today = clock.today()
    with read() as db:
        dues = queries.open_dues(db, today + timedelta(days=DAYS_AHEAD))
        worker = None if me.may("repairs.all") else me.account_id
        return page(
            "upkeep/dues.html",
            part="upkeep/_dues.html",
            groups=_groups(dues, today),
            tally=queries.tally(db, today),
            to_write=queries.to_write(db, worker),
            any_plan=bool(queries.plan_names(db)),
            words=words,
            live=live.url(planner.TOPIC),
        )


@post("/upkeep/dues/{due_id:int}/order", permission=UPKEEP_EDIT)
def order_now(due_id: int, me: Me) -> Response:
    """Make the work order of a due before its time."""
    with read() as db:
        due = existing(queries.due(db, due_id))
    with write(me) as tx:
        order_id = orders.make_order(tx, due_id)
    if order_id is None:
        return redirect(
            f"/upkeep/equipment/{due.equipment_id}", toast=_("This was recorded already, or given up.")
        )
    return redirect(f"/repairs/{order_id}", toast=_("Work order made"))


def _groups(dues: list[Due], today: date) -> list[tuple[str, str, list[Due]]]:
    """Dues by how soon: a state for the heading, the heading, the dues."""
    week, month = today + timedelta(days=6), today + timedelta(days=30)
    found: list[tuple[str, str, list[Due]]] = []
    for state, name, since, until in (
        ("overdue", _("Overdue"), date.min, today - timedelta(days=1)),
        ("waiting", _("Within 7 days"), today, week),
        ("info", _("Within 30 days"), week + timedelta(days=1), month),
        ("neutral", _("More than 30 days ahead"), month + timedelta(days=1), date.max),
    ):
        some = [one for one in dues if since <= date.fromisoformat(one.due_on) <= until]
        if some:
            found.append((state, name, some))
    return found


ROUTES = [show_dues, order_now]
