"""Outside firms for the office: the register, one firm, and handing an order to one with a link."""

from datetime import date

from estate.access.me import Me
from estate.access.permissions import CONTRACTORS_EDIT, CONTRACTORS_READ
from estate.contractors import actions, pages_work, queries, rules
from estate.contractors.actions import Firm, Handed
from estate.contractors.forms import FirmForm, HandOutForm
from estate.contractors.papers import CONTRACTOR
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.labels.house import house
from estate.papers import queries as papers
from estate.refusal import Refused
from estate.repairs import queries as orders
from estate.repairs.queries import Order
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.forms import fresh_key
from estate.web.lan import qr_svg
from estate.web.page import existing


@get("/contractors", permission=CONTRACTORS_READ)
def list_contractors(asked: Posted) -> Response:
    return _list_page(FirmForm(), retired=asked.get("state") == "retired")


@post("/contractors", permission=CONTRACTORS_EDIT)
def create_contractor(posted: Posted, me: Me) -> Response:
    form = FirmForm(posted)
    if form.validate():
        try:
            contractor_id = actions.save(_firm(form), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/contractors/{contractor_id}", toast=_("Saved"))
    return _list_page(form, status=422)


@get("/contractors/{contractor_id:int}", permission=CONTRACTORS_READ)
def show_contractor(contractor_id: int) -> Response:
    with read() as db:
        firm = existing(queries.contractor(db, contractor_id))
    form = FirmForm(obj=firm)
    form.papers_until.data = date.fromisoformat(firm.papers_until) if firm.papers_until else None
    return _firm_page(contractor_id, form)


@post("/contractors/{contractor_id:int}", permission=CONTRACTORS_EDIT)
def change_contractor(contractor_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        existing(queries.contractor(db, contractor_id))
    form = FirmForm(posted)
    if form.validate():
        try:
            actions.save(_firm(form), me, contractor_id)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/contractors/{contractor_id}", toast=_("Saved"))
    return _firm_page(contractor_id, form, status=422)


@post("/contractors/{contractor_id:int}/retirement", permission=CONTRACTORS_EDIT)
def retire_contractor(contractor_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        existing(queries.contractor(db, contractor_id))
    actions.retire(contractor_id, me, back=posted.get("back") == "yes")
    return redirect(f"/contractors/{contractor_id}", toast=_("Saved"))


@get("/contractors/orders/{order_id:int}", permission=CONTRACTORS_EDIT)
def new_link(order_id: int, me: Me) -> Response:
    """Choose the firm for an order; what link it has."""
    order = _order(order_id, me)
    form = HandOutForm(key=fresh_key(), contractor=order.contractor_id)
    return _hand_page(order, form)


@post("/contractors/orders/{order_id:int}", permission=CONTRACTORS_EDIT)
def make_link(order_id: int, posted: Posted, me: Me, settings: Settings) -> Response:
    """Hand it over and show the link, which cannot be looked up later."""
    order, form = _order(order_id, me), HandOutForm(posted)
    _offer(form)
    handed = None
    if form.validate():
        try:
            handed = actions.hand_out(
                order_id,
                int(form.contractor.data),
                str(form.key.data or ""),
                me,
                days=form.days.data or 14,
                contact=bool(form.contact.data),
                address=_address(settings) if form.sms.data else "",
            )
        except Refused as refused:
            form.refuse(refused)
    if handed is None:
        return _hand_page(order, form, status=422)
    return _handed_page(_order(order_id, me), handed, settings)


@post("/contractors/orders/{order_id:int}/revocation", permission=CONTRACTORS_EDIT)
def revoke_link(order_id: int, me: Me) -> Response:
    _order(order_id, me)
    actions.revoke(order_id, me)
    return redirect(f"/contractors/orders/{order_id}", toast=_("The link works no more"))


def _address(settings: Settings) -> str:
    """Where the house is reached from outside; empty where nobody has set it."""
    with read() as db:
        home = house(db, settings.port)
    return home.url if home.known else ""


def _firm(form: FirmForm) -> Firm:
    until = form.papers_until.data
    return Firm(
        str(form.name.data),
        str(form.phone.data),
        str(form.trade.data or ""),
        until.isoformat() if until else None,
        str(form.note.data or ""),
    )


def _order(order_id: int, me: Me) -> Order:
    with read() as db:
        return existing(orders.visible(db, me, order_id))


def _offer(form: HandOutForm) -> None:
    today = clock.today().isoformat()
    with read() as db:
        form.contractor.choices = [
            (
                one.id,
                _("%(name)s (papers ended)", name=one.name)
                if rules.papers_ended(one.papers_until, today)
                else " · ".join(part for part in (one.name, one.trade) if part),
            )
            for one in queries.contractors(db)
        ]


def _list_page(form: FirmForm, *, retired: bool = False, status: int = 200) -> Response:
    with read() as db:
        return page(
            "contractors/index.html",
            firms=queries.contractors(db, retired=retired),
            retired=len(queries.contractors(db, retired=True)),
            in_hand=orders.open_of_contractors(db),
            ended=rules.papers_ended,
            form=form,
            status=status,
        )


def _firm_page(contractor_id: int, form: FirmForm, status: int = 200) -> Response:
    with read() as db:
        firm = existing(queries.contractor(db, contractor_id))
        return page(
            "contractors/show.html",
            firm=firm,
            ended=rules.papers_ended(firm.papers_until, clock.today().isoformat()),
            in_hand=orders.open_of_contractors(db).get(contractor_id, 0),
            papers=papers.shown(db, CONTRACTOR, contractor_id),
            form=form,
            status=status,
        )


def _hand_page(order: Order, form: HandOutForm, status: int = 200) -> Response:
    _offer(form)
    with read() as db:
        link = queries.living_link(db, order.id)
    now = clock.stamp()
    live = (
        link if link and rules.standing(link, order.state, order.contractor_id, now) == rules.LIVE else None
    )
    return page("contractors/hand_out.html", order=order, form=form, link=live, status=status)


def _handed_page(order: Order, handed: Handed, settings: Settings) -> Response:
    with read() as db:
        home = house(db, settings.port)
        firm = existing(queries.contractor(db, order.contractor_id or 0))
    url = f"{home.url}/work/{handed.token}"
    text = _("Work order %(number)s, %(place)s: %(url)s", number=order.number, place=order.location, url=url)
    response = page(
        "contractors/handed.html",
        order=order,
        firm=firm,
        url=url,
        text=text,
        qr=qr_svg(url, scale=4),
        handed=handed,
        home=home,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


ROUTES = [
    list_contractors,
    create_contractor,
    show_contractor,
    change_contractor,
    retire_contractor,
    new_link,
    make_link,
    revoke_link,
    *pages_work.ROUTES,
]
