"""A count of a vote by hand: it knows only the homes with their owners, and what people did one after the other.

It groups, sums and decides with dictionaries and fractions, as one would explain it aloud.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from estate.votes.rules import CHOICES, MATTERS

PEOPLE = ("Wang", "Li", "Qian", "Zhao")


class Home(NamedTuple):
    area: int
    state: str
    owners: tuple[str, ...]


class Step(NamedTuple):
    """Something that somebody does for a home. who: a person's place among PEOPLE. said, again: choices by motion; again
    is what the second person reads from a paper ballot, and a third reads what the second did."""

    what: str
    home: int
    who: int
    said: tuple[str, str]
    again: tuple[str, str]


class Case(NamedTuple):
    homes: tuple[Home, ...]
    steps: tuple[Step, ...]
    matters: tuple[str, str]
    convention: str
    co_owners: str
    secrecy: str
    follows: bool


class ByHand:
    """What somebody would keep on a sheet of paper: the units, who was named, who holds a proxy, and each first vote."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.units: list[list[int]] = []
        for number, home in enumerate(case.homes):
            for unit in self.units:
                if self._together(home, case.homes[unit[0]]):
                    unit.append(number)
                    break
            else:
                self.units.append([number])
        self.named: dict[int, str] = {}
        self.holders: dict[int, set[str]] = {}
        self.said: dict[int, dict[str, tuple[str, str]]] = {}
        self.read: dict[int, list[tuple[str, str]]] = {}
        self.voted: dict[int, tuple[str, str]] = {}

    def _together(self, one: Home, other: Home) -> bool:
        if self.case.convention == "per_home":
            return False
        mine, its = one.state in ("unsold", "sold"), other.state in ("unsold", "sold")
        if mine or its:
            return mine and its
        return bool(one.owners) and set(one.owners) == set(other.owners)

    def do(self, step: Step) -> None:
        unit = next(number for number, homes in enumerate(self.units) if step.home in homes)
        first = self.case.homes[self.units[unit][0]]
        owners = [] if first.state in ("unsold", "sold") else list(first.owners)
        who = PEOPLE[step.who]
        if step.what == "named" and self.case.co_owners == "representative" and who in owners:
            self.named[unit] = who
        elif step.what == "proxy":
            self.holders.setdefault(unit, set()).add(who)
        elif step.what == "paper" and unit not in self.voted:
            pile = self.read.setdefault(unit, [])
            for said in (step.said, step.again, step.again):
                pile.append(said)
                if pile.count(said) == 2:
                    self.voted[unit] = said
                    return
        elif step.what == "phone" and unit not in self.voted:
            self._on_the_phone(unit, owners, who, step.said)

    def _on_the_phone(self, unit: int, owners: Sequence[str], who: str, said: tuple[str, str]) -> None:
        """Who holds a proxy speaks for all of the unit, one of its owners, too."""
        if who not in self.holders.get(unit, set()):
            if who not in owners:
                return
            if self.case.co_owners == "representative" and self.named.get(unit, who) != who:
                return
            if self.case.co_owners == "agree":
                all_said = self.said.setdefault(unit, {})
                all_said[who] = said
                if any(all_said.get(owner) != said for owner in owners):
                    return
        self.voted[unit] = said

    def sums(self, place: int) -> Mapping[str, tuple[int, int]]:
        def weight(units: Sequence[int]) -> tuple[int, int]:
            return sum(self.case.homes[home].area for one in units for home in self.units[one]), len(units)

        every = list(range(len(self.units)))
        return {"entitled": weight(every)} | {
            choice: weight([one for one in every if one in self.voted and self.voted[one][place] == choice])
            for choice in CHOICES
        }

    def passed(self, place: int) -> bool:
        cast = self.sums(place)
        enough = True
        leader = next(
            (
                choice
                for choice in ("for", "against")
                if all(
                    cast[choice][m] > cast[other][m] for m in (0, 1) for other in CHOICES if other != choice
                )
            ),
            "",
        )
        for measure in (0, 1):
            whole = cast["entitled"][measure]
            voted = sum(cast[choice][measure] for choice in CHOICES)
            enough = enough and Fraction(voted, whole) >= Fraction(2, 3)
        for measure in (0, 1) if enough else ():
            whole, in_favour = cast["entitled"][measure], cast["for"][measure]
            voted = sum(cast[choice][measure] for choice in CHOICES)
            if self.case.follows and leader:
                in_favour += whole - voted if leader == "for" else 0
                voted = whole
            number = MATTERS.index(self.case.matters[place]) + 1
            share = Fraction(in_favour, voted)
            enough = enough and (share >= Fraction(3, 4) if number in (6, 7, 8) else share > Fraction(1, 2))
        return enough
