"""Try a price before it changes: what twelve months would bring, home by home; a draft of the notice. Nothing is kept."""

from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.permissions import TARIFFS_READ
from estate.billing import records_items, words
from estate.billing.forms import WhatIfForm
from estate.billing.pages_items import same_habits
from estate.billing.records_items import FeeItem
from estate.billing.rules_tiers import read_tiers
from estate.billing.whatif import KINDS, try_out
from estate.data import clock, read
from estate.web import Posted, Response, get, page

SHOWN = 8
PAGE = 50


@get("/fee-items/{item_id:int}/what-if", permission=TARIFFS_READ)
def try_price(item_id: int, asked: Posted) -> Response:
    """The difference that another price makes: in all, by month, by building and for each home."""
    item, habits = _item(item_id)
    if "effective_from" not in asked:
        form = _as_it_is(item, habits)
        return page("billing/whatif.html", item=item, form=form, tried=None, words=words)
    form = _form(asked, item)
    if not form.validate():
        return page("billing/whatif.html", item=item, form=form, tried=None, words=words, status=422)
    tried = try_out(item, form.tariff)
    kind, number = asked.get("homes"), max(1, asked.whole("page") or 1)
    homes = tried.answer.of(kind) if kind else []
    return page(
        "billing/whatif.html",
        item=item,
        form=form,
        tried=tried,
        kinds={name: tried.answer.of(name) for name in words.CHANGES},
        homes=homes[(number - 1) * PAGE : number * PAGE],
        kind=kind if kind in words.CHANGES else "",
        number=number,
        pages=max(1, -(-len(homes) // PAGE)),
        total=len(homes),
        shown=SHOWN,
        asked=_asked(asked, form),
        words=words,
    )


@get("/fee-items/{item_id:int}/what-if/notice", permission=TARIFFS_READ)
def draft_notice(item_id: int, asked: Posted) -> Response:
    """The notice of the change as a draft to print: old and new price, day, basis, one home as an example."""
    item, _habits = _item(item_id)
    form = _form(asked, item)
    if not form.validate():
        return page("billing/whatif.html", item=item, form=form, tried=None, words=words, status=422)
    return page(
        "billing/whatif_notice.html",
        item=item,
        tried=try_out(item, form.tariff),
        asked=_asked(asked, form),
        words=words,
    )


def _as_it_is(item: FeeItem, habits: dict[str, Any]) -> WhatIfForm:
    """The form with the price that is in force, to be changed."""
    price = item.price_e4 if item.amount_fen is None else item.amount_fen * 100
    if item.tiers:
        tiers = read_tiers(item.tiers)
        bounds = {"per_home": "1" if tiers.per_home else "", "by_months": "1" if tiers.by_months else ""}
        habits = {**habits, **bounds, "tiers": tiers.tiers}
    form = WhatIfForm(**habits, price=price, formula=item.formula or "")
    form.kind = item.kind
    return form


def _form(asked: Posted, item: FeeItem) -> WhatIfForm:
    form = WhatIfForm(asked)
    form.kind = item.kind
    return form


def _asked(asked: Posted, form: WhatIfForm) -> dict[str, str]:
    """What was filled in, as the address holds it."""
    return {str(field.name): asked.get(str(field.name)) for field in form}


def _item(item_id: int) -> tuple[FeeItem, dict[str, Any]]:
    with read() as db:
        found = records_items.item(db, item_id, clock.today().isoformat())
        if found is None or found.kind not in KINDS or not found.active:
            raise NotFoundException
        return found, same_habits(records_items.tariffs(db, item_id))


ROUTES = [try_price, draft_notice]
