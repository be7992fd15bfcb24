"""What is complained of, where, how quickly it is answered, and what it came from."""

from datetime import date

from estate.access.me import Me
from estate.access.permissions import COMPLAINTS_READ
from estate.complaints import queries_analysis, words
from estate.complaints.pages_show import kinds
from estate.complaints.rules_counts import Cell, Line, summed
from estate.data import clock, read
from estate.web import Posted, Response, get, page
from estate.web.filters import month

MONTHS = (3, 6, 12, 24)


@get("/complaints/analysis", permission=COMPLAINTS_READ)
def show_analysis(asked: Posted, me: Me) -> Response:
    """Some months of complaints, by kind, building and month."""
    months = asked.whole("months") or 12
    months = months if months in MONTHS else 12
    since, now = _first(clock.today(), months).isoformat(), clock.stamp()
    with read() as db:
        offered = kinds(db)
        category = asked.get("category") if asked.get("category") in dict(offered) else ""
        counted = queries_analysis.cells(db, me, since, now, category)
        causes = queries_analysis.causes(db, me, since, category)
    found = _grouped(counted)
    return page(
        "complaints/analysis.html",
        groups=[(group, [(one.label, one) for one in rows]) for group, rows in found.items()],
        months=months,
        since=since,
        choices=MONTHS,
        kinds=offered,
        category=category,
        causes=causes,
        total=sum(one.complaints for one in found["month"]),
        first=(sum(one.first_kept for one in found["month"]), sum(one.first_due for one in found["month"])),
        reply=(sum(one.reply_kept for one in found["month"]), sum(one.reply_due for one in found["month"])),
        open_now=sum(one.open for one in found["month"]),
        words=words,
    )


def _grouped(cells: list[Cell]) -> dict[str, list[Line]]:
    """The counts by kind (the most frequent first), by building and by month, each with its words."""
    kinds_of = summed(cells, lambda one: (one.category, words.category(one.category, one.category_name)))
    months = summed(cells, lambda one: (one.month, month(f"{one.month}-01")))
    return {
        "category": sorted(kinds_of, key=lambda one: -one.complaints),
        "building": summed(cells, lambda one: (str(one.building_id), words.building(one.building))),
        "month": sorted(months, key=lambda one: one.key),
    }


def _first(today: date, months: int) -> date:
    """The first day of the month so many months ago, the present one counted."""
    number = today.year * 12 + today.month - months
    return date(number // 12, number % 12 + 1, 1)


ROUTES = [show_analysis]
