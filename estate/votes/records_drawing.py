"""Drawing the roll of a vote up from the register, and what of it the register contradicts by now. Areas dm²."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

import msgspec

from estate.audience.queries import HOMES
from estate.data import Reader, Tx, clock
from estate.votes.records import Vote
from estate.votes.records_roll import Summary, summary
from estate.votes.rules_roll import Part, Unit, units

SOURCE = f"""
    SELECT h.id, h.code, h.area_dm2, h.state, p.id AS person_id, p.name
      FROM ({HOMES}) AS x
      JOIN homes AS h ON h.id = x.home_id
      LEFT JOIN residencies AS r ON r.home_id = h.id AND r.role IN ('owner', 'co_owner')
       AND (r.from_date IS NULL OR r.from_date <= :day) AND (r.to_date IS NULL OR r.to_date >= :day)
      LEFT JOIN people AS p ON p.id = r.person_id
       AND (h.state NOT IN ('unsold', 'sold') OR p.kind = 'company')
     WHERE h.usage IN (SELECT value FROM json_each(:usages))
     ORDER BY h.sort, h.id, r.role <> 'owner', r.id
"""
"""Homes that a vote is for, each with its owners today: what was not handed over counts for its developer (see rules_roll.py)."""


class Reach(NamedTuple):
    """Whom a vote would be put to today. area: dm²; owners: as they would be counted."""

    homes: int
    area: int
    owners: int


def draw(tx: Tx, found: Vote) -> Summary:
    """Draw the roll up from the register as it is today; what was drawn before is put away."""
    tx.run("DELETE FROM vote_units WHERE vote_id = :id", id=found.id)
    parts, codes, names = source(tx, found)
    drawn = list(enumerate(units(parts, found.convention), 1))
    area = {part.home_id: part.area for part in parts}
    tx.many(
        """
        INSERT INTO vote_units (vote_id, seq, area_dm2, homes, first_home_id, label, owners, developer)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [(found.id, seq, *_columns(unit, codes, names)) for seq, unit in drawn],
    )
    ids = dict(tx.tuples("SELECT seq, id FROM vote_units WHERE vote_id = :id", id=found.id))
    tx.many(
        "INSERT INTO vote_unit_homes (vote_id, home_id, unit_id, code, area_dm2) VALUES (?, ?, ?, ?, ?)",
        [(found.id, home, ids[seq], codes[home], area[home]) for seq, unit in drawn for home in unit.homes],
    )
    tx.many(
        "INSERT INTO vote_unit_owners (unit_id, person_id, vote_id, name) VALUES (?, ?, ?, ?)",
        [(ids[seq], one, found.id, names[one]) for seq, unit in drawn for one in sorted(unit.owners)],
    )
    return summary(tx, found.id)


def _columns(unit: Unit, codes: dict[int, str], names: dict[int, str]) -> tuple[Any, ...]:
    owners = "、".join(names[one] for one in sorted(unit.owners))
    first = unit.homes[0]
    return unit.area, len(unit.homes), first, codes[first], owners, int(unit.developer)


def source(db: Reader, found: Vote) -> tuple[list[Part], dict[int, str], dict[int, str]]:
    """The homes of a vote as the register has them today, with the codes of homes and the names of people."""
    rows = db.tuples(
        SOURCE,
        day=clock.today().isoformat(),
        usages=msgspec.json.encode(found.usages.split(",")).decode(),
        audience_id=found.audience_id,
    )
    parts: list[Part] = []
    for (home_id, area, state), group in groupby(rows, key=lambda row: (row[0], row[2], row[3])):
        owners = frozenset(row[4] for row in group if row[4] is not None)
        parts.append(Part(home_id, area, state, owners))
    codes = {row[0]: row[1] for row in rows}
    names = {row[4]: row[5] for row in rows if row[4] is not None}
    return parts, codes, names


def reach(db: Reader, found: Vote) -> Reach:
    """Whom a draft would be put to, were its roll drawn up now."""
    parts, _codes, _names = source(db, found)
    return Reach(len(parts), sum(part.area for part in parts), len(units(parts, found.convention)))


def differs(db: Reader, found: Vote) -> list[str]:
    """Homes whose area, owners or place on the roll the register gives otherwise by now; for the check before opening."""
    parts, codes, _names = source(db, found)
    fresh = _shape(
        (unit.homes, unit.owners, {part.home_id: part.area for part in parts})
        for unit in units(parts, found.convention)
    )
    homes: dict[int, list[tuple[int, str, int]]] = {}
    for unit_id, home_id, code, area in db.tuples(
        "SELECT unit_id, home_id, code, area_dm2 FROM vote_unit_homes WHERE vote_id = :id", id=found.id
    ):
        homes.setdefault(unit_id, []).append((home_id, code, area))
    owners: dict[int, set[int]] = {}
    for unit_id, person in db.tuples(
        "SELECT unit_id, person_id FROM vote_unit_owners WHERE vote_id = :id", id=found.id
    ):
        owners.setdefault(unit_id, set()).add(person)
    drawn = _shape(
        (
            tuple(one[0] for one in several),
            frozenset(owners.get(unit_id, ())),
            {one[0]: one[2] for one in several},
        )
        for unit_id, several in homes.items()
    )
    codes |= {one[0]: one[1] for several in homes.values() for one in several}
    return sorted(codes[home] for home in fresh.keys() | drawn.keys() if fresh.get(home) != drawn.get(home))


def _shape(
    given: Iterable[tuple[tuple[int, ...], frozenset[int], dict[int, int]]],
) -> dict[int, tuple[int, frozenset[int], frozenset[int]]]:
    """Each home with its area, the homes it votes with, and the owners."""
    return {home: (area[home], frozenset(homes), people) for homes, people, area in given for home in homes}
