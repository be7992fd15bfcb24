"""Number plates in a cell: one or several, loosely written (浙a·d12345), or such as no car can have."""

import re

from estate.intake.reading import Reading
from estate.intake.text import means_blank, plain
from estate.intake.workbook import Value, as_text

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
LETTERS = "A-HJ-NP-Z"
PLATE = re.compile(
    rf"[{PROVINCES}][A-Z][{LETTERS}0-9]{{4}}(?:[{LETTERS}0-9]{{1,2}}|[挂学警港澳领试超])"
    rf"|使\d{{6}}|\d{{6}}使|WJ[{PROVINCES}]?\d{{4,5}}[{LETTERS}]?|[{PROVINCES}]?民航[{LETTERS}0-9]{{5}}"
)
LOOSE = re.compile(r"[\s·・•.．\-_—–*]+")
BETWEEN = re.compile(r"[,，、;；/／\n|&+和及]+")
NO_PLATE = re.compile(
    r"(?:无|未上|没有?|待上?|临时?|新车.*)(?:车?牌照?|牌号|车)?|无车|暂无车?牌?|新车|未登记"
)
BESIDE = re.compile(r"[(（\[【].*?[)）\]】]")


def read_plates(value: Value) -> Reading[tuple[str, ...]]:
    """The plates of a cell; one that cannot be read leaves the whole cell to a person."""
    if value is None:
        return Reading(())
    raw = as_text(value)
    text = plain(raw).upper()
    if means_blank(text) or NO_PLATE.fullmatch(text):
        return Reading((), repair="blank_word" if text else None)
    found: list[str] = []
    for part in BETWEEN.split(BESIDE.sub("", text)):
        if not part.strip():
            continue
        plates = _plates(part)
        if plates is None:
            return Reading((), doubt="plate_unreadable")
        found += [p for p in plates if p not in found]
    if not found:
        return Reading((), doubt="plate_unreadable")
    return Reading(tuple(found), repair=None if raw == found[0] else "plate_spelling")


def _plates(part: str) -> list[str] | None:
    whole = LOOSE.sub("", part)
    if PLATE.fullmatch(whole):
        return [whole]
    pieces = [LOOSE.sub("", piece) for piece in part.split()]
    return pieces if len(pieces) > 1 and all(PLATE.fullmatch(p) for p in pieces) else None
