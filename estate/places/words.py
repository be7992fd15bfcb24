"""What kinds of public places there are, with the faults that people report of each."""

from estate.i18n import gettext
from estate.i18n import lazy as _

KINDS: dict[str, str] = {
    "lobby": _("Entrance hall"),
    "corridor": _("Corridor"),
    "lift": _("Lift"),
    "stairs": _("Stairs"),
    "roof": _("Roof"),
    "facade": _("Outer wall"),
    "garage": _("Garage"),
    "gate": _("Gate"),
    "road": _("Road or path"),
    "garden": _("Garden"),
    "playground": _("Playground"),
    "pump_room": _("Pump room"),
    "power_room": _("Power room"),
    "fire_room": _("Fire pump room"),
    "control_room": _("Fire control room"),
    "waste": _("Waste station"),
    "office": _("Office of the house"),
    "other": _("Other place"),
}

_INSIDE = ("lighting", "doors", "cleaning", "fire", "plumbing", "other")
_OUTSIDE = ("lighting", "greening", "cleaning", "plumbing", "masonry", "other")
_MACHINES = ("plumbing", "electrical", "fire", "lighting", "doors", "other")

FAULTS: dict[str, tuple[str, ...]] = {
    "lobby": ("access", *_INSIDE),
    "corridor": _INSIDE,
    "lift": ("elevator", "cleaning", "other"),
    "stairs": _INSIDE,
    "roof": ("masonry", "plumbing", "doors", "other"),
    "facade": ("masonry", "lighting", "other"),
    "garage": ("garage", "lighting", "plumbing", "fire", "cleaning", "other"),
    "gate": ("access", "garage", "lighting", "other"),
    "road": _OUTSIDE,
    "garden": _OUTSIDE,
    "playground": ("other", "lighting", "greening", "cleaning"),
    "pump_room": _MACHINES,
    "power_room": _MACHINES,
    "fire_room": _MACHINES,
    "control_room": _MACHINES,
    "waste": ("cleaning", "plumbing", "other"),
    "office": _INSIDE,
}
"""The short list of each kind, in the categories of repairs; any other place has that of public places."""


def where(building: str | None, entrance: str | None, floor: int | None) -> str:
    """A place in words: building 3, entrance 2, floor 5; empty for one outside of all buildings."""
    parts: list[str] = []
    if building:
        parts.append(gettext("Building %(code)s", code=building))
    if entrance:
        parts.append(gettext("entrance %(code)s", code=entrance))
    if floor is not None:
        parts.append(floor_name(floor))
    return gettext(", ").join(parts)


def floor_name(floor: int) -> str:
    """A floor as people say it: floor 5, B1."""
    return f"B{-floor}" if floor < 0 else gettext("floor %(n)s", n=floor)
