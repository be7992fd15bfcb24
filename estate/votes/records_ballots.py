"""Who took part, the ballots, what two people read from paper, and the sums of them. Areas dm²."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from estate.data import Reader, Tx, clock
from estate.votes import records_roll
from estate.votes.records import Vote
from estate.votes.records_roll import Entry
from estate.votes.rules import ABSTAIN, AGAINST, CHOICES, FOR, NOTHING, Sums, Weight


class Mark(NamedTuple):
    """That a unit took part. voter: who voted for it; on_day: the day, no time."""

    unit_id: int
    way: str
    on_day: str
    person_id: int | None
    voter: str
    proxy_id: int | None


class Ballot(NamedTuple):
    """A ballot to count. unit_id: empty in a secret vote. area: given on to the sums, never kept in a secret vote."""

    receipt: str
    unit_id: int | None
    area: int
    choices: Mapping[int, str]


class Reading(NamedTuple):
    """What somebody read from a paper ballot. choices: empty in a secret vote."""

    id: int
    vote_id: int
    unit_id: int
    account_id: int
    who: str
    on_day: str
    digest: str
    choices: str | None
    proxy_id: int | None

    @property
    def read(self) -> dict[int, str]:
        return {int(motion): choice for motion, choice in msgspec.json.decode(self.choices or "{}").items()}


class Pending(NamedTuple):
    """A paper ballot that is not counted yet. readers: whose entries there are; agreed: whether these are the same."""

    unit_id: int
    seq: int
    home_id: int
    label: str
    homes: int
    owners: str
    readers: str
    entries: int
    agreed: int


class Conflict(NamedTuple):
    seq: int
    home_id: int
    label: str
    homes: int
    owners: str
    counted: str
    way: str
    on_day: str
    who: str


def mark(db: Reader, unit_id: int) -> Mark | None:
    return db.row(Mark, f"SELECT {', '.join(Mark._fields)} FROM vote_marks WHERE unit_id = :id", id=unit_id)


def marks(db: Reader, vote_id: int, unit_ids: list[int]) -> dict[int, Mark]:
    named = ", ".join(str(int(one)) for one in unit_ids)
    found = db.rows(
        Mark,
        f"SELECT {', '.join(Mark._fields)} FROM vote_marks WHERE vote_id = :id AND unit_id IN ({named})",
        id=vote_id,
    )
    return {one.unit_id: one for one in found}


def add(tx: Tx, found: Vote, unit: Entry, ballot: Ballot, mark: Mark) -> None:
    """Keep that a unit took part and, apart from it, its ballot; a second of the same unit is refused by the database."""
    tx.insert("vote_marks", vote_id=found.id, **mark._asdict())
    tx.insert("vote_ballots", receipt=ballot.receipt, vote_id=found.id, unit_id=ballot.unit_id)
    tx.many(
        "INSERT INTO vote_choices (receipt, motion_id, choice) VALUES (?, ?, ?)",
        [(ballot.receipt, motion, choice) for motion, choice in ballot.choices.items()],
    )
    if found.secret:
        tx.many(
            """
            INSERT INTO vote_tallies (motion_id, choice, area_dm2) VALUES (?, ?, ?)
            ON CONFLICT (motion_id, choice) DO UPDATE SET area_dm2 = area_dm2 + excluded.area_dm2
            """,
            [(motion, choice, unit.area_dm2) for motion, choice in ballot.choices.items()],
        )


def choices_of(db: Reader, unit_id: int) -> dict[int, str]:
    """What a unit voted, by motion; nothing in a secret vote."""
    return dict(
        db.tuples(
            """
            SELECT c.motion_id, c.choice FROM vote_ballots AS b JOIN vote_choices AS c ON c.receipt = b.receipt
             WHERE b.unit_id = :id
            """,
            id=unit_id,
        )
    )


def turnout(db: Reader, vote_id: int) -> Weight:
    """Who took part, by both measures."""
    return Weight(
        *db.tuples(
            """
            SELECT ifnull(sum(u.area_dm2), 0), count(*) FROM vote_marks AS k JOIN vote_units AS u ON u.id = k.unit_id
             WHERE k.vote_id = :id
            """,
            id=vote_id,
        )[0]
    )


def sums(db: Reader, found: Vote) -> dict[int, Sums]:
    """What was cast on each motion: from the ballots; in a secret vote the areas from their sums."""
    entitled = records_roll.entitled(db, found.id)
    cast = {motion: dict.fromkeys(CHOICES, NOTHING) for motion in _motion_ids(db, found.id)}
    for motion, choice, area, number in db.tuples(_SECRET if found.secret else _NAMED, id=found.id):
        cast[motion][choice] = Weight(area, number)
    return {motion: Sums(entitled, one[FOR], one[AGAINST], one[ABSTAIN]) for motion, one in cast.items()}


def _motion_ids(db: Reader, vote_id: int) -> list[int]:
    return db.values("SELECT id FROM vote_motions WHERE vote_id = :id ORDER BY position", id=vote_id)


_NAMED = """
    SELECT c.motion_id, c.choice, sum(u.area_dm2), count(*)
      FROM vote_ballots AS b
      JOIN vote_units AS u ON u.id = b.unit_id
      JOIN vote_choices AS c ON c.receipt = b.receipt
     WHERE b.vote_id = :id GROUP BY c.motion_id, c.choice
