"""What announcements, their kinds and states are called."""

from estate.announcements.records import Target
from estate.community.words import USAGE_NAMES
from estate.i18n import gettext as _t
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

WHOM: dict[str, str] = {
    "everybody": _("Owners and tenants"),
    "owners": _("Owners only"),
    "residents": _("Those who live there: tenants, and owners of homes without a tenant"),
}

STATES: dict[str, tuple[str, str]] = {
    "draft": ("neutral", _("Draft")),
    "scheduled": ("waiting", _("Scheduled")),
    "published": ("settled", _("Published")),
    "expired": ("neutral", _("Past its day")),
    "withdrawn": ("overdue", _("Withdrawn")),
}

_PARTS: dict[str, str] = {
    "zone": _("Zone %(name)s"),
    "building": _("Building %(name)s"),
    "entrance": _("Entrance %(name)s"),
}


def part(scope: str, name: str) -> str:
    """A zone, building or entrance as people call it."""
    return str(_PARTS[scope]) % {"name": name}


def used_as(usage: str) -> str:
    """All homes of a use."""
    return _t("All homes used as: %(use)s", use=USAGE_NAMES[usage])


def target(one: Target) -> str:
    """Whom a target names."""
    if one.scope == "all":
        return _t("The whole community")
    if one.scope == "usage":
        return used_as(one.usage)
    if one.scope == "homes":
        return _t("%(name)s, %(n)s homes", name=one.label, n=one.homes)
    names = {"zone": one.zone, "building": one.building, "entrance": f"{one.building}-{one.entrance}"}
    said = part(one.scope, str(names[one.scope]))
    if one.floor_from is None:
        return said
    if one.floor_from == one.floor_to:
        return _t("%(place)s, floor %(floor)s", place=said, floor=one.floor_from)
    return _t("%(place)s, floors %(first)s to %(last)s", place=said, first=one.floor_from, last=one.floor_to)
