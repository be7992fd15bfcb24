"""What a service record must say, in pure rules: answers against limits, and how long the law wants it kept."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from estate.upkeep.rules_dues import Interval, later

KEEP_YEARS = {"lift": 4, "fire": 5}
"""Lifts: TSG T5002 (at least 4 years). Fire protection: GB 25201 (at least 5 years). Both DOMAIN B."""
KEEP_OTHERS = 3
"""Other equipment: as long as somebody can claim by law in general (DOMAIN A, limitation)."""


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that a check list asks. kind: yes_no, number, text or photo; low, high: thousandths of the unit."""

    question: str
    kind: str = "yes_no"
    unit: str = ""
    low: int | None = None
    high: int | None = None
    required: bool = True


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item as it was asked, with its answer: yes, no, none; a number in thousandths; text; or the photo's
    file. bad: it is a fault."""

    question: str
    kind: str
    answer: str
    unit: str = ""
    low: int | None = None
    high: int | None = None
    bad: bool = False


def kept_until(done_on: date, statutory: str) -> date:
    """Until when a record is kept at least."""
    return later(done_on, Interval(KEEP_YEARS.get(statutory, KEEP_OTHERS), "year"))


def judged(items: Sequence[Item], given: Mapping[int, str]) -> list[Answer]:
    """The answers to a check list by the number of the item; what was left open is not among them."""
    return [
        Answer(one.question, one.kind, given[number], one.unit, one.low, one.high, is_bad(one, given[number]))
        for number, one in enumerate(items)
        if given.get(number)
    ]


def is_bad(item: Item, answer: str) -> bool:
    """Whether an answer means a fault: a no, or a number outside its limits (thousandths)."""
    if item.kind == "number":
        value = int(answer)
        return (item.low is not None and value < item.low) or (item.high is not None and value > item.high)
    return item.kind == "yes_no" and answer == "no"


def left_open(items: Sequence[Item], given: Mapping[int, str]) -> list[int]:
    """The numbers of the items that must be answered and are not."""
    return [number for number, one in enumerate(items) if one.required and not given.get(number)]


def answers_of(text: str) -> list[Answer]:
    """Answers as a record keeps them."""
    return msgspec.json.decode(text, type=list[Answer])


def encoded(answers: Sequence[Answer]) -> str:
    """Answers as a record keeps them."""
    return msgspec.json.encode(list(answers)).decode()
