"""Repairs on an owner's phone: report with a photo, watch it live, write, sign off on the glass, rate, reopen."""

from datetime import date, datetime, time
from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.access.scopes import own_homes
from estate.data import clock, read, write
from estate.i18n import gettext as _
from estate.materials import queries as materials
from estate.materials import queries_quotes
from estate.materials import words as material_words
from estate.papers import content, voice
from estate.papers import queries as papers
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.papers.signature import keep_drawn
from estate.refusal import Refused
from estate.repairs import actions, carried, queries, queries_own, records, shown, words
from estate.repairs.actions import Report
from estate.repairs.details import Details
from estate.repairs.forms_own import PUBLIC, OwnMessageForm, OwnReportForm, OwnStepForm
from estate.repairs.pages_steps import fresh_key
from estate.repairs.papers import ORDER
from estate.repairs.queries import Order
from estate.repairs.required import in_warranty
from estate.repairs.rules_steps import OWNER, STEPS, allowed
from estate.web import Posted, Response, get, live, page, post, redirect

WAY = ("reported", "accepted", "on_the_way", "arrived", "done", "signed_off")
"""The states that an owner sees an order go through, in order."""
ON_THE_WAY = {"reopened": 0, "assigned": 0, "working": 3, "rated": 5}
"""Where the states that are not among them stand."""


@get("/my/repairs", permission=OWN_HOME)
def list_own(me: Me) -> Response:
    """One's repairs, what is open first."""
    with read() as db:
        orders = queries_own.all_own(db, me)
    return page("repairs/own_list.html", orders=orders, words=words, live=live.url(*_topics(orders)))


@get("/my/repairs/new", permission=OWN_HOME)
def new_own(me: Me) -> Response:
    """Report a fault."""
    with read() as db:
        homes = own_homes(db, me)
    return _new_page(OwnReportForm(homes=homes, key=fresh_key()))


