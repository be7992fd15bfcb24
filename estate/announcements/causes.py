"""What suggested an announcement: a work order, a piece of equipment; its page and the announcement's name each other."""

import re
from typing import NamedTuple

from estate.access.me import Me
from estate.access.permissions import ANNOUNCEMENTS_READ
from estate.announcements import records
from estate.announcements.records import Announcement
from estate.announcements.words import STATES
from estate.data import Reader
from estate.papers.subjects import Place, subject_of

COLUMNS = {"order": "order_id", "equipment": "equipment_id"}
"""By the code of the thing's papers (see estate/papers/subjects.py): where the announcement keeps it."""


class Causes(NamedTuple):
    """The things that an announcement is about; None where it is about none of the kind."""

    order_id: int | None = None
    equipment_id: int | None = None


NONE = Causes()


class Announced(NamedTuple):
    """An announcement as the page of its cause names it. tone, state: its badge."""

    id: int
    title: str
    tone: str
    state: str


def written(order_id: int | None, equipment_id: int | None) -> str:
    """The causes as an address and a form carry them: `order:12 equipment:5`."""
    found = {"order": order_id, "equipment": equipment_id}
    return " ".join(f"{code}:{number}" for code, number in found.items() if number)


def of_text(db: Reader, me: Me, text: str) -> Causes:
    """What was written; without what there is not, or what this person may not open."""
    found: dict[str, int] = {}
    for code, digits in re.findall(r"(\w+):(\d{1,15})", text):
        if code in COLUMNS and _place(db, me, code, int(digits)):
            found[COLUMNS[code]] = int(digits)
    return Causes(**found)


def places(db: Reader, me: Me, found: Causes | Announcement) -> list[Place]:
    """The pages of what suggested an announcement, as far as this person may open them."""
    kept = {code: getattr(found, column) for code, column in COLUMNS.items()}
    shown = [_place(db, me, code, number) for code, number in kept.items() if number]
    return [one for one in shown if one]


def announcements(db: Reader, me: Me, code: str, subject_id: int) -> list[Announced]:
    """The announcements that a thing suggested, the latest first; none for who reads none."""
    found = records.caused_by(db, COLUMNS[code], subject_id) if me.may(ANNOUNCEMENTS_READ) else []
    return [Announced(one.id, one.title, *STATES[one.state]) for one in found]


def _place(db: Reader, me: Me, code: str, subject_id: int) -> Place | None:
    subject = subject_of(code)
    return subject.place(db, me, subject_id) if subject else None
