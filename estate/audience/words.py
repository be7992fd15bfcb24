"""What audiences and what names them are called."""

from estate.audience.records import Target
from estate.community.words import USAGE_NAMES
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.i18n import ngettext

WHOM: dict[str, str] = {
    "everybody": _("Owners and tenants"),
    "owners": _("Owners only"),
    "residents": _("Those who live there: tenants, and owners of homes without a tenant"),
}

_PARTS: dict[str, str] = {
    "zone": _("Zone %(name)s"),
    "building": _("Building %(name)s"),
    "entrance": _("Entrance %(name)s"),
    "group": _("Group %(name)s"),
}


def part(scope: str, name: str) -> str:
    """A zone, building, entrance or group as people call it."""
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
        return _with_homes(one.label, one.homes)
    if one.scope == "group":
        said = part("group", str(one.group))
        if one.retired:
            return _t("%(name)s, retired: reaches nobody", name=said)
        return _with_homes(said, one.homes)
    names = {"zone": one.zone, "building": one.building, "entrance": f"{one.building}-{one.entrance}"}
    said = part(one.scope, str(names[one.scope]))
    if one.floor_from is None:
        return said
    if one.floor_from == one.floor_to:
        return _t("%(place)s, floor %(floor)s", place=said, floor=one.floor_from)
    return _t("%(place)s, floors %(first)s to %(last)s", place=said, first=one.floor_from, last=one.floor_to)


def _with_homes(name: str, homes: int) -> str:
    return ngettext("%(name)s, %(num)s home", "%(name)s, %(num)s homes", homes, name=name)
