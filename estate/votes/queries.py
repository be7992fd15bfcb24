"""What an owner may know of votes that they are on the roll of, and how many wait for them."""

from typing import NamedTuple

from estate.access.me import Me
from estate.data import Reader, clock
from estate.votes.records import VOTE, Vote

_MINE = """
    (EXISTS (SELECT 1 FROM vote_unit_owners AS o WHERE o.vote_id = votes.id AND o.person_id = :person_id)
     OR EXISTS (SELECT 1 FROM vote_proxies AS x
                 WHERE x.vote_id = votes.id AND x.holder_person_id = :person_id AND x.state = 'checked'))
"""


class Open(NamedTuple):
    """A vote that owners can vote in now; for pages of other features."""

    id: int
    title: str
    closes_at: str


def own(db: Reader, me: Me, vote_id: int) -> Vote | None:
    """A vote whose roll somebody is on, once the roll is shown; None for any other."""
    return db.row(
        Vote,
        f"{VOTE} WHERE id = :id AND state <> 'draft' AND {_MINE}",
        id=vote_id,
        person_id=me.person_id or 0,
    )


def own_listed(db: Reader, me: Me, most: int = 100) -> list[Vote]:
    """The votes whose rolls somebody is on: what is open first, then the latest."""
    return db.rows(
        Vote,
        f"""
        {VOTE} WHERE state <> 'draft' AND {_MINE}
         ORDER BY CASE state WHEN 'open' THEN 0 WHEN 'checking' THEN 1 WHEN 'counting' THEN 2 ELSE 3 END, id DESC
         LIMIT :most
        """,
        person_id=me.person_id or 0,
        most=most,
    )


def to_vote(db: Reader, me: Me) -> int:
    """How many of somebody's homes (or groups of them) have not voted in a vote that is open."""
    return int(
        db.value(
            """
            SELECT count(*) FROM vote_unit_owners AS o JOIN votes AS v ON v.id = o.vote_id
             WHERE o.person_id = :person_id AND v.state = 'open' AND v.closes_at > :now
               AND NOT EXISTS (SELECT 1 FROM vote_marks AS k WHERE k.unit_id = o.unit_id)
               AND NOT EXISTS (SELECT 1 FROM vote_assents AS s
                                WHERE s.unit_id = o.unit_id AND s.person_id = :person_id)
            """,
            person_id=me.person_id or 0,
            now=clock.stamp(),
        )
    )


def to_do(db: Reader) -> int:
    """What waits in the office: votes to be counted, objections to be answered, proxies to be checked."""
    return int(
        db.value(
            """
            SELECT (SELECT count(*) FROM votes WHERE state = 'counting')
                 + (SELECT count(*) FROM votes AS v JOIN vote_objections AS o ON o.vote_id = v.id
                     WHERE v.state IN ('checking', 'open', 'counting') AND o.answered_at IS NULL)
                 + (SELECT count(*) FROM votes AS v JOIN vote_proxies AS x ON x.vote_id = v.id
                     WHERE v.state IN ('checking', 'open', 'counting') AND x.state = 'waiting')
            """
        )
    )


def now_open(db: Reader) -> list[Open]:
    """Votes that are open now."""
    return db.rows(
        Open,
        "SELECT id, title, closes_at FROM votes WHERE state = 'open' AND closes_at > :now ORDER BY closes_at",
        now=clock.stamp(),
    )
