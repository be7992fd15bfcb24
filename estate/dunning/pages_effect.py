"""What works: how many pay within 7 and 30 days after each step, and the steps behind each figure."""

from datetime import date, timedelta

from estate.access.permissions import DUNNING_READ
from estate.data import clock, read
from estate.dunning import records_effect as records
from estate.dunning import words
from estate.web import Posted, Response, get, page

YEAR = timedelta(days=365)


@get("/dunning/effect", permission=DUNNING_READ)
def show_effect(asked: Posted) -> Response:
    """Every kind of step under every version of a strategy."""
    since, today = _since(asked), clock.today()
    with read() as db:
        found = records.effects(db, since.isoformat(), today.isoformat())
    return page("dunning/effect.html", effects=found, since=since, words=words)


@get("/dunning/effect/rows", permission=DUNNING_READ)
def show_rows(asked: Posted) -> Response:
    """The steps behind a figure."""
    since, today = _since(asked), clock.today()
    kind = asked.get("kind") if asked.get("kind") in words.KINDS else "reminder"
    span = 30 if asked.get("within") == "30" else 7
    with read() as db:
        found = records.followed(
            db, since.isoformat(), today.isoformat(), kind, asked.whole("version") or 0, span
        )
    return page("dunning/effect_rows.html", rows=found, kind=kind, span=span, since=since, words=words)


def _since(asked: Posted) -> date:
    try:
        return date.fromisoformat(asked.get("since"))
    except ValueError:
        return clock.today() - YEAR


ROUTES = [show_effect, show_rows]
