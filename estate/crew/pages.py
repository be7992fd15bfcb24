"""Pages of the crew: the week by person, one person's skills, shifts and absences, and one's own shifts."""

from datetime import date, timedelta
from typing import NamedTuple

from estate.access.me import Me
from estate.access.permissions import CREW_EDIT, CREW_READ, REPAIRS_WORK
from estate.crew import (
    actions,
    pages_appointments,
    pages_dispatch,
    pages_handing,
    pages_pool,
    queries,
    records,
    words,
)
from estate.crew.actions import Away
from estate.crew.forms import AbsenceForm, DayShiftForm, SkillsForm, WeekForm, skills_form, week_form
from estate.crew.queries import Member
from estate.crew.records import Absence
from estate.crew.rules_shifts import Hours, Roster, absent, hours_on
from estate.data import Reader, clock, read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.repairs.words import CATEGORIES
from estate.web import Posted, Response, existing, get, page, post, redirect
from estate.web.forms import EstateForm

NOBODY = Roster({}, {}, [])
WEEKS_AHEAD = 3
"""So many weeks after this one somebody sees of the own shifts."""


class OneDay(NamedTuple):
    """A person's day. special: the hours stand in the place of the week's; away: why, or None."""

    day: date
    hours: tuple[Hours, ...]
    special: bool
    away: str | None


class Line(NamedTuple):
    """A person's week. on_shift: whether they work at this moment."""

    member: Member
    skills: list[tuple[str, int]]
    days: list[OneDay]
    on_shift: bool


@get("/crew", permission=CREW_READ)
def show_week(asked: Posted) -> Response:
    """The week by person: hours, absences, who works now."""
    monday = _monday(asked.get("week"))
    with read() as db:
        members, skills = queries.members(db), queries.skills(db)
        weeks = _weeks(db, monday, 1)
        now = queries.shifts_at(db, clock.now())
    lines = [
        Line(
            one,
            [
                (category, skills[one.account_id][category])
                for category in CATEGORIES
                if category in skills.get(one.account_id, {})
            ],
            weeks.of(one.account_id),
            one.account_id in now and now[one.account_id].covers(clock.now()),
        )
        for one in members
    ]
    return page(
        "crew/index.html",
        lines=lines,
        days=[monday + timedelta(number) for number in range(7)],
        earlier=monday - timedelta(7),
        later=monday + timedelta(7),
        this_week=monday <= clock.today() < monday + timedelta(7),
        categories=CATEGORIES,
        words=words,
    )


@get("/crew/{account_id:int}", permission=CREW_READ)
def show_member(account_id: int) -> Response:
    """One person: what they can do, when they work, when they are away."""
    return _member_page(account_id)


@post("/crew/{account_id:int}/skills", permission=CREW_EDIT)
def save_skills(account_id: int, posted: Posted, me: Me) -> Response:
    _member(account_id)
    form = SkillsForm(posted)
    if not form.validate():
        return _member_page(account_id, skills=form, status=422)
    actions.set_skills(account_id, form.levels(), me)
    return redirect(f"/crew/{account_id}", toast=_("Skills saved"))


@post("/crew/{account_id:int}/week", permission=CREW_EDIT)
def save_week(account_id: int, posted: Posted, me: Me) -> Response:
    _member(account_id)
    form = week_form({}, posted)
    if not form.validate():
        return _member_page(account_id, week=form, status=422)
    actions.set_week(account_id, form.week(), me)
    return redirect(f"/crew/{account_id}", toast=_("Usual week saved"))


