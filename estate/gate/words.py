"""What passes, verdicts and parcels are called, with the tone that goes with them."""

from estate.i18n import lazy as _

KINDS: dict[str, str] = {"visitor": _("Visitor"), "worker": _("Worker")}

VERDICTS: dict[str, tuple[str, str]] = {
    "valid": ("settled", _("Valid")),
    "early": ("waiting", _("Not valid yet")),
    "expired": ("overdue", _("Expired")),
    "used": ("overdue", _("Used up")),
    "cancelled": ("overdue", _("Cancelled")),
    "stopped": ("overdue", _("The works are not permitted now")),
}

ENDINGS: dict[str, tuple[str, str]] = {
    "code": ("settled", _("Handed over by its code")),
    "signature": ("settled", _("Handed over against a signature")),
    "returned": ("neutral", _("Sent back")),
}

CARRIERS: tuple[str, ...] = (
    _("SF Express"),
    _("JD Logistics"),
    _("ZTO"),
    _("YTO"),
    _("Yunda"),
    _("China Post EMS"),
)
