"""The register of public places: the list, one place with its orders and label, entering, many at once, retiring."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PLACES_EDIT, PLACES_READ
from estate.data import Reader, audit, read, write
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.places import actions, labelled, queries, words
from estate.places.actions import Bulk, PlaceSpec
from estate.places.forms import BulkForm, PlaceForm
from estate.places.queries import Place
from estate.refusal import Refused
from estate.repairs import queries as repairs
from estate.repairs import words as repair_words
from estate.web import Posted, Response, get, page, post, redirect

assert labelled.PLACE  # places have labels from the start


@get("/places", permission=PLACES_READ)
def list_places(asked: Posted) -> Response:
    """Places by building and kind, 50 on a page."""
    with read() as db:
        counts = queries.kind_counts(db)
        return page(
            "places/index.html",
            found=queries.listed(
                db,
                building_id=asked.whole("building"),
                kind=asked.get("kind"),
                text=asked.get("text")[:60],
                retired=asked.get("state") == "retired",
                page=asked.whole("page") or 1,
            ),
            counts=counts,
            retired=queries.retired_count(db),
            buildings=_buildings(db),
            words=words,
        )


@get("/places/{place_id:int}", permission=PLACES_READ)
def show_place(place_id: int, me: Me) -> Response:
    """A place: what is being mended here, what was."""
    with read() as db:
        place = _place(db, place_id)
        orders = repairs.of_place(db, place_id, me=me)
        return page(
            "places/show.html",
            place=place,
            orders=orders,
            entries=audit.of_subject(db, "places", place_id),
            words=words,
            repair_words=repair_words,
        )


@get("/places/new", permission=PLACES_EDIT)
def new_place(asked: Posted) -> Response:
    with read() as db:
        form = _form(db)
        form.kind.data = asked.get("kind") if asked.get("kind") in words.KINDS else "other"
        return page("places/edit.html", place=None, form=form)


@post("/places", permission=PLACES_EDIT)
def create_place(posted: Posted, me: Me) -> Response:
    with read() as db:
        form = _form(db, posted)
    if form.validate():
        try:
            with write(me) as tx:
                place_id = actions.add(tx, _spec(form))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/places/{place_id}", toast=_("Saved"))
    return page("places/edit.html", place=None, form=form, status=422)


@get("/places/{place_id:int}/edit", permission=PLACES_EDIT)
def edit_place(place_id: int) -> Response:
    with read() as db:
        place = _place(db, place_id)
        form = _form(db)
    form.process(obj=place)
    form.spot.data = "-".join(str(part) for part in (place.building_id, place.entrance_id) if part)
    return page("places/edit.html", place=place, form=form)


@post("/places/{place_id:int}", permission=PLACES_EDIT)
def change_place(place_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        place, form = _place(db, place_id), _form(db, posted)
    if form.validate():
        try:
            actions.change(place_id, _spec(form), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/places/{place_id}", toast=_("Saved"))
    return page("places/edit.html", place=place, form=form, status=422)


@post("/places/{place_id:int}/retirement", permission=PLACES_EDIT)
def retire_place(place_id: int, me: Me) -> Response:
    with read() as db:
        _place(db, place_id)
    actions.retire(place_id, me)
    return redirect(f"/places/{place_id}", toast=_("Retired"))


@post("/places/{place_id:int}/return", permission=PLACES_EDIT)
def restore_place(place_id: int, me: Me) -> Response:
    with read() as db:
        _place(db, place_id)
    actions.restore(place_id, me)
    return redirect(f"/places/{place_id}", toast=_("In use again"))


@get("/places/many", permission=PLACES_EDIT)
def new_places() -> Response:
    """For every entrance of some buildings: hall, lift, stairs, corridors."""
    with read() as db:
        form = _bulk_form(db)
        form.buildings.data = list(_buildings(db))
        return page("places/many.html", form=form)


@post("/places/many", permission=PLACES_EDIT)
def create_places(posted: Posted, me: Me) -> Response:
    with read() as db:
        form = _bulk_form(db, posted)
    if form.validate():
        try:
            with write(me) as tx:
                made = actions.add_many(tx, actions.of_entrances(tx, _bulk(form)))
        except Refused as refused:
            form.refuse(refused)
        else:
            told = ngettext("%(num)s place added", "%(num)s places added", made)
            return redirect("/places", toast=told if made else _("All of them are there already"))
    return page("places/many.html", form=form, status=422)


def _bulk(form: BulkForm) -> Bulk:
    return Bulk(
        tuple(form.buildings.data or ()),
        lobby=bool(form.lobby.data),
        corridors=bool(form.corridors.data),
        lift=bool(form.lift.data),
        stairs=bool(form.stairs.data),
        lowest=form.lowest.data,
        highest=form.highest.data,
    )


def _bulk_form(db: Reader, posted: Posted | None = None) -> BulkForm:
    form = BulkForm(posted)
    form.buildings.choices = [(one, name) for one, name in _buildings(db).items()]
    return form


def _form(db: Reader, posted: Posted | None = None) -> PlaceForm:
    form = PlaceForm(posted)
    choices = {"": _("outside of all buildings")}
    for building_id, code, name, entrance_id, entrance in queries.spots(db):
        choices.setdefault(str(building_id), name or _("Building %(code)s", code=code))
        if entrance_id:
            choices[f"{building_id}-{entrance_id}"] = words.where(code, entrance, None)
    form.spot.choices = list(choices.items())
    return form


def _spec(form: PlaceForm) -> PlaceSpec:
    building, _dash, entrance = str(form.spot.data or "").partition("-")
    return PlaceSpec(
        str(form.name.data),
        str(form.kind.data),
        str(form.code.data or ""),
        int(building) if building else None,
        int(entrance) if entrance else None,
        form.floor.data,
        str(form.note.data or "")[:500],
    )


def _buildings(db: Reader) -> dict[int, str]:
    return {one: name or _("Building %(code)s", code=code) for one, code, name, *_rest in queries.spots(db)}


def _place(db: Reader, place_id: int) -> Place:
    found = queries.place(db, place_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [
    list_places,
    show_place,
    new_place,
    create_place,
    edit_place,
    change_place,
    retire_place,
    restore_place,
    new_places,
    create_places,
]
