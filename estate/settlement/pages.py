"""The page that walks through a home's handover step by step; each step can be left and come back to."""

import secrets
from datetime import date
from fractions import Fraction
from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import SETTLEMENTS_COMPLETE, SETTLEMENTS_PREPARE
from estate.community import queries as community
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.meters import actions_readings
from estate.meters.actions_readings import Lower, Taken, Unusual
from estate.meters.words import KINDS as METERS
from estate.people import queries as people
from estate.people.queries_handovers import latest_handover, same_person
from estate.people.rules import OWNERS
from estate.refunds import words as refund_words
from estate.refusal import Refused
from estate.settings import Settings
from estate.settlement import actions, records, words
from estate.settlement.actions import Printed
from estate.settlement.forms import (
    MOST_OWNERS,
    CompletionForm,
    DayForm,
    FinalReadingForm,
    MoneyForm,
    ThingsForm,
)
from estate.settlement.plan import Plan, View, view
from estate.settlement.records import Settlement
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.lan import lan_url


@get("/homes/{home_id:int}/settlement", permission=SETTLEMENTS_PREPARE)
def show_home(home_id: int, asked: Posted) -> Response:
    """The settlement that is under way, or the form to begin one."""
    with read() as db:
        found = records.open_settlement(db, home_id)
        latest = latest_handover(db, home_id)
    if found:
        return redirect(f"/settlements/{found.id}")
    form = DayForm(
        on=_day(asked.get("on")) or (date.fromisoformat(latest.on_date) if latest else clock.today())
    )
    with read() as db:
        family = [one.residency_id for one in people.residents_of(db, home_id) if one.role == "family"]
    form.residencies.data = family
    return _begin_page(home_id, form, secrets.token_urlsafe(16))


