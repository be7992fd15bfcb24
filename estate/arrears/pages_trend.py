"""How arrears have gone over the last months."""

from typing import NamedTuple

from estate.access.permissions import BILLS_READ
from estate.arrears.records_trend import MonthEnd, trend
from estate.billing import queries as billing
from estate.data import clock, read
from estate.web import Posted, Response, get, page

SPANS = (12, 24)
WIDTH = 1000


class Bar(NamedTuple):
    """A piece of a month's bar, in thousandths of the longest one."""

    x: int
    width: int


class Row(NamedTuple):
    """A month as the table shows it; ages: up to 90 days, to a year, to three years, older."""

    end: MonthEnd
    ages: tuple[int, int, int, int]
    bars: list[Bar]


@get("/arrears/trend", permission=BILLS_READ)
def show_trend(asked: Posted) -> Response:
    """What was overdue at the end of each month; of all fees or of one."""
    months = asked.whole("months")
    months = months if months in SPANS else SPANS[0]
    with read() as db:
        items = billing.items_named(db)
        item = asked.whole("item")
        item = item if item in {one.id for one in items} else None
        ends = trend(db, clock.today(), months, item)
    most = max((one.overdue_fen for one in ends), default=0)
    rows = [_row(one, most) for one in reversed(ends)]
    return page("arrears/trend.html", rows=rows, items=items, item=item, months=months, spans=SPANS)


def _row(end: MonthEnd, most: int) -> Row:
    ages = (sum(end.sums[1:3]), sum(end.sums[3:5]), sum(end.sums[5:7]), end.sums[7])
    bars: list[Bar] = []
    before = 0
    for fen in ages:
        x, right = (edge * WIDTH // most if most > 0 else 0 for edge in (before, before + fen))
        bars.append(Bar(x, right - x))
        before += fen
    return Row(end, ages, bars)


ROUTES = [show_trend]
