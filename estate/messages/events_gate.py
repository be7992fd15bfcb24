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
    Event(
        "parcel.arrived",
        _("A parcel has come"),
        "owner",
        "service",
        QUICK,
        (
            Variable("carrier", _("Carrier"), "text", "顺丰"),
            Variable("shelf", _("Shelf"), "text", "A3"),
            Variable("code", _("Number to fetch it"), "text", "482 913"),
        ),
        _("A parcel has come for {home}: {code}"),
        _(
            "Dear {name},\n\na parcel for {home} has come ({carrier}). Number to fetch it: {code}, shelf {shelf}.\n\n"
            "Questions: {phone}.\n\n{office}"
        ),
        _("{office}: a parcel for {home} has come ({carrier}). Number {code}, shelf {shelf}."),
    ),
    Event(
        "permit.decided",
        _("A renovation is decided or moves on"),
        "owner",
        "service",
        QUICK,
        (
            Variable("number", _("Number"), "text", "ZX2026-0012"),
            Variable("news", _("What is new"), "text", "准予施工，许可证见您的页面，请张贴在门上。"),
            Variable("reason", _("Reason"), "text", "–"),
        ),
        _("Your renovation {number}"),
        _(
            "Dear {name},\n\nabout your renovation {number} in {home}: {news}\n\nReason: {reason}\n\n"
            "Questions: {phone}.\n\n{office}"
        ),
        _("{office}: your renovation {number}: {news}"),
    ),
)
