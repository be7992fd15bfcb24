"""Pages of the terms of a fee item and of the days off."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import TARIFFS_EDIT, TARIFFS_READ
from estate.billing import queries as billing
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.penalties import actions, records_terms, rules_calendar, rules_words, words
from estate.penalties.forms import DayOffForm, TermsForm
from estate.penalties.records_terms import TermsRow
from estate.penalties.rules import accrue
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect

EXAMPLE_FEN = 100_000
EXAMPLE_DAYS = (1, 10, 30, 90, 365, 3650)


class Example(NamedTuple):
    """What a fee costs that is paid so many days late."""

    late: int
    days: int
    formula: str
    fen: int
    capped_by: str | None


@get("/fee-items/{item_id:int}/penalty", permission=TARIFFS_READ)
def show_terms(item_id: int) -> Response:
    """What paying this fee late costs, with worked examples."""
    return _terms_page(item_id)


@post("/fee-items/{item_id:int}/penalty", permission=TARIFFS_EDIT)
def add_terms(item_id: int, posted: Posted, me: Me) -> Response:
    """Terms from a day on."""
    form = TermsForm(posted)
    _name_of_item(item_id)
    if not form.validate():
        return _terms_page(item_id, form, 422)
    try:
        actions.add_terms(item_id, form.terms, me)
    except Refused as refused:
        form.refuse(refused)
        return _terms_page(item_id, form, 422)
    return redirect(f"/fee-items/{item_id}/penalty", toast=_("Saved"))


@post("/fee-items/{item_id:int}/penalty/{terms_id:int}/withdrawal", permission=TARIFFS_EDIT)
def withdraw_terms(item_id: int, terms_id: int, me: Me) -> Response:
    actions.withdraw_terms(item_id, terms_id, me)
    return redirect(f"/fee-items/{item_id}/penalty", toast=_("Taken back"))


@get("/days-off", permission=TARIFFS_READ)
def list_days_off() -> Response:
    """The days that due days move off: the official ones, and the office's own."""
    return _days_page(DayOffForm())


@post("/days-off", permission=TARIFFS_EDIT)
def add_day_off(posted: Posted, me: Me) -> Response:
    form = DayOffForm(posted)
    if not form.validate() or form.day.data is None:
        return _days_page(form, 422)
    try:
        actions.add_day(form.day.data, str(form.name.data), me)
    except Refused as refused:
        form.refuse(refused)
        return _days_page(form, 422)
    return redirect("/days-off", toast=_("Saved"))


@post("/days-off/{day:str}/removal", permission=TARIFFS_EDIT)
def remove_day_off(day: str, me: Me) -> Response:
    try:
        actions.remove_day(date.fromisoformat(day), me)
    except ValueError as error:
        raise NotFoundException from error
    return redirect("/days-off", toast=_("Taken off the list"))


def _terms_page(item_id: int, form: TermsForm | None = None, status: int = 200) -> Response:
    name, today = _name_of_item(item_id), clock.today().isoformat()
    with read() as db:
        rows = records_terms.terms_of_item(db, item_id)
    present = next((row for row in rows if row.effective_from <= today), None)
    return page(
        "penalties/terms.html",
        item_id=item_id,
        name=name,
        rows=rows,
        present=present,
        examples=_examples(present or rows[-1]) if rows else [],
        example_fen=EXAMPLE_FEN,
        form=form or TermsForm(effective_from=clock.today(), **_same_habits(rows)),
        words=words,
        status=status,
    )


def _examples(row: TermsRow) -> list[Example]:
    """What a fee of a round sum comes to by these terms, paid more and more late; up to where the cap bites."""
    due, found = date(2026, 1, 1), list[Example]()
    if not row.rate_e7:
        return found
    for late in sorted({*EXAMPLE_DAYS, row.grace_days, row.grace_days + 1} - {0}):
        accrual = accrue(EXAMPLE_FEN, due, row.terms, [], due + timedelta(days=late))
        shown = rules_words.formula(accrual, row.terms)
        found.append(Example(late, accrual.days, shown, accrual.fen, accrual.capped_by))
        if accrual.capped_by in ("principal", "percent"):
            break
    return found


def _same_habits(rows: list[TermsRow]) -> dict[str, Any]:
    """New terms are like the last ones, unless told otherwise."""
    if not rows:
        return {}
    last = rows[0]
    return {
        "rate": last.rate_e7,
        "basis_text": last.basis_text,
        "grace_days": last.grace_days,
        "grace_mode": last.grace_mode,
        "cap": last.cap_bp,
        "lpr": last.lpr_bp,
        "multiple": last.lpr_multiple_e2,
        "name": last.name,
    }


def _days_page(form: DayOffForm, status: int = 200) -> Response:
    today = clock.today()
    with read() as db:
        extra = records_terms.extra_days(db)
    official = [(day, name) for day, name in rules_calendar.official_days().items() if day.year >= today.year]
    years = {
        year: [
            (str(words.HOLIDAYS.get(name, name)), [day for day, _name in some])
            for name, some in groupby(days, key=lambda one: one[1])
        ]
        for year, days in groupby(official, key=lambda one: one[0].year)
    }
    return page(
        "penalties/days_off.html",
        form=form,
        extra=extra,
        years=years,
        known_until=rules_calendar.known_until(),
        status=status,
    )


def _name_of_item(item_id: int) -> str:
    with read() as db:
        return existing(billing.name_of_item(db, item_id))


ROUTES = [show_terms, add_terms, withdraw_terms, list_days_off, add_day_off, remove_day_off]
