"""What other features read of dunning: open cases, calls to make, what happened to a debt."""

from typing import NamedTuple

from estate.data import Reader
from estate.dunning import records_cases, records_pauses


class OpenCase(NamedTuple):
    """A case that is not closed."""

    case_id: int
    home_id: int
    payer_id: int


class Call(NamedTuple):
    """A call that waits to be made. overdue_fen: of the payer for the home, now."""

    case_id: int
    home_id: int
    payer_id: int
    overdue_fen: int


def open_cases(db: Reader) -> list[OpenCase]:
    """Every open case, the oldest first."""
    return db.rows(
        OpenCase,
        "SELECT id AS case_id, home_id, payer_id FROM dunning_cases WHERE closed_on IS NULL ORDER BY id",
    )


def open_calls(db: Reader, day: str) -> list[Call]:
    """The calls that wait, the oldest first."""
    return [
        Call(one.case_id, one.home_id, one.payer_id, one.overdue_fen)
        for one in records_cases.tasks(db, day, "call")
    ]


def cases_of_home(db: Reader, home_id: int) -> dict[int, int]:
    """The open cases of a home, by payer."""
    return dict(
        db.tuples(
            "SELECT payer_id, id FROM dunning_cases WHERE home_id = :home_id AND closed_on IS NULL",
            home_id=home_id,
        )
    )


class Rest(NamedTuple):
    """Dunning rests until a day, inclusive; of so many bills alone, 0 for the whole debt."""

    until_on: str
    bills: int


def resting_by(db: Reader, source: str, source_id: int) -> Rest | None:
    """What rests because something of another feature asked for it; None where nothing does."""
    found = records_pauses.of_source(db, source, source_id)
    return Rest(found.until_on, found.bills) if found else None


def disputed(db: Reader, home_id: int, payer_id: int, day: str) -> set[int]:
    """The charges of a debt that nobody is asked for on a day, as they are disputed."""
    return records_pauses.disputed(db, home_id, payer_id, day)


def paused_by(db: Reader, source: str, source_id: int) -> str | None:
    """Until which day dunning rests because something of another feature asked for it; None where it does not."""
    found = records_pauses.of_source(db, source, source_id)
    return found.until_on if found else None
