"""A file that was handed in with all that was said of it, what a look at it found, and the terms of bringing it in."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from estate.intake.check import Asked
from estate.intake.doubts import Doubt
from estate.intake.findings import Finding, Skipped
from estate.intake.layout import SheetMapping


class Handed(NamedTuple):
    """decided: the questions with answers; options: what was chosen for the whole file; batch_id 0: not kept yet."""

    content: bytes
    name: str
    mapping: dict[str, SheetMapping]
    decided: list[Doubt]
    options: dict[str, str]
    batch_id: int = 0


@dataclass(slots=True)
class Looked:
    """asked: the questions still open. figures: their sums, as JSON can hold them. found: what the kind's own code made of
    the file."""

    asked: list[Asked]
    repairs: list[Finding]
    skips: list[Skipped]
    figures: Any
    found: Any


class Terms(NamedTuple):
    """What a person agreed to: rows that still wait stay out; homes that exist stay as they are; care words come in."""

    leave_waiting: bool = False
    skip_existing: bool = False
    with_care: bool = True
