"""Characters that people cannot see, and forms of the same character, taken out of the way before a cell is read."""

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
TOUCHED = re.compile(rf"\s|{INVISIBLE.pattern}")
SPACES = re.compile(r"[^\S\n]+")
ANY_SPACE = re.compile(r"\s+")
HAN = "\u3400-\u9fff\uf900-\ufaff"
ANY_HAN = re.compile(f"[{HAN}]")
_BLANK = (
    r"无 没有 暂无 未知 不详 不明 空 未登记 未填 待补 待定 待查 "
    r"/ // \ - -- --- — —— * ** x n/a na none null nil nan unknown 〇"
)
BLANK_WORDS = frozenset(_BLANK.split())
_DITTO = """同上 同前 同上行 〃 〃〃 ″ " "" “ ” '' ,, 々 仝 仝上 ditto do. do -"- —"—"""
DITTO_WORDS = frozenset(_DITTO.split())


def visible(text: str) -> str:
    """The text without invisible characters, with plain spaces, trimmed; letters and digits keep their form."""
    if not TOUCHED.search(text):
        return text
    return SPACES.sub(" ", INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")).strip()


def plain(text: str) -> str:
    """As visible(), with full-width and other compatibility forms turned into ordinary ones (NFKC)."""
    if unicodedata.is_normalized("NFKC", text):
        return visible(text)
    return visible(unicodedata.normalize("NFKC", visible(text)))


def means_blank(text: str) -> bool:
    """Whether a written word only says that nothing is known here (无, /, N/A)."""
    word = plain(text).lower()
    return not word or word in BLANK_WORDS


def is_ditto(text: str) -> bool:
    """Whether a cell points at the row above (同上, 〃)."""
    return visible(text).lower() in DITTO_WORDS


def has_han(text: str) -> bool:
    """Whether the text holds a Chinese character."""
    return ANY_HAN.search(text) is not None


def tidy_words(text: str) -> str:
    """The text without any space or line break."""
    return ANY_SPACE.sub("", text)
