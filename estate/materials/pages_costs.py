"""What repairs cost: by category, home, equipment, month and order, down to the lines of one order."""

from datetime import date

from estate.access.me import Me
from estate.access.permissions import COSTS_READ
from estate.billing.rules_stretches import month_end
from estate.data import clock, read
from estate.materials import queries_costs, words
from estate.materials.queries_costs import Cost, Wanted
from estate.repairs import words as repair_words
from estate.web import Posted, Response, get, page


@get("/repairs/costs", permission=COSTS_READ)
def show_costs(asked: Posted, me: Me) -> Response:
    """Costs of the year so far, or from a day to a day, grouped and narrowed by the query string."""
    today = clock.today()
    group = asked.get("by") if asked.get("by") in words.GROUPS else "category"
    wanted = Wanted(
        _day(asked.get("from"), today.replace(month=1, day=1)),
        _day(asked.get("to"), today),
        asked.get("category") if asked.get("category") in repair_words.CATEGORIES else "",
        asked.whole("home"),
        asked.whole("equipment"),
        asked.get("show") == "uncharged",
    )
    with read() as db:
        found = queries_costs.costs(db, me, group, wanted)
    return page(
        "materials/costs.html",
        found=found,
        by=group,
        wanted=wanted,
        totals=_totals(found),
        home_ids=[int(one.key) for one in found if one.key] if group == "home" else [],
        ends={one.key: _last(one.key) for one in found if one.key} if group == "month" else {},
        words=words,
        repair_words=repair_words,
    )


def _totals(found: list[Cost]) -> list[int]:
    """Sums in the order of the columns."""
    rows = [
        (one.parts_fen, one.labour_fen, one.cost_fen, one.charged_fen, one.uncharged_fen) for one in found
    ]
    return [sum(row[at] for row in rows) for at in range(5)]


def _last(month: str) -> str:
    """The last day of a month like `2026-11`."""
    return month_end(date.fromisoformat(f"{month}-01")).isoformat()


def _day(text: str, usual: date) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return usual.isoformat()


ROUTES = [show_costs]
