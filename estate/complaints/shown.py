"""A complaint as its pages show it: its clocks in words and colour, its course with who, when, what and photos."""

from datetime import datetime
from typing import NamedTuple

from estate.complaints import words
from estate.complaints.queries import Complaint
from estate.complaints.rules_clocks import CLOCKS, Reading, read_clock
from estate.data import clock
from estate.i18n import gettext as _
from estate.repairs.words import span


class Clock(NamedTuple):
    """One clock of a complaint. tone and word as a badge, left: how much time is left or was over, in words."""

    name: str
    label: str
    state: str
    tone: str
    word: str
    left: str
    due: str


def readings(found: Complaint, now: datetime, warn_percent: int) -> dict[str, Reading]:
    """How the clocks of a complaint read now, by name. What was taken back or follows another has none."""
    if found.state in ("withdrawn", "merged"):
        return {}
    begun = datetime.fromisoformat(found.clock_from)
    dues, ends = (found.answer_by, found.reply_by), (found.first_at, found.replied_at)
    return {
        name: read_clock(
            begun,
            datetime.fromisoformat(due),
            datetime.fromisoformat(end) if end else None,
            now,
            warn_percent=warn_percent,
        )
        for name, due, end in zip(CLOCKS, dues, ends, strict=True)
    }


def clocks(found: Complaint, warn_percent: int) -> list[Clock]:
    """The clocks of a complaint in words."""
    dues = {"first": found.answer_by, "reply": found.reply_by}
    return [
        _clock(name, reading, dues[name])
        for name, reading in readings(found, clock.now(), warn_percent).items()
    ]


def present(found: Complaint, warn_percent: int) -> Clock | None:
    """The clock that counts now: the first that has not stopped; None when none runs."""
    return next((one for one in clocks(found, warn_percent) if one.state not in ("kept", "missed")), None)


def _clock(name: str, reading: Reading, due: str) -> Clock:
    tone, word = words.READINGS[reading.state]
    time = span(int(abs(reading.left).total_seconds() // 60))
    over = reading.state in ("missed", "late")
    if over:
        left = _("%(time)s over", time=time)
    elif reading.state == "kept":
        left = _("%(time)s to spare", time=time)
    else:
        left = _("%(time)s left", time=time)
    return Clock(name, str(words.CLOCKS[name]), reading.state, tone, str(word), left, due)
