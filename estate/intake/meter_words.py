"""What is said of the cells of a reading ledger, and what their columns are called."""

from estate.i18n import gettext as _
from estate.i18n import lazy

FIELDS: dict[str, str] = {
    "room": lazy("Home"),
    "meter_no": lazy("Meter number"),
    "mtype": lazy("What it measures"),
    "prev": lazy("Earlier reading"),
    "curr": lazy("Present reading"),
    "read_date": lazy("Day of the reading"),
    "prev_date": lazy("Day of the earlier reading"),
    "usage": lazy("Used"),
    "multiplier": lazy("Multiplier"),
}


def said(kind: str) -> str:
    """What is asked or was repaired, in words."""
    words = {
        "meter_lower": _("The present reading is below the earlier one: passed zero, replaced or misread?"),
        "meter_missing": _("The present reading is missing."),
        "prev_missing": _("The earlier reading is missing."),
        "meter_twice": _("The same meter stands in another row with other values."),
        "usage_differs": _("The usage is not the difference of the readings."),
        "number_unreadable": _("This is no reading."),
        "formula_no_value": _("The formula has no result; save the file with values."),
        "room_unknown": _("There is no such home."),
        "room_unreadable": _("This names no home."),
        "room_missing": _("The home is missing."),
        "prev_differs": _("The earlier reading is not the last one that is known here."),
        "meter_unknown": _("What this meter measures is not known."),
        "meter_new": _("This meter is not registered, and its home or its earlier reading is missing."),
        "read_otherwise": _("Another value is kept for this day."),
        "lower_than_known": _("Below the last reading that is known here: passed zero, replaced or misread?"),
        "date_missing": _("The day of the reading is missing."),
    }
    return words.get(kind) or (
        _("This is no day that can be meant.") if kind.startswith("date") else _("Written in another way.")
    )
