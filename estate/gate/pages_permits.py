"""Renovations for the office: the list, entering one, deciding, looking in, accepting; the sheet for the door."""

import secrets
from datetime import date
from typing import Any

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PERMITS_DECIDE, PERMITS_READ, PUBLIC
from estate.community import queries_lists
from estate.data import Actor, read, write
from estate.deposits import queries as deposits
from estate.deposits.words import STATES as DEPOSIT_STATES
from estate.gate import actions_permits as actions
from estate.gate import queries_permits as queries
from estate.gate import sheets, words_permits
from estate.gate.actions_permits import Application, Said
from estate.gate.forms_permits import DepositForm, DeskPermitForm, PermitForm, RulesForm, StepForm, WorkerForm
from estate.gate.papers import PERMIT
from estate.gate.queries_permits import Permit
from estate.gate.rules_permits import OFFICE, STEPS, allowed
from estate.i18n import gettext as _
from estate.labels.house import house
from estate.papers import content
from estate.papers import queries as papers
from estate.papers.actions import attach
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


def application(form: PermitForm, home_id: int, person_id: int | None, name: str, source: str) -> Application:
    """What a form applies for."""
    first, last = form.from_on.data, form.until_on.data
    assert isinstance(first, date) and isinstance(last, date)
    return Application(
        home_id,
        person_id,
        name,
        str(form.firm.data),
        str(form.firm_phone.data),
        list(form.works.data or []),
        str(form.text.data or "").strip(),
        first,
        last,
        source,
    )


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


def take(permit_id: int, step: str, form: StepForm, posted: Posted, party: str, by: Actor) -> None:
    """The step that a form asks for, with its photos."""
    kept = content.keep_sent(posted)
    said = Said(
        str(form.reason.data or ""),
        str(form.result.data) if step == "inspect" else None,
        form.until_on.data if step == "extend" else None,
    )
    key = f"{permit_id}:{step}:{form.key.data}" if form.key.data else ""
    with write(by) as tx:
        actions.step(permit_id, step, said, key, party, by)
        if kept:
            attach(tx, PERMIT, permit_id, kept, "inspection")


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


def sheet(permit: Permit, settings: Settings, *, workers: bool) -> Response:
    """The PDF of a permit that was given; there is none before."""
    if permit.state not in ("approved", "stopped", "completed", "accepted"):
        raise NotFoundException
    with read() as db:
        made = sheets.permit_pdf(
            db,
            permit,
            queries.accepted_rules(db, permit.rules_id),
            queries.workers(db, permit.id) if workers and permit.state == "approved" else [],
            house(db, settings.port).url,
            practice=settings.practice,
        )
    response: Response = LitestarResponse(made, media_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{permit.number}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def course(found: list[queries.Step], *, names: bool) -> list[dict[str, Any]]:
    """The steps as a timeline; names: of who took them."""
    tones = {
        "refuse": "overdue",
        "stop": "overdue",
        "mend": "waiting",
        "accept": "settled",
        "approve": "settled",
    }
    return [
        {
            "what": words_permits.STEPS[one.step]
            + (f"{_(': ')}{words_permits.RESULTS[one.result][1]}" if one.result else ""),
            "state": "overdue" if one.result == "violation" else tones.get(one.step, "info"),
            "at": one.at,
            "by": one.who if names else "",
            "text": one.reason,
            "until_on": one.until_on,
        }
        for one in reversed(found)
    ]


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
