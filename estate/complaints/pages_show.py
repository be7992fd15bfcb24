"""One complaint: its page, which follows what happens, its steps, and the look at who it was."""

from typing import Any

from litestar.exceptions import NotFoundException, PermissionDeniedException

from estate.access import accounts
from estate.access.me import Me
from estate.access.permissions import COMPLAINTS_READ, COMPLAINTS_REVEAL
from estate.announcements import queries as announcements
from estate.billing import queries as billing
from estate.billing.queries import OpenCharge
from estate.billing.words import period
from estate.complaints import (
    actions_steps,
    links,
    queries,
    queries_similar,
    queries_steps,
    records,
    shown,
    words,
)
from estate.complaints.actions import topic
from estate.complaints.details import Details
from estate.complaints.forms import LinkForm, RevealForm, StepForm
from estate.complaints.keys import fresh_key
from estate.complaints.papers import COMPLAINT
from estate.complaints.queries import Complaint
from estate.complaints.required import handlers
from estate.complaints.rules_steps import DISCREET, HANDLER, MANAGER, STEPS, allowed
from estate.data import Reader, clock, read, write
from estate.dunning import queries as dunning
from estate.i18n import gettext as _
from estate.papers import content
from estate.papers import queries as papers
from estate.papers.actions import attach
from estate.people import queries as people
from estate.refusal import Refused
from estate.waivers import queries as waivers
from estate.web import Posted, Response, get, live, page, post, redirect
from estate.web.filters import money


@get("/complaints/{complaint_id:int}", permission=COMPLAINTS_READ)
def show_complaint(complaint_id: int, me: Me) -> Response:
    """A complaint: where it stands, what comes next, its course, what is like it."""
    return complaint_page(complaint_id, me)


@post("/complaints/{complaint_id:int}/steps/{step:str}", permission=COMPLAINTS_READ)
def take_step(complaint_id: int, step: str, posted: Posted, me: Me) -> Response:
    """Let it take a step; what the table or the moment refuses is said in place."""
    if step not in STEPS or step == "reveal":
        raise NotFoundException
    visible(complaint_id, me)
    form = StepForm(posted)
    if not form.validate():
        return complaint_page(complaint_id, me, form, step, status=422)
    try:
        kept = content.keep_sent(posted)
        with write(me) as tx:
            found = queries.visible(tx, me, complaint_id)  # it may be handed on meanwhile, or be about them
            if found is None:
                raise NotFoundException
            paper_ids = attach(tx, COMPLAINT, complaint_id, kept, "answer") if kept else []
            actions_steps.step(
                tx,
                complaint_id,
                step,
                form.key_for(f"{complaint_id}:{step}"),
                queries.parties(tx, me, found),
                _details(tx, me, form)._replace(paper_ids=tuple(paper_ids)),
            )
    except Refused as refused:
        form.refuse(refused)
        return complaint_page(complaint_id, me, form, step, status=422)
    with read() as db:
        if queries.visible(db, me, complaint_id) is None:  # they said that it is about themselves
            return redirect("/complaints", toast=_("It is about you, so somebody else handles it"))
    return redirect(f"/complaints/{complaint_id}", toast=str(words.STEPS[step]))


@get("/complaints/{complaint_id:int}/identity", permission=COMPLAINTS_REVEAL)
def ask_identity(complaint_id: int, me: Me) -> Response:
    """Say why one needs to know who complained."""
    found = _revealable(complaint_id, me)
    return page("complaints/identity.html", complaint=found, form=RevealForm(key=fresh_key()), who=None)


@post("/complaints/{complaint_id:int}/identity", permission=COMPLAINTS_REVEAL)
def show_identity(complaint_id: int, posted: Posted, me: Me) -> Response:
    """Who it was, shown this once; that somebody looked, and why, stands in the course and in the change log."""
    found, form = _revealable(complaint_id, me), RevealForm(posted)
    if not form.validate():
        return page("complaints/identity.html", complaint=found, form=form, who=None, status=422)
    try:
        with write(me) as tx:
            actions_steps.step(
                tx,
                complaint_id,
                "reveal",
                form.key_for(f"{complaint_id}:reveal"),
                queries.parties(tx, me, found),
                Details(text=str(form.reason.data)),
            )
            who = queries.identity(tx, complaint_id)
    except Refused as refused:
        form.refuse(refused)
        return page("complaints/identity.html", complaint=found, form=form, who=None, status=422)
    response = page("complaints/identity.html", complaint=found, form=form, who=who)
    response.headers["Cache-Control"] = "no-store"
    return response


