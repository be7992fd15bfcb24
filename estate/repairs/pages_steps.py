"""One order: its page, which follows what happens, and the steps that somebody may take from it."""

import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from litestar.exceptions import NotFoundException, PermissionDeniedException

from estate.access.me import Me
from estate.access.permissions import REPAIRS_READ, REPAIRS_WORK
from estate.announcements import causes
from estate.announcements.suggested import suggested
from estate.data import Reader, clock, read, write
from estate.i18n import gettext as _
from estate.papers import content
from estate.papers import queries as papers
from estate.papers.actions import attach
from estate.people import queries as people
from estate.refusal import Refused
from estate.repairs import actions, beside, guards, links, queries, records, shown, words
from estate.repairs.details import Details
from estate.repairs.forms import MessageForm, StepForm
from estate.repairs.papers import ORDER
from estate.repairs.queries import Order
from estate.repairs.required import in_warranty
from estate.repairs.rules_steps import ASSIGNEE, NEXT, STEPS, allowed
from estate.web import Posted, Response, get, live, page, post, redirect

DEVICE_FAST, DEVICE_LATE = timedelta(minutes=5), timedelta(days=30)


def fresh_key() -> str:
    """A key for the forms of a page: sent twice, a step is taken once."""
    return secrets.token_urlsafe(16)


@get("/repairs/{order_id:int}", permission=REPAIRS_READ)
def show_order(order_id: int, me: Me) -> Response:
    """An order: where it stands, what comes next, its course."""
    return _order_page(order_id, me, StepForm(key=fresh_key()), "")


@post("/repairs/{order_id:int}/steps/{step:str}", permission=REPAIRS_READ)
def take_step(order_id: int, step: str, posted: Posted, me: Me) -> Response:
    """Let the order take a step, with its photos, at once; what the table or the moment refuses is said in place."""
    if step not in STEPS:
        raise NotFoundException
    order, form = _order(order_id, me), StepForm(posted)
    form.validate()
    try:
        kept = content.keep_sent(posted)
        with write(me) as tx:
            kind = words.PAPER_OF_STEP.get(step, "other")
            paper_ids = attach(tx, ORDER, order_id, kept, kind) if kept else []
            actions.step(
                tx,
                order_id,
                step,
                f"{order_id}:{step}:{form.key.data}" if form.key.data else "",
                queries.parties(me, order),
                _details(step, form, posted, paper_ids),
            )
    except Refused as refused:
        form.refuse(refused)
        return _order_page(order_id, me, form, step, status=422)
    back = "/repairs/mine" if posted.get("back") == "mine" else f"/repairs/{order_id}"
    return redirect(back, toast=str(words.STEPS[step]))


@post("/repairs/{order_id:int}/messages", permission=REPAIRS_READ)
def send_message(order_id: int, posted: Posted, me: Me) -> Response:
    """Write to who reported it."""
    if not queries.writes(me, _order(order_id, me)):
        raise PermissionDeniedException
    form = MessageForm(posted)
    if form.validate():
        key = f"{order_id}:{form.key.data}" if form.key.data else ""
        with write(me) as tx:
            actions.write_message(tx, order_id, "office", str(form.text.data), key)
        return redirect(f"/repairs/{order_id}", toast=_("Message sent"))
    return _order_page(order_id, me, StepForm(key=fresh_key()), "", message=form, status=422)


def _details(step: str, form: StepForm, posted: Posted, paper_ids: list[int]) -> Details:
    needs = STEPS[step].needs
    lat, lon = _degrees(posted.get("lat"), 90), _degrees(posted.get("lon"), 180)
    placed = lat is not None and lon is not None
    return Details(
        assignee_id=_number(form.assignee.data),
        waiting_for=str(form.waiting_for.data) if "waiting_for" in needs else None,
        reason=str(form.reason.data or ""),
        note=str(form.note.data or "")[:2000],
        result=int(form.result.data) if "result" in needs and str(form.result.data).isdecimal() else None,
        lat_e6=lat if placed else None,
        lon_e6=lon if placed else None,
        device_at=_of_device(posted.get("device_at")),
        paper_ids=tuple(paper_ids),
    )


