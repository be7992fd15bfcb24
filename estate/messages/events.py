"""Every event that the office tells somebody of, with its variables and the text that comes with the program.

A new event is one entry here; its switches, its template page and its record follow. Texts are written for the
recipient; `short` is what goes as SMS and notification, without a link.
"""

from collections.abc import Mapping
from typing import NamedTuple

from estate.i18n import lazy as _
from estate.i18n import speaking


class Variable(NamedTuple):
    """One thing that a text can name. kind: text, money (fen), day, period (`2026-11-01/2026-11-30`) or number.

    sample: a value as it is given, for the preview.
    """

    name: str
    meaning: str
    kind: str
    sample: str | int


class Event(NamedTuple):
    """What happened. audience: owner or staff; category: service, dunning or marketing; modes: by channel."""

    code: str
    name: str
    audience: str
    category: str
    modes: Mapping[str, str]
    variables: tuple[Variable, ...]
    subject: str
    text: str
    short: str

    @property
    def about_debt(self) -> bool:
        """Whether it asks for money: its text must not threaten (Civil Code §944)."""
        return self.category == "dunning" or self.code.startswith(("bill.", "plan.", "promise."))


COMMON = (
    Variable("name", _("Name of the recipient"), "text", "王建国"),
    Variable("home", _("Home"), "text", "3-2-501"),
    Variable("community", _("Community"), "text", "桂花园"),
    Variable("office", _("Name of the office"), "text", "桂花园物业服务中心"),
    Variable("phone", _("Telephone of the office"), "text", "0571-88886666"),
)

_AMOUNT = Variable("amount", _("Amount"), "money", 16606)
_DUE = Variable("due_on", _("Due on"), "day", "2026-11-25")
_DAYS = Variable("days", _("Number of days"), "number", 12)
_PAYER = Variable("payer", _("Payer"), "text", "王建国")
_NUMBER = Variable("number", _("Number"), "text", "SJ2026-000123")
_ORDER = (
    Variable("number", _("Number"), "text", "WX2026-000123"),
    Variable("title", _("What is broken"), "text", "厨房水管漏水"),
)
_PLACE = Variable("place", _("Where"), "text", "3-2-501")
_WORKER = Variable("worker", _("Who mends it"), "text", "周强")
_TITLE = Variable("title", _("Title of the announcement"), "text", "11月26日上午停水通知")
_WORDS = Variable(
    "text", _("Text of the announcement"), "text", "因水泵检修，1 栋 26 日 9:00 至 12:00 停水。"
)
_INBOX = {"in_app": "at_once"}
_QUICK = {**_INBOX, "push": "at_once", "mail": "at_once", "sms": "off", "paper": "off"}
_CARRIED = {**_INBOX, "push": "at_once", "mail": "at_once", "sms": "later", "paper": "later"}
_TEXTED = {**_INBOX, "push": "at_once", "mail": "off", "sms": "later", "paper": "off"}
_STAFF = {**_INBOX, "push": "at_once", "mail": "off", "sms": "off", "paper": "off"}

