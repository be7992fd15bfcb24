"""Homes: the list, one home with all that hangs on it, its facts and its states."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import BILLS_READ, HOMES_EDIT, HOMES_READ, PEOPLE_READ
from estate.billing import queries as billing
from estate.community import (
    actions,
    pages_buildings,
    pages_parking,
    pages_zones,
    queries,
    queries_lists,
    records,
    rules,
    words,
)
from estate.community.forms import HomeForm, StateForm
from estate.data import Reader, audit, clock, read
from estate.i18n import gettext as _
from estate.people import queries as people
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/homes", permission=HOMES_READ)
def list_homes(asked: Posted, me: Me) -> Response:
    """Homes by building, usage and state, 50 on a page; with payer and what is owed for who may see that."""
    with read() as db:
        found = queries_lists.homes_page(
            db,
            building_id=asked.whole("building"),
            zone_id=asked.whole("zone"),
            usage=asked.get("usage"),
            state=asked.get("state"),
            room=asked.get("room"),
            sort=asked.get("sort") or "home",
            page=asked.whole("page") or 1,
        )
        ids = [home.id for home in found.homes]
        buildings, zones = queries.choices(db)
        return page(
            "community/homes.html",
            found=found,
            buildings=buildings,
            zones=zones,
            chips=_chips(records.count_by(db, "state")),
            usages=records.count_by(db, "usage"),
            payers=records.payers_of(db, ids, clock.today()) if me.may(PEOPLE_READ) else None,
            owed=billing.owed_by_home(db, clock.today().isoformat(), ids) if me.may(BILLS_READ) else None,
            words=words,
        )


@get("/homes/{home_id:int}", permission=HOMES_READ)
def show_home(home_id: int, me: Me) -> Response:
    """What is owed, who lives here, its facts, states and changes."""
    with read() as db:
        home = _home(db, home_id)
        payer = people.payer_of(db, home_id, clock.today()) if me.may(PEOPLE_READ) else None
        charges = billing.open_charges(db, home_id) if me.may(BILLS_READ) else []
        owed = billing.owed_summary(db, home_id, clock.today().isoformat()) if me.may(BILLS_READ) else None
        return page(
            "community/home.html",
            home=home,
            place=words.place_of(home),
            figures=_figures(home, owed, payer, me),
            parking=queries.parking_of(db, home_id),
            course=words.course(queries.states_of(db, home_id)),
            changes=words.log(audit.of_subject(db, "homes", home_id)),
            household=people.household(db, home_id),
            owed=owed,
            charges=charges,
            several_payers=any(charge.payer_id != (payer and payer.person_id) for charge in charges),
            beside=records.beside(db, rules.home_key(home.code)),
            words=words,
        )


@get("/homes/{home_id:int}/edit", permission=HOMES_EDIT)
def edit_home(home_id: int) -> Response:
    with read() as db:
        home = _home(db, home_id)
    shown = (
        home.delivered_on[:7]
        if home.delivered_on and home.delivered_precision == "month"
        else home.delivered_on
    )
    form = HomeForm(data={**home._asdict(), "delivered_on": shown})
    return page("community/home_edit.html", home=home, form=form)


@post("/homes/{home_id:int}", permission=HOMES_EDIT)
def change_home(home_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        home = _home(db, home_id)
    form = HomeForm(posted)
    if not form.validate():
        return page("community/home_edit.html", home=home, form=form, status=422)
    try:
        actions.change_home(home_id, _facts(form), by=me)
    except Refused as refused:
        form.refuse(refused)
        return page("community/home_edit.html", home=home, form=form, status=422)
    return redirect(f"/homes/{home_id}", toast=_("Saved"))


@get("/homes/{home_id:int}/state", permission=HOMES_EDIT)
def edit_state(home_id: int) -> Response:
    with read() as db:
        home = _home(db, home_id)
        return page(
            "community/home_state.html",
            home=home,
            form=StateForm(state=home.state),
            course=words.course(queries.states_of(db, home_id)),
        )


@post("/homes/{home_id:int}/state", permission=HOMES_EDIT)
def change_state(home_id: int, posted: Posted, me: Me) -> Response:
    form = StateForm(posted)
    with read() as db:
        home, course = _home(db, home_id), words.course(queries.states_of(db, home_id))
    valid = form.validate()
    if valid:
        try:
            actions.set_state(
                home_id, form.state.data, form.from_date.data or clock.today(), me, form.note.data or ""
            )
        except Refused as refused:
            form.refuse(refused)
            valid = False
    if not valid:
        return page("community/home_state.html", home=home, form=form, course=course, status=422)
    return redirect(f"/homes/{home_id}", toast=_("State set"))


@post("/homes/{home_id:int}/removal", permission=HOMES_EDIT)
def remove_home(home_id: int, me: Me) -> Response:
    with read() as db:
        home = _home(db, home_id)
    actions.remove_home(home_id, by=me)
    return redirect(f"/buildings/{home.building_id}", toast=_("Home %(code)s deleted", code=home.code))


def _home(db: Reader, home_id: int) -> queries.Home:
    home = queries.home(db, home_id)
    if home is None:
        raise NotFoundException
    return home


def _figures(
    home: queries.Home, owed: billing.OwedSummary | None, payer: people.Payer | None, me: Me
) -> list[words.Figure]:
    figures = [words.owed_figure(owed)] if owed else []
    figures.append(words.state_figure(home))
    if me.may(PEOPLE_READ):
        name, href = (payer.name, f"/people/{payer.person_id}") if payer else ("–", "")
        figures.append(words.Figure(_("Payer"), name, href=href))
    return figures


def _chips(counts: dict[str, int]) -> list[dict[str, object]]:
    return [
        {"value": state, "label": name, "count": counts[state]}
        for state, name in words.STATE_NAMES.items()
        if state in counts
    ]


def _facts(form: HomeForm) -> actions.HomeChange:
    delivered_on, precision = form.delivered_on.parsed or (None, "day")
    return actions.HomeChange(
        room=str(form.room.data),
        floor=form.floor.data,
        area_dm2=form.area_dm2.data or 0,
        inner_area_dm2=form.inner_area_dm2.data,
        layout=form.layout.data or "",
        usage=str(form.usage.data),
        delivered_on=delivered_on,
        delivered_precision=precision,
        note=(form.note.data or "").strip(),
    )


ROUTES = [
    list_homes,
    show_home,
    edit_home,
    change_home,
    edit_state,
    change_state,
    remove_home,
    *pages_buildings.ROUTES,
    *pages_parking.ROUTES,
    *pages_zones.ROUTES,
]
