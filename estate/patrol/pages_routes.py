"""Routes: the list, one with its points and schedules, a new one from a model."""

from estate.access.me import Me
from estate.access.permissions import PATROL_PLAN, PATROL_READ
from estate.data import Tx, read, write
from estate.i18n import gettext as _
from estate.patrol import (
    actions_points,
    actions_rounds,
    actions_routes,
    planner,
    queries,
    queries_routes,
    words,
)
from estate.patrol.forms import RouteForm, ScheduleForm
from estate.patrol.models import MODELS, Model
from estate.patrol.queries_routes import Route
from estate.patrol.records_plan import ScheduleRow, schedules
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect


@get("/patrol/routes", permission=PATROL_READ)
def list_routes() -> Response:
    """The routes in use with when they are walked, and models for new ones."""
    with read() as db:
        found = queries_routes.routes(db)
        times: dict[int, list[str]] = {}
        for one in schedules(db):
            times.setdefault(one.route_id, []).append(spoken(one))
    return page("patrol/routes.html", routes=found, times=times, models=MODELS, words=words)


@get("/patrol/routes/new", permission=PATROL_PLAN)
def new_route(asked: Posted) -> Response:
    """A new route, from a model or from nothing."""
    model = MODELS.get(asked.get("model"))
    form = RouteForm()
    if model:
        form = RouteForm(
            name=str(model.name),
            kind=model.kind,
            sequence=model.sequence,
            min_seconds=model.min_seconds,
            model=asked.get("model"),
        )
    return _form_page(form, None, [])


