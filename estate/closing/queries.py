"""Which days wait to be closed, for the first page and the month's checklist."""

from estate.data import Reader


def open_days(db: Reader, before: str) -> int:
    """How many tills of days before one are not closed."""
    return int(
        db.value("SELECT count(*) FROM till_days WHERE close_id IS NULL AND day < :before", before=before)
    )
