"""What channels, persons reached, results and causes are called. Source: DOMAIN C."""

from estate.i18n import lazy as _

CHANNELS: dict[str, str] = {
    "call_out": _("Call to them"),
    "call_in": _("Call from them"),
    "visit": _("Visit"),
    "counter": _("At the counter"),
    "message": _("Message by hand"),
}

REACHED: dict[str, str] = {
    "owner": _("The payer in person"),
    "adult_family": _("Adult family living there"),
    "tenant": _("Tenant"),
    "other": _("Somebody else"),
    "nobody": _("Nobody"),
}

RESULTS: dict[str, str] = {
    "promised": _("Promised to pay"),
    "refused": _("Refuses to pay"),
    "disputed": _("Objects to the bill"),
    "told": _("Told, no word given"),
    "no_answer": _("No answer"),
    "rejected": _("Call rejected"),
    "invalid_number": _("Number not in use"),
    "moved": _("Moved away"),
}

REACHING = {"promised", "refused", "disputed", "told"}
"""Results that somebody must have been reached for."""

CAUSES: dict[str, str] = {
    "": _("None named"),
    "service": _("Quality of service"),
    "leak": _("A leak not mended"),
    "not_moved_in": _("Never moved in"),
    "sold": _("Has sold the home"),
    "tenant_pays": _("The tenant is to pay"),
    "hardship": _("Hardship"),
    "mismatch": _("The account differs"),
    "developer": _("Left over by the developer"),
    "parking": _("Dispute over parking"),
    "other": _("Another cause"),
}

OUTCOMES: dict[str, tuple[str, str]] = {
    "open": ("waiting", _("Promise open")),
    "kept": ("settled", _("Promise kept")),
    "late": ("waiting", _("Paid after the promised day")),
    "broken": ("overdue", _("Promise broken")),
    "withdrawn": ("neutral", _("Corrected")),
}
