"""What the kinds of entries are called on the screen; looked up in the reader's language when shown."""

from estate.i18n import lazy as _

KINDS: dict[str, str] = {
    "paid_in": _("Paid in advance"),
    "offset": _("Used for bills"),
    "refund": _("Refunded"),
    "credit": _("Credit"),
    "transfer": _("Carried over"),
}
