"""Pages of strategies: their steps and versions, what changes between two, what they apply to."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import DUNNING_MANAGE, DUNNING_READ
from estate.community import queries as community
from estate.community.words import USAGE_NAMES
from estate.data import Reader, read
from estate.dunning import actions_strategies as actions
from estate.dunning import records_strategies as records
from estate.dunning import words
from estate.dunning.actions_strategies import Target
from estate.dunning.forms import STEPS, AssignForm, GroupForm, StrategyForm
from estate.dunning.records_strategies import StepRow, Strategy
from estate.dunning.rules import Step
from estate.dunning.rules_versions import compare
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/dunning/strategies", permission=DUNNING_READ)
def list_strategies() -> Response:
    """Every strategy, and which homes follow which."""
    return _list_page()


@get("/dunning/strategies/new", permission=DUNNING_MANAGE)
def new_strategy() -> Response:
    """A new strategy, with the ladder of the house to begin with."""
    with read() as db:
        first = records.strategies(db)[0]
        form = _form_of(first, records.steps(db, first.version_id), named=False)
    return page("dunning/strategy_edit.html", form=form, strategy=None, words=words)


@post("/dunning/strategies", permission=DUNNING_MANAGE)
def create_strategy(posted: Posted, me: Me) -> Response:
    form = StrategyForm(posted)
    if form.validate():
        try:
            strategy_id = actions.add_strategy(str(form.name.data or ""), _gap(form), form.new_steps, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/dunning/strategies/{strategy_id}", toast=_("Saved"))
    return page("dunning/strategy_edit.html", form=_padded(form), strategy=None, words=words, status=422)


@get("/dunning/strategies/{strategy_id:int}", permission=DUNNING_READ)
def show_strategy(strategy_id: int, asked: Posted) -> Response:
    """A strategy with its versions; two of them side by side when asked for."""
    with read() as db:
        found = _strategy(db, strategy_id)
        versions = records.versions(db, strategy_id)
        by_number = {one.number: one for one in versions}
        now = by_number.get(asked.whole("version") or 0, versions[0])
        before = by_number.get(asked.whole("before") or now.number - 1)
        steps = records.steps(db, now.id)
        differences = compare(_plain(records.steps(db, before.id)), _plain(steps)) if before else []
    return page(
        "dunning/strategy.html",
        strategy=found,
        versions=versions,
        now=now,
        before=before,
        steps=steps,
        differences=differences,
        words=words,
    )


@get("/dunning/strategies/{strategy_id:int}/edit", permission=DUNNING_MANAGE)
def edit_strategy(strategy_id: int) -> Response:
    with read() as db:
        found = _strategy(db, strategy_id)
        form = _form_of(found, records.steps(db, found.version_id))
    return page("dunning/strategy_edit.html", form=form, strategy=found, words=words)


@post("/dunning/strategies/{strategy_id:int}/versions", permission=DUNNING_MANAGE)
def create_version(strategy_id: int, posted: Posted, me: Me) -> Response:
    """Change a strategy by a new version."""
    form = StrategyForm(posted)
    with read() as db:
        found = _strategy(db, strategy_id)
    if form.validate():
        try:
            actions.add_version(
                strategy_id,
                str(form.name.data or ""),
                _gap(form),
                form.new_steps,
                str(form.note.data or ""),
                me,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/dunning/strategies/{strategy_id}", toast=_("Saved"))
    return page("dunning/strategy_edit.html", form=_padded(form), strategy=found, words=words, status=422)


@post("/dunning/assignments", permission=DUNNING_MANAGE)
def assign(posted: Posted, me: Me) -> Response:
    """Let a strategy apply to homes."""
    form = _assign_form(posted)
    if form.validate():
        scope, _colon, value = str(form.target.data).partition(":")
        try:
            actions.assign(form.strategy.data, Target(scope, value), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/dunning/strategies", toast=_("Saved"))
    return _list_page(form, status=422)


@post("/dunning/assignments/{assignment_id:int}/removal", permission=DUNNING_MANAGE)
def unassign(assignment_id: int, me: Me) -> Response:
    actions.unassign(assignment_id, me)
    return redirect("/dunning/strategies", toast=_("Saved"))


def _list_page(form: AssignForm | None = None, status: int = 200) -> Response:
    with read() as db:
        found, applied, groups = records.strategies(db), records.assignments(db), records.groups(db)
    return page(
        "dunning/strategies.html",
        strategies=found,
        assignments=applied,
        groups=groups,
        form=form or _assign_form(),
        group_form=GroupForm(),
        usages=USAGE_NAMES,
        words=words,
        status=status,
    )


def _assign_form(posted: Posted | None = None) -> AssignForm:
    form = AssignForm(posted)
    with read() as db:
        buildings, zones = community.choices(db)
        found, groups = records.strategies(db), records.groups(db)
    form.strategy.choices = [(one.id, words.strategy(one.name, one.code)) for one in found]
    form.target.choices = [
        ("all:", words.SCOPES["all"]),
        ("care:", words.SCOPES["care"]),
        *((f"zone:{one.id}", _("Zone %(name)s", name=one.name)) for one in zones),
        *((f"usage:{code}", _("Usage: %(name)s", name=str(name))) for code, name in USAGE_NAMES.items()),
        *((f"building:{one.id}", _("Building %(name)s", name=one.code)) for one in buildings),
        *((f"group:{one.id}", _("Group: %(name)s", name=one.name)) for one in groups),
    ]
    return form


def _strategy(db: Reader, strategy_id: int) -> Strategy:
    found = records.strategy(db, strategy_id)
    if found is None:
        raise NotFoundException
    return found


def _form_of(found: Strategy, steps: list[StepRow], *, named: bool = True) -> StrategyForm:
    rows = [{**step._asdict(), "min_fen": step.min_fen or None} for step in steps]
    given = {"name": found.name if named else "", "gap_days": found.gap_days, "steps": rows}
    return _padded(StrategyForm(data=given))


def _padded(form: StrategyForm) -> StrategyForm:
    """The form with two empty lines below its steps, as far as there may be more."""
    empty = sum(row.form.days.data is None and not row.form.days.raw_data for row in form.steps)
    for _line in range(min(2 - empty, STEPS - len(form.steps))):
        form.steps.append_entry()
    return form


def _gap(form: StrategyForm) -> int:
    return form.gap_days.data if form.gap_days.data is not None else 3


def _plain(steps: list[StepRow]) -> list[Step]:
    return [Step(step.id, step.position, step.days, step.kind, step.min_fen) for step in steps]


ROUTES = [
    list_strategies,
    new_strategy,
    create_strategy,
    show_strategy,
    edit_strategy,
    create_version,
    assign,
    unassign,
]
