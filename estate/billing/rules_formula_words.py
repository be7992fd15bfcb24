"""The words of fee formulas: variables, functions and units in English and Chinese, and how a text falls into them.

A formula is one line of arithmetic, `面积 × 1.85元/㎡ + 人数 × 5元`. Full-width signs are read as their plain ones.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from estate.i18n import gettext as _

MOST_SIGNS = 500

Dim = tuple[int, int]
"""The unit of a value: the powers of yuan and of m². (1, 0) is money, (1, -1) yuan per m², (0, 0) a plain number."""

NUMBER: Dim = (0, 0)
MONEY: Dim = (1, 0)
AREA: Dim = (0, 1)

VARIABLES: dict[str, tuple[str, ...]] = {
    "area": ("面积", "建筑面积"),
    "inner_area": ("套内面积",),
    "floor": ("楼层",),
    "persons": ("人数",),
    "months": ("月数",),
    "parking_spaces": ("车位", "车位数"),
    "usage": ("用途",),
}
"""What a formula may ask of a home, in English; and in Chinese, the usual name first."""

DIMS: dict[str, Dim] = {**dict.fromkeys(VARIABLES, NUMBER), "area": AREA, "inner_area": AREA}

FUNCTIONS: dict[str, tuple[str, ...]] = {
    "min": ("取小", "最小"),
    "max": ("取大", "最大"),
    "if": ("如果",),
    "round": ("四舍五入", "取整"),
}

USAGES: dict[str, tuple[str, ...]] = {
    "residential": ("住宅",),
    "shop": ("商铺",),
    "office": ("办公",),
    "garage": ("车库",),
    "storage": ("储藏室", "储藏"),
}

JOINS: dict[str, tuple[str, ...]] = {"and": ("且", "并且"), "or": ("或", "或者"), "not": ("非",)}

COUNTED = ("人", "月", "户", "个", "层", "person", "month", "home", "space")

UNITS: dict[str, tuple[Dim, Fraction]] = {
    **dict.fromkeys(("元", "yuan"), (MONEY, Fraction(1))),
    **dict.fromkeys(("㎡", "m²", "m2", "平方米"), (AREA, Fraction(1))),
    "%": (NUMBER, Fraction(1, 100)),
    **dict.fromkeys(COUNTED, (NUMBER, Fraction(1))),
}
"""What may follow a number, or stand alone for one of it: 元/人 and 元/月 are written for the reader."""


def _named(names: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {spelling: name for name, others in names.items() for spelling in (name, *others)}


_KINDS = {
    **{word: ("variable", name) for word, name in _named(VARIABLES).items()},
    **{word: ("function", name) for word, name in _named(FUNCTIONS).items()},
    **{word: ("usage", name) for word, name in _named(USAGES).items()},
    **{word: ("join", name) for word, name in _named(JOINS).items()},
    **{word: ("unit", word) for word in UNITS},
}

SPELLINGS: dict[str, tuple[str, str]] = {
    name: (others[0], name)
    for names in (VARIABLES, FUNCTIONS, USAGES, JOINS)
    for name, others in names.items()
}
"""Each word in Chinese and English, for who writes a formula."""

_PLAIN = str.maketrans("０１２３４５６７８９．（），＋－−–＊×·÷／％＜＞＝！", "0123456789.(),+---***//%<>=!")
_SIGNS = {"≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=", "==": "="}
_CHINESE = sorted((word for word in _KINDS if not re.match(r"[A-Za-z%]", word)), key=len, reverse=True)
_TOKEN = re.compile(
    rf"""(?P<blank>\s+)|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(?P<word>[mM]2|[mM]²|%|{"|".join(_CHINESE)}|[A-Za-z_]+)
    |(?P<sign><=|>=|!=|<>|==|[-+*/(),<>=≤≥≠])|(?P<other>[^\W\d]+|.)""",
    re.VERBOSE,
)


class FormulaError(ValueError):
    """What is wrong with a formula, and where: from `start` to before `end` in its text."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message, self.start, self.end = message, start, end


class Token(NamedTuple):
    """A piece of a formula. kind: number, variable, function, usage, join, unit, sign, end."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a formula, closed by an `end`. Raises FormulaError at a word or sign that is none of its."""
    if len(text) > MOST_SIGNS:
        raise FormulaError(_("Write at most %(n)s signs.", n=MOST_SIGNS), MOST_SIGNS, len(text))
    for found in _TOKEN.finditer(text.translate(_PLAIN)):
        kind, piece, start, end = str(found.lastgroup), found.group(), found.start(), found.end()
        if kind == "word":
            known = _KINDS.get(piece) or _KINDS.get(piece.lower())
            if known is None:
                raise FormulaError(_("“%(word)s” is no word of formulas.", word=piece), start, end)
            yield Token(known[0], known[1], start, end)
        elif kind == "sign":
            yield Token(kind, _SIGNS.get(piece, piece), start, end)
        elif kind == "number":
            if len(piece) > 16:
                raise FormulaError(_("This number is too long."), start, end)
            yield Token(kind, piece, start, end)
        elif kind == "other":
            raise FormulaError(_("“%(word)s” is no word of formulas.", word=text[start:end]), start, end)
    yield Token("end", "", len(text), len(text))


def unit_words(dim: Dim) -> str:
    """A unit as people write it: `yuan`, `yuan/m²`, `m²`; a plain number has none."""
    parts = {_("yuan"): dim[0], _("m²"): dim[1]}
    above = [name + ("" if power == 1 else f"^{power}") for name, power in parts.items() if power > 0]
    below = [name + ("" if power == -1 else f"^{-power}") for name, power in parts.items() if power < 0]
    if not above and not below:
        return _("a plain number")
    return "·".join(above or ["1"]) + "".join(f"/{one}" for one in below)
