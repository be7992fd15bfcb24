"""How the service window speaks: weekdays, hours, how the office stands now."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby

from estate.data import clock
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.web.filters import day as day_text
from estate.window.rules_hours import Span, Standing

ICONS: dict[str, str] = {
    "emergency": "alert-triangle",
    "lift": "alert-triangle",
    "police": "shield-check",
    "fire": "alert-triangle",
    "water": "droplet",
    "power": "bolt",
    "repairs": "tool",
    "clinic": "first-aid-kit",
    "community": "users",
}

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def hour(at: datetime | time) -> str:
    """`8:30`."""
    return f"{at:%H:%M}".removeprefix("0")


def closing(span: Span) -> str:
    """When a span closes, as it is written: `17:30`, and `24:00` at midnight."""
    return f"{span.closes:%H:%M}" if span.closes != time() else "24:00"


def spans(found: tuple[Span, ...]) -> str:
    """`8:30–12:00, 13:30–17:30`, or that it is closed."""
    return _t(", ").join(_span(one) for one in found) or _t("closed")


def week(found: Mapping[int, tuple[Span, ...]]) -> list[tuple[str, str]]:
    """The week in words, days alike one after the other said together: `Monday to Friday`, `8:30–12:00`."""
    said: list[tuple[str, str]] = []
    for hours, days in groupby(range(7), lambda day: spans(found.get(day, ()))):
        alike = list(days)
        name = str(WEEKDAYS[alike[0]])
        if len(alike) > 1:
            name = _t("%(first)s through %(last)s", first=name, last=WEEKDAYS[alike[-1]])
        said.append((name, hours))
    return said


def _span(one: Span) -> str:
    if one == Span(time(), time()):
        return _t("the whole day")
    opens, closes = hour(one.opens), closing(one).removeprefix("0")
    if one.past_midnight and one.closes != time():
        return _t("%(opens)s–%(closes)s the next day", opens=opens, closes=closes)
    return f"{opens}–{closes}"


def stands(found: Standing) -> str:
    """`Open now until 18:00`, `Opens tomorrow at 8:30`."""
    if found.is_open:
        return _open(found.until)
    if found.opens is None:
        return _t("Closed for the time being")
    day, at = found.opens.date(), hour(found.opens)
    if day == _today():
        return _t("Closed now, opens today at %(time)s", time=at)
    if day == _today() + timedelta(days=1):
        return _t("Closed now, opens tomorrow at %(time)s", time=at)
    return _t(
        "Closed now, opens %(weekday)s %(day)s at %(time)s",
        weekday=WEEKDAYS[day.weekday()],
        day=day_text(day),
        time=at,
    )


def _open(until: datetime | None) -> str:
    if until is None:
        return _t("Open now, round the clock")
    day, at = until.date(), hour(until)
    if until.time() == time():
        day, at = day - timedelta(days=1), "24:00"
    if day == _today():
        return _t("Open now until %(time)s", time=at)
    if day == _today() + timedelta(days=1):
        return _t("Open now until tomorrow at %(time)s", time=at)
    return _t(
        "Open now until %(weekday)s %(day)s at %(time)s",
        weekday=WEEKDAYS[day.weekday()],
        day=day_text(day),
        time=at,
    )


def _today() -> date:
    return clock.now().astimezone(clock.zone()).date()
