"""Forms of equipment: the facts of a piece, its state, spare parts, meters."""

from typing import Any

from wtforms import BooleanField, TextAreaField
from wtforms.validators import StopValidation

from estate.community.rules import first_day
from estate.data import clock
from estate.equipment import words
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.web.forms import ChoiceField, CountField, DayField, EstateForm, MoneyField, TextField, required


class SinceField(TextField):
    """A day or only a month; `parsed` is (first day, precision)."""

    parsed: tuple[str, str] | None = None

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        text = str(self.data).replace("/", "-").replace(".", "-")
        found = first_day(f"{text}-01") if len(text) == 4 else first_day(text)
        if found is None or not "1900" <= found[0] <= clock.today().isoformat():
            raise StopValidation(_t("Write a day or a month up to today, like 2019-03-15 or 2019-03."))
        self.parsed = (found[0], "month") if len(text) == 4 else found


class EquipmentForm(EstateForm):
    """The facts of a piece. spot: `building` or `building-entrance` by their ids."""

    code = TextField(
        _("Equipment number"), most=40, description=_("As on its label. Empty: the next free one.")
    )
    name = TextField(_("Equipment name"), [required()], most=80)
    category = TextField(
        _("Category"), most=40, description=_("Choose one from the list, or write your own.")
    )
    quantity = CountField(
        _("Pieces"),
        [required()],
        least=1,
        most=100_000,
        default=1,
        description=_("Several alike in one place."),
    )
    model = TextField(_("Model"), most=80)
    brand = TextField(_("Maker"), most=80)
    serial_no = TextField(_("Serial number"), most=60)
    location = TextField(_("Place"), most=120, description=_("In words: building, entrance, floor, room."))
    spot = ChoiceField(_("Building and entrance"), choices=[])
    public_place = ChoiceField(
        _("Public place"),
        choices=[],
        default="",
        description=_("Of the register of places. The building and entrance follow it where none is chosen."),
    )
    parent = TextField(
        _("Part of"), most=60, description=_("The number of the larger piece that it belongs to.")
    )
    installed = SinceField(
        _("Installed on"), most=20, description=_("A day or only the month, like 2019-03.")
    )
    life_years = CountField(_("Design life"), least=1, most=200)
    warranty_until = DayField(_("Warranty until"))
    supplier = TextField(_("Supplier"), most=80)
    cost_fen = MoneyField(_("Bought for"), least=0, most=10**12)
    vendor = TextField(_("Maintenance company"), most=80)
    vendor_phone = TextField(_("Its phone"), most=60)
    keeper = TextField(_("Responsible person"), most=40)
    service_cycle = ChoiceField(_("Serviced"), choices=[])
    next_service_on = DayField(_("Next service"))
    statutory = ChoiceField(
        _("By law"), choices=[], description=_("Decides which inspections and cycles the law asks for.")
    )
    registration_no = TextField(
        _("Registration number"), most=60, description=_("Of special equipment, as on its certificate.")
    )
    last_inspection_on = DayField(_("Last inspection"))
    next_inspection_on = DayField(_("Next inspection"))
    note = TextAreaField(_("Note"))


class StateForm(EstateForm):
    """From when a piece is in which state, and why."""

    state = ChoiceField(_("State"), [required()], choices=[(one, words.STATES[one]) for one in words.BY_HAND])
    since = DayField(_("From"), [required()], default=clock.today)
    reason = TextField(_("Reason"), [required(_("Write the reason."))], most=200)
    replaced_by = TextField(
        _("Replaced by"), most=60, description=_("When it is scrapped: the number of what stands there now.")
    )
    parts_too = BooleanField(_("Its parts as well"))

    def validate_replaced_by(self, field: TextField) -> None:
        if field.data and self.state.data != "scrapped":
            raise StopValidation(_t("Only what is scrapped is replaced."))


class SpareForm(EstateForm):
    """A spare part that is to be in the store room."""

    name = TextField(_("Spare part"), [required()], most=80)
    model = TextField(_("Model"), most=80)
    kept = CountField(_("To be kept"), [required()], least=0, most=100_000, default=1)


class MeterLinkForm(EstateForm):
    number = TextField(_("Meter number"), [required()], most=40)
