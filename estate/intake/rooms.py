"""Home codes in any usual spelling: 3-2-501, 3栋2单元501, 3#2-501, 三号楼二单元501室, A座1203, 别墅12, Building 3 Unit 2."""

import re
from typing import NamedTuple

from estate.intake.numerals import digits_or_numeral
from estate.intake.text import HAN, plain
from estate.intake.workbook import Value, as_text

NUM = r"(?:[A-Z]{1,2}\d{1,3}|\d{1,4}[A-Z]?|[A-Z]|[一二三四五六七八九十百]{1,4}|[甲乙丙丁戊己庚辛东西南北中])"
BUILDING_MARK = (
    r"(?:号?住宅楼|号公寓楼?|号商[住务]楼|号楼栋?|號樓|#楼|楼栋|号院|栋|幢|座|棟|#|楼(?=\d{1,2}(?:单元|门))|楼(?![\d层])"
    r"|号(?=$|[-\s\d(]|[一二三四五六七八九十]{1,2}(?:单元|门)))"
)
ENTRANCE_MARK = r"(?:号?单元|号?門|号?门|号?梯|单)"
WORDED = (
    (re.compile(r"\b(?:BUILDING|BLDG|BLOCK|BLK|TOWER|HOUSE)\b\.?\s*(?:NO\.?\s*)?([A-Z]?\d{0,3}[A-Z]?)"), r"\1栋"),
    (re.compile(r"\b(?:UNIT|ENTRANCE|STAIRCASE|STAIR|ENT)\b\.?\s*(?:NO\.?\s*)?([A-Z]|\d{1,2})\b(?=.*\d)"), r"\1单元"),
    (re.compile(r"\b(?:ROOM|RM|FLAT|APARTMENT|APT|SUITE|UNIT)\b\.?\s*(?:NO\.?\s*)?#?(?=\w)"), "-"),
)  # fmt: skip
KIND = (
    r"商铺|商业|门面|门市|底商|店铺|铺面|铺|商|车库|车位|库|储藏室|储藏间|储物间|储藏|储|"
    r"地下室|别墅|联排|独栋|洋房|会所|办公|写字楼|LOFT|S|P|V|G|C|D"
)
PLACE_WORDS = r"(?:别墅|联排|商业街|商铺|商业|门面|底商|裙楼|会所|幼儿园|地下车库|车库|地下室|储藏室|储藏间)(?:区|部分|楼)?"
DASHES = re.compile(r"\s*(?:[-‐‑‒–—―−~～_/\\.·:,，、]\s*)+")
BARE = re.compile(r"(?:\d{1,4}-){0,3}\d{1,5}", re.ASCII)
LATIN_WORD = re.compile(r"[A-Z]{2}")
SPACES = re.compile(r"\s+")
SPACE_IN_CODE = re.compile(rf"(?<=\d)\s+(?=[{HAN}#])|(?<=[{HAN}#])\s+(?=[\dA-Z])")
LEADING_WORDS = re.compile(rf"[{HAN}]{{2,}}(?=-?\d)")
PLACE_AFTER = re.compile(rf"(\d{{1,4}})[号#]?({PLACE_WORDS})")
TWO_ROOMS = re.compile(r"\d{3,}[A-Z]?(?:室|号房?)?\s*[/、,，+＋&和及]\s*\d{3,}[A-Z]?(?:室|号房?)?\s*$")
CUT_OFF = re.compile(r"-.*\d-|.*\d-$")
LEADING_PART = re.compile(rf"{NUM}|\d{{1,4}}|{KIND}")
BASEMENT = re.compile(r"(?:^-|(?<=[\dA-Z])--)(?=[1-3]\d\d$)")
FLOAT_TAIL = re.compile(r"(?:^(\d{1,2})|(?<=\d{3}))\.0$")
ZONE = re.compile(
    rf"(?P<zone>第?(?:{NUM})(?:期|区|组团|地块|标段)|[{HAN}]{{1,4}}(?:区|苑|组团|园)(?=\d))[-\s]?"
)
BUILDING = re.compile(rf"(?P<building>{NUM})\s*(?P<mark>{BUILDING_MARK})[-\s]*")
LED_BUILDING = re.compile(r"(?:栋|幢|楼栋?)(?:号)?(?P<building>\d{1,3}[A-Z]?|[A-Z])(?=[-\s])[-\s]*")
ENTRANCE = re.compile(rf"(?P<entrance>{NUM})\s*{ENTRANCE_MARK}[-\s]*")
FLOOR = re.compile(r"(?P<floor>B?\d{1,2}|[一二三四五六七八九十]{1,3})(?:层|楼|F(?![A-Z]))[-\s]*(?=\S)")
NUMBER = re.compile(
    rf"(?P<kind>(?:{KIND})[-\s]?)?(?P<number>(?:负|B|-)?\d{{1,5}})(?P<tail>[A-HJKMNP-Z]{{0,2}})(?:室|房|户|号|铺|號)?(?:房|铺)?"
)
PLACE = re.compile(PLACE_WORDS)
USAGES = (
    ("shop", "商铺 商业 门面 门市 底商 店铺 铺面 铺 商 SHOP"),
    ("garage", "车库 车位 库 GARAGE"),
    ("storage", "储藏室 储藏间 储物间 储藏 储 地下室 STORAGE"),
    ("office", "办公 写字楼 OFFICE"),
)


