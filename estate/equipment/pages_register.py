"""The register of equipment: the list, entering a piece and changing its facts."""

from datetime import date
from typing import Any

from estate.access.me import Me
from estate.access.permissions import EQUIPMENT_EDIT, EQUIPMENT_READ
from estate.community import queries as community
from estate.data import Reader, clock, read, write
from estate.equipment import actions, queries, queries_lists, words
from estate.equipment.actions import EquipmentSpec
from estate.equipment.forms import EquipmentForm
from estate.equipment.pages_piece import due_of, piece_of
from estate.equipment.queries import Equipment
from estate.equipment.rules import statutory_of
from estate.i18n import gettext as _
from estate.places import queries as places
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect

_COPIED = ("name", "category", "location", "quantity", "life_years", "vendor", "vendor_phone", "keeper")


@get("/equipment", permission=EQUIPMENT_READ)
def list_equipment(asked: Posted) -> Response:
    """The register by category, building, state, class by law and what is due; 50 on a page."""
    today = clock.today()
    with read() as db:
        found = queries_lists.listed(
            db,
            today,
            text=asked.get("text")[:60],
            category=asked.get("category"),
            building_id=asked.whole("building"),
            state=asked.get("state"),
            statutory=asked.get("statutory"),
            due=asked.get("due"),
            sort=asked.get("sort") or "code",
            page=asked.whole("page") or 1,
        )
        states = queries_lists.count_by(db, "state")
        return page(
            "equipment/index.html",
            found=found,
            tally=queries_lists.tally(db, today),
            categories=queries.categories(db),
            buildings=community.choices(db)[0],
            statutory=queries_lists.count_by(db, "statutory"),
            chips=[
                {"value": one, "label": name, "count": states[one]}
                for one, name in words.STATES.items()
                if one in states
            ],
            due=due_of(found.equipment, today),
            words=words,
        )


@get("/equipment/new", permission=EQUIPMENT_EDIT)
def new_equipment(asked: Posted) -> Response:
    """`like` in the address: the piece that it resembles; `parent`: the number of what it is a part of."""
    with read() as db:
        like = queries.equipment(db, asked.whole("like") or 0)
        form = _form(db, like)
        if like:
            for name in _COPIED:
                form[name].data = getattr(like, name)
            form.spot.data, form.statutory.data = _spot(like), like.statutory
            form.public_place.data = str(like.place_id or "")
            form.service_cycle.data, form.parent.data = like.service_cycle, like.parent_code or ""
        elif asked.get("parent"):
            form.parent.data = asked.get("parent")[:60]
        return _edit_page(db, None, form)


@post("/equipment", permission=EQUIPMENT_EDIT)
def create_equipment(posted: Posted, me: Me) -> Response:
    with read() as db:
        form = _form(db, posted=posted)
        if not form.validate():
            return _edit_page(db, None, form, 422)
    try:
        with write(me) as tx:
            equipment_id = actions.add(tx, _spec(tx, form))
    except Refused as refused:
        form.refuse(refused)
        with read() as db:
            return _edit_page(db, None, form, 422)
    return redirect(f"/equipment/{equipment_id}", toast=_("Saved"))


@get("/equipment/{equipment_id:int}/edit", permission=EQUIPMENT_EDIT)
def edit_equipment(equipment_id: int) -> Response:
    with read() as db:
        piece = piece_of(db, equipment_id)
        form = _form(db, piece)
        for name, field in form._fields.items():
            if name in Equipment._fields:
                value = getattr(piece, name)
                field.data = (
                    date.fromisoformat(value) if value and name.endswith(("_on", "_until")) else value
                )
        installed = piece.installed_on or ""
        form.installed.data = installed[:7] if piece.installed_precision == "month" else installed
        form.spot.data, form.parent.data = _spot(piece), piece.parent_code or ""
        form.public_place.data = str(piece.place_id or "")
        return _edit_page(db, piece, form)