def _number(given: object) -> int | None:
    """The id that was sent; None for what can be none."""
    return given if isinstance(given, int) and 0 < given < 2**63 else None


def _of_device(text: str) -> str | None:
    """When the device says the step was taken; None for what its clock cannot truly say.

    It cannot lie after its receipt, but for clocks that go a little fast, nor longer before than a tablet is offline.
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z", text):
        return None
    try:
        before = clock.now() - datetime.fromisoformat(text)
    except ValueError:
        return None
    return text if -DEVICE_FAST <= before <= DEVICE_LATE else None


def _degrees(text: str, most: int) -> int | None:
    """Degrees as a device writes them, in millionths; None for what is none."""
    match = re.fullmatch(r"(-?)(\d{1,3})(?:\.(\d{1,16}))?", text)
    if not match or int(match[2]) >= most:
        return None
    value = int(match[2]) * 10**6 + int((match[3] or "").ljust(6, "0")[:6])
    return -value if match[1] else value


def _order_page(
    order_id: int,
    me: Me,
    form: StepForm,
    tried: str,
    *,
    message: MessageForm | None = None,
    status: int = 200,
) -> Response:
    order = _order(order_id, me)
    with read() as db:
        parties = queries.parties(me, order)
        shown_papers = papers.shown(db, ORDER, order_id)
        settings = records.settings(db)
        steps = guards.offered(db, order, allowed(order.state, parties))
        context: dict[str, Any] = {
            "course": shown.course(db, order, shown_papers.papers),
            "linked": links.of_order(db, me, order_id),
            "beside": beside.of_order(db, me, order),
            "contact": _contact(db, order, me, parties),
            "announced": causes.announcements(db, me, ORDER.code, order_id),
            "announce": _announcement(order) if order.is_open else "",
        }
    context["papers"] = shown_papers
    if not form.key.data:
        form.key.data = fresh_key()
    return page(
        "repairs/show.html",
        part="repairs/_order.html" if status == 200 else "",
        order=order,
        steps=steps,
        next=next((one for one in NEXT if one in steps), None),
        clocks=shown.clocks(order, settings.warn_percent),
        signs=order.state == "done" and ASSIGNEE in parties and me.may(REPAIRS_WORK),
        in_warranty=in_warranty(order),
        writes=queries.writes(me, order),
        form=form,
        tried=tried,
        message=message or MessageForm(key=fresh_key()),
        words=words,
        live=live.url(f"order-{order_id}"),
        status=status,
        **context,
    )


def _contact(db: Reader, order: Order, me: Me, parties: frozenset[str]) -> dict[str, Any]:
    """Who is to be called about an order. The number is shown to who has the order, else as everywhere."""
    name, phone = order.reporter_name, order.reporter_phone
    if order.home_id is not None and not phone:
        residents = people.residents_of(db, order.home_id)
        one = next((one for one in residents if one.person_id == order.reporter_id), None)
        one = one or next((one for one in residents if order.reporter_id is None), None)
        if one:
            name, phone = name or one.name, one.phone or ""
    return {"name": name, "phone": phone, "open": "assignee" in parties or me.may("people.phone.reveal")}


def _announcement(order: Order) -> str:
    """The announcement that the work suggests, on the day that was wished for or today."""
    on = clock.day_of(order.wished_from) if order.wished_from else clock.today().isoformat()
    on = max(on, clock.today().isoformat())
    return suggested(
        order.category,
        order.location,
        on,
        building_id=order.building_id,
        order_id=order.id,
        equipment_id=order.equipment_id,
    )


def _order(order_id: int, me: Me) -> Order:
    with read() as db:
        found = queries.visible(db, me, order_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [show_order, take_step, send_message]
