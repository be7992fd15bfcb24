"""Visitors, parcels and renovations. Texts as the program brings them (see events.py)."""

from estate.i18n import lazy as _
from estate.messages.event import QUICK, STAFF, Event, Variable

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
        "parcel.reminder",
        _("A parcel waits too long"),
        "owner",
        "service",
        QUICK,
        (
            Variable("day", _("Day on which it came"), "day", "2026-11-20"),
            Variable("carrier", _("Carrier"), "text", "顺丰"),
            Variable("shelf", _("Shelf"), "text", "A3"),
            Variable("code", _("Number to fetch it"), "text", "482 913"),
        ),
        _("A parcel still waits for {home}: {code}"),
        _(
            "Dear {name},\n\na parcel for {home} ({carrier}) has waited since {day}. Please fetch it with the number "
            "{code}, shelf {shelf}.\n\nQuestions: {phone}.\n\n{office}"
        ),
        _("{office}: a parcel for {home} has waited since {day}. Number {code}, shelf {shelf}."),
    ),
    Event(
        "permit.ending",
        _("A renovation's last day is near or past"),
        "owner",
        "service",
        QUICK,
        (
            Variable("number", _("Number"), "text", "ZX2026-0012"),
            Variable("day", _("Last day of the works"), "day", "2026-12-20"),
            Variable("news", _("What is new"), "text", "施工期限即将届满，如需延期请提前向物业申请。"),
        ),
        _("Your renovation {number}: until {day}"),
        _(
            "Dear {name},\n\nabout your renovation {number} in {home}, permitted until {day}: {news}\n\n"
            "Questions: {phone}.\n\n{office}"
        ),
        _("{office}: your renovation {number}, until {day}: {news}"),
    ),
    Event(
        "permit.ending.office",
        _("Renovations whose last day is near or past"),
        "staff",
        "service",
        STAFF,
        (
            Variable("ending", _("Last day near"), "text", "ZX2026-0012 (1-2-402)"),
            Variable("ended", _("Last day past"), "text", "–"),
        ),
        _("Renovations: last days"),
        _("Last day near: {ending}\n\nLast day past and works not done: {ended}"),
        _("Renovations, last day near: {ending}; past: {ended}"),
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
