"""How equipment is called on the screens."""

import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from estate.data.audit import Entry
from estate.equipment.queries import State
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.i18n import ngettext
from estate.web.filters import actor, day, instant, money

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

BY_HAND = ("in_use", "standby", "stopped", "scrapped")
"""States that a person sets; under repair it is while it is out of service."""

CYCLES: dict[str, str] = {
    "": _("not planned"),
    "P15D": _("every 15 days"),
    "P1M": _("every month"),
    "P3M": _("every quarter"),
    "P6M": _("every half-year"),
    "P12M": _("every year"),
    "P24M": _("every 2 years"),
}

DUE: dict[str, str] = {
    "inspection": _("Inspection due"),
    "service": _("Service due"),
    "life": _("Past its design life"),
}

CAUSES: dict[str, str] = {
    "failure": _("Breakdown"),
    "service": _("Planned service"),
    "inspection": _("Inspection by law"),
    "rebuilding": _("Rebuilding"),
    "power": _("No power or water"),
    "other": _("Other cause"),
}

FACTS: dict[str, str] = {
    "code": _("Equipment number"),
    "name": _("Equipment name"),
    "category": _("Category"),
    "quantity": _("Pieces"),
    "model": _("Model"),
    "brand": _("Maker"),
    "serial_no": _("Serial number"),
    "registration_no": _("Registration number"),
    "location": _("Place"),
    "installed_on": _("Installed on"),
    "life_years": _("Design life"),
    "warranty_until": _("Warranty until"),
    "supplier": _("Supplier"),
    "cost_fen": _("Bought for"),
    "vendor": _("Maintenance company"),
    "vendor_phone": _("Its phone"),
    "keeper": _("Responsible person"),
    "statutory": _("By law"),
    "last_inspection_on": _("Last inspection"),
    "next_inspection_on": _("Next inspection"),
    "service_cycle": _("Serviced"),
    "last_service_on": _("Last service"),
    "next_service_on": _("Next service"),
    "note": _("Note"),
}
LOG: dict[str, str] = {
    "equipment.added": _("Entered"),
    "equipment.changed": _("Changed"),
    "equipment.state_set": _("State set"),
    "equipment.out": _("Out of service"),
    "equipment.back": _("Back in service"),
    "equipment.out_voided": _("Out of service taken back"),
    "equipment.spare_kept": _("Spare part noted"),
    "equipment.spare_removed": _("Spare part taken off the list"),
    "equipment.meter_linked": _("Meter linked"),
    "equipment.meter_unlinked": _("Meter unlinked"),
}


def cycle(code: str) -> str:
    """How often it is serviced, in words: P15D is every 15 days."""
    if code in CYCLES:
        return str(CYCLES[code])
    found = re.fullmatch(r"P(\d+)([DM])", code)
    if not found:
        return code
    if found[2] == "D":
        return ngettext("every %(n)s day", "every %(n)s days", int(found[1]))
    return ngettext("every %(n)s month", "every %(n)s months", int(found[1]))


def lasted(span: timedelta) -> str:
    """How long, in the largest unit that says something: 35 min, 6.5 h, 12 days."""
    minutes = round(span.total_seconds() / 60)
    if minutes < 60:
        return _t("%(n)s min", n=minutes)
    if minutes < 48 * 60:
        return _t("%(n)s h", n=_short(Decimal(minutes) / 60))
    return _t("%(n)s days", n=_short(Decimal(minutes) / 1440))


def percent(share: Fraction) -> str:
    """A share of one with two decimals, never rounded up to a whole that it is not: 99.98 %."""
    hundredths = share.numerator * 10_000 // share.denominator
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d} %" if rest else f"{whole} %"


def _short(value: Decimal) -> str:
    text = f"{value:.1f}" if value < 100 else f"{value:.0f}"
    return text.removesuffix(".0")


def place(location: str, building: str | None, entrance: str | None) -> str:
    """Where it stands: the words for it, else the building and entrance."""
    if location or not building:
        return location
    if entrance:
        return _t("Building %(building)s, entrance %(entrance)s", building=building, entrance=entrance)
    return _t("Building %(code)s", code=building)


def course(states: list[State]) -> list[dict[str, str]]:
    """States as the timeline shows them."""
    return [
        {
            "what": str(STATES[one.state]),
            "when": day(one.from_date),
            "who": actor(one.who),
            "text": one.reason,
            "state": BADGES[one.state],
        }
        for one in states
    ]


def log(entries: list[Entry]) -> list[dict[str, str]]:
    """Changes as the timeline shows them, from what to what."""
    return [
        {
            "what": str(LOG.get(one.action, one.action)),
            "when": instant(one.at),
            "who": actor(one.who),
            "text": _differences(
                msgspec.json.decode(one.before or "{}"), msgspec.json.decode(one.after or "{}")
            ),
        }
        for one in entries
    ]


def _differences(before: dict[str, Any], after: dict[str, Any]) -> str:
    colon, known = _t(": "), {**FACTS, "state": _("State"), "reason": _("Reason"), "kept": _("To be kept")}
    return " · ".join(
        f"{name}{colon}{_said(key, before[key])} → {_said(key, after[key])}"
        if key in before
        else f"{name}{colon}{_said(key, after[key])}"
        for key, name in known.items()
        if key in after and (key in before or after[key] not in ("", None))
    )


def _said(key: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if key == "cost_fen":
        return f"¥{money(int(value))}"
    if key.endswith(("_on", "_until")):
        return day(value)
    if key == "service_cycle":
        return cycle(str(value))
    names = {"state": STATES, "statutory": STATUTORY}.get(key, {})
    return str(names.get(value, value))