class Room(NamedTuple):
    """What a room cell says. parts: a code without words, as 3-2-501, whose meaning depends on the column."""

    building: str | None = None
    entrance: str | None = None
    number: str | None = None
    zone: str | None = None
    usage: str | None = None
    parts: tuple[str, ...] = ()

    @property
    def code(self) -> str | None:
        """building-entrance-number when all three are known."""
        return (
            f"{self.building}-{self.entrance}-{self.number}"
            if self.building and self.entrance and self.number
            else None
        )


def usage_of(word: str) -> str | None:
    """The usage that a word beside a room number means (商铺 is a shop)."""
    word = word.strip("- ").upper()
    return next((usage for usage, words in USAGES if word in words.split()), None)


def canonical_number(text: str) -> str:
    """A room number without padding: 0501 is 501; two signs keep their zero."""
    m = re.fullmatch(r"0+([1-9]\d{2,}[A-Z]{0,2})", text)
    return m[1] if m else text


def canonical_part(text: str) -> str:
    """A building or entrance as one short word: 05 is 5, 三 is 3, a is A."""
    text = text.strip().upper()
    if m := re.fullmatch(r"([A-Z]{0,2})0*(\d+)([A-Z]?)", text):
        return m[1] + str(int(m[2])) + m[3]
    return digits_or_numeral(text) or text


def _spelling(text: str) -> str:
    text = FLOAT_TAIL.sub(r"\1", plain(text).upper().strip("'’`"))
    if BARE.fullmatch(text):
        return text
    text = BASEMENT.sub("-负", text)
    if LATIN_WORD.search(text):
        for pattern, write in WORDED:
            text = pattern.sub(write, text)
        text = text.lstrip("- ")
    text = DASHES.sub("-", SPACE_IN_CODE.sub("", text))
    return SPACES.sub("-", text)


def _number(text: str) -> tuple[str, str | None] | None:
    m = NUMBER.fullmatch(text)
    if not m:
        return None
    kind = (m["kind"] or "").strip("- ")
    number = m["number"].replace("负", "-") if m["number"].startswith("负") else m["number"]
    whole = canonical_number(number + m["tail"])
    if kind and (usage_of(kind) or len(kind) == 1):
        return kind + whole, usage_of(kind)
    return whole, usage_of(kind) if kind else None


def parse_room(value: Value) -> Room | None:
    """What the cell says of a home, None when it does not look like a room at all.

    A bare code is left in parts; resolve() gives the parts their meaning with what the column and sheet say.
    """
    written = as_text(value)
    text = _spelling(written)
    if not text or len(text) > 40 or TWO_ROOMS.search(written) or CUT_OFF.match(text):
        return None
    if BARE.fullmatch(text):
        *lead, number = text.split("-")
        number = canonical_number(number)
        return Room(number=number, parts=(*map(canonical_part, lead), number))
    zone = building = entrance = None
    found = BUILDING.search(text) or LED_BUILDING.search(text)
    if (found and not re.search(r"\d.*[-\s]", text[: found.start()])) or (
        found and ZONE.match(text[: found.start()])
    ):
        before = text[: found.start()]
        if m := ZONE.search(before):
            zone = m["zone"]
        building, text = canonical_part(found["building"]), text[found.end() :]
    elif m := ZONE.match(text):
        zone, text = m["zone"], text[m.end() :]
    if m := ENTRANCE.match(text) or (ENTRANCE.search(text) if building is None else None):
        lead = text[: m.start()].strip("-")
        if lead and building is None and re.fullmatch(NUM, lead):
            building = canonical_part(lead)
        entrance, text = canonical_part(m["entrance"]), text[m.end() :]
    if m := FLOOR.match(text):
        text = text[m.end() :]
        if re.fullmatch(r"0\d(?:室|号|房)?", text) and (storey := digits_or_numeral(m["floor"])):
            text = storey + text
    text = text.strip("-")
    if (
        building is None
        and entrance is None
        and (m := LEADING_WORDS.match(text))
        and not usage_of(m[0])
        and not PLACE.fullmatch(m[0])
    ):
        text = text[m.end() :].strip("-")
        if re.fullmatch(r"\d{1,2}", text):
            return None
    if not text:
        return Room(building, entrance, None, zone) if building or entrance else None
    if building is None and (m := PLACE_AFTER.fullmatch(text)):
        return Room(m[2], entrance, canonical_number(m[1]), zone, usage_of(m[2]) or usage_of(m[2][:2]))
    if place := PLACE.match(text) if building is None else None:
        rest = _number(text[place.end() :].strip("-")) if text[place.end() :].strip("-") else None
        if rest:
            return Room(place[0], entrance, rest[0], zone, usage_of(place[0]) or usage_of(place[0][:2]))
    parts = tuple(p for p in re.split(r"-(?!$)", text) if p)
    if len(parts) > 4 or len(parts) == 0:
        return None
    last = _number(parts[-1])
    first = (
        parts[1:-1]
        if len(parts) == 4 and re.fullmatch(rf"[A-Z]{{2,6}}|[{HAN}]{{1,6}}", parts[0])
        else parts[:-1]
    )
    if last is None or not all(LEADING_PART.fullmatch(p) for p in first):
        return None
    lead = tuple(canonical_part(p) for p in parts[:-1])
    if len(lead) == 1 and usage_of(lead[0]):
        lead, last = (), (lead[0] + last[0], usage_of(lead[0]))
    if building and entrance:
        return (
            Room(building, entrance, last[0], zone, last[1])
            if len(lead) == 0 or re.fullmatch(r"\d{1,2}", lead[-1])
            else None
        )
    if building and len(lead) <= 1:
        return Room(building, lead[0] if lead else None, last[0], zone, last[1])
    if entrance and len(lead) <= 1:
        return Room(lead[0] if lead else None, entrance, last[0], zone, last[1])
    return (
        Room(None, None, last[0], zone, last[1], parts=(*lead, last[0]))
        if not building and not entrance
        else None
    )


