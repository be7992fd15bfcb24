"""What the values of a column look like, for columns whose title says nothing."""

import re
from collections.abc import Iterable

from estate.intake.ids import read_ids
from estate.intake.names import COMPANY
from estate.intake.phones import numbers_in
from estate.intake.rooms import parse_room
from estate.intake.text import HAN, plain, tidy_words
from estate.intake.workbook import Value, as_text, is_blank

SAMPLE = 120
ENOUGH = 4


def _share(values: list[str], test: re.Pattern[str]) -> float:
    return sum(1 for v in values if test.fullmatch(v)) / len(values)


NAME = re.compile(f"[{HAN}]{{2,3}}")
LAYOUT = re.compile(r"[一二两三四五六\d]\s*[室房]\s*(?:[一二两三四五六零\d]\s*[厅卫厨阳]){1,4}")
SHORT_ROOM = re.compile(r"[A-Z]?0?[1-9]\d?0[1-9]")
AREA = re.compile(r"[1-9]\d{1,2}\.\d{1,2}")


def guess_field(values: Iterable[Value], wanted: set[str]) -> str | None:
    """The field, among those wanted, that most of the values can only be; None when nothing is clear."""
    cells = [v for v in values if not is_blank(v)][:SAMPLE]
    if len(cells) < ENOUGH:
        return None
    texts = [tidy_words(plain(as_text(v))) for v in cells]
    if "phone" in wanted and sum(1 for t in texts if numbers_in(t)) / len(texts) > 0.7:
        return "phone"
    if "id_no" in wanted and _share(texts, re.compile(r"\d{17}[\dXx]")) > 0.7:
        return (
            "id_no" if sum(1 for t in texts for r in read_ids(t)[:1] if r.value) / len(texts) > 0.5 else None
        )
    if "room" in wanted and len(set(texts)) > 0.8 * len(texts):
        codes = [parse_room(t) for t in texts]
        if sum(1 for c in codes if c and (c.code or len(c.parts) == 3)) / len(texts) > 0.7:
            return "room"
    if "room" in wanted and len(set(texts)) >= 8 and _share(texts, SHORT_ROOM) > 0.8:
        return "room"
    if "layout" in wanted and _share(texts, LAYOUT) > 0.7:
        return "layout"
    if (
        "name" in wanted
        and sum(1 for t in texts if NAME.fullmatch(t) or COMPANY.search(t)) / len(texts) > 0.7
    ):
        return "name" if len(set(texts)) > 0.5 * len(texts) else None
    if "area" in wanted and _share(texts, AREA) > 0.7:
        return "area"
    return None
