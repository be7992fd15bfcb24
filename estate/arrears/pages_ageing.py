"""The room's first page: who owes how much for how long; the charges behind each cell, also as a sheet."""

from datetime import date
from typing import Any

from litestar import Response as LitestarResponse

from estate.access.me import Me
from estate.access.permissions import BILLS_READ, PEOPLE_READ
from estate.arrears import records_ageing as records
from estate.arrears import records_rows, words
from estate.arrears.names import names
from estate.arrears.records_rows import Cell
from estate.arrears.rules import CODES
from estate.arrears.source import Source, source
from estate.arrears.workbook import sheet
from estate.billing.words import period
from estate.data import Reader, clock, read
from estate.i18n import gettext as _
from estate.penalties import queries as penalties
from estate.refusal import Refused
from estate.web import Posted, Response, get, page

PAGE = 50
MOST_ROWS = 200_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get("/arrears", permission=BILLS_READ)
def show_ageing(asked: Posted) -> Response:
    """What was open at the end of a day, by age; by building unless another grouping is asked for."""
    day, by = chosen_day(asked), asked.get("by")
    by = by if by in words.GROUPS else "building"
    number = asked.whole("page") or 1
    with read() as db:
        open_then = source(db, day)
        total = records.total(db, open_then)
        payers = records.count_payers(db, open_then) if by == "payer" else 0
        pages = max(1, -(-payers // PAGE))
        number = min(number, pages)
        groups = _groups(db, open_then, by, number)
        oldest = records.oldest(db, open_then)
    return page(
        "arrears/index.html",
        day=day,
        by=by,
        groups=groups,
        total=total,
        oldest=oldest,
        codes=CODES,
        words=words,
        number=number,
        pages=pages,
        payers=payers,
    )


@get("/arrears/penalties", permission=BILLS_READ)
def show_penalties() -> Response:
    """What has run up on all of it as of today; apart, for it is reckoned by the day and takes longer."""
    with read() as db:
        payers, charges, fen = penalties.penalty_totals(db, clock.today())
    return page(
        "arrears/penalties.html", part="arrears/_penalties.html", payers=payers, charges=charges, fen=fen
    )


@get("/arrears/rows", permission=BILLS_READ)
def list_rows(asked: Posted) -> Response:
    """The charges behind a cell, the oldest first."""
    day, cell = chosen_day(asked), _cell(asked)
    with read() as db:
        open_then = source(db, day)
        count, homes, fen = records_rows.count(db, open_then, cell)
        pages = max(1, -(-count // records_rows.PAGE))
        number = min(asked.whole("page") or 1, pages)
        rows = records_rows.rows(db, open_then, cell, records_rows.PAGE, (number - 1) * records_rows.PAGE)
        title = names(db, cell)
    return page(
        "arrears/rows.html",
        day=day,
        cell=cell,
        title=title,
        rows=rows,
        count=count,
        homes=homes,
        fen=fen,
        number=number,
        pages=pages,
        words=words,
        period=period,
        chips=[{"value": code, "label": label} for code, label in words.BRACKETS.items()],
    )


@get("/arrears/rows.xlsx", permission=BILLS_READ)
def download_rows(asked: Posted, me: Me) -> LitestarResponse[Any]:
    """The same as a sheet."""
    day, cell = chosen_day(asked), _cell(asked)
    with read() as db:
        open_then = source(db, day)
        count = records_rows.count(db, open_then, cell)[0]
        if count > MOST_ROWS:
            raise Refused(_("More rows than a sheet should hold. Choose a building or an age first."))
        rows = records_rows.rows(db, open_then, cell, count, 0)
    content = sheet(rows, named=me.may(PEOPLE_READ))
    headers = {"Content-Disposition": f'attachment; filename="arrears-{day.isoformat()}.xlsx"'}
    return LitestarResponse(content, media_type=XLSX, headers=headers)


def chosen_day(asked: Posted) -> date:
    """The day that was asked for; today for anything else, and for what is yet to come."""
    try:
        day = date.fromisoformat(asked.get("day"))
    except ValueError:
        return clock.today()
    return day if day.year >= 1990 and day < clock.today() else clock.today()


def _groups(db: Reader, open_then: Source, by: str, number: int) -> list[records.Aged]:
    if by == "payer":
        return records.by_payer(db, open_then, PAGE, (number - 1) * PAGE)
    return {"item": records.by_item, "cause": records.by_cause}.get(by, records.by_building)(db, open_then)


def _cell(asked: Posted) -> Cell:
    """What of the ageing is asked for; odd words ask for everything."""
    by, key, age = asked.get("by"), asked.get("of"), asked.get("age")
    if by == "cause":
        known = key in words.CAUSES or key == ""
    else:
        known = by in (*words.GROUPS, "home") and asked.whole("of") is not None
    if "of" not in asked or not known:
        by, key = "", None
    return Cell(by, key, age if age in (*CODES, "overdue") else "")


ROUTES = [show_ageing, show_penalties, list_rows, download_rows]
