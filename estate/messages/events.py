"""Every event that the office tells somebody of, with its variables and the text that comes with the program.

A new event is one entry in the list of its field; its switches, its template page and its record follow. Texts are
written for the recipient; `short` is what goes as SMS and notification, without a link.
"""

from estate.i18n import lazy as _
from estate.i18n import speaking
from estate.messages import (
    events_chat,
    events_complaints,
    events_disclosure,
    events_gate,
    events_money,
    events_notices,
    events_repairs,
    events_surveys,
    events_votes,
)
from estate.messages.event import Event, Variable

COMMON = (
    Variable("name", _("Name of the recipient"), "text", "王建国"),
    Variable("home", _("Home"), "text", "3-2-501"),
    Variable("community", _("Community"), "text", "桂花园"),
    Variable("office", _("Name of the office"), "text", "桂花园物业服务中心"),
    Variable("phone", _("Telephone of the office"), "text", "0571-88886666"),
)

ALL = (
    *events_money.ALL,
    *events_repairs.ALL,
    *events_notices.ALL,
    *events_chat.ALL,
    *events_complaints.ALL,
    *events_disclosure.ALL,
    *events_gate.ALL,
    *events_surveys.ALL,
    *events_votes.ALL,
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
