"""What papers may belong to: every feature that has some declares its subject here and owns the answer who sees them."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from estate.access.me import Me
from estate.data import Reader


class Place(NamedTuple):
    """The page of one subject: what it is called and where it is."""

    title: str
    href: str


class Subject(NamedTuple):
    """Something that has papers.

    code: as kept in `papers.subject`, for ever. add: the permission to add and to withdraw. kinds: what its papers
    are, code to word; the first is taken when nobody chooses. place: the page of one of them for this person, None
    when there is no such thing or this person may not open that page; papers are seen exactly by whom it is not None
    for.
    """

    code: str
    add: str
    kinds: Mapping[str, str]
    place: Callable[[Reader, Me, int], Place | None]


_declared: dict[str, Subject] = {}


def declare(subject: Subject) -> Subject:
    """Make a subject known; ValueError when another has its code."""
    if subject.code in _declared:
        raise ValueError(f"two subjects of papers are called {subject.code}")
    _declared[subject.code] = subject
    return subject


def subject_of(code: str) -> Subject | None:
    """The subject of this code."""
    return _declared.get(code)


def every_kind() -> dict[str, str]:
    """What papers of any subject are, code to word."""
    return {code: word for subject in _declared.values() for code, word in subject.kinds.items()}