@post("/equipment/{equipment_id:int}", permission=EQUIPMENT_EDIT)
def change_equipment(equipment_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        piece = piece_of(db, equipment_id)
        form = _form(db, piece, posted)
        if not form.validate():
            return _edit_page(db, piece, form, 422)
        try:
            actions.change(equipment_id, _spec(db, form, piece), me)
        except Refused as refused:
            form.refuse(refused)
            return _edit_page(db, piece, form, 422)
    return redirect(f"/equipment/{equipment_id}", toast=_("Saved"))


def _form(db: Reader, piece: Equipment | None = None, posted: Posted | None = None) -> EquipmentForm:
    form = EquipmentForm(posted)
    form.statutory.choices = [
        *([] if piece else [("", _("as its name says"))]),
        *((code, str(name)) for code, name in words.STATUTORY.items()),
    ]
    own = {piece.service_cycle: words.cycle(piece.service_cycle)} if piece else {}
    form.service_cycle.choices = [(code, str(name)) for code, name in {**own, **words.CYCLES}.items()]
    form.spot.choices = [("", _("as the place says") if piece is None else "–"), *_spot_choices(db)]
    form.public_place.choices = _place_choices(db, piece)
    return form


def _place_choices(db: Reader, piece: Equipment | None) -> list[tuple[str, str]]:
    """The public places in use, and the one where the piece stands though it is retired."""
    found = {one.id: one for one in places.choices(db)}
    if piece and piece.place_id and (own := places.place(db, piece.place_id)):
        found.setdefault(own.id, own)
    return [("", "–"), *((str(one.id), one.title) for one in found.values())]


def _spot_choices(db: Reader) -> list[tuple[str, str]]:
    choices: dict[str, str] = {}
    for building_id, code, name, entrance_id, entrance in queries_lists.spots(db):
        building = name or _("Building %(code)s", code=code)
        choices.setdefault(str(building_id), building)
        if entrance_id:
            choices[f"{building_id}-{entrance_id}"] = _(
                "Building %(building)s, entrance %(entrance)s", building=code, entrance=entrance
            )
    return list(choices.items())


def _spot(piece: Equipment) -> str:
    return "-".join(str(part) for part in (piece.building_id, piece.entrance_id) if part)


def _spec(db: Reader, form: EquipmentForm, piece: Equipment | None = None) -> EquipmentSpec:
    """What was typed, with what the form does not ask for as it was. A new piece's place and class follow its words."""
    building, _dash, entrance = str(form.spot.data or "").partition("-")
    building_id, entrance_id = (int(building) if building else None), (int(entrance) if entrance else None)
    chosen = str(form.public_place.data or "")
    place = places.place(db, int(chosen)) if chosen else None
    if place and building_id is None:
        building_id, entrance_id = place.building_id, place.entrance_id
    name, category = str(form.name.data), str(form.category.data or "")
    if piece is None and building_id is None:
        building_id, entrance_id = queries_lists.spot_ids(db, str(form.location.data or ""))
    installed_on, precision = form.installed.parsed or (None, "day")
    typed: dict[str, Any] = {
        field: form[field].data or ""
        for field in (
            "code",
            "model",
            "brand",
            "serial_no",
            "registration_no",
            "location",
            "supplier",
            "vendor",
        )
    }
    typed |= {field: form[field].data or "" for field in ("vendor_phone", "keeper", "service_cycle", "note")}
    typed |= {
        field: form[field].data.isoformat() if form[field].data else None
        for field in ("warranty_until", "last_inspection_on", "next_inspection_on", "next_service_on")
    }
    return EquipmentSpec(
        **typed,
        name=name,
        category=category,
        building_id=building_id,
        entrance_id=entrance_id,
        place_id=place.id if place else None,
        quantity=form.quantity.data or 1,
        installed_on=installed_on,
        installed_precision=precision,
        life_years=form.life_years.data,
        cost_fen=form.cost_fen.data,
        statutory=form.statutory.data or statutory_of(category, name),
        last_service_on=piece.last_service_on if piece else None,
        parent_id=queries.meant(db, str(form.parent.data or ""), "parent"),
    )


def _edit_page(db: Reader, piece: Equipment | None, form: EquipmentForm, status: int = 200) -> Response:
    known = list(dict.fromkeys([*queries.categories(db), *(str(one) for one in words.CATEGORIES)]))
    return page("equipment/edit.html", piece=piece, form=form, categories=known, status=status)


ROUTES = [list_equipment, new_equipment, create_equipment, edit_equipment, change_equipment]
