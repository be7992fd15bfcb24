"""The list of orders with its filters."""

from estate.access.me import Me
from estate.access.permissions import REPAIRS_READ
from estate.data import read
from estate.repairs import queries_people, records, records_lists, shown, words
from estate.repairs.records_lists import PAGE, Wanted
from estate.web import Posted, Response, get, page


@get("/repairs/orders", permission=REPAIRS_READ)
def list_orders(asked: Posted, me: Me) -> Response:
    """Orders, the latest first, narrowed by state, kind, urgency, who has them and words."""
    number = asked.whole("page") or 1
    wanted = Wanted(
        asked.get("state"),
        asked.get("category") if asked.get("category") in words.CATEGORIES else "",
        asked.get("urgency") if asked.get("urgency") in words.URGENCIES else "",
        asked.get("source") if asked.get("source") in words.SOURCES else "",
        asked.whole("who"),
        asked.get("q").strip()[:80],
    )
    with read() as db:
        found, total = records_lists.orders(db, me, wanted, number)
        counts = records_lists.state_counts(db, me, wanted)
        warn, workers = records.settings(db).warn_percent, queries_people.workers(db)
    return page(
        "repairs/index.html",
        cards=shown.cards(found, warn),
        total=total,
        number=number,
        pages=max(1, -(-total // PAGE)),
        counts=counts,
        wanted=wanted,
        workers=workers,
        words=words,
    )


ROUTES = [list_orders]
