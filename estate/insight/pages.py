"""The first page of the day: is the money coming in, what is to be done."""

import calendar

from estate.access.me import Me
from estate.access.permissions import (
    BILLS_READ,
    DASHBOARD_READ,
    DISCLOSURE_EDIT,
    RECEIPTS_READ,
    UPKEEP_READ,
    WAIVERS_READ,
)
from estate.arrears import queries as arrears
from estate.closing import queries as closing
from estate.data import clock, read
from estate.disclosure import queries as disclosure
from estate.disclosure import words as disclosure_words
from estate.insight import records
from estate.upkeep import queries as upkeep
from estate.waivers import queries as waivers
from estate.web import Response, get, page

MOST_BUILDINGS = 8


@get("/today", permission=DASHBOARD_READ)
def show_today(me: Me) -> Response:
    """Figures of the present month for who may see bills; first steps for an office that has just begun."""
    today = clock.today()
    first = today.replace(day=1)
    last = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    with read() as db:
        begun = records.begun(db)
        kept_up = upkeep.tally(db, today) if me.may(UPKEEP_READ) else None
        duties = disclosure.duties(db) if me.may(DISCLOSURE_EDIT) else []
        if not me.may(BILLS_READ):
            return page(
                "insight/today.html",
                begun=begun,
                month=None,
                upkeep=kept_up,
                duties=duties,
                words=disclosure_words,
            )
        by_building = records.owed_by_building(db, today.isoformat())
        return page(
            "insight/today.html",
            begun=begun,
            upkeep=kept_up,
            duties=duties,
            words=disclosure_words,
            first=first,
            month=records.month(db, first.isoformat(), last.isoformat()),
            owed=records.owed(by_building),
            oldest=arrears.oldest_overdue(db),
            taken_today=records.taken(db, today.isoformat(), today.isoformat()),
            taken_month=records.taken(db, first.isoformat(), last.isoformat()),
            open_days=closing.open_days(db, today.isoformat()) if me.may(RECEIPTS_READ) else 0,
            arrears=[one for one in by_building if one.overdue_fen][:MOST_BUILDINGS],
            open_waivers=waivers.open_requests(db) if me.may(WAIVERS_READ) else 0,
        )


ROUTES = [show_today]
