"""How an anonymous survey keeps who said what apart: pure.

k is the set size: nothing is shown of fewer than k answers together. Whoever looks twice must not learn from the
difference either, so sheets leave the pool k at a time, chosen by chance among twice as many: between any two looks lie
no answers, or at least k of them, out of at least 2k who may have given them.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple


class Drawn(NamedTuple):
    """Sheets that leave the pool, and those that stay in it; both in the order of what they say."""

    out: list[str]
    kept: list[str]


def draw(pool: Sequence[str], size: int, chance: Random) -> Drawn:
    """Which sheets leave a pool of so many: `size` of them once there are twice as many, else none."""
    if len(pool) < 2 * size:
        return Drawn([], sorted(pool))
    shuffled = list(pool)
    chance.shuffle(shuffled)
    return Drawn(sorted(shuffled[:size]), sorted(shuffled[size:]))


def keeps_group(done_in_group: int, size: int) -> bool:
    """Whether a sheet may say from which group it comes. done_in_group: who took part there, this one with them.

    The first few of a group say nothing of it: such a sheet would belong to one of too few.
    """
    return done_in_group >= size


def gathered(sizes: Mapping[str, int], size: int) -> list[tuple[str, ...]]:
    """The groups of a table as they may be shown, the largest first; small ones stand together as one.

    sizes: answers by group. Every row has at least `size` of them, so neither a row nor the difference between rows
    and the total tells of fewer. Empty where all together are fewer: then there is nothing to show.
    """
    there = sorted(
        ((count, name) for name, count in sizes.items() if count), key=lambda one: (-one[0], one[1])
    )
    if sum(count for count, _name in there) < size:
        return []
    large = [(count, name) for count, name in there if count >= size]
    small = [(count, name) for count, name in there if count < size]
    while small and sum(count for count, _name in small) < size:
        small.insert(0, large.pop())
    return [(name,) for _count, name in large] + ([tuple(name for _count, name in small)] if small else [])
