"""Settlements of the whole community: those under way, and what was completed."""

from estate.access.permissions import SETTLEMENTS_PREPARE
from estate.data import clock, read
from estate.settlement import records_list as records
from estate.settlement.plan import read_plan
from estate.web import Posted, Response, get, page


@get("/settlements", permission=SETTLEMENTS_PREPARE)
def list_settlements(asked: Posted) -> Response:
    """Those under way, the earliest day first; and those that are completed, a page at a time."""
    with read() as db:
        under_way = records.under_way(db)
        count = records.count_finished(db)
        pages = max(1, -(-count // records.PAGE))
        here = min(asked.whole("page") or 1, pages)
        finished = records.finished_page(db, here)
    return page(
        "settlement/index.html",
        under_way=[(one, read_plan(one.plan)) for one in under_way],
        finished=finished,
        count=count,
        page=here,
        pages=pages,
        now=clock.today().isoformat(),
    )


ROUTES = [list_settlements]
