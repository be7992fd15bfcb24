"""One's own complaints: those that one made, and nobody else's, not even of the same home."""

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


def waiting(db: Reader, me: Me) -> int:
    """How many were closed and wait for their rating."""
    sql = "SELECT count(*) FROM complaints AS c WHERE c.reporter_id = :person AND c.state = 'closed'"
    return int(db.value(sql, person=me.person_id))


def of_secret(db: Reader, secret_hash: bytes) -> Complaint | None:
    """The complaint that whoever scanned a label may follow with what only their browser knows."""
    sql = f"{OWN} JOIN complaint_scans AS s ON s.complaint_id = c.id WHERE s.secret_hash = :secret_hash"
    return db.row(Complaint, sql, secret_hash=secret_hash)
