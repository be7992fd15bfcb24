"""Rooms as people type them: 3-2-501, 3栋2单元501室, 3#-2-501, ３栋２单元５０１, 32501, 3号楼二单元501, A座1203, 3-2."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from estate.community.rules import canonical_part, canonical_room

Known = Mapping[str, Sequence[str]]
"""The codes of the buildings there are, each with the codes of its entrances."""

LONGEST = 40

_PART = r"(?:[A-Z]{0,2}\d{1,4}[A-Z]?|[A-Z]{1,2}|[一二三四五六七八九十]{1,3}|[甲乙丙丁东西南北中])"
_BUILDING_MARK = (
    r"(?:号[楼樓]栋?|[楼樓]栋|号?[栋幢座棟#]楼?|[楼樓](?=.*单元|.*门)|号(?=[-\s]?\S*(?:单元|门))|[楼樓]$)"
)
_ENTRANCE_MARK = r"(?:号?单元|号?[門门]|号?梯)"
_MARKED = re.compile(
    rf"(?:(?P<building>{_PART}){_BUILDING_MARK}-*)?"
    rf"(?:(?P<entrance>{_PART})(?:{_ENTRANCE_MARK}-*|-))?"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:层|楼|F)-*)?"
    r"(?P<room>-?\d{1,5}[A-Z]{0,2})?"
)
_TAIL = re.compile(r"(?<=[\dA-Z])[室号房户]$")
_SEPARATORS = re.compile(r"[-‐‑‒–—―−~～_/\\.·:,，、\s]+")


class Room(NamedTuple):
    """What a text may mean; what it does not say is None. room may be only the beginning of a number."""

    building: str | None = None
    entrance: str | None = None
    room: str | None = None


def parse_room(text: str, known: Known) -> list[Room]:
    """Every home or group of homes that the text may mean among the buildings there are, the likeliest first.

    Empty when it does not look like a room at all (a name, a plate) or fits no building.
    """
    spelled = _SEPARATORS.sub("-", unicodedata.normalize("NFKC", text).upper().strip()).strip("-")
    spelled = _TAIL.sub("", spelled).removeprefix("第")
    if not spelled or len(spelled) > LONGEST:
        return []
    return list(dict.fromkeys(room for room in _readings(spelled, known) if _possible(room, known)))


def code_prefixes(room: Room, known: Known) -> list[str]:
    """How the codes of the homes begin that are meant; empty when the text names only a room of any building."""
    if room.building is None:
        return []
    if room.entrance is None and room.room is None:
        return [f"{room.building}-"]
    entrances = [room.entrance] if room.entrance is not None else known.get(room.building, ())
    return [f"{room.building}-{entrance}-{room.room or ''}" for entrance in entrances]


def _readings(text: str, known: Known) -> Iterator[Room]:
    parts = text.split("-")
    if len(parts) == 1:
        yield from _run_together(text, known)
    if all(re.fullmatch(rf"#?{_PART}#?", part) or part in known for part in parts):
        yield from _by_hyphens([part.strip("#") for part in parts], known)
    elif match := _MARKED.fullmatch(text):
        building, entrance, room = match["building"], match["entrance"], match["room"]
        if building or entrance:
            yield Room(
                canonical_part(building) if building else None,
                canonical_part(entrance) if entrance else None,
                canonical_room(room) if room else None,
            )
    yield from _after_building(text, known)


def _by_hyphens(parts: list[str], known: Known) -> Iterator[Room]:
    if len(parts) == 3:
        yield Room(canonical_part(parts[0]), canonical_part(parts[1]), canonical_room(parts[2]))
    if len(parts) == 2:
        first, second = canonical_part(parts[0]), canonical_part(parts[1])
        if second in known.get(first, ()):
            yield Room(first, second)
        yield Room(first, None, canonical_room(parts[1]))
        if re.fullmatch(r"\d{3,5}[A-Z]{0,2}", parts[1]):
            yield Room(None, first, canonical_room(parts[1]))


def _run_together(text: str, known: Known) -> Iterator[Room]:
    """`501` is a room; `32501` is building 3, entrance 2, room 501; `A1203` is room 1203 of building A."""
    if re.fullmatch(r"\d{3,4}[A-Z]{0,2}", text):
        yield Room(None, None, canonical_room(text))
    whole: list[Room] = []
    begun: list[Room] = []
    for building, entrances in known.items():
        if not text.startswith(building):
            continue
        rest = text[len(building) :]
        if re.fullmatch(r"\d{3,5}[A-Z]{0,2}", rest):
            (begun if building.isdecimal() else whole).append(Room(building, None, canonical_room(rest)))
        for entrance in entrances:
            room = rest[len(entrance) :]
            if rest.startswith(entrance) and re.fullmatch(r"\d{1,5}[A-Z]{0,2}", room):
                (whole if re.match(r"[1-9]\d{2}", room) else begun).append(Room(building, entrance, room))
    yield from whole
    yield from begun
    if canonical_part(text) in known:
        yield Room(canonical_part(text))


def _after_building(text: str, known: Known) -> Iterator[Room]:
    """A building whose code is a word (别墅, 商业街), with or without what follows."""
    for building in known:
        if not re.search(r"[^\d]", building) or not text.startswith(building):
            continue
        rest = text[len(building) :].strip("-")
        if not rest:
            yield Room(building)
        elif match := re.fullmatch(r"(?:(\w{1,3})-)?(-?\d{1,5}[A-Z]{0,2})", rest):
            yield Room(building, canonical_part(match[1]) if match[1] else None, canonical_room(match[2]))


def _possible(room: Room, known: Known) -> bool:
    if room.building is None:
        return room.room is not None
    entrances = known.get(room.building)
    return entrances is not None and (room.entrance is None or room.entrance in entrances)
