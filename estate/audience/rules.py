"""Homes as people list them. Pure."""

import re
import unicodedata
from typing import NamedTuple

from estate.community.rules import home_code

MOST_HOMES = 2000
"""Homes that one may list at a time; for more there are buildings and zones."""


class Part(NamedTuple):
    """What names homes: a scope with the id (or the use) it is about, and floors of it."""

    scope: str
    about: str = ""
    floor_from: int | None = None
    floor_to: int | None = None


def codes_of(text: str) -> list[str]:
    """The codes in a list as people write it, each once, in canonical form: `１-1-101，1-1-0201` → 1-1-101, 1-1-201."""
    typed = (one for one in re.split(r"[\s,，;；、]+", text.strip()) if one)
    return list(dict.fromkeys(_canonical(one) for one in typed))


def _canonical(code: str) -> str:
    parts = unicodedata.normalize("NFKC", code).split("-", 2)
    return home_code(*parts) if len(parts) == 3 else code
