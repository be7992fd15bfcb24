"""What a number in the list is for, and what a download is; in the order of the lists."""

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

DOWNLOADS: dict[str, str] = {
    "form": _("Forms to fill in"),
    "rule": _("Rules and covenants"),
    "contract": _("Contracts"),
    "price": _("Price sheets"),
    "guide": _("Guides for residents"),
    "other": _("Other files"),
}
