"""The short code of a home that payers write beside a transfer, so that the money finds its home: `W7K2M9`.

W, four signs for the home, one to check: a single wrong sign or two that changed places never read as another home.
"""

import re
import unicodedata

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""31 signs, a prime number as the check needs it; no I, L and O, no 0 and 1, which people confuse."""

_BASE = len(SIGNS)
_HOMES = _BASE**4
_STRIDE = 524_287  # has no factor in common with _HOMES: neighbours get codes that do not look alike
_BACK = pow(_STRIDE, -1, _HOMES)
_CODE = re.compile(rf"W[{SIGNS}]{{5}}")


def remark_code(home_id: int) -> str:
    """The code of a home; ValueError for an id of less than 1 or of 923,521 and more."""
    if not 0 < home_id < _HOMES:
        raise ValueError("no home has this id")
    rest, digits = home_id * _STRIDE % _HOMES, list[int]()
    for _sign in range(4):
        rest, digit = divmod(rest, _BASE)
        digits.append(digit)
    return "W" + "".join(SIGNS[digit] for digit in [*digits, _check(digits)])


def homes_in_remark(text: str) -> list[int]:
    """The ids of the homes whose codes stand in a remark, in full width, small letters or with gaps too.

    Only the check is made here, not whether there is such a home.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    joined = re.sub(r"[\s\-_.·]", "", plain)
    found: dict[int, None] = {}
    for spelling in (plain, joined):
        for start in range(len(spelling) - 5):
            if _CODE.match(spelling, start) and (home_id := _home(spelling[start + 1 : start + 6])):
                found[home_id] = None
    return list(found)


def _home(signs: str) -> int:
    """The home of five signs; 0 when the last does not fit the others."""
    digits = [SIGNS.index(sign) for sign in signs]
    if _check(digits[:4]) != digits[4]:
        return 0
    return sum(digit * _BASE**place for place, digit in enumerate(digits[:4])) * _BACK % _HOMES


def _check(digits: list[int]) -> int:
    return sum((place + 2) * digit for place, digit in enumerate(digits)) % _BASE
