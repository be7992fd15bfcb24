"""One answer for all rows that are written alike: how an answered code was made of its cell, done again with another.

`32501` answered with 3-2-501 makes 1-1-1201 of `111201`; `商铺 S1-01` answered with 3-S1-01 makes 3-S1-02 of `商铺 S1-02`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from estate.intake.batches import HOMES
from estate.intake.doubts import Doubt
from estate.intake.rooms import canonical_number
from estate.intake.text import HAN, plain

TOKEN = re.compile(rf"[{HAN}]+|[A-Z]+\d*|\d+")


def shape(raw: str) -> str:
    """What rows must share to be answered together: words and letters as they are, the length of numbers set aside."""
    text = plain(raw).upper()
    return "#" if text.isdigit() else re.sub(r"\d+", "#", " ".join(TOKEN.findall(text)))


def form(doubt: Doubt) -> str:
    """What questions must share to be answered together: in a ledger of homes the way in which the room is written, else
    the very words, for there a home stands in many rows."""
    return shape(doubt.raw) if doubt.ledger == HOMES else doubt.raw


def counts(doubts: Iterable[Doubt]) -> dict[int, int]:
    """How many others of the same sheet and kind are written like each of these; those that stand alone are left out."""
    asked = [one for one in doubts if one.raw and one.row and (one.target == "room" or one.ledger != HOMES)]
    shapes = {one.id: (one.sheet, one.kind, one.field, form(one)) for one in asked}
    many = Counter(shapes.values())
    return {doubt_id: many[key] - 1 for doubt_id, key in shapes.items() if many[key] > 1}


def alike(raw: str, answer: str, other: str, building: str | None = None) -> str | None:
    """The code for `other` by the way in which `answer` was made of `raw`; None when that way does not lead there.

    building: the one that the sheet names; it then is no part of the cell.
    """
    parts = plain(answer).upper().split("-")
    if len(parts) != 3 or not all(parts) or shape(raw) != shape(other):
        return None
    raw, other = plain(raw).upper(), plain(other).upper()
    if raw.isdigit():
        return _digits(raw, parts, other, building)
    return _tokens(TOKEN.findall(raw), parts, TOKEN.findall(other))


def _digits(raw: str, parts: Sequence[str], other: str, building: str | None) -> str | None:
    """Building and entrance lead with as many signs as they had there; the number is what is left, without padding."""
    house, entrance, number = parts
    if not raw.endswith(number):
        return None
    lead = raw.removesuffix(number)
    of_house = len(house) if lead.startswith(house) and building != house else 0
    rest = lead[of_house:]
    of_entrance = len(entrance) if rest.startswith(entrance) else 0
    if rest[of_entrance:].strip("0"):
        return None
    ahead = of_house + of_entrance
    new = (other[:of_house] or house, other[of_house:ahead] or entrance, canonical_number(other[ahead:]))
    return None if len(new[2]) < 3 or any(part.startswith("0") for part in new) else "-".join(new)


def _tokens(raw: list[str], parts: Sequence[str], other: list[str]) -> str | None:
    """Every part of the answer is one or several pieces of the cell in a row, or a word of its own."""
    if len(raw) != len(other):
        return None
    made: list[str] = []
    for part in parts:
        spans = [
            (first, last)
            for first in range(len(raw))
            for last in range(first + 1, len(raw) + 1)
            if "".join(raw[first:last]) == part
        ]
        made.append("".join(other[spans[0][0] : spans[0][1]]) if spans else part)
    used = "".join(made)
    return "-".join(made) if other[-1] in used else None
