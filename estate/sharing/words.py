"""What the terms of shared costs are called on the screen; looked up in the reader's language when shown."""

from estate.billing.words import USAGES
from estate.i18n import gettext as _t
from estate.i18n import lazy as _

METHODS: dict[str, str] = {
    "area": _("by area"),
    "household": _("by household"),
    "usage": _("by consumption"),
    "floor": _("by household and floor factor"),
    "area_floor": _("by area and floor factor"),
}

POOLS: dict[str, str] = {
    "amount": _("a sum that is known"),
    "residual": _("what the master meter counted more"),
}

PARTS: dict[str, str] = {"master": _("Master meter"), "sub": _("Sub meter")}

STATES: dict[str, tuple[str, str]] = {
    "draft": ("waiting", _("To be checked")),
    "posted": ("settled", _("Posted")),
    "voided": ("neutral", _("Voided")),
}
"""Colour and word of a batch's state."""

REASONS: dict[str, str] = {
    "excluded": _("Excepted"),
    "no_floor": _("The floor is not recorded"),
    "no_factor": _("No factor for this floor"),
    "no_reading": _("Not read in these months"),
    "no_payer": _("Nobody has to pay: left with the office"),
}

PROBLEMS: dict[str, str] = {
    "no_master": _("No master meter is picked"),
    "not_read": _("A master or sub meter was not read in these months"),
    "no_weight": _("Nobody takes part, or all weights are nothing"),
    "nothing": _("The sum is nothing"),
    "correction": _("The sum is negative: a correction"),
    "no_floor": _("The floor of some homes is not recorded"),
    "no_factor": _("Some floors have no factor"),
    "no_reading": _("The meters of some homes were not read in these months"),
    "taken": _("Some homes bear this cost for these months already"),
}

REMEDIES: dict[str, str] = {
    "no_master": _("Change the batch and tick the master meter."),
    "not_read": _("Take the readings, or correct the choice of meters."),
    "no_weight": _("Add a place, or share in another way."),
    "nothing": _("Check the sum or the readings."),
    "correction": _(
        "Nobody is charged less than nothing. Void the batch that was too high and share the right sum."
    ),
    "no_floor": _("Record it, or except the homes with a reason."),
    "no_factor": _("Add a row to the table of floors, or except the homes with a reason."),
    "no_reading": _("Take the readings, or except the homes with a reason."),
    "taken": _("Void the earlier batch, or except the homes with a reason."),
}
"""What to do about a problem."""


def place(scope: str, name: str) -> str:
    """What a rule names: `All homes`, `Building 3`, `3-2-501`."""
    match scope:
        case "all":
            return _t("All homes")
        case "zone":
            return _t("Zone %(name)s", name=name)
        case "building":
            return _t("Building %(name)s", name=name)
        case "entrance":
            return _t("Entrance %(name)s", name=name)
        case "usage":
            return str(USAGES.get(name, name))
        case _:
            return name


def floors(first: int | None, last: int | None) -> str:
    """`1 – 3`, `up to 2`, `from 11`."""
    if first is None:
        return _t("all floors") if last is None else _t("up to floor %(n)s", n=last)
    if last is None:
        return _t("from floor %(n)s up", n=first)
    return str(first) if first == last else f"{first} – {last}"
