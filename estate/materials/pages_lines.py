"""What an order uses, for who mends it at the site and for the office: parts and labour, the quote, the charge."""

from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import BILLS_RUN, REPAIRS_READ
from estate.data import Reader, Tx, read, write
from estate.i18n import gettext as _
from estate.materials import actions_charges, actions_lines, queries, queries_costs, queries_quotes, words
from estate.materials.actions_lines import Use
from estate.materials.forms import AnswerForm, BackForm, QuoteForm, UseForm
from estate.materials.rules import above
from estate.refusal import Refused
from estate.repairs import actions_cost, beside
from estate.repairs import queries as repairs
from estate.repairs import words as repair_words
from estate.repairs.queries import Order
from estate.repairs.rules_steps import ASSIGNEE, OFFICE
from estate.web import Posted, Response, get, live, page, post, redirect
from estate.web.forms import fresh_key

ONE = 1000
"""One of something, in thousandths: what is asked for most."""


@get("/repairs/{order_id:int}/parts", permission=REPAIRS_READ)
def show_parts(order_id: int, me: Me) -> Response:
    """Parts and labour of an order."""
    return parts_page(visible(order_id, me), me)


@post("/repairs/{order_id:int}/parts", permission=REPAIRS_READ)
def add_part(order_id: int, posted: Posted, me: Me) -> Response:
    """Note what was used; what comes from the store room leaves it in the same moment."""
    order, form = acting(order_id, me), UseForm(posted)
    if form.validate():
        try:
            with write(me) as tx:
                use = use_of(tx, form)._replace(free=bool(form.free.data))
                actions_lines.add_line(tx, order_id, use, form.key_for(order_id))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/repairs/{order_id}/parts", toast=_("Noted"))
    return parts_page(order, me, use=form, status=422)


@post("/repairs/{order_id:int}/parts/{line_id:int}/back", permission=REPAIRS_READ)
def take_back(order_id: int, line_id: int, posted: Posted, me: Me) -> Response:
    """Take a line back by a row of its own."""
    order, form = acting(order_id, me), BackForm(posted)
    with read() as db:
        line = queries.line(db, line_id)
    if line is None or line.order_id != order_id:
        raise NotFoundException
    if form.validate():
        try:
            with write(me) as tx:
                actions_lines.take_back(tx, line_id, str(form.reason.data))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/repairs/{order_id}/parts", toast=_("Taken back"))
    return parts_page(order, me, back=form, tried=line_id, status=422)


@post("/repairs/{order_id:int}/chargeable", permission=REPAIRS_READ)
def let_charge(order_id: int, posted: Posted, me: Me) -> Response:
    """Say whether the home pays for this order; what is noted already stays as it was noted."""
    acting(order_id, me)
    with write(me) as tx:
        actions_cost.let_charge(tx, order_id, posted.get("chargeable") == "1")
    return redirect(f"/repairs/{order_id}/parts", toast=_("Saved"))


@post("/repairs/{order_id:int}/charge", permission=BILLS_RUN)
def charge(order_id: int, posted: Posted, me: Me) -> Response:
    """Charge it now, and go to the counter with it where it is to be paid at once."""
    order, form = visible(order_id, me), QuoteForm(posted)
    try:
        if not form.key.data:
            raise Refused(_("This page is not complete. Open it again and repeat what you want to do."))
        with write(me) as tx:
            charged = actions_charges.charge(tx, order_id, form.key_for(f"hand:{order_id}"), again=True)
    except Refused as refused:
        form.refuse(refused)
        return parts_page(order, me, charging=form, status=422)
    counter = posted.get("counter") and me.may("payments.take") and order.home_id
    return redirect(
        f"/counter/{order.home_id}" if counter else f"/repairs/{order_id}/parts",
        toast=_("Posted as a charge") if charged else _("Nothing was left to charge"),
    )


def use_of(tx: Tx, form: UseForm) -> Use:
    """What the form asks for; labour is labour, whatever was ticked."""
    item = queries.item(tx, int(form.item.data or 0))
    if item is None:
        raise Refused(_("Choose something from the price list."), "item")
    source = "labour" if item.kind == "labour" else "own" if form.source.data == "own" else "stock"
    return Use(item.id, int(form.quantity_e3.data or 0), source)


def parts_page(
    order: Order,
    me: Me,
    *,
    use: UseForm | None = None,
    back: BackForm | None = None,
    tried: int = 0,
    drafting: UseForm | None = None,
    quoting: QuoteForm | None = None,
    answering: AnswerForm | None = None,
    charging: QuoteForm | None = None,
    status: int = 200,
) -> Response:
    """The one page of an order's parts, labour, quotes and charges, with what was refused in its place."""
    with read() as db:
        lines, settings = queries.lines(db, order.id), queries.settings(db)
        quotes = queries_quotes.quotes(db, order.id)
        context: dict[str, Any] = {
            "items": queries.items(db),
            "draft": queries_quotes.draft(db, order.id),
            "agreed": queries_quotes.agreed_fen(db, order.id),
            "quoted": {one.id: queries_quotes.lines_of(db, one.id) for one in quotes},
            "repeated": bool(order.chargeable) and not actions_lines.costs_the_owner(db, order),
        }
    total = sum(one.amount_fen for one in lines if one.chargeable)
    open_quote = next((one for one in quotes if one.is_open), None)
    return page(
        "materials/parts.html",
        part="materials/_parts.html" if status == 200 else "",
        order=order,
        lines=lines,
        quotes=quotes,
        open_quote=open_quote,
        total=total,
        cost=sum(one.cost_fen for one in lines),
        exceeds=above(total, context["agreed"], settings.tolerance_fen),
        uncharged=sum(one.amount_fen for one in actions_charges.to_charge(lines, again=True)),
        charges=sorted({one.charge_id for one in lines if one.charge_id}),
        acts=_acts(order, me),
        charged_at=order.state in actions_charges.ENDED,
        use=use or UseForm(key=fresh_key(), quantity_e3=ONE),
        back=back or BackForm(),
        tried=tried,
        drafting=drafting or UseForm(key=fresh_key(), quantity_e3=ONE),
        quoting=quoting or QuoteForm(key=fresh_key()),
        answering=answering or AnswerForm(key=fresh_key()),
        charging=charging or QuoteForm(key=fresh_key()),
        words=words,
        repair_words=repair_words,
        live=live.url(f"order-{order.id}", "stock"),
        status=status,
        **context,
    )


def visible(order_id: int, me: Me) -> Order:
    """The order as this person may see it, else not found."""
    with read() as db:
        found = repairs.visible(db, me, order_id)
    if found is None:
        raise NotFoundException
    return found


def acting(order_id: int, me: Me) -> Order:
    """An order on which this person acts: who has it, or the office; else not found."""
    order = visible(order_id, me)
    if not _acts(order, me):
        raise NotFoundException
    return order


def _acts(order: Order, me: Me) -> bool:
    return bool({ASSIGNEE, OFFICE} & repairs.parties(me, order))


def _beside(db: Reader, _me: Me, order: Order) -> dict[str, Any]:
    return queries_costs.summary(db, order.id)._asdict()


beside.register("materials/_panel.html", _beside)

ROUTES = [show_parts, add_part, take_back, let_charge, charge]
