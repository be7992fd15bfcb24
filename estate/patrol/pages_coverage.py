"""Coverage and the report of a month: what was walked, what was missed, what was found."""

from datetime import date
from typing import NamedTuple

from litestar import Response as LitestarResponse

from estate.access.permissions import PATROL_READ
from estate.data import Reader, clock, read
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.patrol import coverage, paper, queries, queries_seen, words
from estate.patrol.coverage import Period, Rate
from estate.patrol.queries import Point
from estate.patrol.queries_seen import Missed, Seen
from estate.settings import Settings
from estate.web import Posted, Response, get, page


@get("/patrol/coverage", permission=PATROL_READ)
def show_coverage(asked: Posted) -> Response:
    """The buildings with their points, the rates of routes, every point by day: of a month, a week or a day."""
    chosen = _period(asked)
    _name, first, last = chosen
    with read() as db:
        states = coverage.by_point(db, first, last)
        cells = coverage.cells(db, first, last)
        points = [one for one in queries.all_points(db) if one.id in cells]
        routes, buildings = coverage.by_route(db, first, last), coverage.by_building(db, first, last)
    return page(
        "patrol/coverage.html",
        chosen=chosen,
        others=[coverage.period(name, min(clock.today(), last)) for name in words.PERIODS],
        map=_map(buildings, points, states),
        cells=cells,
        points=points,
        routes=routes,
        words=words,
    )


class Report(NamedTuple):
    """What the report of a month tells."""

    routes: list[Rate]
    buildings: list[Rate]
    people: list[Rate]
    faults: list[Seen]
    missed: list[Missed]


@get("/patrol/report", permission=PATROL_READ)
def show_report(asked: Posted) -> Response:
    """The report of a month, for the screen and for paper."""
    first, last = _month(asked)
    with read() as db:
        found = _report(db, first, last)
    return page("patrol/report.html", month=first, **found._asdict(), made_at=clock.stamp(), words=words)


@get("/patrol/report.pdf", permission=PATROL_READ)
def save_report(asked: Posted, settings: Settings) -> Response:
    """The same as a PDF, to be kept or sent."""
    first, last = _month(asked)
    with read() as db:
        found, office = _report(db, first, last), identity(db)
    rates = [
        (_("By route"), _("Route"), "", found.routes),
        (_("By building"), _("Building"), _("Outside"), found.buildings),
        (_("By person"), _("Who walks it"), _("Nobody"), found.people),
    ]
    made = paper.report(
        office, first, rates, found.faults, found.missed, clock.stamp(), practice=settings.practice
    )
    response: Response = LitestarResponse(made, media_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="patrol-{first.isoformat()[:7]}.pdf"'
    return response


def _report(db: Reader, first: date, last: date) -> Report:
    days = first.isoformat(), last.isoformat()
    return Report(
        coverage.by_route(db, first, last),
        coverage.by_building(db, first, last),
        coverage.by_person(db, first, last),
        queries_seen.faults_of(db, *days),
        queries_seen.missed_of(db, *days),
    )


class Tile(NamedTuple):
    """A building on the map with its points, the worst first."""

    rate: Rate
    points: list[Rate]

    @property
    def worse(self) -> list[Rate]:
        """Those that were not all in time."""
        return [one for one in self.points if one.tone != "settled"]

    @property
    def good(self) -> list[Rate]:
        return [one for one in self.points if one.tone == "settled"]


def _map(buildings: list[Rate], points: list[Point], states: list[Rate]) -> list[Tile]:
    where = {one.id: one.building_id for one in points}
    order = list(words.BY_WEIGHT)
    worst = sorted(states, key=lambda one: order.index(one.tone))
    return [Tile(rate, [one for one in worst if where.get(one.id or 0) == rate.id]) for rate in buildings]


def _period(asked: Posted) -> Period:
    """What the address asks for; this month where it asks for nothing that there is."""
    for name in ("day", "week"):
        if day := _day(asked.get(name)):
            return coverage.period(name, day)
    return coverage.period("month", _month(asked)[0])


def _month(asked: Posted) -> tuple[date, date]:
    return coverage.month_of(_day(f"{asked.get('month')[:7]}-01") or clock.today())


def _day(text: str) -> date | None:
    """A day of our times; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


ROUTES = [show_coverage, show_report, save_report]
