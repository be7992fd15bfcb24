"""Renovations for the office: the list, entering one, deciding, looking in, accepting; the sheet for the door."""

import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PERMITS_DECIDE, PERMITS_READ, PUBLIC
from estate.community import queries_lists
from estate.data import read
from estate.deposits import queries as deposits
from estate.deposits.words import STATES as DEPOSIT_STATES
from estate.gate import actions_permits as actions
from estate.gate import queries_permits as queries
from estate.gate import words_permits
from estate.gate.forms_permits import DepositForm, DeskPermitForm, RulesForm, StepForm, WorkerForm
from estate.gate.pages_permits_shared import application, course, sheet, take
from estate.gate.papers import PERMIT
from estate.gate.queries_permits import Permit
from estate.gate.rules_permits import OFFICE, STEPS, allowed
from estate.i18n import gettext as _
from estate.papers import content
from estate.papers import queries as papers
from estate.people import queries as people
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.page import existing


@get("/permits", permission=PERMITS_READ)
def list_permits(asked: Posted) -> Response:
    """What is open, or every permit of a state or a home."""
    number, home, wrong = asked.whole("page") or 1, asked.get("home").strip(), ""
    with read() as db:
        home_id = None
        try:
            home_id = queries_lists.home_meant(db, home)
        except Refused as refused:
            wrong = refused.message
        listed = queries.permits_page(db, asked.get("state"), home_id, number)
        counts = queries.counts(db)
    return page(
        "gate/permits.html",
        listed=listed,
        counts=counts,
        number=number,
        pages=max(1, -(-listed.total // 50)),
        home=home,
        wrong=wrong,
        words=words_permits,
    )


@get("/permits/new", permission=PERMITS_DECIDE)
def new_permit(asked: Posted) -> Response:
    return _new_page(DeskPermitForm(home=asked.get("home"), key=secrets.token_urlsafe(16)))


@post("/permits", permission=PERMITS_DECIDE)
def enter_permit(posted: Posted, me: Me) -> Response:
    """Enter what a household brought on paper."""
    form = DeskPermitForm(posted)
    if form.validate():
        try:
            kept = content.keep_sent(posted)
            with read() as db:
                home_id = queries_lists.home_meant(db, str(form.home.data)) or 0
                owner = next(iter(people.residents_of(db, home_id)), None)
            if owner is None:
                raise Refused(_("Nobody is registered for this home."), "home")
            given = application(form, home_id, owner.person_id, owner.name, "clerk")
            permit_id = actions.apply(given, kept, form.key_for(f"permit:{me.account_id}"), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/permits/{permit_id}", toast=_("Entered"))
    return _new_page(form, status=422)


@get("/permits/rules", permission=PERMITS_DECIDE)
def edit_rules() -> Response:
    with read() as db:
        return page("gate/permit_rules.html", form=RulesForm(text=queries.rules_text(db)))


@post("/permits/rules", permission=PERMITS_DECIDE)
def write_rules(posted: Posted, me: Me) -> Response:
    form = RulesForm(posted)
    if form.validate():
        actions.write_rules(str(form.text.data).replace("\r\n", "\n").strip(), me)
        return redirect("/permits", toast=_("Saved"))
    return page("gate/permit_rules.html", form=form, status=422)


@get("/permits/{permit_id:int}", permission=PERMITS_READ)
def show_permit(permit_id: int) -> Response:
    return _permit_page(permit_id)


@post("/permits/{permit_id:int}/steps/{step:str}", permission=PERMITS_DECIDE)
def take_step(permit_id: int, step: str, posted: Posted, me: Me) -> Response:
    """Decide, look in, stop, accept."""
    _required(permit_id)
    if step not in STEPS:
        raise NotFoundException
    form = StepForm(posted)
    if form.validate():
        try:
            take(permit_id, step, form, posted, OFFICE, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/permits/{permit_id}", toast=str(words_permits.STEPS[step]))
    return _permit_page(permit_id, form, tried=step, status=422)


@post("/permits/{permit_id:int}/workers", permission=PERMITS_DECIDE)
def add_worker(permit_id: int, posted: Posted, me: Me) -> Response:
    _required(permit_id)
    form = WorkerForm(posted)
    if form.validate():
        try:
            actions.add_worker(permit_id, str(form.name.data), form.key_for(f"worker:{permit_id}"), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/permits/{permit_id}", toast=_("Pass made"))
    return _permit_page(permit_id, worker=form, status=422)


@post("/permits/{permit_id:int}/workers/{pass_id:int}/removal", permission=PERMITS_DECIDE)
def drop_worker(permit_id: int, pass_id: int, me: Me) -> Response:
    _required(permit_id)
    actions.drop_worker(permit_id, pass_id, me)
    return redirect(f"/permits/{permit_id}", toast=_("The pass opens nothing any more"))


@post("/permits/{permit_id:int}/deposit", permission=PERMITS_DECIDE)
def link_deposit(permit_id: int, posted: Posted, me: Me) -> Response:
    form = _deposit_form(_required(permit_id), posted)
    if form.validate():
        try:
            actions.link_deposit(permit_id, str(form.deposit.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/permits/{permit_id}", toast=_("Saved"))
    return _permit_page(permit_id, deposit=form, status=422)


@get("/permits/{permit_id:int}/sheet", permission=PERMITS_READ)
def print_permit(permit_id: int, settings: Settings) -> Response:
    """The PDF for the door, with the workers' passes."""
    return sheet(_required(permit_id), settings, workers=True)


@get("/permit/{token:str}", permission=PUBLIC)
def show_at_the_door(token: str) -> Response:
    """How a permit stands, for who scans the sheet at the door: no names of residents."""
    with read() as db:
        found = existing(queries.by_token(db, token))
    response = page("gate/permit_public.html", permit=found, words=words_permits)
    response.headers.update({"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
    return response


def _new_page(form: DeskPermitForm, status: int = 200) -> Response:
    with read() as db:
        return page("gate/permit_new.html", form=form, rules=queries.rules_text(db), status=status)


def _permit_page(
    permit_id: int,
    form: StepForm | None = None,
    *,
    tried: str = "",
    worker: WorkerForm | None = None,
    deposit: DepositForm | None = None,
    status: int = 200,
) -> Response:
    found = _required(permit_id)
    with read() as db:
        return page(
            "gate/permit.html",
            permit=found,
            steps=allowed(found.state, OFFICE),
            course=course(queries.steps(db, permit_id), names=True),
            workers=queries.workers(db, permit_id),
            rules=queries.accepted_rules(db, found.rules_id),
            held=deposits.deposit_by_id(db, found.deposit_id) if found.deposit_id else None,
            deposit_states=DEPOSIT_STATES,
            papers=papers.shown(db, PERMIT, permit_id),
            form=form or StepForm(key=secrets.token_urlsafe(16)),
            tried=tried,
            worker=worker or WorkerForm(key=secrets.token_urlsafe(16)),
            deposit=deposit or _deposit_form(found),
            words=words_permits,
            status=status,
        )


def _deposit_form(found: Permit, posted: Posted | None = None) -> DepositForm:
    with read() as db:
        return DepositForm(posted, held=queries.free_deposits(db, found))


def _required(permit_id: int) -> Permit:
    with read() as db:
        return existing(queries.permit(db, permit_id))


ROUTES = [
    list_permits,
    new_permit,
    enter_permit,
    edit_rules,
    write_rules,
    show_permit,
    take_step,
    add_worker,
    drop_worker,
    link_deposit,
    print_permit,
    show_at_the_door,
]