@post("/homes/{home_id:int}/settlement", permission=SETTLEMENTS_PREPARE)
def begin(home_id: int, posted: Posted, me: Me) -> Response:
    form, key = DayForm(posted), posted.get("idempotency_key")
    if form.validate():
        try:
            found = actions.begin(home_id, form.on.data or clock.today(), _plan(form), key, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/settlements/{found.id}")
    return _begin_page(home_id, form, key, status=422)


@get("/settlements/{settlement_id:int}", permission=SETTLEMENTS_PREPARE)
def show(settlement_id: int) -> Response:
    return _page(settlement_id)


@post("/settlements/{settlement_id:int}/day", permission=SETTLEMENTS_PREPARE)
def change_day(settlement_id: int, posted: Posted, me: Me) -> Response:
    form = DayForm(posted)
    return _step(
        settlement_id,
        "day",
        form,
        lambda: actions.change(settlement_id, form.on.data or clock.today(), _plan(form), me),
    )


@post("/settlements/{settlement_id:int}/readings/{meter_id:int}", permission=SETTLEMENTS_PREPARE)
def take_reading(settlement_id: int, meter_id: int, posted: Posted, me: Me) -> Response:
    """A final reading, as of the last day of who leaves."""
    at, form = _view(settlement_id), FinalReadingForm(posted)
    if meter_id not in {one.id for one in at.finals}:
        raise NotFoundException
    why = ""
    if form.validate():
        taken = Taken(
            meter_id,
            at.last,
            int(form.value.data or 0),
            bool(form.estimated.data),
            bool(form.passed_zero.data),
            bool(form.confirmed.data),
            _("Handover"),
        )
        try:
            actions_readings.take(taken, me)
        except Refused as refused:
            refused.field = "value" if refused.field == "on" else refused.field
            form.refuse(refused)
            why = "lower" if isinstance(refused, Lower) else "unusual" if isinstance(refused, Unusual) else ""
        else:
            return redirect(f"/settlements/{settlement_id}#step-2", toast=_("Saved"))
    return _page(settlement_id, status=422, readings={meter_id: (form, why)})


@post("/settlements/{settlement_id:int}/money", permission=SETTLEMENTS_PREPARE)
def say_money(settlement_id: int, posted: Posted, me: Me) -> Response:
    form = MoneyForm(posted)
    return _step(
        settlement_id,
        "money",
        form,
        lambda: actions.say_money(settlement_id, str(form.money.data), str(form.agreement.data or ""), me),
    )


@post("/settlements/{settlement_id:int}/things", permission=SETTLEMENTS_PREPARE)
def say_things(settlement_id: int, posted: Posted, me: Me) -> Response:
    form = ThingsForm(posted)
    return _step(
        settlement_id,
        "things",
        form,
        lambda: actions.say_things(settlement_id, form.released.data or [], str(form.access.data or ""), me),
    )


@post("/settlements/{settlement_id:int}/completion", permission=SETTLEMENTS_COMPLETE)
def complete(settlement_id: int, posted: Posted, me: Me, settings: Settings) -> Response:
    form = CompletionForm(posted)
    printed = Printed(f"{lan_url(settings.port)}my", settings.practice)
    return _step(
        settlement_id,
        "completion",
        form,
        lambda: actions.complete(settlement_id, me, printed, all_the_same=bool(form.all_the_same.data)),
        toast=_("Handed over"),
    )


@post("/settlements/{settlement_id:int}/payout", permission=SETTLEMENTS_COMPLETE)
def go_on_with_money(settlement_id: int, me: Me) -> Response:
    """Once a credit is approved: refund or carry over what stands on the account now."""
    _require(settlement_id)
    actions.go_on_with_money(settlement_id, me)
    return redirect(f"/settlements/{settlement_id}", toast=_("Saved"))


@post("/settlements/{settlement_id:int}/dropping", permission=SETTLEMENTS_PREPARE)
def drop(settlement_id: int, me: Me) -> Response:
    _require(settlement_id)
    found = actions.drop(settlement_id, me)
    return redirect(f"/homes/{found.home_id}/residents", toast=_("Settlement dropped"))


def _step(settlement_id: int, name: str, form: Any, act: Any, toast: str = "") -> Response:
    _require(settlement_id)
    if form.validate():
        try:
            act()
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/settlements/{settlement_id}", toast=toast or _("Saved"))
    return _page(settlement_id, status=422, **{name: form})


def _page(settlement_id: int, status: int = 200, readings: Any = None, **forms: Any) -> Response:
    at = _view(settlement_id)
    with read() as db:
        effects = records.effects(db, settlement_id)
        residents = people.residents_from(db, at.home.id, at.last)
    shown: dict[str, Any] = {
        "day": _day_form(at),
        "money": MoneyForm(money=at.settlement.money or "refund", agreement=at.settlement.agreement),
        "things": ThingsForm(released=list(at.released), access=at.settlement.access),
        "completion": CompletionForm(),
        **forms,
    }
    return page(
        "settlement/done.html" if at.settlement.finished_at else "settlement/show.html",
        status=status,
        at=at,
        effects=effects,
        others=[one for one in residents if one.role not in OWNERS],
        readings=readings or {},
        words=words,
        refund_words=refund_words,
        meter_names=METERS,
        early=at.on > clock.today(),
        forms=shown,
    )


def _begin_page(home_id: int, form: DayForm, key: str, status: int = 200) -> Response:
    with read() as db:
        home = community.home(db, home_id)
        if home is None:
            raise NotFoundException
        latest, finished = latest_handover(db, home_id), records.finished_of(db, home_id)
        residents = people.residents_of(db, home_id)
        vehicles = people.vehicles_of_home(db, home_id)
    settled = latest is not None and any(one.handover_id == latest.id for one in finished)
    return page(
        "settlement/begin.html",
        status=status,
        home=home,
        form=form,
        key=key or secrets.token_urlsafe(16),
        latest=None if settled else latest,
        finished=finished,
        others=[one for one in residents if one.role not in OWNERS],
        vehicles=vehicles,
        words=words,
    )


def _day_form(at: View) -> DayForm:
    values: dict[str, Any] = {
        "on": at.on,
        "residencies": list(at.plan.residencies),
        "vehicles": list(at.plan.vehicles),
    }
    for n, owner in enumerate(at.plan.owners, 1):
        share = Fraction(owner.share) if owner.share else None
        values |= {f"name_{n}": owner.name, f"phone_{n}": owner.phone, f"share_{n}": share}
        values["company"] = values.get("company") or owner.company
    return DayForm(**values)


def _plan(form: DayForm) -> Plan:
    with read() as db:
        known = {
            n: found
            for n in range(1, MOST_OWNERS + 1)
            if (
                found := same_person(
                    db, str(form[f"name_{n}"].data or ""), str(form[f"phone_{n}"].data or "")
                )
            )
        }
    return form.plan(known)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _require(settlement_id: int) -> Settlement:
    with read() as db:
        found = records.settlement(db, settlement_id)
    if found is None or found.dropped_at:
        raise NotFoundException
    return found


def _view(settlement_id: int) -> View:
    found = _require(settlement_id)
    with read() as db:
        return view(db, found)


ROUTES = [
    show_home,
    begin,
    show,
    change_day,
    take_reading,
    say_money,
    say_things,
    complete,
    go_on_with_money,
    drop,
]
