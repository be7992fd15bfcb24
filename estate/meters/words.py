"""What meters' terms are called on the screen; looked up in the reader's language when shown."""

from estate.i18n import lazy as _

KINDS: dict[str, str] = {
    "water": _("Water"),
    "electricity": _("Electricity"),
    "gas": _("Gas"),
    "heat": _("Heat"),
    "other": _("Other meter"),
}

READINGS: dict[str, str] = {
    "initial": _("First of this counter"),
    "actual": _("Read"),
    "estimated": _("Estimated"),
    "final": _("Last of a counter taken away"),
}

DOUBTS: dict[str, str] = {
    "zero": _("Nothing used since the last reading"),
    "high": _("More than three times the mean of the last three"),
}
