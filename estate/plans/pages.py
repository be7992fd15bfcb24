"""Pages of plans: the list, agreeing on one, one plan with its parts and steps."""

import re
import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PLANS_AGREE, PLANS_APPROVE
from estate.billing import queries as billing
from estate.billing.queries import OpenCharge
from estate.billing.words import period
from estate.community import queries as community
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.papers import queries as papers
from estate.plans import actions, pages_own, queries, records, words
from estate.plans.actions import Agreed
from estate.plans.agreement import make_agreement
from estate.plans.forms import PlanForm, ReasonForm, SignForm
from estate.plans.papers import PLAN
from estate.plans.queries import Plan
from estate.plans.rules import matched
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.lan import lan_url


@get("/plans", permission=PLANS_AGREE)
def list_plans(asked: Posted) -> Response:
    """Plans, those that wait in sight."""
    number, state = asked.whole("page") or 1, asked.get("state")
    with read() as db:
        found, total = records.plans(db, state if state in words.STATES else "", number)
        counts = records.state_counts(db)
    return page(
        "plans/index.html",
        plans=found,
        total=total,
        number=number,
        pages=max(1, -(-total // queries.PAGE)),
        counts=counts,
        words=words,
    )


@get("/homes/{home_id:int}/plans/new", permission=PLANS_AGREE)
def new_plan(home_id: int, asked: Posted) -> Response:
    """The open bills of one payer to tick, all of them ticked, and the instalments."""
    charges, payer = _charges(home_id, asked.whole("payer"))
    late = [one.charge_id for one in charges if one.due_on < clock.today().isoformat()]
    form = PlanForm(
        charges=late or [one.charge_id for one in charges],
        key=secrets.token_urlsafe(16),
        first_on=clock.today(),
    )
    return _form_page(home_id, charges, payer, form)


@post("/homes/{home_id:int}/plans", permission=PLANS_AGREE)
def create_plan(home_id: int, posted: Posted, me: Me) -> Response:
    charges, payer = _charges(home_id, posted.whole("payer"))
    form = PlanForm(posted)
    if form.validate():
        try:
            made = actions.draft(_agreed(home_id, payer, form), form.key_for(home_id), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/plans/{made.id}", toast=_("Plan drafted"))
    return _form_page(home_id, charges, payer, form, status=422)


@get("/plans/{plan_id:int}", permission=PLANS_AGREE)
def show_plan(plan_id: int, me: Me) -> Response:
    """A plan with what is paid of each instalment and what can be done."""
    return _plan_page(plan_id, me, SignForm(on_day=clock.today()), ReasonForm())


@post("/plans/{plan_id:int}/approval", permission=PLANS_APPROVE)
def approve_plan(plan_id: int, me: Me) -> Response:
    _plan(plan_id)
    reason = ReasonForm()
    try:
        actions.decide(plan_id, "", me, approve=True)
    except Refused as refused:
        reason.refuse(refused)
        return _plan_page(plan_id, me, SignForm(on_day=clock.today()), reason, status=422)
    return redirect(f"/plans/{plan_id}", toast=_("Approved"))


@post("/plans/{plan_id:int}/refusal", permission=PLANS_APPROVE)
def decline_plan(plan_id: int, posted: Posted, me: Me) -> Response:
    _plan(plan_id)
    form = ReasonForm(posted)
    if form.validate():
        try:
            actions.decide(plan_id, str(form.reason.data), me, approve=False)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/plans/{plan_id}", toast=_("Declined"))
    return _plan_page(plan_id, me, SignForm(on_day=clock.today()), form, status=422)


@post("/plans/{plan_id:int}/agreement", permission=PLANS_AGREE)
def print_agreement(plan_id: int, me: Me, settings: Settings) -> Response:
    """Make the paper that both sides sign, and open it."""
    _plan(plan_id)
    try:
        number = make_agreement(plan_id, f"{lan_url(settings.port)}my", me, practice=settings.practice)
    except Refused as refused:
        reason = ReasonForm()
        reason.refuse(refused)
        return _plan_page(plan_id, me, SignForm(on_day=clock.today()), reason, status=422)
    return redirect(f"/documents/{number}")


@post("/plans/{plan_id:int}/signature", permission=PLANS_AGREE)
def sign_plan(plan_id: int, posted: Posted, me: Me) -> Response:
    _plan(plan_id)
    form = SignForm(posted)
    if form.validate():
        try:
            actions.sign(plan_id, form.on_day.data or clock.today(), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/plans/{plan_id}", toast=_("The plan runs"))
    return _plan_page(plan_id, me, form, ReasonForm(), status=422)


@post("/plans/{plan_id:int}/withdrawal", permission=PLANS_AGREE)
def withdraw_plan(plan_id: int, posted: Posted, me: Me) -> Response:
    _plan(plan_id)
    form = ReasonForm(posted)
    if form.validate():
        actions.withdraw(plan_id, str(form.reason.data), me)
        return redirect(f"/plans/{plan_id}", toast=_("Withdrawn"))
    return _plan_page(plan_id, me, SignForm(on_day=clock.today()), form, status=422)


def _agreed(home_id: int, payer: tuple[int, str] | None, form: PlanForm) -> Agreed:
    """Refused when the instalments of different size are no amounts."""
    if payer is None:
        raise Refused(_("Tick the bills that the plan covers; they must be open."), "charges")
    typed = str(form.parts.data or "").replace("，", " ").replace(",", " ").replace("、", " ").split()
    if any(not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", one) for one in typed):
        raise Refused(_("Write amounts with blanks between, like 500 300 300."), "parts")
    fen = [
        int(whole) * 100 + int((rest + "00")[:2])
        for whole, _dot, rest in (one.partition(".") for one in typed)
    ]
    return Agreed(
        home_id,
        payer[0],
        tuple(form.charges.data or ()),
        int(form.count.data or 0),
        form.first_on.data or clock.today(),
        str(form.reason.data),
        int(form.grace_days.data or 0),
        str(form.penalty.data),
        tuple(fen),
    )


def _charges(home_id: int, payer_id: int | None) -> tuple[list[OpenCharge], tuple[int, str] | None]:
    """The open bills of one payer of a home: of who is named, else of who owes the oldest."""
    with read() as db:
        if community.home(db, home_id) is None:
            raise NotFoundException
        found = billing.open_charges(db, home_id, payer_id)
    if not found:
        return [], None
    first = found[0]
    return [one for one in found if one.payer_id == first.payer_id], (first.payer_id, first.payer_name)


def _form_page(
    home_id: int, charges: list[OpenCharge], payer: tuple[int, str] | None, form: PlanForm, status: int = 200
) -> Response:
    with read() as db:
        home, limit = community.home(db, home_id), identity(db).plan_limit_fen
    return page(
        "plans/new.html",
        home=home,
        charges=charges,
        payer=payer,
        limit_fen=limit,
        form=form,
        period=period,
        status=status,
    )


def _plan_page(plan_id: int, me: Me, sign: SignForm, reason: ReasonForm, status: int = 200) -> Response:
    plan = _plan(plan_id)
    with read() as db:
        parts = matched(queries.parts(db, plan_id), plan.settled_fen)
        covered, steps = queries.covered(db, plan_id), queries.steps(db, plan_id)
        limit, kept = identity(db).plan_limit_fen, papers.shown(db, PLAN, plan_id)
    return page(
        "plans/show.html",
        plan=plan,
        parts=parts,
        now=clock.today(),
        covered=covered,
        steps=steps,
        limit_fen=limit,
        own=plan.account_id == me.account_id,
        sign=sign,
        reason=reason,
        papers=kept,
        words=words,
        period=period,
        status=status,
    )


def _plan(plan_id: int) -> Plan:
    with read() as db:
        found = queries.plan(db, plan_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [
    list_plans,
    new_plan,
    create_plan,
    show_plan,
    approve_plan,
    decline_plan,
    print_agreement,
    sign_plan,
    withdraw_plan,
    *pages_own.ROUTES,
]
