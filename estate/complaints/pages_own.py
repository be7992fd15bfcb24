"""Complaints on an owner's phone: write one with a photo, named or not; follow it live; write back, rate, reopen.

Who wishes to stay unnamed is unnamed in every record that is made here: the person acts as `COMPLAINER`, and the log of
requests keeps none of these pages, which would tell by the time who it was.
"""

from datetime import datetime
from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.access.scopes import OwnHome, own_homes
from estate.complaints import actions, actions_steps, queries_own, records, shown, words
from estate.complaints.actions import COMPLAINER, topic
from estate.complaints.details import Details, Received
from estate.complaints.forms_own import OwnForm, OwnStepForm
from estate.complaints.keys import fresh_key
from estate.complaints.pages_new import home_meant, place_meant
from estate.complaints.pages_show import kinds
from estate.complaints.papers import COMPLAINT, without_names
from estate.complaints.queries import Complaint
from estate.complaints.rules_clocks import may_reopen
from estate.complaints.rules_steps import OWNER, allowed
from estate.data import Actor, Reader, clock, read, write
from estate.i18n import gettext as _
from estate.papers import content, serving
from estate.papers.actions import attach
from estate.refusal import Refused
from estate.repairs import carried
from estate.web import Posted, Response, current, get, live, page, post, redirect
from estate.web.page import existing

SAY = ("write", "rate", "reopen", "withdraw")
"""The steps that are an owner's."""


@get("/my/complaints", permission=OWN_HOME)
def list_own(me: Me) -> Response:
    """One's complaints, what is open first."""
    current().unlogged = True
    with read() as db:
        found, followed = queries_own.all_own(db, me), queries_own.all_followed(db, me)
    topics = [topic(one.id) for one in found if one.is_open or one.state == "merged"][:20]
    return page(
        "complaints/own_list.html",
        complaints=found,
        followed=followed,
        to_rate={one.id for one in followed.values() if queries_own.to_be_rated(one)},
        words=words,
        live=live.url(*topics),
    )


@get("/my/complaints/new", permission=OWN_HOME)
def new_own(me: Me) -> Response:
    """Write one."""
    current().unlogged = True
    return _new_page(OwnForm(key=fresh_key()), me)


@post("/my/complaints", permission=OWN_HOME)
def create_own(posted: Posted, me: Me) -> Response:
    """Put it on record."""
    current().unlogged = True
    form, kept = OwnForm(posted), carried.read(posted)
    if form.validate():
        try:
            kept = carried.keep(posted, unnamed=bool(form.unnamed.data))
            with read() as db:
                told = _told(db, form, me)
            with write(COMPLAINER if told.unnamed else me) as tx:
                complaint_id = actions.receive(tx, told, form.key_for(f"own:{me.account_id}"))
                actions.add_photos(tx, complaint_id, kept)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/my/complaints/{complaint_id}", toast=_("We have it"))
    return _new_page(form, me, kept=carried.hand_on(kept), status=422)


@get("/my/complaints/{complaint_id:int}", permission=OWN_HOME)
def show_own(complaint_id: int, me: Me) -> Response:
    """One complaint: where it stands, what was answered, what is for one to say."""
    current().unlogged = True
    return _own_page(complaint_id, me)


@get("/my/complaints/{complaint_id:int}/papers/{paper_id:int}", permission=OWN_HOME)
def show_own_paper(complaint_id: int, paper_id: int, me: Me) -> Response:
    """A photo to look at or a file to save, of a step that they see."""
    current().unlogged = True
    found = _own(complaint_id, me)
    with read() as db:
        return serving.answer(existing(shown.own_paper(db, found, paper_id)))