def complaint_page(
    complaint_id: int,
    me: Me,
    form: StepForm | None = None,
    tried: str = "",
    *,
    link: LinkForm | None = None,
    status: int = 200,
) -> Response:
    """The whole page; where a step or a link was refused, with what was typed."""
    found = visible(complaint_id, me)
    with read() as db:
        parties = queries.parties(db, me, found)
        knows = queries.knows(found, parties)
        settings = records.settings(db)
        kept = papers.shown(db, COMPLAINT, complaint_id)
        steps, last_step = _offered(db, found, parties), queries_steps.last_step(db, complaint_id)
        form = _choices(
            db, form or StepForm(key=fresh_key(), category=found.category, about=found.about_account_id or 0)
        )
        whole = queries.visible(db, me, found.split_from_id) if found.split_from_id else None
        if whole and not form.other.data:
            form.other.data = whole.number  # put together again what was split
        context: dict[str, Any] = {
            "course": shown.course(db, found, kept.papers, me),
            "linked": links.of(db, complaint_id, me),
            "similar": queries_similar.beside(db, me, found),
            "duplicates": queries.duplicates(db, complaint_id),
            "main": queries.visible(db, me, found.main_id) if found.main_id else None,
            "whole": whole,
            "colleague": dict(_staff(db)).get(found.about_account_id or 0, ""),
            "paused": dunning.resting_by(db, actions_steps.PAUSES, complaint_id) if knows else None,
        }
        if "pause" in steps:
            form.charges.choices = [(one.charge_id, _bill(one)) for one in _bills(db, found)]
        ties = bool(parties & {HANDLER, MANAGER})
        if ties:
            link = _link_choices(db, found, link or LinkForm(key=fresh_key(), title=found.title))
    if not form.key.data:
        form.key.data = fresh_key()
    return page(
        "complaints/show.html",
        part="complaints/_complaint.html" if status == 200 else "",
        complaint=found,
        steps=steps,
        mine=HANDLER in parties,
        settings=settings,
        hands_trust=found.unnamed
        and not found.anonymous
        and MANAGER in parties
        and settings.reveal == "handed",
        ties=ties,
        link=link,
        last_step=last_step,
        reveals=bool(found.unnamed) and not found.anonymous and knows and me.may(COMPLAINTS_REVEAL),
        clocks=shown.clocks(found, settings.warn_percent),
        papers=kept,
        form=form,
        tried=tried,
        words=words,
        live=live.url(topic(complaint_id)),
        status=status,
        **context,
    )


def visible(complaint_id: int, me: Me) -> Complaint:
    """The complaint as this person may see it; a page that there is not, otherwise."""
    with read() as db:
        found = queries.visible(db, me, complaint_id)
    if found is None:
        raise NotFoundException
    return found


def _offered(db: Reader, found: Complaint, parties: frozenset[str]) -> list[str]:
    """The steps that make sense now: nobody takes what somebody has, dunning rests once."""
    paused = dunning.paused_by(db, actions_steps.PAUSES, found.id) is not None
    hidden = {
        "take": found.handler_id is not None,
        "hand": found.handler_id is None and MANAGER not in parties,
        "pause": paused or (found.anonymous == 1),
        "resume": not paused,
        "reveal": True,
        "reopen": found.state == "merged",  # it is separated
    }
    if not queries.knows(found, parties):
        hidden |= dict.fromkeys(DISCREET, True)
    return [one for one in allowed(found.state, parties) if not hidden.get(one)]


def _bills(db: Reader, found: Complaint) -> list[OpenCharge]:
    """The open bills that may be disputed, of a home that may be named."""
    if found.unnamed or found.home_id is None:
        return []
    payer = people.payer_of(db, found.home_id, clock.today())
    return billing.open_charges(db, found.home_id, payer.person_id) if payer else []


def _bill(one: OpenCharge) -> str:
    what = f"{one.fee_item_name} {one.parking_code or ''}".strip()
    return f"{what} · {period(one.period_from, one.period_to)} · ¥{money(one.balance_fen)}"


def _details(db: Reader, me: Me, form: StepForm) -> Details:
    typed = str(form.other.data or "").strip()
    other = queries.by_number(db, me, typed) if typed else None
    return Details(
        text=str(form.text.data or ""),
        reason=str(form.reason.data or ""),
        handler_id=int(form.handler.data or 0) or None,
        category=str(form.category.data or "") or None,
        about_account_id=int(form.about.data or 0) or None,
        outcome=str(form.outcome.data or "") or None,
        cause=str(form.cause.data or "") or None,
        other_id=other.id if other else None,
        title=str(form.title.data or ""),
        until=form.until.data,
        seen=int(seen) if (seen := str(form.seen.data or "")).isdecimal() else None,
        charge_ids=tuple(form.charges.data or ()),
    )


def _staff(db: Reader) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in accounts.staff(db) if one.disabled_at is None]


def _choices(db: Reader, form: StepForm) -> StepForm:
    form.handler.choices = [(0, _("Choose")), *handlers(db)]
    form.category.choices = kinds(db)
    form.about.choices = [(0, _("Nobody of us")), *_staff(db)]
    return form


def kinds(db: Reader) -> list[tuple[str, str]]:
    """The kinds that are offered, with their names."""
    return [(one.code, words.category(one.code, one.name)) for one in records.categories(db)]


def _link_choices(db: Reader, found: Complaint, form: LinkForm) -> LinkForm:
    """Waivers are offered of a home that may be named."""
    home_id = None if found.unnamed else found.home_id
    asked = waivers.asked_for_home(db, home_id) if home_id else []
    form.waiver.choices = [
        (one.id, f"{one.home_code} · ¥{money(one.amount_fen)} · {words.DECISIONS[one.decision or ''][1]}")
        for one in asked
    ]
    form.announcement.choices = announcements.latest(db)
    return form


def _revealable(complaint_id: int, me: Me) -> Complaint:
    found = visible(complaint_id, me)
    if not found.unnamed or found.anonymous:
        raise NotFoundException
    with read() as db:
        if not queries.knows(found, queries.parties(db, me, found)):
            raise PermissionDeniedException
    return found


ROUTES = [show_complaint, take_step, ask_identity, show_identity]
