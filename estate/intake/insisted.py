"""What a person types for a doubtful cell: held to the same rules, but a name or number may be odd on purpose."""

import re
from datetime import date

from estate.intake.areas import read_area
from estate.intake.cares import sensitive_words
from estate.intake.dates import read_date
from estate.intake.families import read_family
from estate.intake.ids import read_ids
from estate.intake.names import Name, Names, read_names, tidy_name
from estate.intake.phones import Phone, read_phones
from estate.intake.reading import Reading
from estate.intake.rooms import Room, parse_room, resolve
from estate.intake.text import plain
from estate.intake.workbook import Value, as_text

ODD_NAMES = {"owner_title", "owner_unnamed", "name_one_character", "name_long", "name_remark"}
ODD_NUMBERS = {"phone_placeholder", "phone_no_area_code", "phone_out_of_use"}
NAMES = ("name", "co_owner", "tenant_name")
PHONES = ("phone", "tenant_phone", "contact_phone")


def full_place(text: str) -> Room | None:
    """The home that a full code names (3-2-501, 3栋2单元501); None when a part is missing."""
    room = parse_room(text)
    if room is not None and (found := resolve(room, "building")).code:
        return found
    parts = plain(text).split("-", 2)
    if len(parts) != 3 or not all(parts) or len(text) > 40:
        return None
    return Room(parts[0], parts[1], parts[2])


def insisted_names(value: Value) -> Reading[Names]:
    """Names as typed by somebody who was asked: a form of address or an unusual length is meant."""
    reading = read_names(value)
    if reading.doubt not in ODD_NAMES:
        return reading
    parts = [tidy_name(p) for p in re.split(r"[、;；\n]", as_text(value))]
    return Reading(Names(tuple(Name(p) for p in parts if p)))


def insisted_phones(value: Value) -> Reading[list[Phone]]:
    """Numbers as typed by somebody who was asked: a local number or one that looks made up is meant."""
    reading = read_phones(value)
    if reading.doubt not in ODD_NUMBERS:
        return reading
    return Reading([Phone(n) for n in re.findall(r"\d[\d-]{5,}\d", plain(as_text(value)))])


def named_ids(text: str) -> dict[str, str]:
    """Identity numbers that are led by their owner: `张三: 1101…; 李四: 1101…`."""
    found = re.findall(r"([^:：;；、\s]+)\s*[:：]\s*([0-9A-Za-z]+)", text)
    return {name: number.upper() for name, number in found}


def fault(field: str | None, text: str) -> str | None:
    """The kind of doubt that the typed text meets in this field, None when it can stand there."""
    if field in ("room", "building", "entrance"):
        return None if full_place(text) else "room_not_full"
    if field in ("area", "inner_area"):
        reading = read_area(text)
        return reading.doubt or (None if reading.value else "area_unreadable")
    if field in NAMES:
        names = insisted_names(text)
        return names.doubt or (None if names.value.names else "name_unreadable")
    if field in PHONES:
        phones = insisted_phones(text)
        return phones.doubt or (None if phones.value else "phone_unreadable")
    if field == "handover":
        day = read_date(text)
        return day.doubt or (None if isinstance(day.value and day.value.date, date) else "date_unreadable")
    if field == "id_no":
        numbers = list(named_ids(text).values()) or [text]
        doubts = [r.doubt or (None if r.value else "id_unreadable") for n in numbers for r in read_ids(n)]
        return next((d for d in doubts if d), None if doubts else "id_unreadable")
    if field == "family":
        return read_family(text).doubt
    if field == "floor":
        return None if re.fullmatch(r"-?\d{1,3}", plain(text)) else "floor_unreadable"
    if field == "note":
        return "note_still_sensitive" if sensitive_words(text) else None
    return None
