"""Whom a survey asks when it is opened."""

from estate.data import Reader, clock
from estate.surveys.records import Survey
from estate.surveys.records_marks import BELONGS, PRESENT, Turnout


def homes(db: Reader, survey: Survey) -> list[int]:
    """The homes, by id."""
    return db.values("SELECT id FROM homes ORDER BY id")


def people(db: Reader, survey: Survey) -> list[tuple[int, int]]:
    """The people, each with one of the homes."""
    return db.tuples(
        f"""
        SELECT r.person_id, min(r.home_id) FROM surveys AS s JOIN residencies AS r ON {PRESENT} AND {BELONGS}
         WHERE s.id = :id GROUP BY r.person_id ORDER BY r.person_id
        """,
        id=survey.id,
        day=clock.today().isoformat(),
    )


def expected(db: Reader, survey: Survey) -> Turnout:
    """How many it would ask if it were opened now."""
    return Turnout("", len(homes(db, survey) if survey.per == "home" else people(db, survey)), 0, 0)
