"""How the service window speaks: weekdays, hours, how the office stands now."""

from datetime import datetime, time, timedelta

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


def spans(found: tuple[Span, ...]) -> str:
    """`8:30–12:00, 13:30–17:30`, or that it is closed."""
    if not found:
        return _t("closed")
    return _t(", ").join(f"{hour(one.opens)}–{hour(one.closes)}" for one in found)


def stands(found: Standing) -> str:
    """`Open now until 18:00`, `Opens tomorrow at 8:30`."""
    if found.is_open and found.until:
        return _t("Open now until %(time)s", time=hour(found.until))
    if found.opens is None:
        return _t("Closed for the time being")
    today = clock.now().astimezone(clock.zone()).date()
    day, at = found.opens.date(), hour(found.opens)
    if day == today:
        return _t("Closed now, opens today at %(time)s", time=at)
    if day == today + timedelta(days=1):
        return _t("Closed now, opens tomorrow at %(time)s", time=at)
    return _t(
        "Closed now, opens %(weekday)s %(day)s at %(time)s",
        weekday=WEEKDAYS[day.weekday()],
        day=day_text(day),
        time=at,
    )