ALL = (
    Event(
        "bill.posted",
        _("A bill is posted"),
        "owner",
        "service",
        _CARRIED,
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
        _QUICK,
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
        _TEXTED,
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
        _TEXTED,
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
        _QUICK,
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
        _CARRIED,
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
        {**_CARRIED, "sms": "at_once"},
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
        _STAFF,
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
        _TEXTED,
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
        _CARRIED,
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
    Event(
        "repair.progress",
        _("A repair moves on"),
        "owner",
        "service",
        _QUICK,
        (*_ORDER, _PLACE, _WORKER, Variable("news", _("What is new"), "text", "已受理，正在安排维修人员。")),
        _("{title}: {news}"),
        _(
            "Dear {name},\n\nwork order {number}, {title} ({place}): {news}\n\n"
            "You can follow it among your repairs. Questions: {phone}.\n\n{office}"
        ),
        _("{name}: {title}, {place}: {news} Number {number}, questions: {phone}."),
    ),
    Event(
        "repair.visit",
        _("The repairer is on the way"),
        "owner",
        "service",
        _QUICK,
        (*_ORDER, _WORKER),
        _("{worker} is on the way: {title}"),
        _(
            "Dear {name},\n\n{worker} is on the way to you for work order {number}, {title}.\n\n"
            "If nobody can open, call us: {phone}.\n\n{office}"
        ),
        _("{name}: {worker} is on the way to you: {title}. If nobody can open, call {phone}."),
    ),
    Event(
        "repair.message",
        _("The office writes about a repair"),
        "owner",
        "service",
        _QUICK,
        (*_ORDER, Variable("message", _("Message"), "text", "配件已到，明天上午上门可以吗？")),
        _("About your repair: {title}"),
        _(
            "Dear {name},\n\nabout work order {number}, {title}:\n\n{message}\n\n"
            "You can answer among your repairs, or call us: {phone}.\n\n{office}"
        ),
        _("{name}: about {title} ({number}): {message}"),
    ),
    Event(
        "repair.quote",
        _("A quote for a repair is sent"),
        "owner",
        "service",
        _QUICK,
        (*_ORDER, _AMOUNT),
        _("{title}: please look at the quote of {amount}"),
        _(
            "Dear {name},\n\nfor work order {number}, {title}, the work would cost {amount}. "
            "The work goes on when you have accepted it; without your word nothing is charged.\n\n"
            "You find every line and the answer among your repairs, or call us: {phone}.\n\n{office}"
        ),
        _(
            "{name}: {title} ({number}) would cost {amount}. Accept or decline it among your repairs, or call {phone}."
        ),
    ),
    Event(
        "repair.assigned",
        _("An order is handed to a repairer"),
        "staff",
        "service",
        _STAFF,
        (*_ORDER, _PLACE),
        _("{title}, {place}"),
        _("Work order {number} is yours: {title}, {place}. Accept it, or give it back with the reason."),
        _("Work order {number} is yours: {title}, {place}."),
    ),
    Event(
        "repair.appointment",
        _("When somebody comes is agreed or moved"),
        "owner",
        "service",
        _QUICK,
        (
            *_ORDER,
            _WORKER,
            Variable("visit_day", _("Day of the visit"), "day", "2026-11-27"),
            Variable("visit_time", _("Time of the visit"), "text", "09:00–11:00"),
        ),
        _("{title}: somebody comes on {visit_day}, {visit_time}"),
        _(
            "Dear {name},\n\nfor work order {number}, {title}, somebody comes on {visit_day}, {visit_time}. "
            "Who comes: {worker}.\n\nIf that does not suit you, call us: {phone}.\n\n{office}"
        ),
        _("{name}: {title}: visit on {visit_day}, {visit_time}. If that does not suit you, call {phone}."),
    ),
    Event(
        "repair.help",
        _("Somebody shall help with an order"),
        "staff",
        "service",
        _STAFF,
        (*_ORDER, _PLACE, _WORKER),
        _("Help {worker}: {title}, {place}"),
        _("Please go along with {worker} to work order {number}: {title}, {place}."),
        _("Please help {worker} with work order {number}: {title}, {place}."),
    ),
    Event(
        "repair.unassigned",
        _("An order lies in the pool for too long"),
        "staff",
        "service",
        _STAFF,
        (*_ORDER, _PLACE),
        _("Nobody has it yet: {title}, {place}"),
        _("Nobody has taken work order {number}, {title}, {place}. Hand it out."),
        _("Nobody has taken work order {number}: {title}, {place}."),
    ),
    Event(
        "repair.late",
        _("A repair runs out of time"),
        "staff",
        "service",
        _STAFF,
        (
            *_ORDER,
            _PLACE,
            _WORKER,
            Variable("clock", _("Which clock"), "text", "响应"),
            Variable("reading", _("How it reads"), "text", "已超时"),
        ),
        _("{clock} {reading}: {title}, {place}"),
        _(
            "Work order {number}, {title}, {place}: {clock} {reading}. Who has it: {worker}. "
            "Look whether somebody else can go, and tell the owner."
        ),
        _("{number}, {place}: {clock} {reading}. Who has it: {worker}."),
    ),
    Event(
        "announcement",
        _("An announcement"),
        "owner",
        "service",
        _QUICK,
        (_TITLE, _WORDS),
        "{title}",
        _("{text}\n\n{office}"),
        _("{office}: {title}. The whole text stands in your inbox."),
    ),
    Event(
        "announcement.reminder",
        _("A reminder of an announcement that was not read"),
        "owner",
        "service",
        _QUICK,
        (_TITLE, _WORDS),
        _("Please read: {title}"),
        _(
            "Dear {name},\n\nwe have announced the following, and you have not opened it yet:\n\n{text}\n\n{office}"
        ),
        _("{office} asks you to read: {title}."),
    ),
    Event(
        "patrol.missed",
        _("Points of a round were missed or late"),
        "staff",
        "service",
        _STAFF,
        (
            Variable("round", _("Name of the round"), "text", "夜间秩序巡更"),
            Variable("due", _("When it was due"), "text", "11-26 02:00"),
            Variable("missed", _("Points missed"), "number", 2),
            Variable("late", _("Points late"), "number", 1),
            Variable("points", _("Which points"), "text", "水泵房、B2 配电房"),
        ),
        _("{round}, {due}: {missed} points missed, {late} late"),
        _("{round} of {due}: {missed} points missed, {late} late.\n\nMissed: {points}."),
        _("{round}, {due}: {missed} points missed, {late} late ({points})."),
    ),
)

EVENTS: dict[str, Event] = {one.code: one for one in ALL}


def of(code: str) -> Event:
    """The event of a code; LookupError when none is declared."""
    return EVENTS[code]


def known_variables(event: Event) -> dict[str, Variable]:
    """What its texts can name, by name: its own, and what every event has."""
    return {one.name: one for one in (*event.variables, *COMMON)}


def labels(event: Event, language: str) -> dict[str, str]:
    """How variables are written in the texts of a language, by name: in English by the name itself, in Chinese by what
    they mean, so that who changes a text need not know English."""
    known = known_variables(event)
    if language == "en":
        return {name: name for name in known}
    with speaking(language):
        return {name: str(one.meaning) for name, one in known.items()}
