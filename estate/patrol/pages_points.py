"""Points: the list, one with its questions and history, many at once."""

import csv
import io

from estate.access.me import Me
from estate.access.permissions import PATROL_PLAN, PATROL_READ
from estate.community import queries as community
from estate.data import Reader, read, write
from estate.i18n import gettext as _
from estate.patrol import actions_points, labels, queries, queries_seen, words
from estate.patrol.actions_points import Where
from estate.patrol.forms import BulkForm, ItemForm, PointForm, item_values, point_values
from estate.patrol.models import MODELS
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect


@get("/patrol/points", permission=PATROL_READ)
def list_points() -> Response:
    """The points in use with what is asked there and the last check."""
    with read() as db:
        found = queries.points(db)
        facts = {one.point_id: one for one in queries.point_facts(db)}
    return page("patrol/points.html", points=found, facts=facts)


@get("/patrol/points/new", permission=PATROL_PLAN)
def new_point() -> Response:
    return _form_page(PointForm(buildings=_buildings()), None)


@post("/patrol/points", permission=PATROL_PLAN)
def create_point(posted: Posted, me: Me) -> Response:
    form = PointForm(posted, buildings=_buildings())
    if form.validate():
        try:
            with write(me) as tx:
                point_id = actions_points.add_point(tx, form.where())
                labels.make(tx, [point_id])
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/patrol/points/{point_id}", toast=_("Point added"))
    return _form_page(form, None, status=422)


@get("/patrol/points/bulk", permission=PATROL_PLAN)
def new_points() -> Response:
    """Many points at once, from a list."""
    return _bulk_page(_bulk_form())


