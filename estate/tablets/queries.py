"""What others ask of tablets."""

from estate.access.sessions import hash_token
from estate.data import Reader, read
from estate.tablets import records
from estate.tablets.records import Tablet
from estate.web import current


def switched_on() -> bool:
    """Whether the office serves HTTPS with a certificate of its own authority."""
    with read() as db:
        return records.switched_on(db)


def present(db: Reader) -> Tablet | None:
    """The enrolled tablet that the present request comes from."""
    token = current().tablet
    return records.of_token(db, hash_token(token)) if token else None
