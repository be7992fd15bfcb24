"""Pages of shared costs: the list, a new batch, changing what a batch says."""

import secrets
from datetime import date

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import SHARED_EDIT, SHARED_READ
from estate.billing import queries as billing
from estate.billing import words as billing_words
from estate.billing.actions import usual_due_day
from estate.community import queries as community
from estate.data import Reader, clock, read
from estate.i18n import gettext as _
from estate.meters import queries_used as meters
from estate.meters.words import KINDS
from estate.office.identity import identity
from estate.refusal import Refused
from estate.sharing import actions, queries, records, words
from estate.sharing.forms import NOTHING_AGREED, BatchForm
from estate.sharing.records import Batch
from estate.sharing.rules_preview import PlaceRule
from estate.web import Posted, Response, get, page, post, redirect

Choices = list[tuple[str, str]]


@get("/shared-costs", permission=SHARED_READ)
def list_batches(asked: Posted) -> Response:
    """Batches, the latest months first."""
    number = min(max(asked.whole("page") or 1, 1), 10**6)
    with read() as db:
        found, total = records.batches(db, number)
        items = billing.items_of_kind(db, "shared")
    return page(
        "sharing/batches.html",
        batches=found,
        total=total,
        number=number,
        pages=max(1, -(-total // records.PAGE)),
        items=items,
        words=words,
        period=billing_words.period,
    )


@get("/shared-costs/new", permission=SHARED_EDIT)
def new_batch(asked: Posted) -> Response:
    """`item` in the address: the fee item that it is for."""
    first = _last_month(clock.today())
    with read() as db:
        due_on = usual_due_day(clock.today().replace(day=1), identity(db).due_day)
    form = BatchForm(
        key=secrets.token_urlsafe(16),
        fee_item_id=asked.get("item"),
        first=first,
        due_on=due_on,
        basis=str(NOTHING_AGREED),
    )
    return _form_page(form)


@post("/shared-costs", permission=SHARED_EDIT)
def create_batch(posted: Posted, me: Me) -> Response:
    form = BatchForm(posted)
    with read() as db:
        _fill(db, form)
        valid = form.validate()
        place = chosen_place(db, str(form.place.data)) if valid else None
    if place:
        try:
            batch_id = actions.begin(form.spec, *place, str(form.key.data or ""), me)
            return redirect(f"/shared-costs/{batch_id}", toast=_("Worked out. Nothing is charged yet."))
        except Refused as refused:
            form.refuse(refused)
    return _form_page(form, status=422)


@get("/shared-costs/{batch_id:int}/edit", permission=SHARED_EDIT)
def edit_batch(batch_id: int) -> Response:
    batch = _draft(batch_id)
    with read() as db:
        picked = records.meters(db, batch_id)
    form = BatchForm(
        fee_item_id=str(batch.fee_item_id),
        first=date.fromisoformat(batch.period_from),
        last=date.fromisoformat(batch.period_to).replace(day=1),
        due_on=date.fromisoformat(batch.due_on),
        pool_kind=batch.pool_kind,
        amount_fen=batch.amount_fen,
        price=batch.price_e4,
        own=batch.own_e6 // 1000 or None,
        master_ids=[row.meter_id for row in picked if row.part == "master"],
        sub_ids=[row.meter_id for row in picked if row.part == "sub"],
        home_subs="1" if batch.home_subs or batch.pool_kind == "amount" else "",
        method=batch.method,
        meter_kind=batch.meter_kind or "water",
        basis=batch.basis,
        note=batch.note,
    )
    return _form_page(form, batch)


@post("/shared-costs/{batch_id:int}", permission=SHARED_EDIT)
def change_batch(batch_id: int, posted: Posted, me: Me) -> Response:
    batch, form = _draft(batch_id), BatchForm(posted)
    with read() as db:
        _fill(db, form)
    form.place.data = "all"  # who takes part is said on the batch's own page
    if form.validate():
        try:
            actions.change(batch_id, form.spec, me)
            return redirect(f"/shared-costs/{batch_id}", toast=_("Saved"))
        except Refused as refused:
            form.refuse(refused)
    return _form_page(form, batch, status=422)


def place_choices(db: Reader) -> Choices:
    """The places that a rule can name, as choices of a form."""
    buildings, zones = community.choices(db)
    choices: Choices = [("all", _("All homes"))]
    choices += [(f"usage:{key}", str(name)) for key, name in billing_words.USAGES.items()]
    choices += [(f"zone:{zone.id}", _("Zone %(name)s", name=zone.name)) for zone in zones]
    return choices + [
        (f"building:{one.id}", _("Building %(name)s", name=one.name or one.code)) for one in buildings
    ]


def chosen_place(db: Reader, choice: str) -> tuple[PlaceRule, str] | None:
    """The place of a choice, with its name."""
    scope, _colon, key = choice.partition(":")
    rule = queries.named_place(db, scope, key)
    if rule is None:
        return None
    buildings, zones = community.choices(db)
    if scope == "building":
        return rule, next(one.name or one.code for one in buildings if one.id == rule.key)
    if scope == "zone":
        return rule, next(zone.name for zone in zones if zone.id == rule.key)
    return rule, key


def _form_page(form: BatchForm, batch: Batch | None = None, status: int = 200) -> Response:
    with read() as db:
        _fill(db, form)
        common = meters.common_meters(db)
    return page(
        "sharing/batch_edit.html",
        form=form,
        batch=batch,
        meters=common,
        kinds=KINDS,
        words=words,
        status=status,
    )


def _fill(db: Reader, form: BatchForm) -> None:
    form.fee_item_id.choices = [(str(item_id), name) for item_id, name in billing.items_of_kind(db, "shared")]
    form.place.choices = place_choices(db)
    common = [(meter.id, meter.place) for meter in meters.common_meters(db)]
    form.master_ids.choices = form.sub_ids.choices = common


def _last_month(today: date) -> date:
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)


def _draft(batch_id: int) -> Batch:
    with read() as db:
        found = records.batch(db, batch_id)
    if found is None:
        raise NotFoundException
    if found.state != "draft":
        raise Refused(_("This batch is posted. Void it instead."))
    return found


ROUTES = [list_batches, new_batch, create_batch, edit_batch, change_batch]
