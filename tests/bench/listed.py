"""What a list is to bench_voices.py: how it is filled, and which pages show it."""

from collections.abc import Callable
from typing import NamedTuple

from estate.data import Tx

ENTRIES = 10_000
"""Entries of each list; the community has as many homes, each with one owner."""


class Ground(NamedTuple):
    """What there is before any list is filled. homes, owners: ids, the first of each belong together."""

    homes: list[int]
    owners: list[int]
    manager_account: int
    owner_account: int  # of the first owner


class Look(NamedTuple):
    """One page. role: `manager` or `owner`. path: its address, or the SQL of it where an id is part of it."""

    name: str
    role: str
    path: str


class Listed(NamedTuple):
    """A list with its entries. fill: writes ENTRIES of them by SQL, through the triggers."""

    fill: Callable[[Tx, Ground], None]
    looks: tuple[Look, ...]
