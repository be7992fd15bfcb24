"""Complaints and suggestions. Texts as the program brings them (see events.py)."""

from estate.i18n import lazy as _
from estate.messages.event import QUICK, STAFF, Event, Variable

_COMPLAINT = (
    Variable("number", _("Number"), "text", "TS2026-000012"),
    Variable("title", _("What the complaint is about"), "text", "夜间装修噪音"),
)
_SAID = Variable("message", _("Words of the message"), "text", "已请装修公司停工并约谈业主。")
_SORTED = (
    Variable("category", _("What kind it is"), "text", "噪音邻里"),
    Variable("worker", _("Who handles it"), "text", "孙燕"),
)
_WHY = Variable("reason", _("Reason"), "text", "首次答复已超时")

ALL = (
    Event(
        "complaint.received",
        _("A complaint is received"),
        "owner",
        "service",
        QUICK,
        (*_COMPLAINT, _SAID),
        _("We have it: {title}"),
        _(
            "Dear {name},\n\nthank you for writing to us. Your complaint or suggestion has the number {number}: {title}.\n\n"
            "You can follow every step among your complaints, and write to us there. Questions: {phone}.\n\n{office}"
        ),
        _("{name}: we have {title}, number {number}. Questions: {phone}."),
    ),
    Event(
        "complaint.answered",
        _("A complaint is answered"),
        "owner",
        "service",
        QUICK,
        (*_COMPLAINT, _SAID),
        _("Our answer: {title}"),
        _(
            "Dear {name},\n\nto {number}, {title}, we answer:\n\n{message}\n\n"
            "You can write back among your complaints, or call us: {phone}.\n\n{office}"
        ),
        _("{name}: we have answered to {title} ({number}): {message}"),
    ),
    Event(
        "complaint.closed",
        _("A complaint is closed"),
        "owner",
        "service",
        QUICK,
        (*_COMPLAINT, _SAID),
        _("Closed: {title}"),
        _(
            "Dear {name},\n\nwe have closed {number}, {title}:\n\n{message}\n\n"
            "Please rate how we handled it among your complaints. If it is not settled, you can take it up again there, "
            "or call us: {phone}.\n\n{office}"
        ),
        _("{name}: {title} ({number}) is closed: {message}"),
    ),
    Event(
        "complaint.sealed",
        _("News for somebody who complained without their name"),
        "owner",
        "service",
        QUICK,
        (),
        _("There is news for you"),
        _(
            "Dear {name},\n\nthere is news on something that you wrote to us. You find it among your complaints.\n\n{office}"
        ),
        _("{name}: there is news for you from {office}."),
        sealed=True,
    ),
    Event(
        "complaint.new",
        _("A complaint has come in"),
        "staff",
        "service",
        STAFF,
        (*_COMPLAINT, *_SORTED),
        _("{category}: {title}"),
        _("{number} has come in, {category}: {title}. Take it in hand and answer it."),
        _("{number} has come in, {category}: {title}."),
    ),
    Event(
        "complaint.assigned",
        _("A complaint is handed to somebody"),
        "staff",
        "service",
        STAFF,
        (*_COMPLAINT, *_SORTED, _WHY),
        _("Yours from now on: {title}"),
        _("{number}, {category}, is yours from now on: {title}. {reason}"),
        _("{number} is yours from now on: {title}."),
    ),
    Event(
        "complaint.word",
        _("Who complained writes again"),
        "staff",
        "service",
        STAFF,
        (*_COMPLAINT, *_SORTED, _SAID),
        _("They write again: {title}"),
        _("To {number}, {title}, the complainer writes:\n\n{message}"),
        _("To {number}, {title}, the complainer writes: {message}"),
    ),
    Event(
        "complaint.soon",
        _("A complaint is soon to be answered"),
        "staff",
        "service",
        STAFF,
        (*_COMPLAINT, *_SORTED, Variable("clock", _("Which clock"), "text", "首次答复")),
        _("{clock} is due soon: {title}"),
        _("{number}, {title}: {clock} is due soon. Who handles it: {worker}."),
        _("{number}, {title}: {clock} is due soon."),
    ),
    Event(
        "complaint.escalated",
        _("A complaint is passed to the manager"),
        "staff",
        "service",
        STAFF,
        (*_COMPLAINT, *_SORTED, _WHY),
        _("For you to look at: {title}"),
        _("{number}, {category}, {title}, is passed to you: {reason}. Who handles it: {worker}."),
        _("{number}, {title}: {reason}. Who handles it: {worker}."),
    ),
)
