"""What an order belongs to besides its place: a check of a round, a service of a lift, a complaint.

The feature that has such records declares here how one of them is called and where it is; it ties an order to its
record in the transaction that makes the order, and the order's page names it from then on.
"""

from collections.abc import Callable
from typing import NamedTuple

from estate.access.me import Me
from estate.data import Reader, Tx


class Linked(NamedTuple):
    """A record that an order belongs to: what it is called and its page."""

    title: str
    href: str


Shows = Callable[[Reader, Me, int], Linked | None]
"""The record of this id as this person may see it; None where there is none or it is not theirs to see."""

Holds = Callable[[Reader, int, int], bool]
"""Whether an order and a record belong together still, by their ids."""

_subjects: dict[str, Shows] = {}
_holds: dict[str, Holds] = {}


def declare(subject: str, shows: Shows, holds: Holds | None = None) -> None:
    """Make a kind of record known; ValueError when another has its name. holds: where such a tie can be undone."""
    if subject in _subjects:
        raise ValueError(f"two kinds of records are called {subject}")
    _subjects[subject] = shows
    if holds is not None:
        _holds[subject] = holds


def link(tx: Tx, order_id: int, subject: str, subject_id: int) -> None:
    """Tie an order to a record. Again changes nothing. LookupError for a kind that is not declared."""
    if subject not in _subjects:
        raise LookupError(subject)
    tx.run(
        """
        INSERT INTO work_order_links (order_id, subject, subject_id) VALUES (:order_id, :subject, :subject_id)
            ON CONFLICT DO NOTHING
        """,
        order_id=order_id,
        subject=subject,
        subject_id=subject_id,
    )


def of_order(db: Reader, me: Me, order_id: int) -> list[Linked]:
    """The records that an order belongs to, as this person may see them."""
    rows = db.tuples(
        "SELECT subject, subject_id FROM work_order_links WHERE order_id = :order_id ORDER BY subject, subject_id",
        order_id=order_id,
    )
    found = [
        _subjects[subject](db, me, number)
        for subject, number in rows
        if subject in _subjects and (subject not in _holds or _holds[subject](db, order_id, number))
    ]
    return [one for one in found if one is not None]


def orders_of(db: Reader, subject: str, subject_id: int) -> list[int]:
    """The orders that a record was tied to, the first first."""
    return db.values(
        "SELECT order_id FROM work_order_links WHERE subject = :subject AND subject_id = :subject_id ORDER BY order_id",
        subject=subject,
        subject_id=subject_id,
    )
