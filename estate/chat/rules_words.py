"""Words: what is searched for in messages, and what stands for names in prepared answers. Pure."""

import re
import unicodedata
from collections.abc import Mapping

_SIGN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_SIGN}]|[^\W_{_SIGN}]+")
MOST_WORDS = 12

VARIABLES: dict[str, str] = {
    "name": "姓名",
    "home": "房屋",
    "clerk": "客服",
    "office": "物业",
    "phone": "电话",
}
"""What a prepared answer may name, in English and as Chinese write it."""
_BY_WORD = {**{name: name for name in VARIABLES}, **{word: name for name, word in VARIABLES.items()}}
_BRACED = re.compile(r"\{([^{}]*)\}")


def tokens(text: str) -> list[str]:
    """The words of a text in order; each Chinese sign is one, full-width and capital letters are as plain ones."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _TOKEN.findall(plain)


def index_text(text: str) -> str:
    """A text as the index takes it."""
    return " ".join(tokens(text))


def match_query(text: str) -> str:
    """What was typed as a question to the index: every part between blanks must occur, Chinese signs side by side, the
    last word of letters as a beginning. Empty where there is nothing to search for.
    """
    parts: list[str] = []
    for part in unicodedata.normalize("NFKC", text).split()[:MOST_WORDS]:
        words = tokens(part)
        if words:
            end = "" if re.match(rf"[{_SIGN}]", words[-1]) else "*"
            parts.append(f'"{" ".join(words)}"{end}')
    return " ".join(parts)


def unknown_variables(text: str) -> list[str]:
    """What stands in braces and is no variable."""
    return [word for word in _BRACED.findall(text) if word.strip() not in _BY_WORD]


def filled(text: str, values: Mapping[str, str]) -> str:
    """A prepared answer with its variables filled in; what is none stays as it is written."""

    def put(found: re.Match[str]) -> str:
        name = _BY_WORD.get(found[1].strip())
        return values[name] if name else found[0]

    return _BRACED.sub(put, text)
