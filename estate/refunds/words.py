"""What the codes of credits and refunds are called on the screen; looked up in the reader's language when shown."""

from estate.i18n import lazy as _

KINDS: dict[str, str] = {
    "credit": _("Credit note"),
    "refund": _("Refund of a prepayment"),
    "deposit": _("Return of a deposit"),
    "transfer": _("Prepayment carried over"),
}
STATES: dict[str, str] = {
    "waiting": _("To be approved"),
    "payable": _("To be paid out"),
    "booked": _("Booked"),
    "declined": _("Declined"),
    "reversed": _("Reversed"),
}
TONES: dict[str, str] = {
    "waiting": "waiting",
    "payable": "info",
    "booked": "settled",
    "declined": "neutral",
    "reversed": "neutral",
}
