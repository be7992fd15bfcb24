"""Plans: the list, one with its dues, entering, changing and stopping one."""

from datetime import timedelta
from typing import Any

from estate.access.me import Me
from estate.access.permissions import UPKEEP_EDIT, UPKEEP_READ
from estate.data import Reader, clock, read, write
from estate.equipment import queries as equipment
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.upkeep import actions_plans, queries, words
from estate.upkeep.actions_plans import PlanSpec
from estate.upkeep.forms import PlanForm, StopForm
from estate.upkeep.queries import Plan
from estate.web import Posted, Response, existing, get, page, post, redirect

YEAR = timedelta(days=366)


@get("/upkeep/plans", permission=UPKEEP_READ)
def list_plans(asked: Posted) -> Response:
    """The plans in force, or with `stopped` those that were stopped."""
    stopped = bool(asked.get("stopped"))
    with read() as db:
        found = queries.plans(db, clock.today(), stopped)
    return page("upkeep/plans.html", plans=found, stopped=stopped, words=words)


@get("/upkeep/plans/new", permission=UPKEEP_EDIT)
def new_plan(asked: Posted) -> Response:
    """`equipment` in the address: the number of the piece that it is for."""
    with read() as db:
        code = asked.get("equipment")[:60]
        form = _form(
            db,
            target="equipment" if code else "statutory",
            equipment=code,
            unit="month",
            first_due=clock.today() + timedelta(days=7),
        )
        return _edit_page(None, form)


@post("/upkeep/plans", permission=UPKEEP_EDIT)
def create_plan(posted: Posted, me: Me) -> Response:
    with read() as db:
        form = _form(db, posted)
    if not form.validate():
        return _edit_page(None, form, 422)
    try:
        with write(me) as tx:
            plan_id = actions_plans.add(tx, _spec(tx, form))
    except Refused as refused:
        form.refuse(refused)
        return _edit_page(None, form, 422)
    return redirect(f"/upkeep/plans/{plan_id}", toast=_("Plan made"))


@get("/upkeep/plans/{plan_id:int}", permission=UPKEEP_READ)
def show_plan(plan_id: int) -> Response:
    """A plan with what is due by it."""
    return _plan_page(plan_id, StopForm())


@get("/upkeep/plans/{plan_id:int}/edit", permission=UPKEEP_EDIT)
def edit_plan(plan_id: int) -> Response:
    with read() as db:
        plan = existing(queries.plan(db, plan_id, clock.today()))
        return _edit_page(plan, _form(db, **_values(db, plan)))


@post("/upkeep/plans/{plan_id:int}", permission=UPKEEP_EDIT)
def change_plan(plan_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        plan = existing(queries.plan(db, plan_id, clock.today()))
        form = _form(db, posted)
    if not form.validate():
        return _edit_page(plan, form, 422)
    try:
        with write(me) as tx:
            actions_plans.change(tx, plan_id, _spec(tx, form))
    except Refused as refused:
        form.refuse(refused)
        return _edit_page(plan, form, 422)
    return redirect(f"/upkeep/plans/{plan_id}", toast=_("Saved"))


@post("/upkeep/plans/{plan_id:int}/stop", permission=UPKEEP_EDIT)
def stop_plan(plan_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        existing(queries.plan(db, plan_id, clock.today()))
    form = StopForm(posted)
    if not form.validate():
        return _plan_page(plan_id, form, 422)
    with write(me) as tx:
        actions_plans.stop(tx, plan_id, str(form.reason.data))
    return redirect("/upkeep/plans", toast=_("Plan stopped"))


def _plan_page(plan_id: int, form: StopForm, status: int = 200) -> Response:
    today = clock.today()
    with read() as db:
        plan = existing(queries.plan(db, plan_id, today))
        dues = queries.open_dues(db, today + 12 * YEAR, plan_id=plan_id)
    return page("upkeep/plan.html", plan=plan, dues=dues, form=form, words=words, status=status)


def _form(db: Reader, posted: Posted | None = None, **values: Any) -> PlanForm:
    lists = [(one.id, one.name) for one in queries.lists(db)]
    return PlanForm(posted, categories=equipment.categories(db), lists=lists, **values)


def _values(db: Reader, plan: Plan) -> dict[str, Any]:
    piece = equipment.equipment(db, plan.equipment_id) if plan.equipment_id else None
    rule = plan.when
    return {
        **{name: value for name, value in plan._asdict().items() if value is not None},
        "target": "equipment" if piece else "category" if plan.category else "statutory",
        "equipment": piece.code if piece else "",
        "first_due": rule.first_due,
        "level": str(plan.level),
        "list_id": str(plan.list_id or ""),
        "legal": bool(plan.legal),
    }


def _spec(db: Reader, form: PlanForm) -> PlanSpec:
    target = str(form.target.data)
    piece = equipment.meant(db, str(form.equipment.data or "")) if target == "equipment" else None
    if target == "equipment" and piece is None:
        raise Refused(_("Write the number of the piece."), "equipment")
    level = int(form.level.data or 0)
    return PlanSpec(
        str(form.name.data),
        equipment_id=piece,
        category=str(form.category.data or "") if target == "category" else "",
        statutory=str(form.statutory.data or "") if target == "statutory" else "",
        work=str(form.work.data),
        legal=bool(form.legal.data),
        basis=str(form.basis.data or ""),
        rhythm=str(form.rhythm.data),
        every=form.every.data,
        unit=str(form.unit.data) if form.every.data else None,
        counts_from=str(form.counts_from.data),
        first_due=form.first_due.data.isoformat() if form.first_due.data else "",
        season_from=str(form.season_from.data or "") or None,
        season_to=str(form.season_to.data or "") or None,
        counter=str(form.counter.data),
        first_value=form.first_value.data,
        step_value=form.step_value.data,
        lead_days=form.lead_days.data or 0,
        ladder="lift" if level else "",
        level=level,
        list_id=int(form.list_id.data) if form.list_id.data else None,
        done_by=str(form.done_by.data),
        note=str(form.note.data or ""),
    )


def _edit_page(plan: Plan | None, form: PlanForm, status: int = 200) -> Response:
    return page("upkeep/plan_edit.html", plan=plan, form=form, status=status)


ROUTES = [list_plans, new_plan, create_plan, show_plan, edit_plan, change_plan, stop_plan]
