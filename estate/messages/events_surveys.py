"""Surveys. Texts as the program brings them (see events.py)."""

from estate.i18n import lazy as _
from estate.messages.event import QUICK, Event, Variable

_SURVEY = Variable("title", _("Title of the survey"), "text", "物业服务满意度调查")

ALL = (
    Event(
        "survey.open",
        _("A survey is open"),
        "owner",
        "service",
        QUICK,
        (_SURVEY,),
        _("Please answer: {title}"),
        _(
            "Dear {name},\n\nwe ask for a few minutes of yours: {title}. You find it under Reach us, Surveys.\n\n{office}"
        ),
        _("{office} asks you to answer a survey: {title}."),
    ),
    Event(
        "survey.reminder",
        _("A reminder of a survey that was not answered"),
        "owner",
        "service",
        QUICK,
        (_SURVEY,),
        _("Still open: {title}"),
        _(
            "Dear {name},\n\nthis survey still waits for your answer: {title}. You find it under Reach us, Surveys.\n\n{office}"
        ),
        _("{office} reminds you of a survey: {title}."),
    ),
)
