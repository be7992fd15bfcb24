"""What papers are called."""

from estate.i18n import lazy as _

KINDS: dict[str, str] = {
    "notice": _("Payment notices"),
    "statement": _("Statements of account"),
    "certificate": _("Annual certificates"),
}

ONE: dict[str, str] = {
    "notice": _("Payment notice"),
    "statement": _("Statement of account"),
    "certificate": _("Certificate of payments"),
    "protocol": _("Handover protocol"),
}

INVITES: dict[str, str] = {
    "no": _("Sign-in only: no new codes"),
    "new": _("A code for everybody without an account or an open code"),
    "again": _("A new code for everybody without an account; earlier slips stop working"),
}

RECEIPT_STATES: dict[str, str] = {"reversal": _("Reversal"), "reversed": _("Reversed"), "voided": _("Voided")}
"""What is added to the number of a receipt that does not simply stand."""
