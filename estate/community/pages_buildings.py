"""Buildings with their map, and the generator that fills a building with homes."""

from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import BILLS_READ, HOMES_EDIT, HOMES_READ
from estate.community import actions, actions_places, building_map, queries, words
from estate.community.forms import BuildingForm, NewBuildingForm, NewHomeForm, PlanForm
from estate.community.rules import HomeSpec, canonical_part
from estate.community.rules_generator import MOST_HOMES, BuildingPlan, by_entrance, plan_homes
from estate.data import Reader, read, write
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/buildings", permission=HOMES_READ)
def list_buildings() -> Response:
    with read() as db:
        return page(
            "community/buildings.html", buildings=queries.buildings(db), zones=queries.zones(db), words=words
        )


@get("/buildings/new", permission=HOMES_EDIT)
def new_building() -> Response:
    with read() as db:
        form = _with_zones(db, NewBuildingForm())
    return page("community/building_new.html", form=form, plan=None, building=None)


@post("/buildings", permission=HOMES_EDIT)
def create_building(posted: Posted, me: Me) -> Response:
    """`act=preview` shows what would be made; without it the building is made."""
    with read() as db:
        form = _with_zones(db, NewBuildingForm(posted))
    if not form.validate():
        return _plan_page(form, status=422)
    plan = _plan(form, canonical_part(form.code.data or ""))
    if posted.get("act") == "preview":
        return _plan_page(form, plan=plan)
    try:
        building_id = actions_places.generate_building(
            plan, me, name=form.name.data or "", zone_id=form.zone_id.data or None
        )
    except Refused as refused:
        form.refuse(refused)
        return _plan_page(form, status=422)
    return redirect(f"/buildings/{building_id}", toast=_("Building %(code)s entered", code=plan.building))


@get("/buildings/{building_id:int}", permission=HOMES_READ)
def show_building(building_id: int, me: Me) -> Response:
    """The map: the colour of each home says what is owed and who lives there."""
    with read() as db:
        building = _building(db, building_id)
        homes = queries.homes_of_building(db, building_id)
        signs = building_map.signs(db, homes, with_money=me.may(BILLS_READ))
    return page(
        "community/building.html",
        building=building,
        title=words.building_title(building.code, building.name),
        entrances=building_map.entrances(homes, signs),
        legend=building_map.legend(list(signs.values()), with_money=me.may(BILLS_READ)),
    )


@get("/buildings/{building_id:int}/edit", permission=HOMES_EDIT)
def edit_building(building_id: int) -> Response:
    with read() as db:
        building = _building(db, building_id)
        form = _with_zones(db, BuildingForm(data={**building._asdict(), "zone_id": building.zone_id or 0}))
    return page("community/building_edit.html", building=building, form=form)


