"""How channels, ways and states of messages are called on the screen."""

from estate.i18n import lazy as _

CHANNELS: dict[str, str] = {
    "in_app": _("Inbox"),
    "push": _("Notification"),
    "mail": _("By e-mail"),
    "sms": _("SMS"),
    "paper": _("On paper"),
}

ICONS = {"in_app": "inbox", "push": "device-mobile", "mail": "mail", "sms": "message", "paper": "printer"}

MODES: dict[str, str] = {
    "at_once": _("at once"),
    "later": _("when not seen"),
    "off": _("off"),
}

CATEGORIES: dict[str, str] = {
    "service": _("Service"),
    "dunning": _("Dunning"),
    "marketing": _("Advertising"),
}

AUDIENCES: dict[str, str] = {
    "owner": _("To owners and tenants"),
    "staff": _("To the office"),
    "firm": _("To outside firms"),
}
REACHED: dict[str, tuple[str, ...]] = {"firm": ("sms",)}
"""The channels of an audience that not every channel reaches."""

LANGUAGES: dict[str, str] = {"zh_CN": _("Chinese"), "en": _("English")}

STATES: dict[str, tuple[str, str]] = {
    "queued": ("waiting", _("To be sent")),
    "claimed": ("waiting", _("Being sent")),
    "submitted": ("waiting", _("Being sent")),
    "accepted": ("info", _("Taken by the provider")),
    "delivered": ("settled", _("Has arrived")),
    "failed": ("overdue", _("Failed")),
    "expired": ("neutral", _("Given up")),
    "later": ("waiting", _("To be tried again")),
}

ON_PAPER: dict[str, tuple[str, str]] = {
    "queued": ("waiting", _("To be printed")),
    "accepted": ("info", _("Printed")),
    "delivered": ("settled", _("Handed out")),
    "expired": ("neutral", _("No longer needed")),
}

FILTERS: dict[str, str] = {
    "read": _("Opened"),
    "waiting": _("On the way"),
    "paper": _("On paper"),
    "failed": _("Failed"),
}

MARKETING: dict[str, str] = {
    "unasked": _("Not asked: inbox only"),
    "agreed": _("Agreed"),
    "refused": _("Refused"),
}


def state(channel: str, code: str) -> tuple[str, str]:
    """The tone and the word of a delivery's state; on paper things are called otherwise."""
    return (ON_PAPER.get(code) if channel == "paper" else None) or STATES[code]
