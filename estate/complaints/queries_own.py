"""One's own complaints: those that one made, and nobody else's, not even of the same home."""

from typing import NamedTuple

from estate.access.me import Me
from estate.complaints.queries import OWN, Complaint
from estate.data import Reader


def own(db: Reader, me: Me, complaint_id: int) -> Complaint | None:
    """One complaint that they made."""
    sql = f"{OWN} WHERE c.id = :complaint_id AND c.reporter_id = :person"
    return db.row(Complaint, sql, complaint_id=complaint_id, person=me.person_id)


def all_own(db: Reader, me: Me, most: int = 100) -> list[Complaint]:
    """Theirs: what is open first, then the latest."""
    return db.rows(
        Complaint,
        f"""{OWN} WHERE c.reporter_id = :person
             ORDER BY c.state IN ('closed', 'rated', 'withdrawn'), c.id DESC LIMIT :most""",
        person=me.person_id,
        most=most,
    )


class Followed(NamedTuple):
    """The complaint that a duplicate follows in the end. rated: whether the duplicate was rated since it was closed."""

    id: int
    main_id: int
    state: str
    closed_at: str | None
    rated: int


_FOLLOWED = """
    WITH RECURSIVE chain (id, main_id) AS (
        SELECT c.id, c.main_id FROM complaints AS c WHERE c.main_id IS NOT NULL AND {}
        UNION SELECT chain.id, m.main_id FROM chain JOIN complaints AS m ON m.id = chain.main_id
               WHERE m.main_id IS NOT NULL)
    SELECT chain.id, m.id AS main_id, m.state, m.closed_at,
           EXISTS (SELECT 1 FROM complaint_steps AS s
                    WHERE s.complaint_id = chain.id AND s.step = 'rate' AND s.at >= m.closed_at) AS rated
      FROM chain JOIN complaints AS m ON m.id = chain.main_id WHERE m.main_id IS NULL
"""


def followed(db: Reader, complaint_id: int) -> Followed | None:
    """What a complaint follows; None where it stands for itself."""
    return db.row(Followed, _FOLLOWED.format("c.id = :complaint_id"), complaint_id=complaint_id)


def all_followed(db: Reader, me: Me) -> dict[int, Followed]:
    """What each of their duplicates follows."""
    found = db.rows(Followed, _FOLLOWED.format("c.reporter_id = :person"), person=me.person_id)
    return {one.id: one for one in found}


def waiting(db: Reader, me: Me) -> int:
    """How many were closed, by themselves or with what they follow, and wait for their rating."""
    sql = "SELECT count(*) FROM complaints AS c WHERE c.reporter_id = :person AND c.state = 'closed'"
    own_ones = int(db.value(sql, person=me.person_id))
    return own_ones + sum(to_be_rated(one) for one in all_followed(db, me).values())


def to_be_rated(one: Followed) -> bool:
    """Whether a duplicate waits for its rating."""
    return one.closed_at is not None and not one.rated


def of_secret(db: Reader, secret_hash: bytes) -> Complaint | None:
    """The complaint that whoever scanned a label may follow with what only their browser knows."""
    sql = f"{OWN} JOIN complaint_scans AS s ON s.complaint_id = c.id WHERE s.secret_hash = :secret_hash"
    return db.row(Complaint, sql, secret_hash=secret_hash)
