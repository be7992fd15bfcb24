"""Forms of the office: points with their questions, routes, schedules, extra rounds."""

from datetime import time
from typing import Any

from wtforms import BooleanField, HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, Optional

from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.patrol import words
from estate.patrol.actions_points import Question, Where
from estate.patrol.actions_routes import Way, When
from estate.patrol.forms_walk import LimitField, millionths
from estate.patrol.queries import Item, Point
from estate.refusal import Refused
from estate.web.forms import ChoiceField, CountField, DayField, EstateForm, TextField, TimeField, required


class PointForm(EstateForm):
    """A point."""

    name = TextField(_("Name of the point"), [required()], most=60)
    location = TextField(
        _("Where it is"), [required()], most=120, description=_("Building, floor, beside what.")
    )
    building = ChoiceField(_("Building"), validate_choice=False)
    position = TextField(
        _("Latitude and longitude"),
        most=40,
        description=_("Like 30.274085, 120.155070; then a check from further away is shown as a doubt."),
    )
    allowed_m = CountField(_("Allowed distance in metres"), [Optional()], least=5, most=5000, default=50)
    photo_required = BooleanField(_("A photo must be taken here"))
    note = TextField(_("Note"), most=200)

    def __init__(self, *args: Any, buildings: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.building.choices = [("", _t("Outside, or of no building")), *buildings]

    def where(self) -> Where:
        """What was filled in. Refused: a position that is none."""
        building = str(self.building.data or "")
        lat, lon = _position(str(self.position.data or ""))
        return Where(
            str(self.name.data),
            str(self.location.data),
            building_id=int(building) if building.isdecimal() else None,
            lat_e6=lat,
            lon_e6=lon,
            allowed_m=self.allowed_m.data if lat is not None else None,
            photo_required=bool(self.photo_required.data),
            note=str(self.note.data or ""),
        )


def point_values(point: Point) -> dict[str, Any]:
    """A point as its form holds it."""
    placed = f"{limit6(point.lat_e6)}, {limit6(point.lon_e6)}" if point.lat_e6 is not None else ""
    return {
        "name": point.name,
        "location": point.location,
        "building": str(point.building_id or ""),
        "position": placed,
        "allowed_m": point.allowed_m or 50,
        "photo_required": bool(point.photo_required),
        "note": point.note,
    }


def limit6(value: int | None) -> str:
    """Millionths of a degree as people write them."""
    whole = abs(value or 0)
    return f"{'-' if (value or 0) < 0 else ''}{whole // 1_000_000}.{whole % 1_000_000:06d}"


def _position(text: str) -> tuple[int | None, int | None]:
    parts = text.replace("，", ",").replace(" ", ",").split(",")
    parts = [one for one in parts if one]
    if not parts:
        return None, None
    lat = millionths(parts[0], 90)
    lon = millionths(parts[1], 180) if len(parts) == 2 else None
    if lat is None or lon is None:
        raise Refused(_t("Write latitude and longitude, like 30.274085, 120.155070."), "position")
    return lat, lon


class BulkForm(EstateForm):
    """Many points at once."""

    lines = TextAreaField(
        _("Points, one a line"),
        [required(), Length(max=20_000)],
        description=_("Name, then a comma, then where it is: Pump room, B1 of building 1."),
    )
    model = ChoiceField(_("Questions to ask there"), validate_choice=False)


class PlacesForm(EstateForm):
    """Points from the register of places; the places come ticked beside it."""

    model = ChoiceField(_("Questions to ask there"), validate_choice=False)


class ItemForm(EstateForm):
    """One thing that is asked at a point."""

    question = TextField(_("What is asked"), [required()], most=120)
    kind = ChoiceField(_("How it is answered"), choices=list(words.ITEM_KINDS.items()))
    route_kind = ChoiceField(_("On which rounds"), choices=[("", _("On all rounds")), *words.KINDS.items()])
    required_ = BooleanField(_("It must be answered"), default=True)
    low = LimitField(_("Lower limit"), [Optional()], least=-(10**9), most=10**9)
    high = LimitField(_("Upper limit"), [Optional()], least=-(10**9), most=10**9)
    unit = TextField(_("Unit of measure"), most=12)
    choices = TextAreaField(
        _("Answers, one a line"),
        [Length(max=600)],
        description=_("An answer that means a fault begins with an exclamation mark: !Leaks"),
    )
    no_is_good = BooleanField(_("“Yes” is the fault, not “No”"))

    def asked(self) -> Question:
        """What was filled in."""
        lines = [one.strip() for one in str(self.choices.data or "").splitlines() if one.strip()]
        plain = tuple(dict.fromkeys(one.lstrip("!！").strip() for one in lines))
        bad = tuple(one.lstrip("!！").strip() for one in lines if one[0] in "!！")
        kind = str(self.kind.data)
        if kind == "yes_no":
            bad = ("yes",) if self.no_is_good.data else ("no",)
        return Question(
            str(self.question.data),
            kind,
            bool(self.required_.data),
            str(self.route_kind.data or ""),
            str(self.unit.data or ""),
            self.low.data,
            self.high.data,
            plain,
            bad,
        )


def item_values(item: Item) -> dict[str, Any]:
    """A question as its form holds it."""
    return {
        "question": item.question,
        "kind": item.kind,
        "route_kind": item.route_kind,
        "required_": bool(item.required),
        "low": item.low,
        "high": item.high,
        "unit": item.unit,
        "choices": "\n".join(f"{'!' if one in item.bad else ''}{one}" for one in item.options),
        "no_is_good": item.bad == ["yes"],
    }


class RouteForm(EstateForm):
    """A route; its points come as numbers beside them."""

    name = TextField(_("Name of the route"), [required()], most=60)
    kind = ChoiceField(_("Kind of round"), choices=list(words.KINDS.items()))
    sequence = ChoiceField(_("Order of the points"), choices=list(words.SEQUENCES.items()))
    min_seconds = CountField(
        _("Least seconds between two points"),
        [required()],
        least=0,
        most=3600,
        default=0,
        description=_("Quicker checks are shown as a doubt, not refused."),
    )
    grace_minutes = CountField(
        _("Minutes of grace"),
        [required()],
        least=0,
        most=1440,
        default=15,
        description=_(
            "After the end of a round; then what is not checked is missed, and the office is told."
        ),
    )
    model = HiddenField()

    def way(self, point_ids: tuple[int, ...]) -> Way:
        """What was filled in."""
        return Way(
            str(self.name.data),
            str(self.kind.data),
            str(self.sequence.data),
            point_ids,
            int(self.min_seconds.data or 0),
            int(self.grace_minutes.data or 0),
        )


class ScheduleForm(EstateForm):
    """When a route is walked."""

    days = SelectMultipleField(
        _("Days of the week"), coerce=int, choices=list(enumerate(words.WEEKDAYS)), validate_choice=False
    )
    month_days = TextField(
        _("Or days of the month"),
        most=60,
        description=_("Like 1, 15; 0 is the last day. Then the week does not count."),
    )
    times = TextField(_("Rounds begin at"), most=120, description=_("Like 09:00, 16:00."))
    every_minutes = CountField(_("Or every so many minutes"), [Optional()], least=15, most=1440)
    from_time = TimeField(_("From (time)"), most=5)
    to_time = TimeField(
        _("Until (time)"),
        most=5,
        description=_("Earlier than the first: over midnight, as from 22:00 until 06:00."),
    )
    window_minutes = CountField(_("Minutes to walk it in"), [required()], least=5, most=44640, default=120)
    from_day = DayField(_("From which day"))
    account = ChoiceField(_("Who walks it"), validate_choice=False)

    def __init__(self, *args: Any, walkers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.account.choices = [("", _t("Whoever takes it")), *walkers]

    def when(self) -> When:
        """What was filled in. Refused: days or times that are none."""
        account = str(self.account.data or "")
        return When(
            int(self.window_minutes.data or 0),
            weekdays=sum(1 << one for one in set(self.days.data or ()) if 0 <= one < 7) or None,
            month_days=_month_days(str(self.month_days.data or "")),
            times=_times(str(self.times.data or "")),
            every_minutes=self.every_minutes.data,
            from_time=_time(self.from_time),
            to_time=_time(self.to_time),
            from_day=self.from_day.data,
            account_id=int(account) if account.isdecimal() else None,
        )


def _split(text: str) -> list[str]:
    for mark in "，、;；":
        text = text.replace(mark, " ")
    return text.replace(",", " ").split()


def _month_days(text: str) -> tuple[int, ...]:
    found = _split(text)
    if any(not one.isdecimal() or int(one) > 31 for one in found):
        raise Refused(_t("Write days of the month, like 1, 15; 0 is the last one."), "month_days")
    return tuple(sorted({int(one) for one in found}))


def _times(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for one in _split(text.replace("：", ":")):
        hour, _colon, minute = one.partition(":")
        if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
            raise Refused(_t("Write times, like 09:00, 16:00."), "times")
        found.append(time(int(hour), int(minute)).strftime("%H:%M"))
    return tuple(found)


def _time(field: TimeField) -> str | None:
    found = field.time()
    return found.strftime("%H:%M") if found else None


class ExtraForm(EstateForm):
    """A round beside the schedules."""

    route = ChoiceField(_("Route"), validate_choice=False)
    minutes = CountField(_("Minutes to walk it in"), [required()], least=5, most=1440, default=60)
    account = ChoiceField(_("Who walks it"), validate_choice=False)
    key = HiddenField()


class CancelForm(EstateForm):
    """Why a round is not walked."""

    reason = TextField(_("Reason"), [required()], most=200)
