"""Kinds of papers that other features bring: what a print of them holds, what each says, what follows once it is made."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from estate.data import Reader, Tx
from estate.documents import words
from estate.documents.content import Sheet


class Source(NamedTuple):
    """A kind of paper of another feature.

    prefix: of its gapless numbers. template: of templates/print. titles, title: what many and one are called.
    groups: the building and the key of each paper that waits, in the order of homes; of one building when given.
    build: the sheets of these keys as they are now, without what has become empty. made: called in the transaction
    that made the paper, with its number.
    """

    kind: str
    prefix: str
    template: str
    titles: str
    title: str
    groups: Callable[[Reader, int | None], Iterator[tuple[str, int]]]
    build: Callable[[Tx, Sequence[int]], list[Sheet]]
    made: Callable[[Tx, Sheet, str], None]


_known: dict[str, Source] = {}


def add(source: Source) -> Source:
    """Make a kind of paper known; ValueError when there is one of its name already."""
    if source.kind in _known:
        raise ValueError(f"two kinds of papers are called {source.kind}")
    _known[source.kind] = source
    return source


def of(kind: str) -> Source | None:
    """The source of a kind that another feature brings."""
    return _known.get(kind)


def titles(kind: str) -> str:
    """What many papers of a kind are called."""
    source = of(kind)
    return str(source.titles if source else words.KINDS[kind])


def title(kind: str) -> str:
    """What one paper of a kind is called."""
    source = of(kind)
    return str(source.title if source else words.ONE[kind])
