"""Telephone numbers of a cell: several in one, annotated, with country or area code, spoilt by a spreadsheet."""

import re
from typing import NamedTuple

from estate.intake.reading import Reading
from estate.intake.text import HAN, means_blank, plain
from estate.intake.workbook import Value, as_text

MOBILE = re.compile(r"1[3-9]\d{9}")
# area codes: 010, 02x, and 03xx to 09xx
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})([2-8]\d{6,7})")
LANDLINE_IN_TEXT = re.compile(
    r"(?<!\d)\(?(010|02\d|0[3-9]\d{2})\)?[-\s]{0,3}([2-8]\d{2,3}[-\s]?\d{4})(?:(?:-|转|\*|#|ext\.?)(\d{1,5}))?(?!\d)"
)
MOBILE_IN_TEXT = re.compile(
    r"(?<!\d)(?:\(?(?:\+|00)?86\)?[-\s]*)?(1[3-9]\d)[-\s.]?(\d{4})[-\s.]?(\d{4})(?!\d)"
)
MOBILE_LOOSE = re.compile(
    r"(?<!\d)(?:\+?86[-\s]*)?(1[3-9]\d)[-\s.](\d{2,4})[-\s.](\d{2,4})(?:[-\s.](\d{2,4}))?(?!\d)"
)
SERVICE_IN_TEXT = re.compile(r"(?<!\d)([48]00)-?(\d{3})-?(\d{4})(?!\d)")
FOREIGN_IN_TEXT = re.compile(r"(?:\+|^00)(?!86)([1-9]\d{0,2})[-\s]?((?:\d[-\s]?){6,11}\d)(?!\d)")
LOCAL_IN_TEXT = re.compile(r"(?<!\d)[2-8]\d{2,3}-?\d{4}(?!\d)")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
OUT_OF_USE = re.compile(
    r"停机|空号|停用|作废|打不通|不通|无人接|不是本人|错|旧|老号|已换|换号|换了|改号|原号|注销|销号|过期|不用|去世|已故|[前原]业主"
)
DIGIT = re.compile(r"\d")
FILLER = re.compile(
    r"[\s/、,，;；|()（）\[\]:：.&+_~-]+|电话|手机|本人|住宅|家|座机|单位|办公|或|和|号码|联系|移动|固话|Tel|Mobile|M|T",
    re.I,
)


class Phone(NamedTuple):
    """One number: 13812345678, 0571-88886666 or +85291234567; words that stood beside it, without the number."""

    number: str
    beside: str | None = None


def is_placeholder(number: str) -> bool:
    """Whether a mobile number is one repeated digit after its prefix, as typed in by somebody who had none."""
    return MOBILE.fullmatch(number) is not None and len(set(number[3:])) == 1


def _found(text: str) -> list[tuple[int, int, str]]:
    """(start, end, canonical number) of every number in the text, left to right."""
    hits: list[tuple[int, int, str]] = []

    if DIGIT.search(text) is None:
        return hits

    def take(pattern: re.Pattern[str], lead: str = "", between: str = "") -> None:
        for m in pattern.finditer(text):
            if not any(m.start() < end and start < m.end() for start, end, _ in hits):
                hits.append((m.start(), m.end(), lead + re.sub(r"\s", "", between.join(m.groups()))))

    take(FOREIGN_IN_TEXT, lead="+")
    take(MOBILE_IN_TEXT)
    take(SERVICE_IN_TEXT, between="-")
    for m in LANDLINE_IN_TEXT.finditer(text):
        if not any(m.start() < end and start < m.end() for start, end, _ in hits):
            number = f"{m[1]}-{re.sub(r'[^0-9]', '', m[2])}" + (f"-{m[3]}" if m[3] else "")
            hits.append((m.start(), m.end(), number))
    for m in MOBILE_LOOSE.finditer(text):
        number = "".join(g for g in m.groups() if g)
        if len(number) == 11 and not any(m.start() < end and start < m.end() for start, end, _ in hits):
            hits.append((m.start(), m.end(), number))
    return sorted(hits)


