"""The units of a roll with somebody who may vote for each, for what votes in bulk."""

from typing import NamedTuple

from estate.data import Reader
from estate.votes import records, records_roll
from estate.votes.records_roll import Entry


class Unit(NamedTuple):
    """A unit with the first of its owners."""

    entry: Entry
    person_id: int
    name: str

    @property
    def id(self) -> int:
        return self.entry.id


def units(db: Reader, vote_id: int) -> list[Unit]:
    """Every unit that has an owner on record, in the order of the roll."""
    first = {
        unit_id: (person_id, name)
        for unit_id, person_id, name in db.tuples(
            "SELECT unit_id, person_id, name FROM vote_unit_owners WHERE vote_id = :id ORDER BY person_id DESC",
            id=vote_id,
        )
    }
    return [Unit(one, *first[one.id]) for one in records_roll.every(db, vote_id) if one.id in first]


def motion_ids(db: Reader, vote_id: int) -> list[int]:
    """The motions of a vote in their order."""
    return [one.id for one in records.motions(db, vote_id)]
