"""Pages of standing discounts. Who gets an agreed one is seen by those alone who may grant it."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import DISCOUNTS_EDIT
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.papers import queries as papers
from estate.refusal import Refused
from estate.waivers import actions_standing as actions
from estate.waivers import records_standing as records
from estate.waivers import words
from estate.waivers.forms_standing import FORMS, DiscountForm, EndForm, HomeForm
from estate.waivers.papers import DISCOUNT_HOME
from estate.waivers.records_standing import DiscountRow
from estate.waivers.rules import percent
from estate.web import Posted, Response, existing, get, page, post, redirect
from estate.web.filters import money


@get("/waivers/discounts", permission=DISCOUNTS_EDIT)
def list_discounts() -> Response:
    """Every standing discount, and the way to set one up."""
    today = clock.today().isoformat()
    with read() as db:
        found = records.discounts(db, today)
    return page("waivers/discounts.html", discounts=found, words=words, share=_share, now=today)


@get("/waivers/discounts/new", permission=DISCOUNTS_EDIT)
def new_discount(asked: Posted) -> Response:
    form_type = FORMS.get(asked.get("kind"))
    if form_type is None:
        raise NotFoundException
    return _new_page(form_type(from_date=clock.today()))


@post("/waivers/discounts", permission=DISCOUNTS_EDIT)
def create_discount(posted: Posted, me: Me) -> Response:
    form_type = FORMS.get(posted.get("kind"))
    if form_type is None:
        raise NotFoundException
    form = form_type(posted)
    with read() as db:
        form.fee_item_ids.choices = records.periodic_items(db)
    if form.validate():
        try:
            discount_id = actions.add_discount(form.spec, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/waivers/discounts/{discount_id}", toast=_("Saved"))
    return _new_page(form, status=422)


@get("/waivers/discounts/{discount_id:int}", permission=DISCOUNTS_EDIT)
def show_discount(discount_id: int) -> Response:
    """A discount with its homes."""
    return _discount_page(discount_id)


@post("/waivers/discounts/{discount_id:int}/end", permission=DISCOUNTS_EDIT)
def end_discount(discount_id: int, posted: Posted, me: Me) -> Response:
    _discount(discount_id)
    form = EndForm(posted)
    if form.validate() and form.last.data:
        try:
            actions.end_discount(discount_id, form.last.data, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/waivers/discounts/{discount_id}", toast=_("Saved"))
    return _discount_page(discount_id, end_form=form, status=422)


@post("/waivers/discounts/{discount_id:int}/homes", permission=DISCOUNTS_EDIT)
def grant_home(discount_id: int, posted: Posted, me: Me) -> Response:
    """Grant the discount to a home for a time."""
    _discount(discount_id)
    form = HomeForm(posted)
    if form.validate() and form.from_date.data:
        home, first, last = str(form.home.data), form.from_date.data, form.to_date.data
        try:
            actions.grant_home(discount_id, home, first, last, str(form.evidence.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/waivers/discounts/{discount_id}", toast=_("Saved"))
    return _discount_page(discount_id, home_form=form, status=422)


@post("/waivers/discounts/{discount_id:int}/homes/{grant_id:int}/end", permission=DISCOUNTS_EDIT)
def end_home(discount_id: int, grant_id: int, me: Me) -> Response:
    """End a home's discount today; for a later day grant it anew."""
    with read() as db:
        found = records.grant(db, discount_id, grant_id)
    if found is None:
        raise NotFoundException
    actions.end_home(discount_id, grant_id, clock.today(), me)
    return redirect(f"/waivers/discounts/{discount_id}", toast=_("Saved"))


def _new_page(form: DiscountForm, status: int = 200) -> Response:
    with read() as db:
        form.fee_item_ids.choices = records.periodic_items(db)
    return page("waivers/discount_new.html", form=form, words=words, status=status)


def _discount_page(
    discount_id: int, *, home_form: HomeForm | None = None, end_form: EndForm | None = None, status: int = 200
) -> Response:
    found, today = _discount(discount_id), clock.today()
    with read() as db:
        grants = records.grants(db, discount_id)
        kept = papers.counts(db, DISCOUNT_HOME.code, [one.id for one in grants])
    return page(
        "waivers/discount.html",
        discount=found,
        grants=grants,
        papers=kept,
        home_form=home_form or HomeForm(from_date=today),
        end_form=end_form or EndForm(last=today),
        share=_share,
        words=words,
        now=today.isoformat(),
        status=status,
    )


def _discount(discount_id: int) -> DiscountRow:
    with read() as db:
        return existing(records.discount(db, discount_id, clock.today().isoformat()))


def _share(discount: DiscountRow) -> str:
    if discount.payable_e4 is None:
        return _("¥%(sum)s off", sum=money(discount.off_fen))
    return _("%(share)s payable", share=percent(discount.payable_e4))


ROUTES = [
    list_discounts,
    new_discount,
    create_discount,
    show_discount,
    end_discount,
    grant_home,
    end_home,
]
