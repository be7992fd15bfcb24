"""What announcements, their kinds and states are called."""

from estate.i18n import lazy as _

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
