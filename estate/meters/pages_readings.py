"""Readings of one meter: a new one, one that is corrected, withdrawn or confirmed, the photo of its dial."""

from datetime import date
from typing import cast

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import METERS_EDIT, METERS_READ, READINGS_TAKE
from estate.data import Reader, files, read
from estate.i18n import gettext as _
from estate.meters import actions_readings, records, words
from estate.meters.actions_readings import Lower, Taken, Unusual
from estate.meters.forms import CorrectionForm, ReadingForm, ReasonForm
from estate.meters.pages_meters import kept_photo, meter_of, meter_page
from estate.meters.records import Reading
from estate.meters.rules import UNITS
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@post("/meters/{meter_id:int}/readings", permission=READINGS_TAKE)
def create_reading(meter_id: int, posted: Posted, me: Me) -> Response:
    """A reading from the meter's own page."""
    with read() as db:
        meter_of(db, meter_id)
    form = ReadingForm(posted)
    why = keep(meter_id, form, posted, me)
    if why is not None:
        return meter_page(meter_id, form, status=422, why=why)
    return redirect(f"/meters/{meter_id}", toast=_("Saved"))


def keep(meter_id: int, form: ReadingForm, posted: Posted, me: Me) -> str | None:
    """Keep what a form says; None when done, else what has to be asked (`lower`, `unusual`, or nothing).

    A photo that came along stays with the form until it is answered.
    """
    valid = form.validate()
    try:
        photo = kept_photo(posted)
        form.remember(photo)
        if not valid:
            return ""
        actions_readings.take(taken(meter_id, form, photo), me)
    except Refused as refused:
        form.refuse(refused)
        return _why(refused)
    return None


def _why(refused: Refused) -> str:
    return "lower" if isinstance(refused, Lower) else "unusual" if isinstance(refused, Unusual) else ""


def taken(meter_id: int, form: ReadingForm, photo: str | None) -> Taken:
    """What was filled in."""
    return Taken(
        meter_id,
        cast(date, form.on.data),
        int(form.value.data or 0),
        bool(form.estimated.data),
        bool(form.passed_zero.data),
        bool(form.confirmed.data),
        str(form.note.data or ""),
        photo,
    )


@get("/meters/{meter_id:int}/readings/{reading_id:int}", permission=METERS_EDIT)
def show_reading(meter_id: int, reading_id: int) -> Response:
    """One reading, to be corrected or withdrawn."""
    with read() as db:
        reading = _reading(db, meter_id, reading_id)
    form = CorrectionForm(
        value=reading.value_e3,
        on=date.fromisoformat(reading.read_on),
        estimated=reading.kind == "estimated",
        note=reading.note,
        passed_zero="1" if reading.passed_zero else "",
    )
    return _reading_page(meter_id, reading, form)


@post("/meters/{meter_id:int}/readings/{reading_id:int}/correction", permission=METERS_EDIT)
def correct_reading(meter_id: int, reading_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        reading = _reading(db, meter_id, reading_id)
    form, why = CorrectionForm(posted), ""
    valid = form.validate()
    try:
        photo = kept_photo(posted)
        form.remember(photo)
        if valid:
            new = taken(meter_id, form, photo or reading.photo)
            actions_readings.correct(reading_id, new, str(form.reason.data), me)
            return redirect(f"/meters/{meter_id}", toast=_("Saved"))
    except Refused as refused:
        form.refuse(refused)
        why = _why(refused)
    return _reading_page(meter_id, reading, form, why=why, status=422)


@post("/meters/{meter_id:int}/readings/{reading_id:int}/withdrawal", permission=METERS_EDIT)
def withdraw_reading(meter_id: int, reading_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        reading = _reading(db, meter_id, reading_id)
    form = ReasonForm(posted)
    if form.validate():
        try:
            actions_readings.withdraw(reading_id, str(form.reason.data), me)
            return redirect(f"/meters/{meter_id}", toast=_("Taken back"))
        except Refused as refused:
            form.refuse(refused)
    correction = CorrectionForm(
        value=reading.value_e3, on=date.fromisoformat(reading.read_on), note=reading.note
    )
    return _reading_page(meter_id, reading, correction, reason_form=form, status=422)


@post("/meters/{meter_id:int}/readings/{reading_id:int}/confirmation", permission=METERS_EDIT)
def confirm_reading(meter_id: int, reading_id: int, me: Me) -> Response:
    with read() as db:
        _reading(db, meter_id, reading_id)
    actions_readings.confirm(reading_id, me)
    return redirect(f"/meters/{meter_id}", toast=_("Confirmed"))


@get("/meters/{meter_id:int}/readings/{reading_id:int}/photo", permission=METERS_READ)
def show_photo(meter_id: int, reading_id: int) -> Response:
    with read() as db:
        reading = _reading(db, meter_id, reading_id)
    path = files.path_of(reading.photo) if reading.photo else None
    if path is None or not path.exists():
        raise NotFoundException
    return LitestarResponse(path.read_bytes(), media_type="image/jpeg")


def _reading_page(
    meter_id: int,
    reading: Reading,
    form: CorrectionForm,
    *,
    reason_form: ReasonForm | None = None,
    why: str = "",
    status: int = 200,
) -> Response:
    with read() as db:
        meter = meter_of(db, meter_id)
    return page(
        "meters/reading.html",
        meter=meter,
        reading=reading,
        form=form,
        reason_form=reason_form or ReasonForm(prefix="withdrawal-"),
        why=why,
        words=words,
        unit=UNITS[meter.kind],
        status=status,
    )


def _reading(db: Reader, meter_id: int, reading_id: int) -> Reading:
    found = records.reading(db, reading_id)
    if found is None or found.meter_id != meter_id:
        raise NotFoundException
    return found


ROUTES = [create_reading, show_reading, correct_reading, withdraw_reading, confirm_reading, show_photo]
