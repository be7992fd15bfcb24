"""The page of a case: what happened, what comes, and what people may do with it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import DUNNING_MANAGE, DUNNING_READ, DUNNING_WORK
from estate.billing import queries as billing
from estate.contacts import queries as contacts
from estate.contacts import words as contact_words
from estate.data import Reader, clock, read
from estate.dunning import actions_cases as actions
from estate.dunning import plan as plans
from estate.dunning import records_cases as records
from estate.dunning import records_facts as facts
from estate.dunning import records_pauses as pauses
from estate.dunning import records_strategies as strategies
from estate.dunning import words
from estate.dunning.forms import CloseForm, PauseForm, StepNowForm, WhyForm
from estate.dunning.records_cases import Case, Happened
from estate.dunning.rules import Decision
from estate.i18n import gettext as _
from estate.letters import queries as letters
from estate.letters import words as letter_words
from estate.plans import queries as instalments
from estate.plans import words as plan_words
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.forms import EstateForm


class Coming(NamedTuple):
    """A step of the strategy as the case page shows it: as it happened, or as it may still come."""

    step_id: int
    kind: str
    name: str
    days: int
    min_fen: int
    on: str | None
    happened: Happened | None


@get("/dunning/cases/{case_id:int}", permission=DUNNING_READ)
def show_case(case_id: int) -> Response:
    return _case_page(case_id)


@post("/dunning/cases/{case_id:int}/steps", permission=DUNNING_WORK)
def carry_out(case_id: int, posted: Posted, me: Me) -> Response:
    """Carry a step out now."""
    return _on_step(case_id, posted, actions.run_step, me, _("Done"))


@post("/dunning/cases/{case_id:int}/skips", permission=DUNNING_WORK)
def leave_out(case_id: int, posted: Posted, me: Me) -> Response:
    """Leave the next step out, with the reason."""
    return _on_step(case_id, posted, actions.skip_step, me, _("The step is left out"))


def _on_step(
    case_id: int, posted: Posted, act: Callable[[int, int, str, Me], object], me: Me, toast: str
) -> Response:
    form = _step_form(case_id, posted)
    if form.validate():
        try:
            act(case_id, form.step.data, str(form.note.data or ""), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/dunning/cases/{case_id}", toast=toast)
    return _case_page(case_id, step_form=form, status=422)


@post("/dunning/cases/{case_id:int}/pauses", permission=DUNNING_WORK)
def pause(case_id: int, posted: Posted, me: Me) -> Response:
    form = PauseForm(posted)
    if form.validate() and form.until_on.data:
        try:
            actions.pause_case(
                case_id, str(form.cause.data), form.until_on.data, str(form.note.data or ""), me
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/dunning/cases/{case_id}", toast=_("Paused"))
    return _case_page(case_id, pause_form=form, status=422)


@post("/dunning/cases/{case_id:int}/pauses/{pause_id:int}/end", permission=DUNNING_WORK)
def end_pause(case_id: int, pause_id: int, posted: Posted, me: Me) -> Response:
    form = WhyForm(posted)
    if form.validate():
        actions.resume(case_id, pause_id, str(form.why.data), me)
        return redirect(f"/dunning/cases/{case_id}", toast=_("Dunning goes on"))
    return _case_page(case_id, why_form=form, status=422)


@post("/dunning/cases/{case_id:int}/closing", permission=DUNNING_MANAGE)
def close(case_id: int, posted: Posted, me: Me) -> Response:
    form = CloseForm(posted)
    if form.validate():
        try:
            actions.close_case(case_id, str(form.reason.data), str(form.note.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/dunning/cases/{case_id}", toast=_("Case closed"))
    return _case_page(case_id, close_form=form, status=422)


def _case_page(case_id: int, *, status: int = 200, **forms: EstateForm) -> Response:
    today = clock.today()
    with read() as db:
        found = _case(db, case_id)
        decision = _decision(db, found, today)
        course = _course(db, found, decision)
        rests = pauses.of_debt(db, found.home_id, found.payer_id)
        charges = billing.open_charges(db, found.home_id, found.payer_id)
        rest = pauses.disputed(db, found.home_id, found.payer_id, today.isoformat())
        talks = contacts.of_home(db, found.home_id, found.payer_id)
        written = letters.of_home(db, found.home_id, found.payer_id)
        agreed = instalments.of_home(db, found.home_id, found.payer_id)
    return page(
        "dunning/case.html",
        case=found,
        decision=decision,
        course=course,
        pauses=rests,
        active=[
            one for one in rests if not one.ended_at and one.from_on <= today.isoformat() <= one.until_on
        ],
        charges=charges,
        disputed=rest,
        contacts=talks,
        letters=written,
        letter_words=letter_words,
        plans=agreed,
        plan_words=plan_words,
        contact_words=contact_words,
        step_form=forms.get("step_form") or _step_form(case_id),
        pause_form=forms.get("pause_form") or PauseForm(),
        why_form=forms.get("why_form") or WhyForm(),
        close_form=forms.get("close_form") or CloseForm(),
        words=words,
        status=status,
    )


def _case(db: Reader, case_id: int) -> Case:
    found = records.case(db, case_id, clock.today().isoformat())
    if found is None:
        raise NotFoundException
    return found


def _decision(db: Reader, found: Case, day: date) -> Decision | None:
    """What today brings; None in a closed case and once nothing is overdue."""
    if found.closed_on:
        return None
    planned = plans.decide_all(db, day, facts.owing_in(db, day, [found.id]))
    return planned[0].decision if planned else None


def _course(db: Reader, found: Case, decision: Decision | None) -> list[Coming]:
    happened = {one.step_id: one for one in records.happened(db, found.id)}
    course: list[Coming] = []
    for step in strategies.steps(db, found.version_id):
        if step.days <= 0:
            continue
        on = None
        if decision and decision.next_step and decision.next_step.id == step.id and decision.next_on:
            on = decision.next_on.isoformat()
        course.append(
            Coming(step.id, step.kind, step.name, step.days, step.min_fen, on, happened.get(step.id))
        )
    return course


def _step_form(case_id: int, posted: Posted | None = None) -> StepNowForm:
    """The form with the steps that may still come."""
    with read() as db:
        found = _case(db, case_id)
        course = _course(db, found, None)
    form = StepNowForm(posted)
    form.step.choices = _choices(course)
    return form


def _choices(course: Sequence[Coming]) -> list[tuple[int, str]]:
    last = max((number for number, one in enumerate(course) if one.happened), default=-1)
    return [
        (one.step_id, f"{words.step(one.name, one.kind)} · {words.when(one.days)}")
        for one in course[last + 1 :]
    ]


ROUTES = [show_case, carry_out, leave_out, pause, end_pause, close]
