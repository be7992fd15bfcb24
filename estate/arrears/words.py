"""The room's words."""

from estate.i18n import lazy as _

BRACKETS: dict[str, str] = {
    "not_due": _("Not due"),
    "1-30": _("1–30 days"),
    "31-90": _("31–90 days"),
    "91-180": _("91–180 days"),
    "181-365": _("181–365 days"),
    "1-2y": _("1–2 years"),
    "2-3y": _("2–3 years"),
    "over-3y": _("Over 3 years"),
}

GROUPS: dict[str, str] = {
    "building": _("By building"),
    "item": _("By fee item"),
    "payer": _("By payer"),
    "cause": _("By reason"),
}

GROUP_HEADS: dict[str, str] = {
    "building": _("Building"),
    "item": _("Fee item"),
    "payer": _("Payer"),
    "cause": _("Reason"),
}

CAUSES: dict[str, str] = {
    "quality": _("Quality of service"),
    "leak": _("A leak not mended"),
    "not_moved_in": _("Not moved in"),
    "sold": _("Says the home is sold"),
    "tenant_pays": _("Says the tenant pays"),
    "hardship": _("Hardship"),
    "disputed_sum": _("Disputes the sum"),
    "developer": _("Left over from the developer"),
    "parking": _("A dispute about parking"),
    "other": _("Another reason"),
}
"""Why somebody does not pay (DOMAIN C)."""

NO_CAUSE = _("No reason noted")
