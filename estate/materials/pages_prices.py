"""The price list: open to everybody, kept by the manager, with what changed when; a print for the notice board."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import COSTS_READ, MATERIALS_EDIT, MATERIALS_READ, PUBLIC
from estate.billing import queries_items
from estate.data import read, write
from estate.i18n import gettext as _
from estate.materials import actions_prices, queries, words
from estate.materials.actions_prices import Wanted
from estate.materials.forms import ItemForm, RulesForm
from estate.materials.queries import Item, Settings
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/prices", permission=PUBLIC)
def show_public() -> Response:
    """What repairs cost, for everybody to read, as the regulations ask."""
    with read() as db:
        items = queries.items(db)
    return page("materials/public.html", items=items, words=words)


@get("/repairs/prices", permission=MATERIALS_READ)
def list_prices(asked: Posted) -> Response:
    """The price list, with what is no longer offered at its end."""
    with read() as db:
        items = queries.items(db, every=bool(asked.get("every")))
    return page("materials/prices.html", items=items, words=words)


@get("/repairs/prices/print", permission=MATERIALS_READ)
def print_prices() -> Response:
    """The price list as a sheet for the notice board."""
    with read() as db:
        items = queries.items(db)
    return page("materials/print.html", items=items, words=words)


@get("/repairs/prices/new", permission=MATERIALS_EDIT)
def new_item() -> Response:
    return page("materials/item.html", form=ItemForm(), item=None, versions=[], words=words)


@post("/repairs/prices", permission=MATERIALS_EDIT)
def add_item(posted: Posted, me: Me) -> Response:
    form = ItemForm(posted)
    if form.validate():
        try:
            with write(me) as tx:
                actions_prices.add_item(tx, str(form.code.data or ""), str(form.kind.data), _wanted(form))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/repairs/prices", toast=_("Put on the price list"))
    return page("materials/item.html", form=form, item=None, versions=[], words=words, status=422)


@get("/repairs/prices/{item_id:int}", permission=MATERIALS_READ)
def show_item(item_id: int, me: Me) -> Response:
    """An item with its versions; who keeps the list changes it here."""
    item = _item(item_id)
    return _item_page(item, ItemForm(data=item._asdict()), me)


@post("/repairs/prices/{item_id:int}", permission=MATERIALS_EDIT)
def change_item(item_id: int, posted: Posted, me: Me) -> Response:
    """A new version; what was used or quoted keeps its price."""
    item, form = _item(item_id), ItemForm(posted)
    form.kind.data = item.kind
    if form.validate():
        try:
            with write(me) as tx:
                actions_prices.change_item(tx, item_id, _wanted(form))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/repairs/prices", toast=_("Saved"))
    return _item_page(item, form, me, status=422)


@get("/repairs/prices/rules", permission=MATERIALS_EDIT)
def show_rules() -> Response:
    with read() as db:
        now = queries.settings(db)
    return _rules_page(RulesForm(data=now._asdict()))


@post("/repairs/prices/rules", permission=MATERIALS_EDIT)
def change_rules(posted: Posted, me: Me) -> Response:
    """Decide what may exceed a quote, when it is charged, and under which fee item."""
    form = RulesForm(posted)
    if form.validate():
        with read() as db:
            offered = {one.id for one in queries_items.one_off(db)}
        chosen = int(form.fee_item_id.data or 0)
        wanted = Settings(
            int(form.tolerance_fen.data or 0),
            str(form.charge_when.data),
            chosen if chosen in offered else None,
        )
        actions_prices.change_settings(wanted, me)
        return redirect("/repairs/prices/rules", toast=_("Saved"))
    return _rules_page(form, status=422)


def _rules_page(form: RulesForm, status: int = 200) -> Response:
    with read() as db:
        offered = queries_items.one_off(db)
    form.fee_item_id.choices = [(0, _("The first one")), *((one.id, one.name) for one in offered)]
    return page("materials/rules.html", form=form, status=status)


def _wanted(form: ItemForm) -> Wanted:
    return Wanted(
        str(form.name.data or ""),
        str(form.unit.data or ""),
        int(form.price_fen.data or 0),
        int(form.cost_fen.data or 0),
        int(form.warranty_days.data or 0),
        form.minimum_e3.data,
        bool(form.active.data),
    )


def _item_page(item: Item, form: ItemForm, me: Me, status: int = 200) -> Response:
    with read() as db:
        versions = queries.versions(db, item.id)
    return page(
        "materials/item.html",
        form=form,
        item=item,
        versions=versions,
        costs=me.may(COSTS_READ),
        words=words,
        status=status,
    )


def _item(item_id: int) -> Item:
    with read() as db:
        found = queries.item(db, item_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [
    show_public,
    list_prices,
    print_prices,
    new_item,
    add_item,
    show_rules,
    change_rules,
    show_item,
    change_item,
]