@post("/my/repairs", permission=OWN_HOME)
def create_own(posted: Posted, me: Me) -> Response:
    """Make the order, or join the open one for the same fault; whether it is the same the owner says."""
    with read() as db:
        homes = own_homes(db, me)
    form, kept = OwnReportForm(posted, homes=homes), carried.read(posted)
    if form.validate():
        try:
            kept = carried.keep(posted)
            told = _told(form, me)._replace(join=posted.get("join") == "yes")
            key = f"own:{me.account_id}:{form.key.data}" if form.key.data else ""
            same = None if posted.get("join") in ("yes", "no") else _alike(told, key)
            if same:
                return _new_page(form, same=same, kept=kept, status=422)
            order_id = _report(told, key, kept, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(
                f"/my/repairs/{order_id}", toast=_("Added to the open report") if told.join else _("Reported")
            )
    return _new_page(form, kept=kept, status=422)


def _report(told: Report, key: str, kept: list[Kept], me: Me) -> int:
    with write(me) as tx:
        order_id = actions.report(tx, told, key)
        if kept:
            attach(tx, ORDER, order_id, kept, "report")
        return order_id


def _alike(told: Report, key: str) -> Order | None:
    """What may be the same, unless this very report was sent already."""
    with read() as db:
        if records.of_key(db, key):
            return None
        return queries.alike(db, told.category, home_id=told.home_id, location=told.location)


def _new_page(
    form: OwnReportForm, *, same: Order | None = None, kept: list[Kept] | None = None, status: int = 200
) -> Response:
    return page(
        "repairs/own_new.html",
        form=form,
        same=same,
        kept=carried.hand_on(kept or []),
        kept_photos=carried.photos(kept or []),
        kept_voices=len(kept or []) - carried.photos(kept or []),
        words=words,
        status=status,
    )


@get("/my/repairs/{order_id:int}", permission=OWN_HOME)
def show_own(order_id: int, me: Me) -> Response:
    """One repair: where it stands, who comes, what is for one to say."""
    return _own_page(order_id, me)


@post("/my/repairs/{order_id:int}/steps/{step:str}", permission=OWN_HOME)
def take_own_step(order_id: int, step: str, posted: Posted, me: Me) -> Response:
    """Sign off, rate, reopen or take back."""
    if step not in STEPS:
        raise NotFoundException
    _own(order_id, me)
    form = OwnStepForm(posted)
    form.validate()
    try:
        drawn = keep_drawn(posted.get("signature")) if step == "sign_off" else None
        with read() as db:
            parties = {OWNER} if queries_own.acts(db, me, order_id) else set[str]()
        with write(me) as tx:
            paper_ids = attach(tx, ORDER, order_id, [drawn], "signature") if drawn else []
            actions.step(
                tx,
                order_id,
                step,
                f"{order_id}:{step}:{form.key.data}" if form.key.data else "",
                parties,
                _details(step, form, paper_ids),
            )
    except Refused as refused:
        form.refuse(refused)
        return _own_page(order_id, me, form, step, status=422)
    return redirect(f"/my/repairs/{order_id}", toast=str(words.STEPS[step]))


@post("/my/repairs/{order_id:int}/messages", permission=OWN_HOME)
def write_own(order_id: int, posted: Posted, me: Me) -> Response:
    """A word or photos to the office."""
    _own(order_id, me)
    form = OwnMessageForm(posted)
    form.validate()
    try:
        said = voice.keep_sent(posted)
        kept = [*content.keep_sent(posted), *said]
        without = _("Voice note") if said else _("Photos") if kept else ""
        text = str(form.text.data or "").strip()[:1000] or without
        with read() as db:
            if not queries_own.acts(db, me, order_id):
                raise NotFoundException
        with write(me) as tx:
            if kept:
                attach(tx, ORDER, order_id, kept, "other")
            key = f"own:{order_id}:{form.key.data}" if form.key.data else ""
            actions.write_message(tx, order_id, "owner", text, key)
    except Refused as refused:
        form.refuse(refused)
        return _own_page(order_id, me, message=form, status=422)
    return redirect(f"/my/repairs/{order_id}", toast=_("Message sent"))


def _told(form: OwnReportForm, me: Me) -> Report:
    at_home = form.where.data != PUBLIC
    first, last = _wished(form)
    return Report(
        source="owner",
        category=str(form.category.data),
        urgency=str(form.urgency.data),
        title=str(form.title.data or ""),
        text=str(form.text.data or "")[:2000],
        home_id=int(str(form.where.data)) if at_home else None,
        location="" if at_home else str(form.location.data or ""),
        reporter_id=me.person_id,
        reporter_account_id=me.account_id,
        reporter_name=me.name,
        wished_from=first,
        wished_to=last,
    )


def _wished(form: OwnReportForm) -> tuple[str | None, str | None]:
    day = form.day.data
    if not isinstance(day, date):
        return None, None
    first, last = form.from_time.time() or time(8), form.to_time.time() or time(20)
    stamps = [clock.stamp_of(datetime.combine(day, one, clock.zone())) for one in (first, last)]
    return stamps[0], stamps[1]


def _details(step: str, form: OwnStepForm, paper_ids: list[int]) -> Details:
    result = str(form.result.data)
    return Details(
        reason=str(form.reason.data or ""),
        note=str(form.note.data or "")[:1000],
        result=int(result) if step == "rate" and result.isdecimal() else None,
        paper_ids=tuple(paper_ids),
    )


def _own_page(
    order_id: int,
    me: Me,
    form: OwnStepForm | None = None,
    tried: str = "",
    *,
    message: OwnMessageForm | None = None,
    status: int = 200,
) -> Response:
    order = _own(order_id, me)
    with read() as db:
        acts = queries_own.acts(db, me, order_id)
        kept = papers.shown(db, ORDER, order_id)
        quotes = queries_quotes.quotes(db, order_id) if acts else []
        used = [one for one in materials.lines(db, order_id) if not (one.reversed_by or one.reverses_id)]
        course = shown.course(db, order, kept.papers if acts else [], names=False, whole=acts)
    return page(
        "repairs/own_show.html",
        part="repairs/_own_order.html" if status == 200 else "",
        order=order,
        acts=acts,
        steps=allowed(order.state, {OWNER}) if acts else [],
        way=_way(order),
        in_warranty=in_warranty(order),
        course=course,
        quotes=quotes,
        used_lines=used if acts else [],
        words_of_quotes=material_words.ANSWERS,
        voices=kept.voices if acts else [],
        photos=[one for one in kept.live if one.is_photo and one.kind == "other"] if acts else [],
        form=form or OwnStepForm(key=fresh_key()),
        tried=tried,
        message=message or OwnMessageForm(key=fresh_key()),
        words=words,
        live=live.url(f"order-{order_id}"),
        status=status,
    )


def _way(order: Order) -> list[dict[str, Any]]:
    """Where it stands, as the steps that everybody understands."""
    if order.state == "cancelled":
        return []
    reached = {"waiting": 3 if order.arrived_at else 1, **ON_THE_WAY}
    here = reached.get(order.state, WAY.index(order.state) if order.state in WAY else 0)
    ended = order.state in ("signed_off", "rated")
    return [
        {
            "label": words.STATES[state][1],
            "state": "done" if at < here or ended else "now" if at == here else "todo",
        }
        for at, state in enumerate(WAY)
    ]


def _topics(orders: list[Order]) -> list[str]:
    return [f"order-{one.id}" for one in orders if one.is_open or one.state == "done"][:20]


def _own(order_id: int, me: Me) -> Order:
    with read() as db:
        found = queries_own.own(db, me, order_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [list_own, new_own, create_own, show_own, take_own_step, write_own]