def _doubt(text: str) -> Reading[list[Phone]]:
    digits = re.sub(r"\D", "", text)
    if SCIENTIFIC.search(text):
        return Reading([], doubt="phone_sci_text")
    if LOCAL_IN_TEXT.fullmatch(text.replace(" ", "")):
        return Reading([], doubt="phone_no_area_code", proposal=digits)
    if "*" in text:
        return Reading([], doubt="phone_masked")
    if not digits:
        return Reading([], doubt="phone_words", proposal=text)
    if len(digits) == 10 and digits.startswith("1"):
        return Reading([], doubt="phone_10_digits")
    return Reading(
        [],
        doubt="phone_unreadable" if len(digits) == 11 else "phone_wrong_length",
        about={"digits": str(len(digits))},
    )


def _repair(raw: str, phones: list[Phone]) -> str | None:
    if len(phones) > 1:
        return "phone_several"
    if phones[0].beside:
        return "phone_annotated"
    return None if raw == phones[0].number else "phone_spelling"


def read_phones(value: Value) -> Reading[list[Phone]]:
    """All numbers of a cell, the first being the main one.

    A cell in which any part is no complete number is a doubt as a whole: half of it would be silently lost.
    """
    if value is None:
        return Reading([])
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if value != int(value):
            return Reading([], doubt="phone_unreadable")
        number = str(int(value))
        if is_placeholder(number):
            return Reading([], doubt="phone_placeholder")
        if MOBILE.fullmatch(number):
            return Reading([Phone(number)], repair="phone_as_number")
        if m := LANDLINE.fullmatch("0" + number):
            return Reading([], doubt="phone_lost_zero", proposal=f"{m[1]}-{m[2]}")
        return _doubt(number)
    raw = as_text(value)
    if MOBILE.fullmatch(raw) and raw.isascii() and not is_placeholder(raw):
        return Reading([Phone(raw)])
    text = plain(raw).strip("'’`")
    if means_blank(text):
        return Reading([], repair="blank_word" if text else None)
    text = re.sub(r"(\d)\.0+$", r"\1", text)
    if SCIENTIFIC.search(text):
        return Reading([], doubt="phone_sci_text")
    joined = (
        text.replace("\n", "/") if re.search(r"\d{11}\n|\n1[3-9]\d{9}", text) else text.replace("\n", " ")
    )
    hits = _found(joined)
    if not hits:
        return _doubt(joined)
    rest: list[str] = []
    last = 0
    for start, end, _ in hits:
        rest.append(joined[last:start])
        last = end
    rest.append(joined[last:])
    odd = next((words for words in rest if DIGIT.search(words)), None)
    if odd is not None:
        proposal = "、".join(number for *_, number in hits)
        return Reading([], doubt=_doubt(odd.strip(" /、,;")).doubt or "phone_unreadable", proposal=proposal)
    if "?" in joined:
        return Reading([], doubt="phone_unsure", proposal="、".join(number for *_, number in hits))
    if OUT_OF_USE.search(joined):
        return Reading([], doubt="phone_out_of_use", proposal="、".join(number for *_, number in hits))
    phones: list[Phone] = []
    for i, (*_, number) in enumerate(hits):
        words = " ".join(
            w
            for w in (
                FILLER.sub(" ", rest[i + 1]).strip(),
                FILLER.sub(" ", rest[0]).strip() if i == 0 else "",
            )
            if w
        )
        if number not in [p.number for p in phones]:
            phones.append(Phone(number, words or None))
    if any(is_placeholder(p.number) for p in phones):
        known = [p for p in phones if not is_placeholder(p.number)]
        return Reading(known, doubt="phone_placeholder")
    return Reading(phones, repair=_repair(raw, phones))


def numbers_in(text: str) -> list[str]:
    """Every telephone number in free text, canonical."""
    return [number for *_, number in _found(plain(text))]


def without_numbers(text: str) -> str:
    """Free text with its telephone numbers taken out."""
    kept, last = "", 0
    for start, end, _ in _found(text):
        kept, last = kept + text[last:start] + " ", end
    return (kept + text[last:]).strip()


def names_beside(text: str) -> bool:
    """Whether words beside a number can be a person's name or relation."""
    return re.fullmatch(f"[{HAN}·\\s]{{1,8}}", text) is not None
