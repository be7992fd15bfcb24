"""What may have a label: every feature that has such things registers here how they are called and where they are."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from estate.data import Reader


class Thing(NamedTuple):
    """Something with a label, as the label, the scan and the report name it.

    title: what it is called; where: the place in words. href: its page for the staff. faults: the categories of
    repairs that are offered, the likeliest first; empty for those of all public places. place_id, equipment_id,
    building_id: what an order is tied to. retired: no longer there, nothing is reported of it. scanned: the page for staff
    who stand before it, where that is another; it is told the code that was read.
    """

    id: int
    code: str
    title: str
    where: str
    href: str
    faults: tuple[str, ...] = ()
    place_id: int | None = None
    equipment_id: int | None = None
    building_id: int | None = None
    retired: bool = False
    scanned: str = ""

    @property
    def location(self) -> str:
        """What an order writes down as its place."""
        return f"{self.where} {self.title}".strip() if self.where not in self.title else self.title


class Subject(NamedTuple):
    """A kind of things that have labels.

    code: as kept in `labels.subject`, for ever. name: what several are called. see: the permission to open their
    pages; who lacks it gets the report form. kinds: code to word, to choose labels by. things: some of them by their
    ids. choose: those in use, of a building and kind or of all, in natural order.
    """

    code: str
    name: str
    see: str
    kinds: Callable[[Reader], Mapping[str, str]]
    things: Callable[[Reader, Sequence[int]], list[Thing]]
    choose: Callable[[Reader, int | None, str], list[Thing]]


_declared: dict[str, Subject] = {}


def declare(subject: Subject) -> Subject:
    """Make a kind of things known; ValueError when another has its code."""
    if subject.code in _declared:
        raise ValueError(f"two kinds of things with labels are called {subject.code}")
    _declared[subject.code] = subject
    return subject


def subject_of(code: str) -> Subject | None:
    """The kind of things of this code."""
    return _declared.get(code)


def declared() -> list[Subject]:
    """Every kind of things that have labels: public places first, whichever feature came first."""
    return sorted(_declared.values(), key=lambda one: (one.code != "place", one.code))


def thing_of(db: Reader, code: str, subject_id: int) -> Thing | None:
    """One thing; None where there is none."""
    subject = _declared.get(code)
    found = subject.things(db, [subject_id]) if subject else []
    return found[0] if found else None
