"""Bills, payments, arrears, promises and instalment plans. Texts as the program brings them (see events.py)."""

from estate.i18n import lazy as _
from estate.messages.event import CARRIED, QUICK, STAFF, TEXTED, Event, Variable

_AMOUNT = Variable("amount", _("Amount"), "money", 16606)
_DUE = Variable("due_on", _("Due on"), "day", "2026-11-25")
_DAYS = Variable("days", _("Number of days"), "number", 12)
_PAYER = Variable("payer", _("Payer"), "text", "王建国")
_NUMBER = Variable("number", _("Number"), "text", "SJ2026-000123")

ALL = (
    Event(
        "bill.posted",
        _("A bill is posted"),
        "owner",
        "service",
        CARRIED,
        (
            Variable("period", _("Period"), "period", "2026-11-01/2026-11-30"),
            _AMOUNT,
            Variable("open", _("Still to pay"), "money", 16606),
            _DUE,
        ),
        _("Bill for {period}: ¥{amount}"),
        _(
            "Dear {name},\n\nthe bill of home {home} for {period} is ¥{amount}. Still to pay: ¥{open}, by {due_on}.\n\n"
            "Every line with its arithmetic stands among your bills. If something looks wrong, call us: {phone}.\n\n{office}"
        ),
        _(
            "{name}: the bill of {home} for {period} is ¥{amount}, to pay ¥{open} by {due_on}. Questions: {phone}."
        ),
    ),
    Event(
        "bill.covered",
        _("A bill is posted that the prepayment covers"),
        "owner",
        "service",
        QUICK,
        (Variable("period", _("Period"), "period", "2026-11-01/2026-11-30"), _AMOUNT),
        _("Bill for {period}: ¥{amount}, paid from what you prepaid"),
        _(
            "Dear {name},\n\nthe bill of home {home} for {period} is ¥{amount}. It was taken from what you prepaid; there is "
            "nothing to do.\n\nEvery line with its arithmetic stands among your bills. If something looks wrong, call us: "
            "{phone}.\n\n{office}"
        ),
        _("{name}: the bill of {home} for {period}, ¥{amount}, was taken from what you prepaid."),
    ),
    Event(
        "bill.due_soon",
        _("A bill falls due soon"),
        "owner",
        "service",
        TEXTED,
        (_AMOUNT, _DUE, _DAYS),
        _("¥{amount} is due on {due_on}"),
        _(
            "Dear {name},\n\nfor home {home} ¥{amount} falls due on {due_on}.\n\n"
            "If you have paid already, thank you: this message has crossed your payment. Questions: {phone}.\n\n{office}"
        ),
        _("{name}: for {home} ¥{amount} falls due on {due_on}. If you have paid, please disregard this."),
    ),
    Event(
        "bill.due_today",
        _("A bill is due today"),
        "owner",
        "service",
        TEXTED,
        (_AMOUNT, _DUE),
        _("¥{amount} is due today"),
        _(
            "Dear {name},\n\nfor home {home} ¥{amount} is due today, {due_on}.\n\n"
            "If you have paid already, thank you: this message has crossed your payment. Questions: {phone}.\n\n{office}"
        ),
        _("{name}: for {home} ¥{amount} is due today. If you have paid, please disregard this."),
    ),
    Event(
        "receipt.posted",
        _("A payment was received"),
        "owner",
        "service",
        QUICK,
        (_NUMBER, _AMOUNT, Variable("paid_on", _("Day of payment"), "day", "2026-11-20")),
        _("Received: ¥{amount}"),
        _(
            "Dear {name},\n\nwe have received ¥{amount} for home {home} on {paid_on}. Receipt: {number}.\n\n"
            "Thank you.\n\n{office}"
        ),
        _("{name}: received ¥{amount} for {home} on {paid_on}, receipt {number}. Thank you."),
    ),
    Event(
        "dunning.reminder",
        _("A friendly reminder of arrears"),
        "owner",
        "dunning",
        CARRIED,
        (_AMOUNT, _DAYS),
        _("A friendly reminder: ¥{amount}"),
        _(
            "Dear {name},\n\nfor home {home} ¥{amount} is still open, the oldest of it for {days} days. "
            "Perhaps it has only been overlooked.\n\n"
            "If something is wrong with the bill, or if you would rather pay in parts, call us: {phone}.\n\n{office}"
        ),
        _("{name}: for {home} ¥{amount} is still open. If something is wrong with it, call us: {phone}."),
    ),
    Event(
        "dunning.formal",
        _("A formal notice of arrears"),
        "owner",
        "dunning",
        {**CARRIED, "sms": "at_once"},
        (_AMOUNT, _DAYS),
        _("Formal notice: ¥{amount} is overdue"),
        _(
            "Dear {name},\n\nfor home {home} ¥{amount} is overdue, the oldest of it for {days} days. "
            "Please pay it within seven days, or tell us why not.\n\n"
            "If you dispute the bill, or cannot pay it at once, we look for a way with you: {phone}.\n\n{office}"
        ),
        _("{name}: for {home} ¥{amount} is overdue. Please pay within seven days or call us: {phone}."),
    ),
    Event(
        "promise.broken",
        _("A promise was not kept"),
        "staff",
        "dunning",
        STAFF,
        (_PAYER, _AMOUNT, Variable("promised_on", _("Promised for"), "day", "2026-11-20")),
        _("{payer} of {home} has not paid ¥{amount}"),
        _(
            "{payer} promised ¥{amount} for home {home} by {promised_on}, and it has not come. Please follow up."
        ),
        _("{payer} of {home} has not paid the ¥{amount} promised for {promised_on}."),
    ),
    Event(
        "plan.due",
        _("An instalment falls due"),
        "owner",
        "service",
        TEXTED,
        (_AMOUNT, _DUE),
        _("Instalment of ¥{amount} due on {due_on}"),
        _(
            "Dear {name},\n\nby our agreement ¥{amount} for home {home} falls due on {due_on}.\n\n"
            "If you cannot keep it, call us before: {phone}.\n\n{office}"
        ),
        _("{name}: by our agreement ¥{amount} for {home} falls due on {due_on}. Questions: {phone}."),
    ),
    Event(
        "plan.broken",
        _("An instalment plan is broken"),
        "owner",
        "dunning",
        CARRIED,
        (_AMOUNT, _DUE),
        _("The instalment of {due_on} has not come"),
        _(
            "Dear {name},\n\nthe instalment that was due on {due_on} for home {home} has not come. By our agreement "
            "all that is left, ¥{amount}, is due now.\n\nCall us if you would like to go on: {phone}.\n\n{office}"
        ),
        _(
            "{name}: the instalment of {due_on} for {home} has not come; ¥{amount} is due now. Call us: {phone}."
        ),
    ),
)
