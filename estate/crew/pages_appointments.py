"""The calendar of appointments: the day and the week by person, with what clashes; making and moving one."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import REPAIRS_ALL, REPAIRS_ASSIGN, REPAIRS_READ
from estate.crew import queries, records_appointments, words
from estate.crew.actions_appointments import agree
from estate.crew.forms_appointments import AppointmentForm
from estate.crew.pages_dispatch import assignment_page
from estate.crew.records_appointments import Meeting
from estate.crew.rules_appointments import Visit, clashes
from estate.crew.rules_shifts import Shift, shifts
from estate.data import Reader, clock, read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.repairs import queries as repairs
from estate.web import Posted, Response, get, live, page, post, redirect


class Row(NamedTuple):
    """A person with the meetings of each day that is shown; name '' for orders that nobody has."""

    name: str
    days: list[list[Meeting]]


@get("/appointments", permission=REPAIRS_READ)
def show_calendar(asked: Posted, me: Me) -> Response:
    """Who goes where and when: all of the crew for the office, for others what is theirs."""
    first = _day(asked.get("day"))
    length = 1 if asked.get("view") == "day" else 7
    if length == 7:
        first -= timedelta(first.weekday())
    days = [first + timedelta(number) for number in range(length)]
    only = asked.whole("person") if me.may(REPAIRS_ALL) else me.account_id
    with read() as db:
        members = queries.members(db)
        found = records_appointments.between(db, _begin(first), _begin(days[-1] + timedelta(1)), only)
        worked = _shifts(db, days)
    visits = [Visit(one.order_id, one.assignee_id, one.starts, one.ends) for one in found]
    return page(
        "crew/appointments.html",
        part="crew/_appointments.html",
        rows=_rows(found, days, [(one.account_id, one.name) for one in members]),
        days=days,
        length=length,
        first=first,
        earlier=first - timedelta(length),
        later=first + timedelta(length),
        clashes=clashes(visits, worked),
        members=members,
        person=only,
        words=words,
        live=live.url("board", "crew"),
    )


@post("/repairs/{order_id:int}/appointment", permission=REPAIRS_ASSIGN)
def make_appointment(order_id: int, posted: Posted, me: Me) -> Response:
    """Make or move an order's appointment; the owner is told."""
    with read() as db:
        if repairs.order(db, order_id) is None:
            raise NotFoundException
    form = AppointmentForm(posted)
    if form.validate():
        try:
            agree(order_id, form.typed(), str(form.key.data or ""), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/repairs/{order_id}/assignment", toast=_("Agreed; the owner is told"))
    return assignment_page(order_id, appointment=form, status=422)


def _rows(found: list[Meeting], days: list[date], members: list[tuple[int, str]]) -> list[Row]:
    """Those who have something, by name; what nobody has stands first."""
    names: dict[int | None, str] = {None: "", **dict(members)}
    for one in found:
        names.setdefault(one.assignee_id, one.assignee_name)
    rows: list[Row] = []
    for account_id, name in names.items():
        mine = [one for one in found if one.assignee_id == account_id]
        shown = [[one for one in mine if _local(one.starts) == day] for day in days]
        if any(shown):
            rows.append(Row(name, shown))
    return rows


def _shifts(db: Reader, days: list[date]) -> dict[int, list[Shift]]:
    before, after = days[0] - timedelta(1), days[-1] + timedelta(1)
    known = queries.rosters(db, before, after)
    return {account_id: shifts(roster, before, after, clock.zone()) for account_id, roster in known.items()}


def _begin(day: date) -> str:
    return clock.stamp_of(datetime.combine(day, datetime.min.time(), clock.zone()))


def _local(at: datetime) -> date:
    return at.astimezone(clock.zone()).date()


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if 1900 <= day.year <= 2200 else clock.today()


ROUTES = [show_calendar, make_appointment]
