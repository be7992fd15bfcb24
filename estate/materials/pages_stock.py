"""The store room: what is there, what is short, what came and went."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import MATERIALS_EDIT, MATERIALS_READ, STOCK_MOVE
from estate.data import read, write
from estate.i18n import gettext as _
from estate.materials import actions_stock, queries, words
from estate.materials.forms import CountForm, InForm
from estate.materials.queries import Item
from estate.refusal import Refused
from estate.web import Posted, Response, get, live, page, post, redirect
from estate.web.forms import fresh_key

live.hears("stock", lambda me, _about: me.may(MATERIALS_READ))


@get("/repairs/stock", permission=MATERIALS_READ)
def list_stock(asked: Posted) -> Response:
    """What is kept, what is short first."""
    with read() as db:
        items, short = queries.stock(db, low=asked.get("show") == "low"), queries.short(db)
    return page("materials/stock.html", items=items, short=short, words=words, live=live.url("stock"))


@get("/repairs/stock/{item_id:int}", permission=MATERIALS_READ)
def show_stock(item_id: int) -> Response:
    """How much of an item is there, and every movement that makes it so."""
    return _stock_page(_part(item_id))


@post("/repairs/stock/{item_id:int}/in", permission=STOCK_MOVE)
def take_in(item_id: int, posted: Posted, me: Me) -> Response:
    """Goods have come."""
    item, form = _part(item_id), InForm(posted)
    if form.validate():
        try:
            with write(me) as tx:
                actions_stock.take_in(
                    tx,
                    item_id,
                    int(form.quantity_e3.data or 0),
                    str(form.reason.data or ""),
                    form.key_for(f"in:{item_id}"),
                )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/repairs/stock/{item_id}", toast=_("Taken into stock"))
    return _stock_page(item, into=form, status=422)


@post("/repairs/stock/{item_id:int}/count", permission=MATERIALS_EDIT)
def count(item_id: int, posted: Posted, me: Me) -> Response:
    """A count found so much; the difference is a movement with its reason."""
    item, form = _part(item_id), CountForm(posted)
    if form.validate():
        try:
            with write(me) as tx:
                actions_stock.count(
                    tx,
                    item_id,
                    int(form.quantity_e3.data or 0),
                    str(form.reason.data or ""),
                    form.key_for(f"count:{item_id}"),
                )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/repairs/stock/{item_id}", toast=_("Count noted"))
    return _stock_page(item, counted=form, status=422)


def _stock_page(
    item: Item, *, into: InForm | None = None, counted: CountForm | None = None, status: int = 200
) -> Response:
    with read() as db:
        movements = queries.movements(db, item.id)
    return page(
        "materials/stock_item.html",
        item=item,
        movements=movements,
        into=into or InForm(key=fresh_key()),
        counted=counted or CountForm(key=fresh_key()),
        words=words,
        live=live.url("stock"),
        status=status,
    )


def _part(item_id: int) -> Item:
    with read() as db:
        found = queries.item(db, item_id)
    if found is None or found.kind != "part":
        raise NotFoundException
    return found


ROUTES = [list_stock, show_stock, take_in, count]
