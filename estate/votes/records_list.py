"""The published list of a vote: a line for each ballot, in the order of their hashes. Areas dm²."""

from typing import NamedTuple

from estate.data import Reader
from estate.votes.records import PAGE
from estate.votes.rules_codes import line


class Line(NamedTuple):
    """A line of the published list. choices: the codes in the order of the motions."""

    receipt: str
    choices: str
    label: str | None
    owners: str | None
    area_dm2: int | None


_LINES = """
    SELECT b.receipt,
           (SELECT group_concat(c.choice, ' ') FROM (
               SELECT w.choice FROM vote_choices AS w JOIN vote_motions AS m ON m.id = w.motion_id
                WHERE w.receipt = b.receipt ORDER BY m.position) AS c) AS choices,
           u.label, u.owners, u.area_dm2
      FROM vote_ballots AS b LEFT JOIN vote_units AS u ON u.id = b.unit_id
     WHERE b.vote_id = :id
"""


def lines(db: Reader, vote_id: int, page: int) -> list[Line]:
    """The published list, in the order of the hashes."""
    return db.rows(
        Line,
        f"{_LINES} ORDER BY b.receipt LIMIT {PAGE} OFFSET :start",
        id=vote_id,
        start=(max(page, 1) - 1) * PAGE,
    )


def line_of(db: Reader, vote_id: int, receipt: str) -> Line | None:
    return db.row(Line, f"{_LINES} AND b.receipt = :receipt", id=vote_id, receipt=receipt)


def whole_list(db: Reader, vote_id: int) -> list[str]:
    """Every line as it goes into the hash of the list, in their order."""
    rows = db.tuples(f"SELECT receipt, choices FROM ({_LINES}) ORDER BY receipt", id=vote_id)
    return [line(receipt, choices.split()) for receipt, choices in rows]
