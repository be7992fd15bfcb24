"""What waivers are called on screens and papers. The words for an owner tell nothing of why somebody needs one."""

from estate.i18n import gettext
from estate.i18n import lazy as _
from estate.waivers.queries import Waiver

KINDS: dict[str, str] = {
    "one_off": _("One-off waiver"),
    "vacancy": _("Vacancy discount"),
    "care": _("Agreed discount"),
    "early_payment": _("Early payment discount"),
    "penalty": _("Penalty waived"),
    "other": _("Waiver"),
}

KIND_HINTS: dict[str, str] = {
    "vacancy": _("For homes that are recorded as vacant, from a month of vacancy on."),
    "care": _("For single homes, always with an end. Why a household needs it is written nowhere."),
    "early_payment": _("Given at the counter when a whole period is paid early enough."),
}

REASONS: dict[str, str] = {
    "service": _("The service fell short"),
    "goodwill": _("Settlement of a dispute"),
    "error": _("Charged too much"),
    "vacant": _("The home stood vacant"),
    "agreed": _("Agreed discount"),
    "penalty": _("Penalty not insisted on"),
    "other": _("Another reason"),
}

STATES: dict[str, tuple[str, str]] = {
    "open": ("waiting", _("Waits for a decision")),
    "granted": ("settled", _("Granted")),
    "declined": ("neutral", _("Declined")),
    "withdrawn": ("neutral", _("Withdrawn")),
}
"""Colour and word of a request's state."""


def title(waiver: Waiver) -> str:
    """What a line of a statement says: the kind, or that a waiver was taken back."""
    if waiver.amount_fen < 0:
        return gettext("Revoked: %(what)s", what=str(KINDS[waiver.kind]))
    return str(KINDS[waiver.kind])
