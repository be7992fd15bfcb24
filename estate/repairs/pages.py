"""Repairs: the board by state, what is in one's own hands, and the routes of the whole feature."""

from typing import Any

from estate.access.me import Me
from estate.access.permissions import REPAIRS_READ, REPAIRS_WORK
from estate.data import clock, read
from estate.repairs import (
    pages_orders,
    pages_own,
    pages_report,
    pages_settings,
    pages_signature,
    pages_steps,
    queries,
    queries_own,
    records,
    records_lists,
    shown,
    words,
)
from estate.repairs.rules_steps import next_step
from estate.web import Response, get, live, page


def _hears_order(me: Me, about: str) -> bool:
    if not about.isdecimal() or len(about) > 15:
        return False
    with read() as db:
        look = queries.visible if me.is_staff else queries_own.own
        return look(db, me, int(about)) is not None


live.hears("board", lambda me, _about: me.may(REPAIRS_READ))
live.hears("order", _hears_order)


@get("/repairs", permission=REPAIRS_READ)
def show_board(me: Me) -> Response:
    """Every open order by its state, the most pressing first in each; it follows what happens by itself."""
    with read() as db:
        counts, found = records_lists.counts(db, me), records_lists.board(db, me)
        warn = records.settings(db).warn_percent
    columns: list[dict[str, Any]] = []
    for name, (label, states) in words.COLUMNS.items():
        orders = sorted((one for state in states for one in found[state]), key=lambda one: one.complete_by)
        columns.append(
            {
                "name": name,
                "label": label,
                "state": states[0],
                "count": sum(counts.get(state, 0) for state in states),
                "cards": shown.cards(orders[: records_lists.IN_A_COLUMN], warn),
            }
        )
    return page(
        "repairs/board.html", part="repairs/_board.html", columns=columns, words=words, live=live.url("board")
    )


SIMPLE = ("take", "accept", "set_out", "arrive", "resume")
"""Steps that need nothing told: their button stands in the list already."""


@get("/repairs/mine", permission=REPAIRS_WORK)
def show_mine(me: Me) -> Response:
    """What is mine now, where, and what comes next; below it what nobody has."""
    midnight = clock.now().astimezone(clock.zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    with read() as db:
        warn = records.settings(db).warn_percent
        mine = shown.cards(records_lists.in_hand(db, me.account_id), warn)
        pool = records_lists.waiting_for_somebody(db)
        nexts = {one.order.id: next_step(one.order.state, queries.parties(me, one.order)) for one in mine}
        finished = records_lists.finished_by(db, me.account_id, clock.stamp_of(midnight))
    return page(
        "repairs/mine.html",
        part="repairs/_mine.html",
        mine=mine,
        pool=pool,
        nexts=nexts,
        simple=SIMPLE,
        finished=finished,
        words=words,
        keys=pages_steps.fresh_key(),
        live=live.url("board"),
    )


ROUTES = [
    show_board,
    show_mine,
    *pages_report.ROUTES,
    *pages_settings.ROUTES,
    *pages_orders.ROUTES,
    *pages_steps.ROUTES,
    *pages_own.ROUTES,
    *pages_signature.ROUTES,
]
