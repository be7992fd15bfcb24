"""What a typed text may be: a name, initials, a phone's last digits, a plate, a receipt number. (Rooms: community.)"""

import re
import unicodedata
from typing import NamedTuple

LONGEST = 60
LONGEST_NUMBER = 14
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


class Wish(NamedTuple):
    """One text, in every meaning it may have; what it cannot be is empty. backwards: phone_tail and plate reversed."""

    text: str
    name: str = ""
    latin: str = ""
    phone_tail: str = ""
    plate: str = ""
    receipt: str = ""
    receipt_seq: int | None = None


def read_wish(text: str) -> Wish:
    """Understand what was typed: full-width signs and spaces do not matter, at most 60 signs are read."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()[:LONGEST]
    close = text.replace(" ", "")
    digits = re.sub(r"[-()+]", "", close)
    number = digits.isascii() and digits.isdecimal()
    latin = close.lower() if re.fullmatch(r"[A-Za-z][A-Za-z']*", close) else ""
    return Wish(
        text=text,
        name=text if not number and not latin else "",
        latin=latin.replace("'", ""),
        phone_tail=_tail(digits) if number and len(digits) >= 3 else "",
        plate=_plate(close),
        receipt=close.upper() if re.fullmatch(r"[A-Za-z]{1,8}\d{4}(-\d{0,6})?|\d{4}-\d{1,6}", close) else "",
        receipt_seq=int(digits) if number and "-" not in close and len(digits) <= 6 else None,
    )


def backwards(column: str) -> str:
    """The SQL expression that reads a short text from its end; an index on it finds tails."""
    return " || ".join(f"substr({column}, -{place}, 1)" for place in range(1, LONGEST_NUMBER + 1))


def _tail(digits: str) -> str:
    """Of a landline only its last seven digits, for it is kept with a hyphen after the area code."""
    return digits[-7:] if digits.startswith("0") and len(digits) > 8 else digits[-11:]


def _plate(text: str) -> str:
    plate = re.sub(r"[·・.\-]", "", text).upper()
    if re.fullmatch(rf"[{_PROVINCES}]?[A-Z0-9]{{3,8}}[学警港澳挂]?", plate) and re.search(r"\d", plate):
        return plate
    return plate if re.fullmatch(rf"[{_PROVINCES}][A-Z]?[A-Z0-9]{{0,2}}", plate) else ""
