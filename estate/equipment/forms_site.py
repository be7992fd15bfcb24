"""Forms of what happens to equipment on the site: a fault, out of service, back again."""

from datetime import datetime, time

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField

from estate.data import clock
from estate.equipment import words
from estate.i18n import lazy as _
from estate.repairs import words as repairs
from estate.web.forms import ChoiceField, DayField, EstateForm, TextField, TimeField, required


def _now() -> str:
    return clock.now().astimezone(clock.zone()).strftime("%H:%M")


def instant(day: DayField, clock_time: TimeField) -> datetime | None:
    """The day and time of two fields in the community's time zone; None where there is no day."""
    if day.data is None:
        return None
    return datetime.combine(day.data, clock_time.time() or time(0), clock.zone())


class FaultForm(EstateForm):
    """A fault of a piece; category is that of repairs."""

    title = TextField(_("In a few words"), [required()], most=80)
    category = ChoiceField(_("What kind of fault"), [required()], choices=list(repairs.CATEGORIES.items()))
    urgency = RadioField(
        _("How urgent"), choices=[(code, one[1]) for code, one in repairs.URGENCIES.items()], default="normal"
    )
    text = TextAreaField(_("More about it"))
    stands = BooleanField(_("It does not run: out of service from now until the order is done"))
    key = HiddenField()


class OutForm(EstateForm):
    """From when a piece is or was out of service, and why. The end is for what is over already."""

    cause = ChoiceField(_("Cause"), [required()], choices=list(words.CAUSES.items()), default="failure")
    from_day = DayField(_("Out of service since"), [required()], default=clock.today)
    from_time = TimeField(_("Time"), most=5, default=_now)
    to_day = DayField(_("Back since"), description=_("Empty while it still stands."))
    to_time = TimeField(_("Time"), most=5)
    note = TextField(_("What happened"), most=200)
    remedy = TextField(_("What was done"), most=200, description=_("Of what is over already."))
    key = HiddenField()


class BackForm(EstateForm):
    """Since when it runs again, and what was done."""

    to_day = DayField(_("Back since"), [required()], default=clock.today)
    to_time = TimeField(_("Time"), most=5, default=_now)
    remedy = TextField(_("What was done"), most=200)


class VoidForm(EstateForm):
    reason = TextField(_("Reason"), [required(_("Write the reason."))], most=200)
