"""Codes of homes, their natural order, what a home can be and in which state: pure rules."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

USAGES = ("residential", "shop", "office", "garage", "storage")
STATES = ("unsold", "sold", "delivered", "occupied", "let", "vacant")
PARKING_KINDS = ("owned", "rented", "public")

_NUMERALS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_ORDER = 10**6


class HomeSpec(NamedTuple):
    """A home to be made. Areas in dm² (0.01 m²), dates ISO; delivered_precision 'month' when only that is known.

    floor None: read from the room number. state_since None: for a delivered home the day of delivery, else unknown.
    """

    building: str
    entrance: str
    room: str
    floor: int | None
    area_dm2: int
    inner_area_dm2: int | None = None
    layout: str = ""
    usage: str = "residential"
    state: str = "delivered"
    delivered_on: str | None = None
    delivered_precision: str = "day"
    note: str = ""
    import_batch_id: int | None = None
    state_since: str | None = None

    @property
    def code(self) -> str:
        """The canonical code, as 3-2-501."""
        return home_code(self.building, self.entrance, self.room)


class StateEntry(NamedTuple):
    """One entry of a home's history: from when it was in which state; id counts up as entries are made."""

    id: int
    state: str
    from_date: str | None


def home_code(building: str, entrance: str, room: str) -> str:
    """`building-entrance-room` from parts in any spelling of digits; a home without entrances is in entrance 1."""
    return f"{canonical_part(building)}-{canonical_part(entrance) or '1'}-{canonical_room(room)}"


@lru_cache(maxsize=4096)
def canonical_part(text: str) -> str:
    """A building's or entrance's code as one short word: `03` is 3, `三` is 3, `a` is A, `３` is 3; no hyphens."""
    text = re.sub(r"[\s\-]+", "", unicodedata.normalize("NFKC", text)).upper()
    if number := numeral(text):
        return str(number)
    return re.sub(r"(?<!\d)0+(?=\d)", "", text)


@lru_cache(maxsize=4096)
def canonical_room(text: str) -> str:
    """A room number without padding: `0501` is 501, but `01` stays (it is the first of its floor)."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    return re.sub(r"^0+(?=[1-9]\d{2})", "", text)


def canonical_space(text: str) -> str:
    """A parking space's number as written on the ground: `b1-012` is B1-012; no spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()


def numeral(text: str) -> int | None:
    """A Chinese numeral from 1 to 99 (三, 十二, 二十, 二一), else None."""
    if not text or not set(text) <= set(_NUMERALS) | {"十"}:
        return None
    if "十" not in text:
        return int("".join(str(_NUMERALS[c]) for c in text)) or None
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


def natural_key(*parts: str) -> str:
    """A text that sorts as people count: 3-2-501 before 3-10-101, basement -1 before 1, 12 before 12A before A1."""
    return " ".join(_key(part) for part in parts)


def home_key(code: str) -> str:
    """The natural order of a home's code."""
    return natural_key(*code.split("-", 2))


def floor_of(room: str) -> int | None:
    """The storey in a room number: 501 is 5, 1203 is 12, -101 is -1; None when it does not show."""
    match = re.fullmatch(r"(-?)([1-9]\d?)\d{2}[A-Z]{0,2}", canonical_room(room))
    return int(match[1] + match[2]) if match else None


def present_state(history: Sequence[StateEntry]) -> StateEntry | None:
    """The state a home is in now: the entry with the latest date, of the same date the one made last."""
    return max(history, key=lambda entry: (entry.from_date or "", entry.id), default=None)


def changes(
    before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """Only what differs, from what to what, for the change log."""
    differ = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in differ}, {name: after[name] for name in differ}


def first_day(text: str) -> tuple[str, str] | None:
    """A date or a month as (first day, precision): `2019-03` is ("2019-03-01", "month"); None when it is neither."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}", text):
            return date.fromisoformat(f"{text}-01").isoformat(), "month"
        return date.fromisoformat(text).isoformat(), "day"
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _key(part: str) -> str:
    if match := re.fullmatch(r"-(\d{1,5})(.*)", part):  # basements count downwards, before the ground
        return f"!{_ORDER - int(match[1]):06d}{match[2]}"
    return "".join(
        piece.zfill(6) if piece.isdecimal() else piece for piece in re.split(r"(\d+)", part) if piece
    )