"""
_SECRET = """
    SELECT c.motion_id, c.choice,
           ifnull((SELECT t.area_dm2 FROM vote_tallies AS t WHERE t.motion_id = c.motion_id AND t.choice = c.choice), 0),
           count(*)
      FROM vote_ballots AS b JOIN vote_choices AS c ON c.receipt = b.receipt
     WHERE b.vote_id = :id GROUP BY c.motion_id, c.choice
"""


def ballots(db: Reader, vote_id: int) -> int:
    return int(db.value("SELECT count(*) FROM vote_ballots WHERE vote_id = :id", id=vote_id))


def print_papers(tx: Tx, found: Vote, printed: list[dict[str, Any]]) -> None:
    """Keep the hashes of printed ballots; a ballot that is printed anew holds instead of the one before."""
    tx.many(
        """
        INSERT INTO vote_papers (unit_id, vote_id, paper_hash, receipt, printed_on, who)
        VALUES (:unit_id, :vote_id, :paper_hash, :receipt, :printed_on, :who)
        ON CONFLICT (unit_id) DO UPDATE
           SET paper_hash = excluded.paper_hash, receipt = excluded.receipt, times = times + 1,
               printed_on = excluded.printed_on, who = excluded.who
        """,
        [
            {"vote_id": found.id, "printed_on": clock.today().isoformat(), "who": tx.by.name} | one
            for one in printed
        ],
    )


def paper(db: Reader, unit_id: int) -> tuple[str, str | None] | None:
    """The hash of the code of a unit's printed ballot, and the receipt's; None when none was printed."""
    rows = db.tuples("SELECT paper_hash, receipt FROM vote_papers WHERE unit_id = :id", id=unit_id)
    return (rows[0][0], rows[0][1]) if rows else None


def readings(db: Reader, unit_id: int) -> list[Reading]:
    return db.rows(
        Reading,
        f"SELECT {', '.join(Reading._fields)} FROM vote_entries WHERE unit_id = :id ORDER BY id",
        id=unit_id,
    )


def keep_reading(tx: Tx, **values: Any) -> None:
    """What somebody read from a paper ballot, in the place of what they read before."""
    tx.run(
        "DELETE FROM vote_entries WHERE unit_id = :unit AND account_id = :account",
        unit=values["unit_id"],
        account=values["account_id"],
    )
    tx.insert("vote_entries", who=tx.by.name, on_day=clock.today().isoformat(), **values)


def pending(db: Reader, vote_id: int, most: int = 200) -> list[Pending]:
    """Paper ballots that wait for a second person, or that were read differently."""
    return db.rows(
        Pending,
        """
        SELECT u.id AS unit_id, u.seq, u.first_home_id AS home_id, u.label, u.homes, u.owners,
               group_concat(e.who, '、') AS readers, count(*) AS entries, count(DISTINCT e.digest) = 1 AS agreed
          FROM vote_entries AS e JOIN vote_units AS u ON u.id = e.unit_id
         WHERE e.vote_id = :id AND NOT EXISTS (SELECT 1 FROM vote_marks AS k WHERE k.unit_id = e.unit_id)
         GROUP BY u.id ORDER BY count(*) DESC, u.seq LIMIT :most
        """,
        id=vote_id,
        most=most,
    )


def pending_count(db: Reader, vote_id: int) -> int:
    return int(
        db.value(
            """
            SELECT count(DISTINCT e.unit_id) FROM vote_entries AS e
             WHERE e.vote_id = :id AND NOT EXISTS (SELECT 1 FROM vote_marks AS k WHERE k.unit_id = e.unit_id)
            """,
            id=vote_id,
        )
    )


def note_conflict(tx: Tx, vote_id: int, unit_id: int, way: str) -> None:
    """That a second vote of a unit came by this way; it does not count."""
    tx.run(
        """
        INSERT INTO vote_conflicts (vote_id, unit_id, way, on_day, who) VALUES (:vote_id, :unit_id, :way, :day, :who)
        ON CONFLICT DO NOTHING
        """,
        vote_id=vote_id,
        unit_id=unit_id,
        way=way,
        day=clock.today().isoformat(),
        who=tx.by.name,
    )


def conflicts(db: Reader, vote_id: int, most: int = 200) -> list[Conflict]:
    return db.rows(
        Conflict,
        """
        SELECT u.seq, u.first_home_id AS home_id, u.label, u.homes, u.owners, k.way AS counted, c.way, c.on_day, c.who
          FROM vote_conflicts AS c JOIN vote_units AS u ON u.id = c.unit_id JOIN vote_marks AS k ON k.unit_id = u.id
         WHERE c.vote_id = :id ORDER BY c.id LIMIT :most
        """,
        id=vote_id,
        most=most,
    )


def say(tx: Tx, unit_id: int, person_id: int, choices: Mapping[int, str]) -> None:
    """What a co-owner says, where all must agree."""
    tx.run(
        """
        INSERT INTO vote_assents (unit_id, person_id, choices) VALUES (:unit_id, :person_id, :choices)
        ON CONFLICT (unit_id, person_id) DO UPDATE SET choices = excluded.choices
        """,
        unit_id=unit_id,
        person_id=person_id,
        choices=msgspec.json.encode({str(motion): choice for motion, choice in choices.items()}).decode(),
    )


def said(db: Reader, unit_id: int) -> dict[int, dict[int, str]]:
    """What co-owners have said so far, by person."""
    return {
        person: {int(motion): choice for motion, choice in msgspec.json.decode(text).items()}
        for person, text in db.tuples(
            "SELECT person_id, choices FROM vote_assents WHERE unit_id = :id", id=unit_id
        )
    }
