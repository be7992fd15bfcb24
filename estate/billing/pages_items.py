"""Pages of fee items: the list, a new one, prices, who gets it."""

from datetime import date
from typing import Any, cast

from estate.access.me import Me
from estate.access.permissions import TARIFFS_EDIT, TARIFFS_READ
from estate.billing import actions_items, records_items, records_samples, words
from estate.billing.forms import Choices, ItemForm, NewItemForm, RuleForm, TariffForm
from estate.billing.records_items import FeeItem
from estate.billing.rules import Rounding
from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_cycles import Anchor, Timing
from estate.billing.rules_formula import parse
from estate.billing.rules_formula_words import FormulaError
from estate.billing.rules_who import ALWAYS, Rule
from estate.community import queries as community
from estate.data import Reader, clock, read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect


@get("/fee-items", permission=TARIFFS_READ)
def list_items() -> Response:
    """Every fee item with its present price and who gets it."""
    with read() as db:
        items = records_items.items(db, clock.today().isoformat())
        rules: dict[int, list[records_items.Assignment]] = {}
        for rule in records_items.assignments(db):
            rules.setdefault(rule.fee_item_id, []).append(rule)
    return page("billing/fee_items.html", items=items, rules=rules, words=words)


@post("/fee-items/usual", permission=TARIFFS_EDIT)
def add_usual_items(me: Me) -> Response:
    """The fee items that most offices begin with; prices are examples to be changed."""
    actions_items.add_usual_items(me)
    return redirect("/fee-items", toast=_("Added. Check each price."))


@get("/fee-items/new", permission=TARIFFS_EDIT)
def new_item() -> Response:
    form = NewItemForm(effective_from=clock.today().replace(month=1, day=1))
    with read() as db:
        form.place.choices = place_choices(db, single=False)
    return page("billing/fee_item_new.html", words=words, form=form)


@post("/fee-items", permission=TARIFFS_EDIT)
def create_item(posted: Posted, me: Me) -> Response:
    form = NewItemForm(posted)
    with read() as db:
        form.place.choices = place_choices(db, single=False)
    if not form.validate():
        return page("billing/fee_item_new.html", words=words, form=form, status=422)
    kind = str(form.kind_of_fee.data)
    rules = () if kind in words.UNPRICED else (_rule_of(str(form.place.data)),)
    try:
        item_id = actions_items.add_item(
            str(form.name.data),
            kind,
            me,
            tariff=None if kind in words.UNPRICED else form.tariff,
            rules=rules,
            cycle_months=int(str(form.cycle_months.data)),
            anchor=cast(Anchor, form.anchor.data),
            timing=cast(Timing, form.timing.data),
            meter_kind=str(form.meter_kind.data) if kind == "metered" else None,
        )
    except Refused as refused:
        form.refuse(refused)
        return page("billing/fee_item_new.html", words=words, form=form, status=422)
    return redirect(f"/fee-items/{item_id}", toast=_("Saved"))


@get("/fee-items/formula", permission=TARIFFS_READ)
def try_formula(asked: Posted) -> Response:
    """What a formula that is being written comes to for some homes, or what is wrong with it and where."""
    text, cycle = asked.get("formula").strip(), asked.whole("cycle_months") or 1
    rounding = asked.get("rounding")
    error: FormulaError | None = None
    samples: list[records_samples.Sample] = []
    try:
        parse(text)
    except FormulaError as wrong:
        error = wrong
    else:
        by = cast(Rounding, rounding if rounding in words.ROUNDINGS else "half_up_fen")
        cycle = cycle if cycle in words.CYCLES else 1
        tariff = Tariff(0, clock.today(), None, None, cycle, by, formula=text)
        with read() as db:
            samples = records_samples.tried(db, tariff)
    return page("billing/_formula.html", text=text, error=error, samples=samples, words=words)


@get("/fee-items/{item_id:int}", permission=TARIFFS_READ)
def show_item(item_id: int) -> Response:
    return _item_page(item_id)


@post("/fee-items/{item_id:int}", permission=TARIFFS_EDIT)
def change_item(item_id: int, posted: Posted, me: Me) -> Response:
    form = ItemForm(posted)
    if not form.validate():
        return _item_page(item_id, item_form=form, status=422)
    try:
        _item(item_id)
        actions_items.change_item(
            item_id, str(form.name.data), int(form.sort.data or 0), bool(form.active.data), me
        )
    except Refused as refused:
        form.refuse(refused)
        return _item_page(item_id, item_form=form, status=422)
    return redirect(f"/fee-items/{item_id}", toast=_("Saved"))


@post("/fee-items/{item_id:int}/tariffs", permission=TARIFFS_EDIT)
def add_tariff(item_id: int, posted: Posted, me: Me) -> Response:
    """A price from a day on."""
    form = TariffForm(posted)
    form.kind = _item(item_id).kind
    if not form.validate():
        return _item_page(item_id, tariff_form=form, status=422)
    try:
        actions_items.add_tariff(item_id, form.tariff, me)
    except Refused as refused:
        form.refuse(refused)
        return _item_page(item_id, tariff_form=form, status=422)
    return redirect(f"/fee-items/{item_id}", toast=_("Saved"))


@post("/fee-items/{item_id:int}/tariffs/{tariff_id:int}/withdrawal", permission=TARIFFS_EDIT)
def withdraw_tariff(item_id: int, tariff_id: int, me: Me) -> Response:
    actions_items.withdraw_tariff(item_id, tariff_id, me)
    return redirect(f"/fee-items/{item_id}", toast=_("Taken back"))