@post("/crew/{account_id:int}/days", permission=CREW_EDIT)
def add_day(account_id: int, posted: Posted, me: Me) -> Response:
    _member(account_id)
    form = DayShiftForm(posted)
    if form.validate():
        try:
            actions.add_day(account_id, form.day.data or clock.today(), form.hours, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/crew/{account_id}", toast=_("Day entered"))
    return _member_page(account_id, day=form, status=422)


@post("/crew/{account_id:int}/days/{day_id:int}/removal", permission=CREW_EDIT)
def remove_day(account_id: int, day_id: int, me: Me) -> Response:
    _member(account_id)
    actions.remove_day(account_id, day_id, me)
    return redirect(f"/crew/{account_id}", toast=_("Taken out"))


@post("/crew/{account_id:int}/absences", permission=CREW_EDIT)
def add_absence(account_id: int, posted: Posted, me: Me) -> Response:
    _member(account_id)
    form = AbsenceForm(posted)
    if form.validate():
        first, last = form.from_day.data, form.to_day.data
        away = Away(
            str(form.kind.data), first or clock.today(), last or clock.today(), str(form.note.data or "")
        )
        try:
            actions.add_absence(account_id, away, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/crew/{account_id}", toast=_("Absence entered"))
    return _member_page(account_id, absence=form, status=422)


@post("/crew/{account_id:int}/absences/{absence_id:int}/removal", permission=CREW_EDIT)
def remove_absence(account_id: int, absence_id: int, me: Me) -> Response:
    _member(account_id)
    actions.remove_absence(account_id, absence_id, me)
    return redirect(f"/crew/{account_id}", toast=_("Taken out"))


@get("/shifts", permission=REPAIRS_WORK)
def show_own_shifts(me: Me) -> Response:
    """One's own shifts of this week and the next ones."""
    monday = _monday("")
    with read() as db:
        weeks = _weeks(db, monday, 1 + WEEKS_AHEAD)
        shift = queries.shifts_at(db, clock.now()).get(me.account_id)
        skills = records.skills_of(db, me.account_id)
    days = [one for one in weeks.of(me.account_id) if one.day >= clock.today()]
    return page(
        "crew/own.html",
        days=days,
        shift=shift,
        now=clock.now(),
        skills=skills,
        categories=CATEGORIES,
        words=words,
    )


class _Weeks(NamedTuple):
    """The times of all from a Monday on, for so many weeks."""

    monday: date
    length: int
    rosters: dict[int, Roster]
    absences: list[Absence]

    def of(self, account_id: int) -> list[OneDay]:
        roster = self.rosters.get(account_id, NOBODY)
        return [
            self._day(account_id, roster, self.monday + timedelta(number))
            for number in range(7 * self.length)
        ]

    def _day(self, account_id: int, roster: Roster, day: date) -> OneDay:
        shown, why = day.isoformat(), None
        if absent(roster, day):
            why = next(
                one.kind
                for one in self.absences
                if one.account_id == account_id and one.from_day <= shown <= one.to_day
            )
        return OneDay(day, hours_on(roster, day), day in roster.days, why)


def _weeks(db: Reader, monday: date, count: int) -> _Weeks:
    last = monday + timedelta(7 * count)
    absences = records.absences_between(db, monday.isoformat(), last.isoformat())
    return _Weeks(monday, count, queries.rosters(db, monday, last), absences)


def _monday(text: str) -> date:
    """The Monday of the week of a day, of today for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = clock.today()
    day = day if 1900 <= day.year <= 2200 else clock.today()
    return day - timedelta(day.weekday())


def _member(account_id: int) -> Member:
    with read() as db:
        return existing(queries.member(db, account_id))


def _member_page(
    account_id: int,
    *,
    skills: EstateForm | None = None,
    week: WeekForm | None = None,
    day: EstateForm | None = None,
    absence: EstateForm | None = None,
    status: int = 200,
) -> Response:
    member, today = _member(account_id), clock.today().isoformat()
    with read() as db:
        levels, usual = records.skills_of(db, account_id), records.week_of(db, account_id)
        days, absences = records.days_of(db, account_id, today), records.absences_of(db, account_id, today)
        shift = queries.shifts_at(db, clock.now()).get(account_id)
    return page(
        "crew/show.html",
        member=member,
        shift=shift,
        now=clock.now(),
        days=days,
        absences=absences,
        skills=skills or skills_form(levels),
        week=week or week_form(usual),
        day=day or DayShiftForm(day=clock.today()),
        absence=absence or AbsenceForm(from_day=clock.today(), to_day=clock.today()),
        categories=CATEGORIES,
        words=words,
        status=status,
    )


ROUTES = [
    *pages_handing.ROUTES,
    *pages_dispatch.ROUTES,
    *pages_pool.ROUTES,
    *pages_appointments.ROUTES,
    show_week,
    show_member,
    save_skills,
    save_week,
    add_day,
    remove_day,
    add_absence,
    remove_absence,
    show_own_shifts,
]
