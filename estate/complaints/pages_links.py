"""Tying records to a complaint, and making an order of it."""

from collections.abc import Callable

from litestar.exceptions import NotFoundException, PermissionDeniedException

from estate.access.me import Me
from estate.access.permissions import COMPLAINTS_HANDLE, REPAIRS_REPORT
from estate.complaints import actions_links, queries
from estate.complaints.actions_links import Wish
from estate.complaints.forms import LinkForm
from estate.complaints.pages_show import complaint_page, visible
from estate.complaints.rules_steps import HANDLER, MANAGER
from estate.data import read, write
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.repairs import words as repair_words
from estate.web import Posted, Response, post, redirect


@post("/complaints/{complaint_id:int}/orders", permission=REPAIRS_REPORT)
def make_order(complaint_id: int, posted: Posted, me: Me) -> Response:
    """A work order out of the complaint."""
    _ties(complaint_id, me)
    form = LinkForm(posted)
    if not form.validate():
        return complaint_page(complaint_id, me, tried="make_order", link=form, status=422)
    category, urgency = str(form.category.data), str(form.urgency.data)
    wish = Wish(
        category if category in repair_words.CATEGORIES else "other",
        urgency if urgency in repair_words.URGENCIES else "normal",
        str(form.title.data or ""),
        location=str(form.location.data or ""),
    )
    try:
        with write(me) as tx:
            actions_links.make_order(tx, complaint_id, wish, form.key_for(f"complaint:{complaint_id}"))
    except Refused as refused:
        form.refuse(refused)
        return complaint_page(complaint_id, me, tried="make_order", link=form, status=422)
    return redirect(f"/complaints/{complaint_id}", toast=_("Order made"))


@post("/complaints/{complaint_id:int}/links/{subject:str}", permission=COMPLAINTS_HANDLE)
def tie(complaint_id: int, subject: str, posted: Posted, me: Me) -> Response:
    """Tie an existing record."""
    _ties(complaint_id, me)
    form = LinkForm(posted)
    if not form.validate():
        return complaint_page(complaint_id, me, tried="tie", link=form, status=422)
    acts: dict[str, Callable[[], None]] = {
        "order": lambda: actions_links.tie_order(complaint_id, str(form.order.data or ""), me),
        "waiver": lambda: actions_links.tie_waiver(complaint_id, int(form.waiver.data or 0), me),
        "announcement": lambda: actions_links.tie_announcement(
            complaint_id, int(form.announcement.data or 0), me
        ),
        "equipment": lambda: actions_links.tie_equipment(complaint_id, str(form.equipment.data or ""), me),
    }
    if subject not in acts:
        raise NotFoundException
    try:
        acts[subject]()
    except Refused as refused:
        form.refuse(refused)
        return complaint_page(complaint_id, me, tried="tie", link=form, status=422)
    return redirect(f"/complaints/{complaint_id}", toast=_("Tied to it"))


@post("/complaints/{complaint_id:int}/links/{link_id:int}/removal", permission=COMPLAINTS_HANDLE)
def untie(complaint_id: int, link_id: int, posted: Posted, me: Me) -> Response:
    """Untie what was tied wrongly, with the reason."""
    _ties(complaint_id, me)
    form = LinkForm(posted)
    if not form.validate():
        return complaint_page(complaint_id, me, tried=f"untie-{link_id}", link=form, status=422)
    try:
        actions_links.untie(complaint_id, link_id, str(form.why.data or ""), me)
    except Refused as refused:
        form.refuse(refused)
        return complaint_page(complaint_id, me, tried=f"untie-{link_id}", link=form, status=422)
    return redirect(f"/complaints/{complaint_id}", toast=_("Untied"))


def _ties(complaint_id: int, me: Me) -> None:
    """Only who has it in hand and the manager tie records: for who stays unnamed it might give away who they are."""
    found = visible(complaint_id, me)
    with read() as db:
        parties = queries.parties(db, me, found)
    if not parties & {HANDLER, MANAGER}:
        raise PermissionDeniedException


ROUTES = [make_order, tie, untie]
