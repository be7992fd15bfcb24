"""What announcements, their kinds and states are called."""

from estate.data import clock
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.web.filters import instant, moment

KINDS: dict[str, str] = {
    "water": _("Water cut"),
    "power": _("Power cut"),
    "works": _("Building works"),
    "activity": _("Activity"),
    "rule": _("Rule of the community"),
    "safety": _("Safety"),
    "other": _("Other notice"),
}

KIND_ICONS: dict[str, str] = {
    "water": "droplet",
    "power": "bolt",
    "works": "tool",
    "activity": "calendar",
    "rule": "file-text",
    "safety": "alert-triangle",
    "other": "info-circle",
}

STATES: dict[str, tuple[str, str]] = {
    "draft": ("neutral", _("Draft")),
    "scheduled": ("waiting", _("Scheduled")),
    "published": ("settled", _("Published")),
    "expired": ("neutral", _("Past its day")),
    "withdrawn": ("overdue", _("Withdrawn")),
}


def when(starts_at: str, ends_at: str | None) -> str:
    """When it happens, as people say it: of what ends on the day on which it begins the day stands once."""
    start = moment(starts_at)
    if ends_at is None:
        return _t("From %(start)s", start=start)
    same = clock.day_of(starts_at) == clock.day_of(ends_at)
    return _t("%(start)s to %(end)s", start=start, end=instant(ends_at, "HH:mm") if same else moment(ends_at))
