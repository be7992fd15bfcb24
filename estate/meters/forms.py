"""Forms of meters and readings."""

from wtforms import BooleanField, FileField, HiddenField
from wtforms.validators import ValidationError

from estate.data import clock
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.meters import words
from estate.meters.rules import MOST_MULTIPLIER_E3
from estate.web import photos
from estate.web.forms import ChoiceField, CountField, DayField, EstateForm, ReadingField, TextField, required

MOST_E3 = 10**12


class CounterForm(EstateForm):
    """The counter itself: its number, what it stands at, how it counts."""

    number = TextField(_("Meter number"), most=40, description=_("As it is written on the meter."))
    initial = ReadingField(
        _("First value"),
        [required()],
        least=0,
        most=MOST_E3,
        default=0,
        description=_("What it stood at then."),
    )
    multiplier = ReadingField(
        _("Multiplier"),
        [required()],
        least=1,
        most=MOST_MULTIPLIER_E3,
        default=1000,
        description=_("1, unless a transformer stands before it: then its ratio, like 40."),
    )
    digits = CountField(
        _("Digits before the point"),
        [required()],
        least=3,
        most=9,
        default=5,
        description=_("After 99999 a counter of five digits stands at zero again."),
    )


class MeterForm(CounterForm):
    """A meter in the register. home: a room in any usual spelling; empty for a common meter."""

    home = TextField(
        _("Home"), most=40, description=_("A room as you write it: 3-2-501. Empty: a common or master meter.")
    )
    kind = ChoiceField(_("What it measures"), choices=list(words.KINDS.items()), default="water")
    place = TextField(
        _("Where it is"), most=60, description=_("Needed for a common meter, like “pump room”.")
    )
    installed_on = DayField(_("Installed on"), [required()], default=clock.today)
    active = ChoiceField(
        _("In use"), choices=[("1", _("is read and billed")), ("", _("no longer"))], default="1"
    )


class ReadingForm(EstateForm):
    """A reading of one meter."""

    value = ReadingField(_("Reading"), [required(_("Write what the meter shows."))], least=0, most=MOST_E3)
    on = DayField(_("Day"), [required()], default=clock.today)
    estimated = BooleanField(_("Estimated, not read"))
    note = TextField(_("Note"), most=200)
    photo = FileField(_("Photo of the dial"))
    passed_zero = HiddenField()
    confirmed = HiddenField()
    kept_photo = HiddenField()

    def remember(self, photo: str | None) -> None:
        """Carry a photo that is kept through the next question."""
        if photo:
            self.kept_photo.data = photos.ticket(photo)


class CorrectionForm(ReadingForm):
    """What a reading should have been, and why."""

    reason = TextField(_("Reason"), [required(_("Write the reason."))], most=200)


class ReasonForm(EstateForm):
    reason = TextField(_("Reason"), [required(_("Write the reason."))], most=200)


class QuotaForm(EstateForm):
    """Cheap usage on top for a large household."""

    extra = ReadingField(
        _("On top each year"),
        [required()],
        least=0,
        most=10**9,
        description=_("0 ends it from that year on."),
    )
    from_year = CountField(_("From the year"), [required()], least=1990, most=2200)
    reason = TextField(_("Reason"), [required(_("Write the reason."))], most=200)


class ReplacementForm(CounterForm):
    """An old counter's last value and the new one."""

    on = DayField(_("Replaced on"), [required()], default=clock.today)
    final = ReadingField(_("Last value of the old counter"), [required()], least=0, most=MOST_E3)
    passed_zero = BooleanField(_("The old counter passed zero since its last reading"))
    note = TextField(_("Note"), most=200)
    photo = FileField(_("Photo of the dial"))

    def validate_number(self, field: TextField) -> None:
        if not field.data:
            raise ValidationError(_t("Write the number of the new meter."))