@post("/patrol/routes", permission=PATROL_PLAN)
def create_route(posted: Posted, me: Me) -> Response:
    """Make a route; one from a model with its schedules and, where a point is asked nothing of the kind, its questions."""
    form, chosen = RouteForm(posted), _chosen(posted)
    if form.validate():
        try:
            with write(me) as tx:
                route_id = actions_routes.add_route(tx, form.way(tuple(chosen)))
                if model := MODELS.get(str(form.model.data or "")):
                    _follow(tx, route_id, model, chosen)
                planner.plan_rounds(me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/patrol/routes/{route_id}", toast=_("Route made"))
    return _form_page(form, None, chosen, status=422)


@get("/patrol/routes/{route_id:int}", permission=PATROL_READ)
def show_route(route_id: int) -> Response:
    """A route with its points and schedules."""
    return _route_page(route_id, _schedule_form())


@get("/patrol/routes/{route_id:int}/edit", permission=PATROL_PLAN)
def edit_route(route_id: int) -> Response:
    with read() as db:
        found = existing(queries_routes.route(db, route_id))
        chosen = [one.point_id for one in queries_routes.points(db, route_id)]
    form = RouteForm(
        name=found.name,
        kind=found.kind,
        sequence=found.sequence,
        min_seconds=found.min_seconds,
        grace_minutes=found.grace_minutes,
    )
    return _form_page(form, found, chosen)


@post("/patrol/routes/{route_id:int}", permission=PATROL_PLAN)
def change_route(route_id: int, posted: Posted, me: Me) -> Response:
    """Describe a route anew; what was walked stays."""
    with read() as db:
        found = existing(queries_routes.route(db, route_id))
    form, chosen = RouteForm(posted), _chosen(posted)
    if form.validate():
        try:
            actions_routes.change_route(route_id, form.way(tuple(chosen)), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            planner.plan_rounds(me)
            return redirect(f"/patrol/routes/{route_id}", toast=_("Saved"))
    return _form_page(form, found, chosen, status=422)


@post("/patrol/routes/{route_id:int}/retirement", permission=PATROL_PLAN)
def retire_route(route_id: int, me: Me) -> Response:
    """Walk a route no more; what was walked stays."""
    with read() as db:
        existing(queries_routes.route(db, route_id))
    actions_routes.retire_route(route_id, me)
    return redirect("/patrol/routes", toast=_("Out of use"))


@post("/patrol/routes/{route_id:int}/schedules", permission=PATROL_PLAN)
def add_schedule(route_id: int, posted: Posted, me: Me) -> Response:
    """Walk a route by one more schedule; its rounds are made at once."""
    with read() as db:
        existing(queries_routes.route(db, route_id))
    form = _schedule_form(posted)
    if form.validate():
        try:
            with write(me) as tx:
                actions_routes.add_schedule(tx, route_id, form.when())
        except Refused as refused:
            form.refuse(refused)
        else:
            planner.plan_rounds(me)
            return redirect(f"/patrol/routes/{route_id}#schedules", toast=_("Saved"))
    return _route_page(route_id, form, status=422)


@post("/patrol/schedules/{schedule_id:int}/retirement", permission=PATROL_PLAN)
def retire_schedule(schedule_id: int, me: Me) -> Response:
    """End a schedule; its rounds to come are cancelled."""
    with read() as db:
        route_id = existing(db.value("SELECT route_id FROM patrol_schedules WHERE id = :id", id=schedule_id))
    actions_routes.retire_schedule(schedule_id, me)
    return redirect(f"/patrol/routes/{route_id}#schedules", toast=_("Ended"))


def spoken(one: ScheduleRow) -> str:
    """When a route is walked, in words."""
    rule = one.rule
    if rule.month_days:
        days = _("on day %(days)s of the month", days="、".join(_month_day(day) for day in rule.month_days))
    elif rule.weekdays == 127:
        days = _("every day")
    else:
        chosen = [str(name) for at, name in enumerate(words.WEEKDAYS) if (rule.weekdays or 0) >> at & 1]
        days = "、".join(chosen)
    if rule.every_minutes:
        times = _(
            "every %(n)s minutes from %(start)s until %(end)s",
            n=rule.every_minutes,
            start=one.from_time,
            end=one.to_time,
        )
    else:
        times = "、".join(at.strftime("%H:%M") for at in rule.times)
    return f"{days} {times}"


def _month_day(day: int) -> str:
    return str(day) if day else _("the last")


def _follow(tx: Tx, route_id: int, model: Model, point_ids: list[int]) -> None:
    for when in model.schedules:
        actions_routes.add_schedule(tx, route_id, when)
    for point_id in point_ids:
        if not any(one.route_kind == model.kind for one in queries.items(tx, point_id)):
            for question in model.asked():
                actions_points.add_item(tx, point_id, question)


def _chosen(posted: Posted) -> list[int]:
    """The points with a number beside them, by that number."""
    with read() as db:
        found = [(posted.whole(f"place-{one.id}"), one.id) for one in queries.points(db)]
    return [point_id for _number, point_id in sorted((n, p) for n, p in found if n)]


def _schedule_form(posted: Posted | None = None) -> ScheduleForm:
    with read() as db:
        walkers = [(str(one.id), one.name) for one in actions_rounds.walkers(db)]
    if posted:
        return ScheduleForm(posted, walkers=walkers)
    return ScheduleForm(walkers=walkers, days=list(range(7)))


def _form_page(form: RouteForm, found: Route | None, chosen: list[int], status: int = 200) -> Response:
    with read() as db:
        points = queries.points(db)
    places = {point_id: number for number, point_id in enumerate(chosen, 1)}
    points = sorted(points, key=lambda one: places.get(one.id, 10**6))
    return page("patrol/route_edit.html", form=form, route=found, points=points, places=places, status=status)


def _route_page(route_id: int, form: ScheduleForm, status: int = 200) -> Response:
    with read() as db:
        found = existing(queries_routes.route(db, route_id))
        points = queries_routes.points(db, route_id)
        times = [(one, spoken(one)) for one in schedules(db, route_id)]
    return page(
        "patrol/route.html",
        route=found,
        points=points,
        times=times,
        form=form,
        words=words,
        status=status,
    )


ROUTES = [
    list_routes,
    new_route,
    create_route,
    show_route,
    edit_route,
    change_route,
    retire_route,
    add_schedule,
    retire_schedule,
]
