"""A complaint by a label, without an account; and the page on which whoever made it follows it."""

import secrets

from estate.access.permissions import PUBLIC
from estate.complaints import actions_scan, queries_own, shown, words
from estate.complaints.actions_scan import Voice
from estate.complaints.details import Details
from estate.complaints.forms_own import OwnStepForm, ScanForm
from estate.complaints.keys import fresh_key
from estate.complaints.pages_own import SAY, own_context
from estate.complaints.pages_show import kinds
from estate.complaints.queries import Complaint
from estate.data import Reader, read
from estate.labels import queries as labels
from estate.labels.actions_reports import TooOften, hash_secret
from estate.labels.queries import Label
from estate.labels.sent import keep_photos
from estate.labels.subjects import Thing, thing_of
from estate.papers import serving
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.repairs import carried
from estate.web import Posted, Response, current, get, page, post, redirect
from estate.web.page import existing


@get("/scan/{token:str}/complaint", permission=PUBLIC)
def ask(token: str) -> Response:
    """The form for whoever stands before it."""
    label, thing = _labelled(token)
    return _form_page(label, thing, ScanForm(key=secrets.token_urlsafe(16)))


@post("/scan/{token:str}/complaint", permission=PUBLIC)
def take(token: str, posted: Posted) -> Response:
    """Put it on record; who sends too often is asked to call."""
    current().unlogged = True
    label, thing = _labelled(token)
    form, kept, status = ScanForm(posted), carried.read(posted), 422
    try:
        actions_scan.require_calm(current().address)
        kept = [*kept, *keep_photos(posted)]
        if form.validate():
            secret, me = str(form.key.data), current().me
            voice = Voice(
                str(form.kind.data),
                str(form.category.data),
                str(form.text.data),
                str(form.name.data or ""),
                str(form.phone.data or ""),
                me.person_id if me and not me.is_staff else None,
            )
            actions_scan.receive(label, thing, voice, kept, secret)
            return redirect(f"/voiced/{secret}")
    except Refused as refused:
        status = 429 if isinstance(refused, TooOften) else 422
        form.refuse(refused)
    return _form_page(label, thing, form, kept=kept, status=status)


@get("/voiced/{secret:str}", permission=PUBLIC)
def show_voiced(secret: str) -> Response:
    """How it stands, for whoever made it: what the office answered, no names of anybody."""
    current().unlogged = True  # its address is a secret
    return _voiced_page(secret)


@get("/voiced/{secret:str}/papers/{paper_id:int}", permission=PUBLIC)
def show_voiced_paper(secret: str, paper_id: int) -> Response:
    """A photo or file that came with it or with an answer to it."""
    current().unlogged = True
    with read() as db:
        found = existing(_known(db, secret))
        response = serving.answer(existing(shown.own_paper(db, found, paper_id)))
    response.headers["Cache-Control"] = "no-store"
    return response


@post("/voiced/{secret:str}/steps/{step:str}", permission=PUBLIC)
def take_voiced_step(secret: str, step: str, posted: Posted) -> Response:
    """A further word to the office, a rating, having it taken up again, taking it back."""
    current().unlogged = True
    if step not in SAY:
        existing(None)
    with read() as db:
        found = existing(_known(db, secret))
    form = OwnStepForm(posted)
    if not form.validate():
        return _voiced_page(secret, form, step, status=422)
    result = str(form.result.data)
    told = Details(
        text=str(form.text.data or ""),
        result=int(result) if step == "rate" and result.isdecimal() else None,
    )
    try:
        actions_scan.require_calm(current().address)
        actions_scan.take_step(found.id, step, told, form.key_for(f"voiced:{found.id}:{step}"))
    except Refused as refused:
        form.refuse(refused)
        return _voiced_page(secret, form, step, status=422)
    return redirect(f"/voiced/{secret}", toast=str(words.OWN_STEPS[step]))


def _labelled(token: str) -> tuple[Label, Thing]:
    with read() as db:
        label = existing(labels.of_token(db, token))
        thing = existing(thing_of(db, label.subject, label.subject_id))
    if thing.retired or label.replaced_at:
        existing(None)
    return label, thing


def _form_page(
    label: Label, thing: Thing, form: ScanForm, *, kept: list[Kept] | None = None, status: int = 200
) -> Response:
    with read() as db:
        form.category.choices = kinds(db)
    return _page(
        "complaints/scan.html",
        label=label,
        thing=thing,
        form=form,
        kept=carried.hand_on(kept or []),
        too_often=status == 429,
        status=status,
    )


def _voiced_page(
    secret: str, form: OwnStepForm | None = None, tried: str = "", status: int = 200
) -> Response:
    with read() as db:
        found = existing(_known(db, secret))
        context = own_context(db, found)
        course = shown.own_course(db, found, f"/voiced/{secret}")
    return _page(
        "complaints/voiced.html",
        part="complaints/_voiced.html" if status == 200 else "",
        secret=secret,
        complaint=found,
        course=course,
        form=form or OwnStepForm(key=fresh_key()),
        tried=tried,
        live_on="rate" not in context["steps"] and "reopen" not in context["steps"],
        status=status,
        **context,
    )


def _known(db: Reader, secret: str) -> Complaint | None:
    return queries_own.of_secret(db, hash_secret(secret))


def _page(template: str, *, status: int = 200, part: str = "", **context: object) -> Response:
    response = page(template, status=status, part=part, words=words, **context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


ROUTES = [ask, take, show_voiced, show_voiced_paper, take_voiced_step]
