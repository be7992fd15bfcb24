"""Work orders and rounds of the patrol. Texts as the program brings them (see events.py)."""

from estate.i18n import lazy as _
from estate.messages.event import FIRM, QUICK, STAFF, Event, Variable

_AMOUNT = Variable("amount", _("Amount"), "money", 16606)
_ORDER = (
    Variable("number", _("Number"), "text", "WX2026-000123"),
    Variable("title", _("What is broken"), "text", "厨房水管漏水"),
)
_PLACE = Variable("place", _("Where"), "text", "3-2-501")
_WORKER = Variable("worker", _("Who mends it"), "text", "周强")

ALL = (
    Event(
        "repair.progress",
        _("A repair moves on"),
        "owner",
        "service",
        QUICK,
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
        QUICK,
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
        QUICK,
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
        QUICK,
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
        STAFF,
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
        QUICK,
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
        STAFF,
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
        STAFF,
        (*_ORDER, _PLACE),
        _("Nobody has it yet: {title}, {place}"),
        _("Nobody has taken work order {number}, {title}, {place}. Hand it out."),
        _("Nobody has taken work order {number}: {title}, {place}."),
    ),
    Event(
        "repair.handed",
        _("An order goes to an outside firm"),
        "firm",
        "service",
        FIRM,
        (
            *_ORDER,
            _PLACE,
            Variable("address", _("Address of the order"), "text", "https://estate.example/work/3fK…"),
            Variable("until", _("Works until"), "day", "2026-12-10"),
        ),
        _("Work order {number}: {title}"),
        _(
            "{name}: work order {number}, {title}, {place}. {address}\n\nIt works until {until}. Questions: {phone}."
        ),
        _("{name}: {number} {title}, {place}: {address} until {until}. Questions: {phone}."),
    ),
    Event(
        "repair.late",
        _("A repair runs out of time"),
        "staff",
        "service",
        STAFF,
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
        "patrol.missed",
        _("Points of a round were missed or late"),
        "staff",
        "service",
        STAFF,
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