@post("/patrol/points/bulk", permission=PATROL_PLAN)
def create_points(posted: Posted, me: Me) -> Response:
    """Add every point of a list, or none."""
    form = _bulk_form(posted)
    if form.validate():
        try:
            count = _add(form, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/patrol/points", toast=_("%(count)s points added", count=count))
    return _bulk_page(form, status=422)


@get("/patrol/points/{point_id:int}", permission=PATROL_READ)
def show_point(point_id: int, asked: Posted) -> Response:
    """A point with its questions, its label and its history."""
    return _point_page(point_id, ItemForm(), asked.whole("page") or 1)


@get("/patrol/points/{point_id:int}/edit", permission=PATROL_PLAN)
def edit_point(point_id: int) -> Response:
    with read() as db:
        point = existing(queries.point(db, point_id))
    return _form_page(PointForm(buildings=_buildings(), **point_values(point)), point)


@post("/patrol/points/{point_id:int}", permission=PATROL_PLAN)
def change_point(point_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        point = existing(queries.point(db, point_id))
    form = PointForm(posted, buildings=_buildings())
    if form.validate():
        try:
            actions_points.change_point(point_id, form.where(), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/patrol/points/{point_id}", toast=_("Saved"))
    return _form_page(form, point, status=422)


@post("/patrol/points/{point_id:int}/retirement", permission=PATROL_PLAN)
def retire_point(point_id: int, me: Me) -> Response:
    """Take a point out of use; what was checked there stays."""
    with read() as db:
        existing(queries.point(db, point_id))
    actions_points.retire_point(point_id, me)
    return redirect("/patrol/points", toast=_("Out of use"))


@post("/patrol/points/{point_id:int}/items", permission=PATROL_PLAN)
def add_item(point_id: int, posted: Posted, me: Me) -> Response:
    """Ask something more at a point."""
    with read() as db:
        existing(queries.point(db, point_id))
    form = ItemForm(posted)
    if form.validate():
        try:
            with write(me) as tx:
                actions_points.add_item(tx, point_id, form.asked())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/patrol/points/{point_id}#items", toast=_("Saved"))
    return _point_page(point_id, form, 1, status=422)


@get("/patrol/items/{item_id:int}", permission=PATROL_PLAN)
def edit_item(item_id: int) -> Response:
    with read() as db:
        item = existing(queries.item(db, item_id))
    return _item_page(item, ItemForm(**item_values(item)))


@post("/patrol/items/{item_id:int}", permission=PATROL_PLAN)
def replace_item(item_id: int, posted: Posted, me: Me) -> Response:
    """Ask something else in its place; the old question stays with its answers."""
    with read() as db:
        item = existing(queries.item(db, item_id))
    form = ItemForm(posted)
    if form.validate():
        try:
            actions_points.replace_item(item_id, form.asked(), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/patrol/points/{item.point_id}#items", toast=_("Saved"))
    return _item_page(item, form, status=422)


@post("/patrol/items/{item_id:int}/retirement", permission=PATROL_PLAN)
def retire_item(item_id: int, me: Me) -> Response:
    with read() as db:
        item = existing(queries.item(db, item_id))
    actions_points.retire_item(item_id, me)
    return redirect(f"/patrol/points/{item.point_id}#items", toast=_("No more asked"))


def _add(form: BulkForm, me: Me) -> int:
    model = MODELS.get(str(form.model.data or ""))
    rows = [one for one in _lines(str(form.lines.data)) if one]
    with read() as db:
        buildings = {one.code: one.id for one in community.choices(db)[0]}
    with write(me) as tx:
        taken = actions_points.names_taken(tx, [one[0] for one in rows])
        if taken:
            raise Refused(
                _("There are points already called %(names)s.", names="、".join(sorted(taken))), "lines"
            )
        ids = [
            actions_points.add_point(
                tx,
                Where(name, where, building_id=buildings.get(building)),
                model.asked() if model else (),
            )
            for name, where, building in rows
        ]
        labels.make(tx, ids)
    return len(ids)


def _lines(text: str) -> list[tuple[str, str, str]]:
    """Name, place and, where it is given, the code of the building. Refused: a line without a place, a name twice."""
    found: list[tuple[str, str, str]] = []
    rows = csv.reader(io.StringIO(text.replace("，", ",").replace("\t", ",")))
    for number, row in enumerate(rows, 1):
        cells = [one.strip() for one in row]
        if not any(cells):
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise Refused(_("Line %(n)s: write a name, a comma, and where it is.", n=number), "lines")
        if cells[0] in {one[0] for one in found}:
            raise Refused(_("Line %(n)s: %(name)s stands there twice.", n=number, name=cells[0]), "lines")
        found.append((cells[0], cells[1], cells[2] if len(cells) > 2 else ""))
    return found


def _buildings() -> list[tuple[str, str]]:
    with read() as db:
        return [(str(one.id), one.name or one.code) for one in community.choices(db)[0]]


def _bulk_form(posted: Posted | None = None) -> BulkForm:
    form = BulkForm(posted)
    form.model.choices = [("", _("None yet")), *((code, str(one.name)) for code, one in MODELS.items())]
    return form


def _bulk_page(form: BulkForm, status: int = 200) -> Response:
    return page("patrol/points_bulk.html", form=form, status=status)


def _form_page(form: PointForm, point: queries.Point | None, status: int = 200) -> Response:
    return page("patrol/point_edit.html", form=form, point=point, status=status)


def _item_page(item: queries.Item, form: ItemForm, status: int = 200) -> Response:
    with read() as db:
        point = existing(queries.point(db, item.point_id))
    return page("patrol/item_edit.html", item=item, point=point, form=form, status=status)


def _point_page(point_id: int, form: ItemForm, number: int, status: int = 200) -> Response:
    with read() as db:
        point = existing(queries.point(db, point_id))
        items, routes = queries.items(db, point_id), queries.routes_of(db, point_id)
        checks, total = queries_seen.of_point(db, point_id, number)
        label = _label(db, point_id)
    return page(
        "patrol/point_show.html",
        point=point,
        items=items,
        routes=routes,
        checks=checks,
        total=total,
        number=number,
        pages=max(1, -(-total // 50)),
        label=label,
        form=form,
        words=words,
        status=status,
    )


def _label(db: Reader, point_id: int) -> str:
    return labels.of_points(db, [point_id]).get(point_id, "")


ROUTES = [
    list_points,
    new_point,
    create_point,
    new_points,
    create_points,
    show_point,
    edit_point,
    change_point,
    retire_point,
    add_item,
    edit_item,
    replace_item,
    retire_item,
]