@get("/fee-items/{item_id:int}/reach", permission=TARIFFS_READ)
def show_reach(item_id: int, asked: Posted) -> Response:
    """How many homes the rules reach with the one that is being written."""
    item, form = _item(item_id), RuleForm(asked)
    with read() as db:
        form.place.choices = place_choices(db)
        rules = [known.rule for known in records_items.assignments(db, item_id)]
        reach: dict[str, int] | None = None
        if form.validate():
            try:
                rule = _rule(db, form)
            except Refused:
                rule = None
            if rule:
                reach = _reach(db, item, rules, rule)
    return page("billing/_reach.html", item=item, reach=reach, asked=True)


@post("/fee-items/{item_id:int}/rules", permission=TARIFFS_EDIT)
def add_rule(item_id: int, posted: Posted, me: Me) -> Response:
    """Give the item to a place, or except one."""
    _item(item_id)
    form = RuleForm(posted)
    try:
        with read() as db:
            form.place.choices = place_choices(db)
            if not form.validate():
                return _item_page(item_id, rule_form=form, status=422)
            rule = _rule(db, form)
        actions_items.assign(item_id, rule, me)
    except Refused as refused:
        form.refuse(refused)
        return _item_page(item_id, rule_form=form, status=422)
    return redirect(f"/fee-items/{item_id}", toast=_("Saved"))


@post("/fee-items/{item_id:int}/rules/{rule_id:int}/withdrawal", permission=TARIFFS_EDIT)
def withdraw_rule(item_id: int, rule_id: int, me: Me) -> Response:
    actions_items.withdraw_rule(item_id, rule_id, me)
    return redirect(f"/fee-items/{item_id}", toast=_("Taken back"))


def _item_page(
    item_id: int,
    *,
    item_form: ItemForm | None = None,
    tariff_form: TariffForm | None = None,
    rule_form: RuleForm | None = None,
    status: int = 200,
) -> Response:
    with read() as db:
        item = _item(item_id)
        tariffs = records_items.tariffs(db, item_id)
        rules = records_items.assignments(db, item_id)
        reach = _reach(db, item, [rule.rule for rule in rules])
        samples = records_samples.samples(db, item)
        rule_form = rule_form or RuleForm()
        rule_form.place.choices = place_choices(db)
    return page(
        "billing/fee_item.html",
        item=item,
        tariffs=tariffs,
        rules=rules,
        reach=reach,
        samples=samples,
        words=words,
        item_form=item_form or ItemForm(obj=item, active="1" if item.active else ""),
        tariff_form=tariff_form or TariffForm(**same_habits(tariffs)),
        rule_form=rule_form,
        status=status,
    )


def same_habits(tariffs: list[records_items.TariffRow]) -> dict[str, Any]:
    """A new price rounds and prorates as the last one did, unless told otherwise."""
    today = clock.today()
    start: dict[str, Any] = {"effective_from": date(today.year + today.month // 12, today.month % 12 + 1, 1)}
    if tariffs:
        names = ("rounding", "rounding_level", "proration", "area_basis", "basis_text")
        start |= {name: getattr(tariffs[0], name) for name in names}
    return start


def _reach(db: Reader, item: FeeItem, rules: list[Rule], added: Rule | None = None) -> dict[str, int]:
    parking, today = item.kind == "fixed_parking", clock.today()
    reach = {"now": records_items.count_places(db, parking, rules, today)}
    if added:
        on = max(today, added.first)
        reach["rule"] = records_items.count_places(db, parking, [added._replace(excluded=False)], on)
        reach["then"] = records_items.count_places(db, parking, [*rules, added], on)
    return reach


def place_choices(db: Reader, *, single: bool = True) -> Choices:
    """What a rule can name, as choices of a form."""
    choices: Choices = [("all", _("All"))]
    choices += [(f"usage:{key}", str(name)) for key, name in words.USAGES.items()]
    choices += [(f"parking_kind:{key}", str(name)) for key, name in words.PARKING.items()]
    choices += [(f"zone:{zone.id}", _("Zone %(name)s", name=zone.name)) for zone in community.zones(db)]
    choices += [
        (f"building:{building.id}", _("Building %(name)s", name=building.name or building.code))
        for building in community.buildings(db)
    ]
    return [*choices, ("one", _("A single home, entrance or parking space"))] if single else choices


def _rule_of(choice: str) -> Rule:
    scope, _colon, key = choice.partition(":")
    return Rule(scope, int(key) if key.isdigit() else key or None)


def _rule(db: Reader, form: RuleForm) -> Rule:
    choice = str(form.place.data)
    rule = _single(db, str(form.code.data)) if choice == "one" else _rule_of(choice)
    return rule._replace(
        first=form.from_date.data or ALWAYS[0],
        last=form.to_date.data or ALWAYS[1],
        excluded=bool(form.excluded.data),
    )


def _single(db: Reader, code: str) -> Rule:
    """A home, an entrance or a parking space by its code; Refused when there is none."""
    if home := community.home_by_code(db, code):
        return Rule("home", home.id)
    if (entrance_id := records_items.entrance_of(db, code)) is not None:
        return Rule("entrance", entrance_id)
    if (space_id := records_items.parking_space_of(db, code)) is not None:
        return Rule("parking", space_id)
    raise Refused(_("There is no home, entrance or parking space of this number."), "code")


def _item(item_id: int) -> FeeItem:
    with read() as db:
        return existing(records_items.item(db, item_id, clock.today().isoformat()))


ROUTES = [
    list_items,
    add_usual_items,
    new_item,
    create_item,
    try_formula,
    show_item,
    change_item,
    add_tariff,
    withdraw_tariff,
    show_reach,
    add_rule,
    withdraw_rule,
]