def parse_building(text: str) -> Room | None:
    """What a building cell, a sheet's name or a title says: building, perhaps zone and entrance."""
    spelled = _spelling(text).strip("-")
    if re.fullmatch(NUM, spelled):
        return None if re.fullmatch(r"(19|20)\d\d", spelled) else Room(canonical_part(spelled))
    if re.search(rf"{NUM}\s*(?:-|至|到|和)\s*{NUM}\s*{BUILDING_MARK}", spelled):
        return None
    if m := PLACE.fullmatch(spelled):
        return Room(m[0], usage=usage_of(m[0]) or usage_of(m[0][:2]))
    found = list(BUILDING.finditer(spelled))
    if len({m["building"] for m in found}) != 1:
        led = re.fullmatch(r"(?:栋|幢|楼栋?|第)(\d{1,3}[A-Z]?|[A-Z])", spelled)
        return Room(canonical_part(led[1])) if led else None
    zone = ZONE.search(spelled[: found[0].start()])
    entrance = ENTRANCE.match(spelled[found[0].end() :])
    return Room(
        canonical_part(found[0]["building"]),
        canonical_part(entrance["entrance"]) if entrance else None,
        None,
        zone["zone"] if zone else None,
    )


def parse_entrance(text: str) -> str | None:
    """The entrance of a unit cell: 1单元, 二单元, 01, A; None when it names none."""
    spelled = _spelling(text).strip("-")
    if m := re.fullmatch(
        rf"(?:第|单元|(?:ENTRANCE|ENTR?|STAIR(?:CASE)?)-)?({NUM})(?:{ENTRANCE_MARK}|栋)?", spelled
    ):
        return canonical_part(m[1])
    m = ENTRANCE.search(spelled)
    return canonical_part(m["entrance"]) if m else None


def resolve(room: Room, parts_mean: str) -> Room:
    """Give a bare code its meaning. parts_mean: what the first of two parts is, building or entrance."""
    if not room.parts:
        return room
    *lead, number = room.parts
    if len(lead) == 3 and re.fullmatch(r"0\d", number) and (storey := re.fullmatch(r"(\d{1,2})F?", lead[2])):
        return room._replace(building=lead[0], entrance=lead[1], number=storey[1] + number, parts=())
    if len(lead) == 3:
        return room._replace(zone=lead[0], building=lead[1], entrance=lead[2], number=number, parts=())
    if len(lead) == 2:
        return room._replace(building=lead[0], entrance=lead[1], number=number, parts=())
    if len(lead) == 1:
        building, entrance = (lead[0], None) if parts_mean == "building" else (None, lead[0])
        return room._replace(building=building, entrance=entrance, number=number, parts=())
    return room._replace(number=number, parts=())


def floor_of(number: str) -> int | None:
    """The storey in a room number: 501 is 5, 1203 is 12, -101 is -1; None when it does not show."""
    m = re.fullmatch(r"(-?\d{1,2})\d{2}[A-Z]{0,2}", number)
    return int(m[1]) if m else None


def stack_of(number: str) -> str | None:
    """The position on its floor: 501 and 1201 are both 01; None when it does not show."""
    m = re.fullmatch(r"-?\d{1,2}(\d{2}[A-Z]{0,2})", number)
    return m[1] if m else None