@post("/buildings/{building_id:int}", permission=HOMES_EDIT)
def change_building(building_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        building, form = _building(db, building_id), _with_zones(db, BuildingForm(posted))
    valid = form.validate()
    if valid:
        try:
            actions_places.change_building(
                building_id, form.code.data or "", form.name.data or "", form.zone_id.data or None, by=me
            )
        except Refused as refused:
            form.refuse(refused)
            valid = False
    if not valid:
        return page("community/building_edit.html", building=building, form=form, status=422)
    return redirect(f"/buildings/{building_id}", toast=_("Saved"))


@post("/buildings/{building_id:int}/removal", permission=HOMES_EDIT)
def remove_building(building_id: int, me: Me) -> Response:
    with read() as db:
        building = _building(db, building_id)
    actions_places.remove_building(building_id, by=me)
    return redirect("/buildings", toast=_("Building %(code)s deleted", code=building.code))


@get("/buildings/{building_id:int}/generator", permission=HOMES_EDIT)
def new_entrances(building_id: int) -> Response:
    """More homes in a building, for an entrance that is laid out differently."""
    with read() as db:
        building = _building(db, building_id)
    return _plan_page(PlanForm(entrances=str(building.entrances + 1)), building=building)


@post("/buildings/{building_id:int}/generator", permission=HOMES_EDIT)
def create_entrances(building_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        building = _building(db, building_id)
    form = PlanForm(posted)
    if not form.validate():
        return _plan_page(form, building=building, status=422)
    plan = _plan(form, building.code)
    if posted.get("act") == "preview":
        return _plan_page(form, building=building, plan=plan)
    try:
        actions_places.extend_building(building_id, plan, by=me)
    except Refused as refused:
        form.refuse(refused)
        return _plan_page(form, building=building, status=422)
    return redirect(f"/buildings/{building_id}", toast=_("Homes entered"))


@get("/buildings/{building_id:int}/homes/new", permission=HOMES_EDIT)
def new_home(building_id: int) -> Response:
    with read() as db:
        return page("community/home_new.html", building=_building(db, building_id), form=NewHomeForm())


@post("/buildings/{building_id:int}/homes", permission=HOMES_EDIT)
def create_home(building_id: int, posted: Posted, me: Me) -> Response:
    """One more home; its entrance is made when there is none."""
    with read() as db:
        building = _building(db, building_id)
    form = NewHomeForm(posted)
    valid = form.validate()
    if valid:
        spec = _one_home(form, building.code)
        try:
            with write(me) as tx:
                home_id = actions.add_homes(tx, [spec])[spec.code]
            return redirect(f"/homes/{home_id}", toast=_("Home %(code)s entered", code=spec.code))
        except Refused as refused:
            form.refuse(refused)
    return page("community/home_new.html", building=building, form=form, status=422)


def _building(db: Reader, building_id: int) -> queries.Building:
    building = queries.building(db, building_id)
    if building is None:
        raise NotFoundException
    return building


def _with_zones(db: Reader, form: Any) -> Any:
    form.zone_id.choices = [(0, _("None")), *((zone.id, zone.name) for zone in queries.zones(db))]
    return form


def _plan_page(
    form: Any,
    *,
    building: queries.Building | None = None,
    plan: BuildingPlan | None = None,
    status: int = 200,
) -> Response:
    homes = plan_homes(plan)[: MOST_HOMES + 1] if plan else []
    return page(
        "community/building_new.html",
        part="community/_generator.html",
        form=form,
        building=building,
        plan=by_entrance(homes) if plan else None,
        homes=homes,
        words=words,
        status=status,
    )


def _plan(form: PlanForm, building: str) -> BuildingPlan:
    delivered_on, precision = form.delivered_on.parsed or (None, "day")
    skipped = set(form.skip.parsed or ())
    return BuildingPlan(
        building=building,
        entrances=form.entrances.parsed,
        floors=[floor for floor in form.floors.parsed if floor not in skipped],
        per_floor=form.per_floor.data or 1,
        areas_dm2=form.areas.parsed,
        inner_areas_dm2=form.inner_areas.parsed or (),
        layouts=form.layouts.parsed or (),
        usage=str(form.usage.data),
        shop_floors=form.shop_floors.parsed or (),
        state=str(form.state.data),
        delivered_on=delivered_on,
        delivered_precision=precision,
        two_digits=not form.one_digit.data,
        continuous=bool(form.continuous.data),
    )


def _one_home(form: NewHomeForm, building: str) -> HomeSpec:
    delivered_on, precision = form.delivered_on.parsed or (None, "day")
    return HomeSpec(
        building=building,
        entrance=form.entrance.data or "1",
        room=form.room.data or "",
        floor=form.floor.data,
        area_dm2=form.area_dm2.data or 0,
        inner_area_dm2=form.inner_area_dm2.data,
        layout=form.layout.data or "",
        usage=str(form.usage.data),
        state=str(form.state.data),
        delivered_on=delivered_on,
        delivered_precision=precision,
        note=(form.note.data or "").strip(),
    )


ROUTES = [
    list_buildings,
    new_building,
    create_building,
    show_building,
    edit_building,
    change_building,
    remove_building,
    new_entrances,
    create_entrances,
    new_home,
    create_home,
]
