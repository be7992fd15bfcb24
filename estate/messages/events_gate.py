"""Visitors, parcels and renovations. Texts as the program brings them (see events.py)."""

from estate.i18n import lazy as _
from estate.messages.event import QUICK, Event, Variable

ALL = (
    Event(
        "visitor.arrived",
        _("A visitor has come in at the gate"),
        "owner",
        "service",
        QUICK,
        (Variable("time", _("Time"), "text", "14:05"),),
        _("Your visitor has come in"),
        _(
            "Dear {name},\n\nat {time} the gate let in the visitor whom you announced for {home}.\n\n"
            "If you expect nobody, call us at once: {phone}.\n\n{office}"
        ),
        _("{office}: your visitor for {home} came in at {time}. Nobody expected? Call {phone}."),
    ),
)
