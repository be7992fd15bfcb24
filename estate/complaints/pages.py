"""Complaints: the list with its filters, the same as a table to take along, and the routes of the whole feature."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from litestar import Response as LitestarResponse

from estate.access.me import Me
from estate.access.permissions import COMPLAINTS_READ
from estate.complaints import (
    pages_analysis,
    pages_links,
    pages_new,
    pages_own,
    pages_scan,
    pages_settings,
    pages_show,
    queries,
    queries_analysis,
    queries_own,
    records,
    records_lists,
    shown,
    words,
)
from estate.complaints.actions import LIST
from estate.complaints.queries import Complaint
from estate.complaints.records_lists import FIGURES, PAGE, Wanted
from estate.complaints.required import handlers
from estate.data import Reader, clock, read
from estate.i18n import gettext as _
from estate.web import Posted, Response, get, live, page
from estate.web.filters import day, instant, month


def _hears(me: Me, about: str) -> bool:
    if not about.isdecimal() or len(about) > 15:
        return False
    with read() as db:
        if me.is_staff:
            return me.may(COMPLAINTS_READ) and queries.visible(db, me, int(about)) is not None
        return queries_own.own(db, me, int(about)) is not None


live.hears(LIST, lambda me, _about: me.may(COMPLAINTS_READ))
live.hears("complaint", _hears)


@get("/complaints", permission=COMPLAINTS_READ)
def list_complaints(asked: Posted, me: Me) -> Response:
    """Complaints, the latest first, narrowed by state, kind, who has them, whether they are late, and words."""
    number, wanted = asked.whole("page") or 1, _wanted(asked)
    with read() as db:
        found, total = records_lists.complaints(db, me, wanted, number)
        counts = records_lists.state_counts(db, me, wanted)
        warn, kinds = records.settings(db).warn_percent, records.categories(db, retired=True)
        people, narrowed = handlers(db), _narrowed(db, wanted)
    return page(
        "complaints/index.html",
        narrowed=narrowed,
        part="complaints/_list.html",
        cards=shown.cards(found, warn),
        total=total,
        number=number,
        pages=max(1, -(-total // PAGE)),
        counts=counts,
        wanted=wanted,
        kinds=[(one.code, words.category(one.code, one.name)) for one in kinds],
        handlers=people,
        words=words,
        live=live.url(LIST),
    )


@get("/complaints/table", permission=COMPLAINTS_READ)
def take_table(asked: Posted, me: Me) -> LitestarResponse[bytes]:
    """What the list shows, as a table for a spreadsheet. Of who stays unnamed neither name nor home stands in it."""
    with read() as db:
        found = records_lists.exported(db, me, _wanted(asked))
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(_heads())
    writer.writerows([safe(cell) for cell in _cells(one)] for one in found)
    return LitestarResponse(
        sheet.getvalue().encode("utf-8-sig"),  # Excel takes it for UTF-8 only by this mark
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="complaints.csv"', "Cache-Control": "no-store"},
    )


def safe(cell: str) -> str:
    """No cell that a spreadsheet would take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else cell


def _heads() -> list[str]:
    return [
        _("Number"),
        _("What is it"),
        _("What kind it is"),
        _("In a few words"),
        _("The complaint itself"),
        _("Who complains"),
        _("Home"),
        _("What the complaint is about"),
        _("When it came in"),
        _("First answer"),
        _("Written answer"),
        _("Complaint closed"),
        _("State"),
        _("Who handles it"),
        _("How it ended"),
        _("What it came from"),
        _("How satisfied"),
    ]


def _cells(one: Complaint) -> Iterable[str]:
    times = (one.received_at, one.first_at, one.replied_at, one.closed_at)
    return (
        one.number,
        str(words.KINDS[one.kind]),
        words.category(one.category, one.category_name),
        one.title,
        one.text,
        words.complainer(one),
        one.home_code,
        one.location,
        *(instant(at) if at else "" for at in times),
        str(words.STATES[one.state][1]),
        one.handler_name,
        str(words.OUTCOMES[one.outcome]) if one.outcome else "",
        str(words.CAUSES[one.cause]) if one.cause else "",
        str(one.result or ""),
    )


def _wanted(asked: Posted) -> Wanted:
    return Wanted(
        asked.get("state"),
        asked.get("category")[:40],
        asked.get("kind") if asked.get("kind") in words.KINDS else "",
        asked.whole("who"),
        asked.whole("building"),
        asked.get("late") == "1",
        asked.get("q").strip()[:80],
        clock.stamp(),
        _day(asked.get("since")),
        asked.get("month") if _day(f"{asked.get('month')}-01") else "",
        asked.get("cause") if asked.get("cause") in words.CAUSES else "",
        asked.get("figure") if asked.get("figure") in FIGURES else "",
    )


def _day(text: str) -> str:
    """An ISO day as it stands in an address; empty for anything else."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _narrowed(db: Reader, wanted: Wanted) -> list[str]:
    """By which the list is narrowed beside what its filters show, in words."""
    told = [str(words.FIGURES[wanted.figure]) if wanted.figure else ""]
    if wanted.building is not None:
        told.append(words.building(queries_analysis.building(db, wanted.building)))
    told.append(month(f"{wanted.month}-01") if wanted.month else "")
    told.append(_("since %(day)s", day=day(wanted.since)) if wanted.since and not wanted.month else "")
    told.append(str(words.CAUSES[wanted.cause]) if wanted.cause else "")
    return [one for one in told if one]


ROUTES = [
    list_complaints,
    take_table,
    *pages_new.ROUTES,
    *pages_analysis.ROUTES,
    *pages_settings.ROUTES,
    *pages_show.ROUTES,
    *pages_links.ROUTES,
    *pages_own.ROUTES,
    *pages_scan.ROUTES,
]
