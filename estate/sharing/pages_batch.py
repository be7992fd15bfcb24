"""The page of a batch: every home's weight and share, who takes part, posting and voiding."""

from typing import NamedTuple

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import SHARED_EDIT, SHARED_READ
from estate.billing.words import period
from estate.data import Reader, read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.sharing import actions, actions_posting, queries, records, words
from estate.sharing.forms import FloorsForm, PlaceForm, VoidForm
from estate.sharing.pages import chosen_place, place_choices
from estate.sharing.records import PAGE, Batch, PostedShare
from estate.sharing.rules import Floors
from estate.sharing.rules_preview import PlaceRule, Preview, Share
from estate.web import Posted, Response, existing, get, page, post, redirect
from estate.web.forms import EstateForm


class Payer(NamedTuple):
    """Who pays how much of a share; charge_id once it is posted."""

    name: str
    amount_fen: int
    charge_id: int | None = None
    live: bool = True


class Row(NamedTuple):
    """A home on the page."""

    home_id: int
    home_code: str
    quantity: str
    formula: str
    share_fen: int | None
    payers: list[Payer]
    kept_fen: int
    why: str
    reason: str


class Sums(NamedTuple):
    """What all of it comes to."""

    pool_fen: int
    pool_formula: str
    members: int
    charged_fen: int
    kept_fen: int


@get("/shared-costs/{batch_id:int}", permission=SHARED_READ)
def show_batch(batch_id: int, asked: Posted) -> Response:
    """`only=said` in the address: those homes alone that something is to be said of."""
    number = min(max(asked.whole("page") or 1, 1), 10**6)
    return _batch_page(batch_id, number=number, only=asked.get("only") == "said")


@post("/shared-costs/{batch_id:int}/rules", permission=SHARED_EDIT)
def add_rule(batch_id: int, posted: Posted, me: Me) -> Response:
    """Let places take part, or except them."""
    _batch(batch_id)
    form = PlaceForm(posted)
    try:
        with read() as db:
            form.place.choices = _choices(db)
            if not form.validate():
                return _batch_page(batch_id, place_form=form, status=422)
            named = _named(db, form)
        actions.add_rules(batch_id, named, me)
    except Refused as refused:
        form.refuse(refused)
        return _batch_page(batch_id, place_form=form, status=422)
    return redirect(f"/shared-costs/{batch_id}", toast=_("Saved"))


@post("/shared-costs/{batch_id:int}/rules/{rule_id:int}/withdrawal", permission=SHARED_EDIT)
def withdraw_rule(batch_id: int, rule_id: int, me: Me) -> Response:
    _batch(batch_id)
    actions.withdraw_rule(batch_id, rule_id, me)
    return redirect(f"/shared-costs/{batch_id}", toast=_("Taken back"))


@post("/shared-costs/{batch_id:int}/floors", permission=SHARED_EDIT)
def add_floors(batch_id: int, posted: Posted, me: Me) -> Response:
    """A row of the table of floors."""
    _batch(batch_id)
    form = FloorsForm(posted)
    if form.validate():
        floors = Floors(form.from_floor.data, form.to_floor.data, int(form.factor.data or 0))
        try:
            actions.add_floors(batch_id, floors, me)
            return redirect(f"/shared-costs/{batch_id}", toast=_("Saved"))
        except Refused as refused:
            form.refuse(refused)
    return _batch_page(batch_id, floors_form=form, status=422)


@post("/shared-costs/{batch_id:int}/floors/{row_id:int}/withdrawal", permission=SHARED_EDIT)
def withdraw_floors(batch_id: int, row_id: int, me: Me) -> Response:
    _batch(batch_id)
    actions.withdraw_floors(batch_id, row_id, me)
    return redirect(f"/shared-costs/{batch_id}", toast=_("Taken back"))


@post("/shared-costs/{batch_id:int}/posting", permission=SHARED_EDIT)
def post_batch(batch_id: int, posted: Posted, me: Me) -> Response:
    """Charge every home its share, as it was shown."""
    _batch(batch_id)
    try:
        actions_posting.post(batch_id, posted.get("seen"), me)
    except Refused as refused:
        form = EstateForm()
        form.refuse(refused)
        return _batch_page(batch_id, form=form, status=409)
    return redirect(f"/shared-costs/{batch_id}", toast=_("Posted"))


@post("/shared-costs/{batch_id:int}/void", permission=SHARED_EDIT)
def void_batch(batch_id: int, posted: Posted, me: Me) -> Response:
    """Take all of it back."""
    _batch(batch_id)
    form = VoidForm(posted)
    if form.validate():
        try:
            actions_posting.void(batch_id, str(form.reason.data), me)
            return redirect(f"/shared-costs/{batch_id}", toast=_("Voided"))
        except Refused as refused:
            form.refuse(refused)
    return _batch_page(batch_id, void_form=form, status=422)


