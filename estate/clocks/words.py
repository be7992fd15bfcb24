"""A clock in words and colour: how it stands, how much time is left or was over, until when it is kept."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from estate.i18n import gettext
from estate.i18n import lazy as _
from estate.web.filters import span

READINGS: dict[str, tuple[str, str]] = {
    "kept": ("settled", _("kept")),
    "missed": ("overdue", _("missed")),
    "running": ("neutral", _("runs")),
    "soon": ("waiting", _("soon over")),
    "late": ("overdue", _("over time")),
    "paused": ("info", _("stands still")),
}


class Clock(NamedTuple):
    """One clock. tone and word as a badge, left: how much time is left or was over, in words; due: an instant."""

    name: str
    label: str
    state: str
    tone: str
    word: str
    left: str
    due: str


def in_words(name: str, label: str, state: str, left: timedelta, due: str) -> Clock:
    """A clock as it reads. state: of READINGS; left: negative when it is or was over."""
    tone, word = READINGS[state]
    time = span(int(abs(left).total_seconds() // 60))
    if left < timedelta():
        told = gettext("%(time)s over", time=time)
    elif state == "kept":
        told = gettext("%(time)s to spare", time=time)
    else:
        told = gettext("%(time)s left", time=time)
    return Clock(name, label, state, tone, str(word), told, due)


def present(clocks: Iterable[Clock]) -> Clock | None:
    """The clock that counts now: the first that has not stopped; None when none runs."""
    return next((one for one in clocks if one.state not in ("kept", "missed")), None)
