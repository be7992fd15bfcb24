"""The disclosure of Civil Code 943. Texts as the program brings them (see events.py)."""

from estate.i18n import lazy as _
from estate.messages.event import QUICK, Event, Variable

_PERIOD = Variable("period", _("Period disclosed"), "period", "2026-07-01/2026-09-30")

ALL = (
    Event(
        "disclosure.published",
        _("A disclosure was published"),
        "owner",
        "service",
        QUICK,
        (_PERIOD,),
        _("Made public: what was done and spent, {period}"),
        _(
            "Dear {name},\n\nwe have made public what was done, what it cost, and how the common income and the repair "
            "fund were used: {period}. You find it under Reach us, Disclosure.\n\n{office}"
        ),
        _("{office} has made public its services, the common income and the repair fund: {period}."),
    ),
    Event(
        "disclosure.corrected",
        _("A disclosure was corrected"),
        "owner",
        "service",
        QUICK,
        (_PERIOD,),
        _("Corrected: what was done and spent, {period}"),
        _(
            "Dear {name},\n\nwe have corrected what we made public of {period}. The new version and the earlier one stand "
            "under Reach us, Disclosure.\n\n{office}"
        ),
        _("{office} has corrected what it made public: {period}."),
    ),
)
