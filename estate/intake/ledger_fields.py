"""What a column of a ledger of fees, parking spaces or equipment can be taken for."""

from estate.i18n import lazy as _

MONTH = _("Month %(n)s")
FEES: dict[str, str] = {
    "room": _("Home or room number"),
    "building": _("Building"),
    "entrance": _("Entrance"),
    "payer": _("Owner"),
    "area": _("Area"),
    "price": _("Price"),
    "due": _("Amount due"),
    "due_long": _("Fee of a longer time"),
    "prior": _("Arrears from before"),
    "total": _("Arrears in all"),
    "fee_item": _("Fee item"),
    "month": _("Month or other time"),
    "year": _("Year"),
    "period": _("From when to when"),
    "start": _("From"),
    "end": _("Until"),
    "paid": _("Paid"),
    "owed": _("Owed of it"),
    "waived": _("Waived"),
    "fine": _("Late fee"),
    "state": _("Paid or owed"),
    "due_on": _("Due on"),
    "paid_on": _("Paid on"),
    "receipt": _("Receipt no."),
    "note": _("Note"),
}
EQUIPMENT: dict[str, str] = {
    "code": _("Equipment number"),
    "ename": _("Equipment name"),
    "category": _("Category"),
    "model": _("Model"),
    "brand": _("Maker"),
    "serial_no": _("Serial number"),
    "registration_no": _("Registration number"),
    "location": _("Place"),
    "quantity": _("Pieces"),
    "install": _("Installed on"),
    "life": _("Design life"),
    "cycle": _("Serviced"),
    "last_maint": _("Last service"),
    "next_maint": _("Next service"),
    "last_inspection": _("Last inspection"),
    "next_inspection": _("Next inspection"),
    "vendor": _("Maintenance company"),
    "vendor_phone": _("Its phone"),
    "keeper": _("Responsible person"),
    "state": _("State"),
    "note": _("Note"),
}
PARKING: dict[str, str] = {
    "space": _("Number of the space"),
    "zone": _("Garage or zone"),
    "ptype": _("Owned, rented or public"),
    "plate": _("Car plate"),
    "room": _("Home or room number"),
    "building": _("Building"),
    "entrance": _("Entrance"),
    "payer": _("Holder"),
    "period": _("From when to when"),
    "start": _("From"),
    "end": _("Until"),
    "fee": _("Fee of a month"),
    "note": _("Note"),
}


def month_name(field: str) -> str | None:
    """The words for a month's column: m3, or a part of it, m3_due or m3_owed; None for any other field."""
    month, _part, part = field.partition("_")
    if not (month.startswith("m") and month[1:].isdigit()):
        return None
    name = str(MONTH) % {"n": month[1:]}
    told = {"due": _("due"), "owed": _("owed")}.get(part)
    return f"{name}, {told}" if told else name
