"""Forms of homes, buildings with the generator, zones and parking spaces."""

from collections.abc import Callable
from typing import Any

from wtforms import BooleanField, Field, TextAreaField
from wtforms.validators import StopValidation

from estate.community import rules
from estate.community.rules_generator import parse_entrances, parse_floors, parse_list
from estate.community.words import PARKING_NAMES, STATE_NAMES, USAGE_NAMES
from estate.data import clock
from estate.i18n import gettext
from estate.i18n import lazy as _
from estate.web.forms import AreaField, ChoiceField, CountField, DayField, EstateForm, TextField, required

USAGES = list(USAGE_NAMES.items())
STATES = list(STATE_NAMES.items())


class ParsedField(TextField):
    """A line of text with a meaning; `parsed` is what it means, `wrong` what is said when it has none."""

    def __init__(
        self,
        label: str,
        validators: list[Any] | None = None,
        *,
        read: Callable[[str], Any],
        wrong: str,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.read, self.wrong = read, wrong
        self.parsed: Any = None

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            self.parsed = self.read(self.data)
        except ValueError as error:
            raise StopValidation(str(self.wrong)) from error


def _read_areas(text: str) -> list[int]:
    form = _OneArea()
    areas: list[int] = []
    for piece in parse_list(text):
        form.area.process_formdata([piece])
        if not form.area.data or form.area.data <= 0:
            raise ValueError(piece)
        areas.append(form.area.data)
    return areas


def _read_month_or_day(text: str) -> tuple[str, str]:
    day = rules.first_day(text.replace("/", "-").replace(".", "-"))
    if day is None or not "1900" <= day[0] <= "2200":
        raise ValueError(text)
    return day


class _OneArea(EstateForm):
    area = AreaField("")


class HomeForm(EstateForm):
    """The facts of a home."""

    room = TextField(_("Room"), [required()], most=12)
    floor = CountField(_("Floor"), least=-9, most=150)
    area_dm2 = AreaField(_("Built area"), [required()], least=1, most=10_000_000)
    inner_area_dm2 = AreaField(_("Inner area"), least=1, most=10_000_000)
    layout = TextField(_("Layout"), most=40)
    usage = ChoiceField(_("Usage"), validators=[required()], choices=USAGES)
    delivered_on = ParsedField(
        _("Delivered on"),
        read=_read_month_or_day,
        wrong=_("Write a day or a month, like 2019-03-15 or 2019-03."),
        description=_("A day or only the month, like 2019-03."),
    )
    note = TextAreaField(_("Note"))


class NewHomeForm(HomeForm):
    """One more home in a building."""

    entrance = TextField(_("Entrance"), [required()], most=4, default="1")
    state = ChoiceField(_("State"), validators=[required()], choices=STATES, default="delivered")


class StateForm(EstateForm):
    """From when a home is in which state."""

    state = ChoiceField(_("State"), validators=[required()], choices=STATES)
    from_date = DayField(_("From"), [required()], default=clock.today)
    note = TextField(_("Note"), most=200)


class BuildingForm(EstateForm):
    """A building's number, name and zone."""

    code = TextField(
        _("Building number"),
        [required()],
        most=8,
        description=_("It stands first in every home's code: 3 in 3-2-501."),
    )
    name = TextField(_("Name of the building"), most=60)
    zone_id = ChoiceField(_("Zone"), coerce=int, choices=[])


class PlanForm(EstateForm):
    """What the generator builds."""

    entrances = ParsedField(
        _("Entrances"),
        [required()],
        read=parse_entrances,
        wrong=_("Write the entrances like 1-3 or 1, 2."),
        default="1",
        description=_("1-3 makes three; or list them: 1, 2."),
    )
    floors = ParsedField(
        _("Floors"),
        [required()],
        read=parse_floors,
        wrong=_("Write the floors like 1-18 or -1, 1-6."),
        default="1-18",
        description=_("From the lowest to the highest, like 1-18."),
    )
    skip = ParsedField(
        _("Floors left out"),
        read=parse_floors,
        wrong=_("Write the floors like 4, 14."),
        description=_("Numbers that the lift does not have, like 4, 14."),
    )
    per_floor = CountField(_("Homes on each floor"), [required()], least=1, most=60, default=4)
    areas = ParsedField(
        _("Built areas"),
        [required()],
        read=_read_areas,
        wrong=_("Write areas in m² with a space between them, like 89.76 120.50."),
        description=_("One for all, or one for each home of a floor: 89.76 120.50 120.50 89.76."),
    )
    inner_areas = ParsedField(
        _("Inner areas"),
        read=_read_areas,
        wrong=_("Write areas in m² with a space between them, like 89.76 120.50."),
    )
    layouts = ParsedField(
        _("Layouts"),
        read=parse_list,
        wrong="",
        description=_("Words of your own, one for all or one for each home of a floor."),
    )
    usage = ChoiceField(_("Usage"), validators=[required()], choices=USAGES)
    shop_floors = ParsedField(
        _("Floors with shops"), read=parse_floors, wrong=_("Write the floors like 1-18 or -1, 1-6.")
    )
    state = ChoiceField(_("State"), validators=[required()], choices=STATES, default="delivered")
    delivered_on = ParsedField(
        _("Delivered on"),
        read=_read_month_or_day,
        wrong=_("Write a day or a month, like 2019-03-15 or 2019-03."),
    )
    one_digit = BooleanField(_("Short room numbers: 51 rather than 501"))
    continuous = BooleanField(_("The next entrance goes on counting: 501, 502 | 503, 504"))

    def validate_skip(self, field: ParsedField) -> None:
        if self.floors.parsed and not set(self.floors.parsed) - set(field.parsed or ()):
            raise StopValidation(gettext("No floor is left."))

    def validate_areas(self, field: ParsedField) -> None:
        self._one_for_each(field)

    def validate_inner_areas(self, field: ParsedField) -> None:
        self._one_for_each(field)

    def validate_layouts(self, field: ParsedField) -> None:
        self._one_for_each(field)

    def validate_one_digit(self, field: Field) -> None:
        last = (self.per_floor.data or 0) * (len(self.entrances.parsed or "x") if self.continuous.data else 1)
        if field.data and last > 9:
            raise StopValidation(gettext("With more than 9 homes on a floor the numbers need two digits."))

    def _one_for_each(self, field: ParsedField) -> None:
        count = len(field.parsed or ())
        if count not in (0, 1, self.per_floor.data):
            raise StopValidation(
                gettext(
                    "These are %(n)s values for %(homes)s homes on a floor.",
                    n=count,
                    homes=self.per_floor.data or 0,
                )
            )


class NewBuildingForm(BuildingForm, PlanForm):
    """A new building and what is in it."""


class ZoneForm(EstateForm):
    name = TextField(_("Name of the zone"), [required()], most=40)


class ParkingForm(EstateForm):
    """A parking space. home: a room in any usual spelling."""

    code = TextField(
        _("Space number"),
        [required()],
        most=20,
        description=_("As it is written on the ground, like B1-012."),
    )
    kind = ChoiceField(_("Kind"), validators=[required()], choices=list(PARKING_NAMES.items()))
    area_dm2 = AreaField(_("Area"), least=1, most=1_000_000)
    home = TextField(
        _("Belongs to home"), most=40, description=_("A room as you write it: 3-2-501. Empty: nobody.")
    )
    since = DayField(
        _("With this home since"),
        description=_(
            "Its first day with this home; bills are split at it. Empty: always, or a slip put right."
        ),
    )
    note = TextField(_("Note"), most=200)
