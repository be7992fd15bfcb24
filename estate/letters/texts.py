"""The texts of letters: what the office wrote last, else what is delivered with the program (seed/letters.toml)."""

import tomllib
from functools import lru_cache
from typing import NamedTuple

import msgspec

from estate.data import Reader
from estate.resources import resource


class Text(NamedTuple):
    """A letter's words of a kind and language. days: the time limit. who, written_at: empty for the delivered one."""

    kind: str
    locale: str
    title: str
    opening: str
    closing: str
    days: int
    who: str = ""
    written_at: str = ""


def text(db: Reader, kind: str, locale: str) -> Text:
    """The words that hold now."""
    found = db.row(
        Text,
        """
        SELECT kind, locale, title, opening, closing, days, who, written_at FROM letter_texts
         WHERE kind = :kind AND locale = :locale ORDER BY id DESC LIMIT 1
        """,
        kind=kind,
        locale=locale,
    )
    return found or delivered(kind, locale)


def delivered(kind: str, locale: str) -> Text:
    """The words that come with the program."""
    known = _seed()
    words = known.get(locale, known["en"])[kind]
    return Text(kind, locale, words.title, words.opening.strip(), words.closing.strip(), words.days)


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    opening: str
    closing: str
    days: int


@lru_cache(maxsize=1)
def _seed() -> dict[str, dict[str, _Words]]:
    content = tomllib.loads((resource("seed") / "letters.toml").read_text("utf-8"))
    return msgspec.convert(content, dict[str, dict[str, _Words]])
