"""Names as they are looked up: pinyin in full and by initials, with the readings that surnames have."""

from functools import lru_cache

# Surnames whose reading differs from the character's usual one; pypinyin reads characters, not names.
SURNAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "单于": "chan yu", "澹台": "tan tai", "单": "shan", "曾": "zeng",
    "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "朴": "piao", "盖": "ge", "翟": "zhai", "缪": "miao",
    "员": "yun", "折": "she", "种": "chong", "洗": "xian", "秘": "bi", "乐": "yue", "召": "shao", "祭": "zhai",
    "繁": "po", "佴": "nai", "覃": "qin", "都": "du",
}  # fmt: skip


def pinyin_of(name: str, *, company: bool = False) -> tuple[str, str]:
    """Full pinyin without spaces and the initials, both lower-case: 曾小贤 is (`zengxiaoxian`, `zxx`).

    Letters and digits of other scripts stay: `John Smith` is (`johnsmith`, `js`). A person's name is read
    as a surname and what follows, a company's as a whole.
    """
    if company or name.isascii():
        parts = _words([*_readings(name)])
    else:
        surname = next((name[:n] for n in (2, 1) if name[:n] in SURNAMES), name[:1])
        parts = SURNAMES[surname].split() if surname in SURNAMES else _words([*_readings(surname)])
        parts += _words([*_readings(name[len(surname) :])])
    return "".join(parts), "".join(part[0] for part in parts)


def _words(readings: list[str]) -> list[str]:
    """Letters and digits that stand together are one word; all other signs divide."""
    words: list[str] = []
    joined = False
    for reading in readings:
        if len(reading) > 1 and reading.isascii() and reading.isalpha():
            words.append(reading.lower())
            joined = False
            continue
        for sign in reading.lower():
            if not sign.isalnum():
                joined = False
            elif joined and sign.isascii():
                words[-1] += sign
            else:
                words.append(sign)
                joined = sign.isascii()
    return words


@lru_cache(maxsize=30_000)
def _readings(text: str) -> tuple[str, ...]:
    from pypinyin import (
        lazy_pinyin,  # its phrases take 45 MiB: only the process that adds people pays for them
    )

    return tuple(lazy_pinyin(text))
