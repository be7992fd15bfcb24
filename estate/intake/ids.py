"""Identity numbers: the check digit of GB 11643 and of the unified social credit code decides."""

import re
from datetime import date
from operator import mul

from estate.intake.reading import Reading
from estate.intake.text import means_blank, plain
from estate.intake.workbook import Value, as_text

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = tuple(3**i % 31 for i in range(17))
OTHER_PAPER = re.compile(r"[A-Z]{1,2}\d{7,9}|[HMC]\d{10}|[A-Z]{3}\d{12}")
NOISE = re.compile(r"[\s\-'’.·]")
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")
IDENTITY = re.compile(r"\d{17}[\dX]")
SEPARATORS = re.compile(r"[/、,，;；\n|]+|(?<=[0-9Xx]{15})\s+(?=\d{15})")


def check_sign(first_17: str) -> str:
    """The eighteenth sign of an identity number (MOD 11-2)."""
    return "10X98765432"[sum(map(mul, map(int, first_17), WEIGHTS)) % 11]


def _born(text: str) -> bool:
    try:
        return 1880 <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= 2100
    except ValueError:
        return False


def is_credit_code(text: str) -> bool:
    """Whether the text is a unified social credit code with a right check sign."""
    if len(text) != 18 or any(c not in CREDIT_SIGNS for c in text):
        return False
    total = sum(CREDIT_SIGNS.index(c) * w for c, w in zip(text[:17], CREDIT_WEIGHTS, strict=True))
    return CREDIT_SIGNS[(31 - total % 31) % 31] == text[17]


def _one(raw: str) -> Reading[str | None]:
    text = NOISE.sub("", raw).upper()
    if len(set(text)) == 1 and len(text) >= 15:
        return Reading(None, repair="id_placeholder")
    if SCIENTIFIC.fullmatch(raw.replace(" ", "").upper()):
        return Reading(None, doubt="id_as_float")
    if IDENTITY.fullmatch(text):
        born = _born(text[6:14])
        if not born and is_credit_code(text):
            return Reading(text)
        if check_sign(text[:17]) != text[17]:
            return Reading(None, doubt="id_truncated" if text.endswith("000") else "id_bad_check")
        if not born:
            return Reading(None, doubt="id_bad_birth")
        return Reading(
            text, repair="id_lower_x" if raw.endswith("x") else None if text == raw else "id_spacing"
        )
    if is_credit_code(text):
        return Reading(text)
    if re.fullmatch(r"\d{15}", text) and _born("19" + text[6:12]):
        longer = text[:6] + "19" + text[6:]
        return Reading(longer + check_sign(longer), repair="id_15_digits")
    if OTHER_PAPER.fullmatch(text):
        return Reading(text, repair=None if text == raw else "id_spacing")
    if "*" in text:
        return Reading(None, doubt="id_masked")
    return Reading(None, doubt="id_wrong_length" if text.rstrip("X").isdigit() else "id_unreadable")


def read_ids(value: Value) -> list[Reading[str | None]]:
    """The identity numbers of a cell, one reading each; a number that Excel kept as a float has lost its tail."""
    if value is None:
        return []
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if len(set(str(int(value))[:15])) == 1 and value > 1e14:
            return [Reading(None, repair="id_placeholder")]
        if abs(value) >= 1e15 or value != int(value):
            return [Reading(None, doubt="id_as_float")]
        return [_one(str(int(value)))]
    text = plain(as_text(value))
    if means_blank(text):
        return [Reading(None, repair="blank_word")]
    return [_one(part.strip()) for part in SEPARATORS.split(text) if part.strip()]
