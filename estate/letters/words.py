"""What letters, their states and ways of delivery are called. Source: DOMAIN B, C."""

from estate.i18n import lazy as _

KINDS: dict[str, str] = {
    "reminder": _("Payment reminder"),
    "demand": _("Letter of demand"),
    "lawyer": _("Notice of handing over to a lawyer"),
}

MANY: dict[str, str] = {
    "reminder": _("Payment reminders"),
    "demand": _("Letters of demand"),
    "lawyer": _("Notices of handing over to a lawyer"),
}

STATES: dict[str, tuple[str, str]] = {
    "draft": ("neutral", _("Draft")),
    "issued": ("waiting", _("To be delivered")),
    "sent": ("waiting", _("In the post")),
    "returned": ("overdue", _("Came back")),
    "weak": ("waiting", _("Weak proof")),
    "strong": ("settled", _("Arrival proven")),
    "paid": ("settled", _("Paid before it was issued")),
    "withdrawn": ("neutral", _("Withdrawn")),
}

WAYS: dict[str, str] = {
    "handed": _("Handed over in person"),
    "sent": _("Sent by registered post"),
    "arrived": _("Registered post has arrived"),
    "returned": _("Registered post came back"),
    "refused": _("Refused to take it"),
    "posted": _("Posted on the door"),
}

RELATIONS: dict[str, str] = {
    "": _("Nobody"),
    "self": _("The payer in person"),
    "adult_family": _("Adult family living there"),
    "authorised": _("Authorised by the payer"),
    "other": _("Somebody else"),
}

PROOFS: dict[str, tuple[str, str]] = {
    "strong": ("settled", _("Strong proof: limitation begins anew")),
    "weak": ("waiting", _("Weak proof: limitation runs on")),
    "none": ("neutral", _("No proof yet")),
}

EVENTS: dict[str, str] = {
    "letter": _("Letter arrived"),
    "payment": _("Part payment"),
    "promise": _("Promise in writing"),
    "plan": _("Plan signed"),
    "lawsuit": _("Lawsuit"),
    "arbitration": _("Arbitration"),
    "mediation": _("Mediation"),
    "acknowledged": _("Debt acknowledged in writing"),
}

BY_HAND: dict[str, str] = {
    code: EVENTS[code] for code in ("lawsuit", "arbitration", "mediation", "acknowledged")
}

VARIABLES: dict[str, str] = {
    "payer": _("who the letter is to"),
    "home": _("the home"),
    "community": _("the community"),
    "office": _("the office's letterhead"),
    "as_of": _("the day of the letter"),
    "principal": _("the unpaid bills together"),
    "penalty": _("the penalty"),
    "total": _("the sum to pay"),
    "pay_by": _("the last day to pay"),
    "days": _("the time limit in days"),
    "phone": _("the office's telephone"),
}

IN_CHINESE: dict[str, str] = {
    "payer": "缴费人",
    "home": "房号",
    "community": "小区",
    "office": "物业",
    "as_of": "截止日",
    "principal": "本金",
    "penalty": "违约金",
    "total": "合计",
    "pay_by": "限期",
    "days": "天数",
    "phone": "电话",
}
"""The same names as people write them in Chinese texts; both forms are understood."""

NAMES = {*VARIABLES, *IN_CHINESE.values()}


def names(locale: str) -> dict[str, str]:
    """The names to write in a language's text, each with what it stands for."""
    return {(IN_CHINESE[code] if locale == "zh_CN" else code): meaning for code, meaning in VARIABLES.items()}
