"""Which earlier complaints are like one: the same home or place, the same kind, the same words. Pure and explained."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

HOME, ABOUT, CATEGORY, WORDS = "home", "about", "category", "words"
WEIGHTS = {HOME: 30, ABOUT: 40, CATEGORY: 15}
LEAST = 25
"""Points below which a complaint is not shown: the same kind alone says nothing."""
LEAST_ALIKE = 20
"""Percent of shared pairs of letters from which words count as similar."""


class Case(NamedTuple):
    """A complaint as it is compared. home_id: empty for who stays unnamed. about: what it is about, as equal things
    compare equal; None where that is nothing in particular."""

    id: int
    category: str
    home_id: int | None
    about: tuple[str, object] | None
    text: str


class Alike(NamedTuple):
    """An earlier case with its points and why: home, about, category, words."""

    id: int
    points: int
    why: tuple[str, ...]


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters of a text, without blanks and signs: Chinese has no words to split by."""
    kept = [one.lower() if one.isalnum() else " " for one in text]
    return frozenset(a + b for a, b in pairwise(kept) if a != " " and b != " ")


def likeness(one: frozenset[str], other: frozenset[str]) -> int:
    """How much of the shorter text stands in the other, in percent; the same both ways round."""
    least = min(len(one), len(other))
    return len(one & other) * 100 // least if least else 0


def compare(one: Case, other: Case, words: frozenset[str] | None = None) -> Alike:
    """How alike an earlier case is. words: the pairs of the first, where they are known already."""
    why: list[str] = []
    if one.home_id is not None and one.home_id == other.home_id:
        why.append(HOME)
    if one.about is not None and one.about == other.about:
        why.append(ABOUT)
    if one.category == other.category:
        why.append(CATEGORY)
    points = sum(WEIGHTS[name] for name in why)
    same = likeness(words if words is not None else pairs(one.text), pairs(other.text))
    if same >= LEAST_ALIKE:
        why.append(WORDS)
        points += same // 2
    return Alike(other.id, points, tuple(why))


def similar(one: Case, others: Iterable[Case], most: int = 5) -> Sequence[Alike]:
    """The cases most like one, the most alike first, then the later one; none that are hardly alike."""
    words = pairs(one.text)
    found = [compare(one, other, words) for other in others if other.id != one.id]
    return sorted(
        (each for each in found if each.points >= LEAST), key=lambda each: (-each.points, -each.id)
    )[:most]
