"""The check lists that come with the usual plans; the office changes them as its maintenance company works."""

from typing import NamedTuple

from estate.i18n import lazy as _
from estate.upkeep.rules_records import Item


class Ask(NamedTuple):
    """An item: a yes or no by default; with a unit a number, its limits in thousandths."""

    question: str
    unit: str = ""
    low: int | None = None
    high: int | None = None
    required: bool = True


_LIFT = (
    Ask(_("Machine room clean, no oil leaks")),
    Ask(_("Brake opens and closes freely")),
    Ask(_("Emergency call answered")),
    Ask(_("Lighting and fan of the car work")),
    Ask(_("Doors close evenly, protection reverses them")),
    Ask(_("Car stops level with the floor")),
    Ask(_("Pit dry and clean")),
)

LISTS: dict[str, tuple[str, tuple[Ask, ...]]] = {
    "lift": (_("Lift, half-month"), _LIFT),
    "lift_deep": (
        _("Lift, quarter and deeper"),
        (
            *_LIFT,
            Ask(_("Ropes without broken strands")),
            Ask(_("Overspeed governor and safety gear move freely")),
            Ask(_("Limit switches work")),
            Ask(_("Brake pads, thickness"), "mm", 3000, None),
            Ask(_("Insulation of the motor"), "MΩ", 500, None),
        ),
    ),
    "fire": (
        _("Fire protection, month"),
        (
            Ask(_("Escape routes and fire doors free")),
            Ask(_("Emergency lights and signs work")),
            Ask(_("Extinguishers in place, in date")),
            Ask(_("Pressure of the extinguishers in the green")),
            Ask(_("Hydrants with hose and nozzle")),
            Ask(_("Pressure at the highest hydrant"), "MPa", 70, 500),
            Ask(_("Alarm panel without faults")),
        ),
    ),
    "fire_test": (
        _("Fire protection, year test"),
        (
            Ask(_("Detectors reach the alarm panel")),
            Ask(_("Fire pumps start by hand and by themselves")),
            Ask(_("Spare pump takes over")),
            Ask(_("Sprinklers: end of line flows, pump starts")),
            Ask(_("Smoke exhaust and pressure fans run")),
            Ask(_("Lifts go to the ground floor on alarm")),
            Ask(_("Report of the testing company is at hand")),
        ),
    ),
    "tank": (
        _("Drinking water tank"),
        (
            Ask(_("Tank emptied, cleaned and disinfected")),
            Ask(_("Lid locked, vents with mesh")),
            Ask(_("Health certificates of the cleaners seen")),
            Ask(_("Free chlorine"), "mg/L", 50, 2000),
            Ask(_("Turbidity"), "NTU", 0, 1000),
            Ask(_("Report of the water test is at hand")),
        ),
    ),
    "lightning": (
        _("Lightning protection"),
        (
            Ask(_("Rods and conductors without rust or breaks")),
            Ask(_("Resistance to earth"), "Ω", 0, 10000),
            Ask(_("Surge protectors in order")),
        ),
    ),
    "power": (
        _("Power supply"),
        (
            Ask(_("Switch room dry, clean, locked")),
            Ask(_("No unusual noise or smell")),
            Ask(_("Temperature of the transformer"), "°C", None, 95000),
            Ask(_("Insulation resistance"), "MΩ", 1000, None),
            Ask(_("Contacts tight, no hot spots")),
        ),
    ),
    "pump": (
        _("Pumps and drains"),
        (
            Ask(_("Pump runs by hand and by its float")),
            Ask(_("Pit and grate free of rubbish")),
            Ask(_("Spare pump and hoses ready")),
            Ask(_("Current of the pump"), "A", 0, None, required=False),
        ),
    ),
}


def items(asks: tuple[Ask, ...]) -> list[Item]:
    """The items in the language of who applies the plan."""
    return [
        Item(str(one.question), "number" if one.unit else "yes_no", one.unit, one.low, one.high, one.required)
        for one in asks
    ]
