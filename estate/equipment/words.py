"""How equipment is called on the screens."""

from estate.i18n import lazy as _

STATES: dict[str, str] = {
    "in_use": _("In use"),
    "standby": _("Standby"),
    "repair": _("Under repair"),
    "stopped": _("Shut down"),
    "scrapped": _("Scrapped"),
}
BADGES: dict[str, str] = {
    "in_use": "settled",
    "standby": "info",
    "repair": "overdue",
    "stopped": "waiting",
    "scrapped": "neutral",
}

STATUTORY: dict[str, str] = {
    "none": _("None"),
    "lift": _("Lift"),
    "boiler": _("Boiler"),
    "pressure_vessel": _("Pressure vessel"),
    "pressure_pipe": _("Pressure pipe"),
    "hoist": _("Hoist or crane"),
    "vehicle": _("Works vehicle"),
    "fire": _("Fire protection"),
    "water": _("Drinking water"),
    "lightning": _("Lightning protection"),
}

CATEGORIES: tuple[str, ...] = (
    _("Lifts"),
    _("Fire protection systems"),
    _("Water and drainage"),
    _("Power supply"),
    _("Low-voltage and access"),
    _("Heating and air"),
    _("Lighting"),
    _("Parking and gates"),
    _("Tools and machines"),
)
"""Offered when a piece is entered; a community may use words of its own."""
