"""Handovers as other features look at them."""

from typing import NamedTuple

from estate.data import Reader


class Handover(NamedTuple):
    """A home that changed hands from a day on and was not taken back."""

    id: int
    home_id: int
    on_date: str
    note: str


def latest_handover(db: Reader, home_id: int) -> Handover | None:
    """The last one of a home that stands."""
    return db.row(
        Handover,
        """
        SELECT id, home_id, on_date, note FROM handovers
         WHERE home_id = :home_id AND undone_at IS NULL ORDER BY on_date DESC, id DESC LIMIT 1
        """,
        home_id=home_id,
    )


class Known(NamedTuple):
    """Somebody who is recorded already, with their homes."""

    person_id: int
    homes: str


def same_person(db: Reader, name: str, phone: str) -> Known | None:
    """Somebody with exactly this name and this number, and their homes; None when nobody or no number is known."""
    return db.row(
        Known,
        """
        SELECT p.id AS person_id, ifnull((SELECT group_concat(code, ', ') FROM
                        (SELECT DISTINCT h.code FROM residencies AS r JOIN homes AS h ON h.id = r.home_id
                          WHERE r.person_id = p.id ORDER BY h.sort LIMIT 5)), '') AS homes
          FROM people AS p JOIN phones AS f ON f.person_id = p.id
         WHERE f.number = :phone AND p.name = :name ORDER BY p.id LIMIT 1
        """,
        name=name,
        phone=phone,
    )
