"""Announcements. Texts as the program brings them (see events.py)."""

from estate.i18n import lazy as _
from estate.messages.event import QUICK, Event, Variable

_TITLE = Variable("title", _("Title of the announcement"), "text", "11月26日上午停水通知")
_WORDS = Variable(
    "text", _("Text of the announcement"), "text", "因水泵检修，1 栋 26 日 9:00 至 12:00 停水。"
)
_WHY = Variable("why", _("Why it is withdrawn"), "text", "水泵今天已提前修好")

ALL = (
    Event(
        "announcement",
        _("An announcement"),
        "owner",
        "service",
        QUICK,
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
        QUICK,
        (_TITLE, _WORDS),
        _("Please read: {title}"),
        _(
            "Dear {name},\n\nwe have announced the following, and you have not opened it yet:\n\n{text}\n\n{office}"
        ),
        _("{office} asks you to read: {title}."),
    ),
    Event(
        "announcement.withdrawn",
        _("An announcement that was withdrawn"),
        "owner",
        "service",
        QUICK,
        (_TITLE, _WHY),
        _("Withdrawn: {title}"),
        _("Dear {name},\n\nwe take back our announcement “{title}”:\n\n{why}\n\n{office}"),
        _("{office} takes back: {title}. {why}"),
    ),
)