@post("/shared-costs/{batch_id:int}/removal", permission=SHARED_EDIT)
def discard_batch(batch_id: int, me: Me) -> Response:
    """Throw a batch away that was never posted."""
    _batch(batch_id)
    actions.discard(batch_id, me)
    return redirect("/shared-costs", toast=_("Thrown away"))


def _batch_page(
    batch_id: int,
    *,
    number: int = 1,
    only: bool = False,
    form: EstateForm | None = None,
    place_form: PlaceForm | None = None,
    floors_form: FloorsForm | None = None,
    void_form: VoidForm | None = None,
    status: int = 200,
) -> Response:
    batch = _batch(batch_id)
    preview: Preview | None = None
    with read() as db:
        if batch.state == "draft":
            preview = queries.preview(db, batch)
            rows, total = _previewed(preview, number, only)
            sums = Sums(
                preview.pool_fen,
                preview.pool_formula,
                preview.members,
                preview.charged_fen,
                preview.kept_fen,
            )
        else:
            rows, total = _posted(db, batch_id, number, only)
            members = records.members(db, batch_id)
            sums = Sums(
                batch.pool_fen or 0,
                batch.pool_formula or "",
                members,
                batch.charged_fen or 0,
                batch.kept_fen or 0,
            )
        rules, floors = records.rules(db, batch_id), records.floors(db, batch_id)
        meters = records.meters(db, batch_id)
        place_form = place_form or PlaceForm()
        place_form.place.choices = _choices(db)
    return page(
        "sharing/batch.html",
        batch=batch,
        preview=preview,
        sums=sums,
        rows=rows,
        number=number,
        pages=max(1, -(-total // PAGE)),
        total=total,
        rules=rules,
        floors=floors,
        form=form or EstateForm(),
        meters=meters,
        place_form=place_form,
        floors_form=floors_form or FloorsForm(),
        void_form=void_form or VoidForm(),
        words=words,
        period=period,
        status=status,
    )


def _previewed(preview: Preview, number: int, only: bool) -> tuple[list[Row], int]:
    shown = [share for share in preview.shares if share.why] if only else list(preview.shares)
    return [_row(share) for share in shown[(number - 1) * PAGE : number * PAGE]], len(shown)


def _row(share: Share) -> Row:
    return Row(
        share.home.id,
        share.home.code,
        share.quantity,
        share.formula.rsplit("; ", 1)[-1],
        share.share_fen,
        [Payer(payment.payer_name, payment.amount_fen) for payment in share.payments],
        share.kept_fen,
        share.why,
        share.reason,
    )


def _posted(db: Reader, batch_id: int, number: int, only: bool) -> tuple[list[Row], int]:
    shares, total = records.posted_shares(db, batch_id, number, why=only)
    charges: dict[int, list[Payer]] = {}
    for one in records.posted_charges(db, batch_id, [share.home_id for share in shares]):
        payer = Payer(one.payer_name, one.amount_fen, one.charge_id, bool(one.live))
        charges.setdefault(one.home_id, []).append(payer)
    return [_posted_row(share, charges.get(share.home_id, [])) for share in shares], total


def _posted_row(share: PostedShare, payers: list[Payer]) -> Row:
    return Row(
        share.home_id,
        share.home_code,
        share.quantity,
        share.formula.rsplit("; ", 1)[-1],
        share.share_fen,
        payers,
        share.kept_fen,
        share.why,
        share.reason,
    )


def _choices(db: Reader) -> list[tuple[str, str]]:
    return [("one", _("Single homes or entrances")), *place_choices(db)]


def _named(db: Reader, form: PlaceForm) -> list[tuple[PlaceRule, str]]:
    """The places that were written or chosen; Refused when there is none of that name."""
    how = {"excluded": bool(form.excluded.data), "reason": str(form.reason.data or "")}
    if form.place.data != "one":
        found = chosen_place(db, str(form.place.data))
        if found is None:
            raise NotFoundException
        return [(found[0]._replace(**how), found[1])]
    named: list[tuple[PlaceRule, str]] = []
    for code in form.codes:
        rule = queries.written_place(db, code)
        if rule is None:
            raise Refused(_("There is no home or entrance %(code)s.", code=code), "code")
        named.append((rule._replace(**how), code))
    return named


def _batch(batch_id: int) -> Batch:
    with read() as db:
        return existing(records.batch(db, batch_id))


ROUTES = [
    show_batch,
    add_rule,
    withdraw_rule,
    add_floors,
    withdraw_floors,
    post_batch,
    void_batch,
    discard_batch,
]
