"""A home's bills: statement, notice to print, one-off charges, single charges and their reversal."""

import secrets
from datetime import date

from estate.access.me import Me
from estate.access.permissions import BILLS_READ, BILLS_REVERSE, BILLS_RUN
from estate.billing import actions_charges, queries, queries_notices, records_items, words
from estate.billing.actions import usual_due_day
from estate.billing.forms import OneOffForm, ReasonForm
from estate.billing.statement import statement
from estate.cashier import queries as cashier
from estate.community import queries as community
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.materials.queries_costs import order_of_charge
from estate.office.identity import identity
from estate.refusal import Refused
from estate.settings import Settings
from estate.sharing import queries as sharing
from estate.waivers import queries as waivers
from estate.waivers import words as waived
from estate.web import Posted, Response, existing, get, page, post, redirect
from estate.web.lan import lan_url, qr_svg


@get("/homes/{home_id:int}/statement", permission=BILLS_READ)
def show_statement(home_id: int, asked: Posted) -> Response:
    """What was charged and paid in a year, with the arithmetic, and what is owed now."""
    home = _home(home_id)
    with read() as db:
        return page(
            "billing/statement.html",
            home=home,
            owed=queries.owed_summary(db, home_id, clock.today().isoformat()),
            statement=statement(db, home_id, asked.whole("year")),
            words=words,
            waived=waived,
        )


@get("/homes/{home_id:int}/notice", permission=BILLS_READ)
def show_notice(home_id: int, settings: Settings) -> Response:
    """What is owed, to print and hand over: one sheet for each payer."""
    home = _home(home_id)
    with read() as db:
        notices = queries_notices.notices(db, [home_id], clock.today().isoformat())
    return _notices_page(notices, f"/homes/{home.id}/statement", settings)


@get("/bill-runs/{run_id:int}/notices", permission=BILLS_READ)
def show_notices(run_id: int, asked: Posted, settings: Settings) -> Response:
    """The notices of all homes of a building that the run charges and that owe something."""
    building = asked.get("building")
    with read() as db:
        homes = queries_notices.homes_of_run(db, run_id, building)
        notices = queries_notices.notices(db, homes, clock.today().isoformat())
    return _notices_page(notices, f"/bill-runs/{run_id}", settings)


@get("/homes/{home_id:int}/charges/new", permission=BILLS_RUN)
def new_charge(home_id: int) -> Response:
    today = clock.today()
    with read() as db:
        due_on = usual_due_day(today.replace(day=1), identity(db).due_day)
    form = OneOffForm(key=secrets.token_hex(16), on=today, due_on=due_on)
    return _charge_form(home_id, form)


@post("/homes/{home_id:int}/charges", permission=BILLS_RUN)
def charge_once(home_id: int, posted: Posted, me: Me) -> Response:
    """Charge a home something by hand; the form's key makes a double click charge it once."""
    form = OneOffForm(posted)
    form.fee_item_id.choices = _one_off_items()
    if not form.validate():
        return _charge_form(home_id, form, status=422)
    on, due_on = form.on.data or clock.today(), form.due_on.data or clock.today()
    item_id, amount_fen = int(str(form.fee_item_id.data)), int(form.amount_fen.data or 0)
    key = f"{home_id}:{form.key.data or secrets.token_hex(16)}"
    try:
        _home(home_id)
        charge_id = actions_charges.charge_once(
            home_id, item_id, amount_fen, on, due_on, str(form.text.data), key, me
        )
    except Refused as refused:
        form.refuse(refused)
        return _charge_form(home_id, form, status=422)
    return redirect(f"/charges/{charge_id}", toast=_("Charge posted"))


@get("/charges/{charge_id:int}", permission=BILLS_READ)
def show_charge(charge_id: int) -> Response:
    """A charge with all it was computed from and what was paid on it."""
    return _charge_page(charge_id, ReasonForm())


@post("/charges/{charge_id:int}/reversal", permission=BILLS_REVERSE)
def reverse_charge(charge_id: int, posted: Posted, me: Me) -> Response:
    form = ReasonForm(posted)
    if not form.validate():
        return _charge_page(charge_id, form, status=422)
    _charge(charge_id)
    try:
        reversal_id = actions_charges.reverse_charge(charge_id, str(form.reason.data), me)
    except Refused as refused:
        form.refuse(refused)
        return _charge_page(charge_id, form, status=422)
    return redirect(f"/charges/{reversal_id}", toast=_("Reversed"))


def _notices_page(notices: list[queries_notices.Notice], back: str, settings: Settings) -> Response:
    with read() as db:
        office = identity(db)
    url = f"{lan_url(settings.port)}my"
    return page(
        "billing/notices.html",
        notices=notices,
        back=back,
        url=url,
        qr=qr_svg(url, scale=3),
        bank_account=office.bank_account,
        words=words,
    )


def _charge_form(home_id: int, form: OneOffForm, status: int = 200) -> Response:
    form.fee_item_id.choices = _one_off_items()
    return page("billing/charge_new.html", home=_home(home_id), form=form, status=status)


def _one_off_items() -> list[tuple[str, str]]:
    with read() as db:
        items = records_items.items(db)
    return [(str(item.id), item.name) for item in items if item.kind == "one_off" and item.active]


def _charge_page(charge_id: int, form: ReasonForm, status: int = 200) -> Response:
    charge = _charge(charge_id)
    with read() as db:
        tariff = next(
            (one for one in records_items.tariffs(db, charge.fee_item_id) if one.id == charge.tariff_id), None
        )
        payments = cashier.payments_of_charge(db, charge_id)
        waivers_given = waivers.of_charge(db, charge_id)
        batch_id = sharing.batch_of(db, charge_id)
        of_order = order_of_charge(db, charge_id)
    return page(
        "billing/charge.html",
        charge=charge,
        tariff=tariff,
        payments=payments,
        waivers=waivers_given,
        waived=waived,
        batch_id=batch_id,
        of_order=of_order,
        days=(date.fromisoformat(charge.period_to) - date.fromisoformat(charge.period_from)).days + 1,
        form=form,
        words=words,
        status=status,
    )


def _charge(charge_id: int) -> queries.Charge:
    with read() as db:
        return existing(queries.charge(db, charge_id))


def _home(home_id: int) -> community.Home:
    with read() as db:
        return existing(community.home(db, home_id))


ROUTES = [
    show_statement,
    show_notice,
    show_notices,
    new_charge,
    charge_once,
    show_charge,
    reverse_charge,
]
