"""What a rule made of one cell: a value, how it was repaired, or why a person has to look."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """value: what would be stored. repair: code of a lossless repair. doubt: code of why a person must decide.

    With a doubt, value is what can be stored without the decision (mostly None) and proposal what is offered.
    """

    value: T
    repair: str | None = None
    doubt: str | None = None
    proposal: str | None = None
    about: dict[str, str] = field(default_factory=dict[str, str])
