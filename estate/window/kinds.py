"""What a number in the list is for, in the order of the list."""

from estate.i18n import lazy as _

PHONES: dict[str, str] = {
    "office": _("Property office"),
    "emergency": _("Office at night and in emergencies"),
    "lift": _("Lift rescue"),
    "repairs": _("Repairs by phone"),
    "police": _("Police post"),
    "fire": _("Fire brigade"),
    "water": _("Water works"),
    "power": _("Power company"),
    "gas": _("Gas company"),
    "heating": _("Heating company"),
    "clinic": _("Clinic nearby"),
    "community": _("Residents' committee"),
    "other": _("Another number"),
}