@post("/my/complaints/{complaint_id:int}/steps/{step:str}", permission=OWN_HOME)
def take_own_step(complaint_id: int, step: str, posted: Posted, me: Me) -> Response:
    """Write back, rate, take it up again or take it back."""
    current().unlogged = True
    if step not in SAY:
        raise NotFoundException
    found, form = _own(complaint_id, me), OwnStepForm(posted)
    if not form.validate():
        return _own_page(complaint_id, me, form, step, status=422)
    by: Actor = COMPLAINER if found.unnamed else me
    try:
        kept = content.keep_sent(posted, unnamed=bool(found.unnamed))
        kept = without_names(kept) if found.unnamed else kept
        text = str(form.text.data or "").strip() or (_("Photos") if kept else "")
        result = str(form.result.data)
        with write(by) as tx:
            paper_ids = attach(tx, COMPLAINT, complaint_id, kept, "report") if kept else []
            actions_steps.step(
                tx,
                complaint_id,
                step,
                form.key_for(f"own:{complaint_id}:{step}"),
                {OWNER},
                Details(
                    text=text,
                    result=int(result) if step == "rate" and result.isdecimal() else None,
                    paper_ids=tuple(paper_ids),
                ),
            )
    except Refused as refused:
        form.refuse(refused)
        return _own_page(complaint_id, me, form, step, status=422)
    return redirect(f"/my/complaints/{complaint_id}", toast=str(words.OWN_STEPS[step]))


def _told(db: Reader, form: OwnForm, me: Me) -> Received:
    homes = own_homes(db, me)
    wanted = int(form.home.data or 0)
    home_id = next((one.id for one in homes if one.id == wanted), homes[0].id if homes else None)
    about_home_id = home_meant(db, str(form.about_home.data or ""))
    place = None if about_home_id else place_meant(db, str(form.location.data or ""))
    return Received(
        source="owner",
        kind=str(form.kind.data),
        category=str(form.category.data),
        title=str(form.title.data or ""),
        text=str(form.text.data or ""),
        reporter_id=me.person_id,
        reporter_name=me.name,
        home_id=home_id,
        unnamed=bool(form.unnamed.data),
        about_home_id=about_home_id,
        place_id=place,
        location="" if place else str(form.location.data or ""),
    )


def _new_page(form: OwnForm, me: Me, *, kept: list[str] | None = None, status: int = 200) -> Response:
    with read() as db:
        homes: list[OwnHome] = own_homes(db, me)
        form.category.choices = kinds(db)
    form.home.choices = [(one.id, one.code) for one in homes]
    return page(
        "complaints/own_new.html",
        form=form,
        several=len(homes) > 1,
        kept=kept or [],
        status=status,
    )


def _own_page(
    complaint_id: int, me: Me, form: OwnStepForm | None = None, tried: str = "", *, status: int = 200
) -> Response:
    found = _own(complaint_id, me)
    with read() as db:
        context = own_context(db, found)
        context["course"] = shown.own_course(db, found, f"/my/complaints/{complaint_id}")
    return page(
        "complaints/own_show.html",
        part="complaints/_own.html" if status == 200 else "",
        complaint=found,
        form=form or OwnStepForm(key=fresh_key()),
        tried=tried,
        words=words,
        live=live.url(topic(complaint_id)),
        status=status,
        **context,
    )


def own_context(db: Reader, found: Complaint) -> dict[str, Any]:
    """What the complainer may say, and where it stands: that of the main complaint where it follows one."""
    main = queries_own.followed(db, found.id)
    days, hidden = records.settings(db).reopen_days, set[str]()
    closed_at = main.closed_at if main else found.closed_at
    if not closed_at or not may_reopen(datetime.fromisoformat(closed_at), clock.now(), days):
        hidden.add("reopen")
    if main and not queries_own.to_be_rated(main):
        hidden.add("rate")
    return {
        "steps": [one for one in allowed(found.state, {OWNER}) if one not in hidden],
        "state": words.OWN_STATES[main.state if main else found.state],
        "together": main is not None,
        "reopen_days": days,
    }


def _own(complaint_id: int, me: Me) -> Complaint:
    with read() as db:
        found = queries_own.own(db, me, complaint_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [list_own, new_own, create_own, show_own, show_own_paper, take_own_step]
