"""What skills, absences and the reasons for a choice are called."""

from datetime import date, datetime

from babel.dates import format_datetime

from estate.crew.rules import Candidate, Reason
from estate.data import clock
from estate.i18n import gettext as _
from estate.i18n import lazy, locale, ngettext
from estate.repairs.words import CATEGORIES
from estate.web.filters import day

LEVELS: dict[int, str] = {
    1: lazy("Learns it"),
    2: lazy("Works alone"),
    3: lazy("Expert"),
}

ABSENCES: dict[str, str] = {
    "leave": lazy("Leave"),
    "sick": lazy("Ill"),
    "training": lazy("Course"),
    "other": lazy("Away"),
}

MODES: dict[str, str] = {
    "auto": lazy("By itself, to who fits best"),
    "propose": lazy("Proposed; the office decides"),
    "pool": lazy("From the pool"),
}

AGAINST: dict[str, str] = {
    "nobody": lazy("Nobody belongs to the crew yet."),
    "unskilled": lazy("Nobody has this skill."),
    "off_shift": lazy("Nobody with this skill is on shift."),
}

AGAINST_OTHERS: dict[str, str] = {
    "nobody": lazy("Nobody else belongs to the crew"),
    "unskilled": lazy("Nobody else has this skill."),
    "off_shift": lazy("Nobody else with this skill is on shift."),
}
"""The same where somebody has the order already."""

CLASHES: dict[str, str] = {
    "overlap": lazy("At the same time as another"),
    "off_shift": lazy("Off shift then"),
}

WEEKDAYS = (
    lazy("Monday"),
    lazy("Tuesday"),
    lazy("Wednesday"),
    lazy("Thursday"),
    lazy("Friday"),
    lazy("Saturday"),
    lazy("Sunday"),
)


def reasons(candidate: Candidate, category: str, now: datetime) -> str:
    """The reasons for somebody in one line: "Plumbing skill, 1 open order, on shift until 18:00"."""
    name = str(CATEGORIES[category])
    told = [_reason(one, name[:1].lower() + name[1:], now) for one in candidate.reasons]
    line = _(", ").join(told)
    return line[:1].upper() + line[1:]


def moment(at: datetime, now: datetime) -> str:
    """An instant to come as people say it: `18:00` today, with the weekday within a week, else with the date."""
    here, today = at.astimezone(clock.zone()), now.astimezone(clock.zone()).date()
    shown = here.strftime("%H:%M")
    if here.date() == today:
        return shown
    if 0 < (here.date() - today).days < 7:
        return f"{format_datetime(here, 'EEE', tzinfo=clock.zone(), locale=locale())} {shown}"
    return f"{day(here.date())} {shown}"


def span(starts: datetime, ends: datetime) -> str:
    """Two instants of a day as `09:00–11:00`."""
    return "–".join(one.astimezone(clock.zone()).strftime("%H:%M") for one in (starts, ends))


def _reason(one: Reason, category: str, now: datetime) -> str:
    match one.kind:
        case "skill":
            return _skill(one.how, category)
        case "load":
            return _load(one.orders, one.waiting)
        case "shift":
            return _shift(one, now)
        case "near":
            return (
                _("at work in the same building") if one.how == "building" else _("at work in the same zone")
            )
        case _mended:
            return _mended_words(one.how, one.on)


def _skill(how: str, category: str) -> str:
    if how == "none":
        return _("no skill in %(category)s", category=category)
    if how == "learns":
        return _("learns %(category)s", category=category)
    if how == "expert":
        return _("expert in %(category)s", category=category)
    return _("skill in %(category)s", category=category)


def _load(count: int, waiting: int) -> str:
    text = ngettext("%(num)s open order", "%(num)s open orders", count) if count else _("no open order")
    if waiting:
        text = _("%(load)s and %(n)s that wait", load=text, n=waiting)
    return text


def _shift(one: Reason, now: datetime) -> str:
    if one.at is None:
        return _("no shift in the next two weeks")
    if one.how == "until":
        return _("on shift until %(time)s", time=moment(one.at, now))
    return _("off shift until %(time)s", time=moment(one.at, now))


def _mended_words(how: str, on: date | None) -> str:
    if how == "equipment":
        return _("worked on this equipment on %(day)s", day=day(on))
    return _("was in this home on %(day)s", day=day(on))
