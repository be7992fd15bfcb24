"""Who counts as one owner: homes put together to the units of a roll, each of which votes once. Pure.

Source: 最高人民法院关于审理建筑物区分所有权纠纷案件适用法律若干问题的解释 (as amended by 法释〔2020〕17号), the guiding rules
建房〔2009〕274号 §23 and §24 with the same words. §8: the area may be that of the land register; where nothing is registered
yet, as surveyed; where nothing is surveyed yet, by the contract of sale. §9: one exclusive part may count as one person;
what the developer has not sold, or has sold and not handed over, counts as one, and so do several parts of the same
buyer. Both articles say "may" (可以): where rules of procedure say "one home, one vote" instead, a vote can follow them.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

PER_OWNER, PER_HOME = "per_owner", "per_home"
CONVENTIONS = (PER_OWNER, PER_HOME)

UNDELIVERED = ("unsold", "sold")
"""States of a home that the developer has not handed over."""


class Part(NamedTuple):
    """A home as the register has it. owners: the people who own it today; for one that was not handed over its developer
    where it is known. area: dm²."""

    home_id: int
    area: int
    state: str
    owners: frozenset[int]


class Unit(NamedTuple):
    """One entry of the roll: homes that vote together and count as one owner."""

    homes: tuple[int, ...]
    area: int
    owners: frozenset[int]
    developer: bool

    @property
    def unknown(self) -> bool:
        """Whether the register names nobody who could vote for it."""
        return not self.owners


def units(parts: Iterable[Part], convention: str) -> list[Unit]:
    """The units of a roll, in the order of their first homes.

    per_owner: homes that exactly the same people own are one unit, and all that was not handed over is one. Two homes
    with one owner in common and another not are two: they are not "the same buyer". A home whose owner is not on record
    is a unit of its own, so that it counts among the entitled. per_home: every home is one.
    """
    if convention not in CONVENTIONS:
        raise ValueError(convention)
    groups: dict[object, list[Part]] = {}
    for part in parts:
        groups.setdefault(_group(part, convention), []).append(part)
    return [_unit(group) for group in groups.values()]


def _group(part: Part, convention: str) -> object:
    if convention == PER_HOME or (part.state not in UNDELIVERED and not part.owners):
        return part.home_id
    return "developer" if part.state in UNDELIVERED else part.owners


def _unit(group: Sequence[Part]) -> Unit:
    return Unit(
        tuple(one.home_id for one in group),
        sum(one.area for one in group),
        frozenset[int]().union(*(one.owners for one in group)),
        all(one.state in UNDELIVERED for one in group),
    )
