"""Try a price before it changes: what twelve months would bring, home by home; a draft of the notice. Nothing is kept."""

from datetime import date
from typing import Any, NamedTuple

from litestar.exceptions import NotFoundException

from estate.access.permissions import TARIFFS_READ
from estate.billing import records_inputs, records_items, words
from estate.billing.actions_items import TariffSpec
from estate.billing.forms import WhatIfForm
from estate.billing.pages_items import same_habits
from estate.billing.records_items import FeeItem
from estate.billing.records_rows import tariff_of
from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_cycles import first_of, months_later
from estate.billing.rules_formula import parse
from estate.billing.rules_lines import base_of, worth
from estate.billing.rules_stretches import DAY, Charged
from estate.billing.rules_whatif import MONTHS, Change, WhatIf, compare, example
from estate.data import clock, read
from estate.web import Posted, Response, get, page

KINDS = ("area", "fixed_home", "fixed_parking", "per_person", "formula")
"""The kinds of fees whose price can be tried: the others go by what is used, or are charged by hand."""

SHOWN = 8
PAGE = 50


class Example(NamedTuple):
    """One home before and after, for the notice; areas in dm². None: what is not known."""

    change: Change
    area_dm2: int
    before: tuple[str, int] | None
    after: tuple[str, int] | None


class Tried(NamedTuple):
    """What was tried, and what came of it."""

    spec: TariffSpec
    old: Tariff | None
    new: Tariff
    answer: WhatIf
    example: Example | None


@get("/fee-items/{item_id:int}/what-if", permission=TARIFFS_READ)
def try_price(item_id: int, asked: Posted) -> Response:
    """The difference that another price makes: in all, by month, by building and for each home."""
    item, habits = _item(item_id)
    if "effective_from" not in asked:
        price = item.price_e4 if item.amount_fen is None else item.amount_fen * 100
        form = WhatIfForm(**habits, price=price, formula=item.formula or "")
        form.kind = item.kind
        return page("billing/whatif.html", item=item, form=form, tried=None, words=words)
    form = _form(asked, item)
    if not form.validate():
        return page("billing/whatif.html", item=item, form=form, tried=None, words=words, status=422)
    tried = _tried(item, form)
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
        tried=_tried(item, form),
        asked=_asked(asked, form),
        words=words,
    )


def _tried(item: FeeItem, form: WhatIfForm) -> Tried:
    spec = form.tariff
    first = max(first_of(spec.effective_from), first_of(clock.today()))
    last = months_later(first, MONTHS) - DAY
    row = (0, spec.effective_from, spec.price_e4, spec.amount_fen, spec.rounding, spec.rounding_level)
    new = tariff_of(
        (*row, spec.proration, spec.area_basis == "inner", spec.formula, None), item.kind, item.cycle_months
    )
    with read() as db:
        inputs = records_inputs.load(
            db, first.isoformat(), last.isoformat(), None, item.id, persons=_by_person(item, spec)
        )
    known = inputs.items[0]
    answer = compare(inputs.homes, known, new, inputs.covered, first)
    old = next((one for one in reversed(known.tariffs) if one.since < spec.effective_from), None)
    middle = example(answer.homes)
    shown = None
    if middle:
        home = next(one for one in inputs.homes if one.id == middle.home_id)
        shown = Example(
            middle,
            home.charged.area_dm2,
            *(_worth(home.charged, tariff, first) for tariff in (old, new)),
        )
    return Tried(spec, old, new, answer, shown)


def _by_person(item: FeeItem, spec: TariffSpec) -> bool:
    return item.kind == "per_person" or bool(spec.formula and "persons" in parse(spec.formula).uses)


def _worth(charged: Charged, tariff: Tariff | None, first: date) -> tuple[str, int] | None:
    """Arithmetic and amount of one cycle."""
    if tariff is None:
        return None
    base = base_of(charged, tariff, first)
    if isinstance(base, str):
        return None
    _quantity, _price, arithmetic, amount_fen = worth(base, tariff, tariff.cycle_months)
    return arithmetic, amount_fen


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
