"""Coverage and the report of a month: what was walked, what was missed, what was found."""

from datetime import date, timedelta

from estate.access.permissions import PATROL_READ
from estate.data import clock, read
from estate.patrol import coverage, queries, queries_seen, words
from estate.web import Posted, Response, get, page


@get("/patrol/coverage", permission=PATROL_READ)
def show_coverage(asked: Posted) -> Response:
    """Every point by day, the rates of routes and buildings."""
    first, last = _month(asked)
    with read() as db:
        cells = coverage.cells(db, first, last)
        points = [one for one in queries.all_points(db) if one.id in cells]
        routes, buildings = coverage.by_route(db, first, last), coverage.by_building(db, first, last)
    return page(
        "patrol/coverage.html",
        month=first,
        before=first - timedelta(days=1),
        after=last + timedelta(days=1),
        days=[first + timedelta(days=n) for n in range((last - first).days + 1)],
        cells=cells,
        points=points,
        routes=routes,
        buildings=buildings,
        words=words,
    )


@get("/patrol/report", permission=PATROL_READ)
def show_report(asked: Posted) -> Response:
    """The report of a month, for the screen and for paper."""
    first, last = _month(asked)
    with read() as db:
        routes, buildings = coverage.by_route(db, first, last), coverage.by_building(db, first, last)
        people = coverage.by_person(db, first, last)
        faults = queries_seen.faults_of(db, first.isoformat(), last.isoformat())
        missed = queries_seen.missed_of(db, first.isoformat(), last.isoformat())
    return page(
        "patrol/report.html",
        month=first,
        last=last,
        routes=routes,
        buildings=buildings,
        people=people,
        faults=faults,
        missed=missed,
        made_at=clock.stamp(),
        words=words,
    )


def _month(asked: Posted) -> tuple[date, date]:
    try:
        day = date.fromisoformat(f"{asked.get('month')[:7]}-01")
    except ValueError:
        day = clock.today()
    return coverage.month_of(day)


ROUTES = [show_coverage, show_report]
