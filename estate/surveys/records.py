"""Surveys as they are kept. Instants UTC text, days ISO."""

from typing import NamedTuple

from estate.data import Reader, clock
from estate.surveys.rules import Question, read_questions
from estate.surveys.rules_state import state_of

PAGE = 50


class Survey(NamedTuple):
    """One survey. asked: as a JSON list, see `questions`."""

    id: int
    title: str
    intro: str
    per: str
    audience_id: int
    anonymous: int
    may_change: int
    set_size: int
    kept_group: str
    asked: str
    closes_on: str | None
    opens_at: str | None
    opened_at: str | None
    opened_by: str
    closed_at: str | None
    closed_by: str
    reminded_on: str | None
    printed: int
    made_at: str
    made_by: str

    @property
    def state(self) -> str:
        return state_of(self.opens_at, self.opened_at, self.closed_at)

    @property
    def questions(self) -> tuple[Question, ...]:
        return read_questions(self.asked)

    @property
    def past(self) -> bool:
        """Whether its last day is over, so that nothing is taken any more though the worker has not closed it yet."""
        return bool(self.closed_at) or (self.closes_on or "9999") < clock.today().isoformat()


class Row(NamedTuple):
    """One survey in the list. asked, done: homes or people."""

    id: int
    title: str
    per: str
    anonymous: int
    closes_on: str | None
    opens_at: str | None
    opened_at: str | None
    closed_at: str | None
    made_at: str
    asked: int
    done: int

    @property
    def state(self) -> str:
        return state_of(self.opens_at, self.opened_at, self.closed_at)


_SURVEY = """
    SELECT id, title, intro, per, audience_id, anonymous, may_change, set_size, kept_group, questions AS asked, closes_on,
           opens_at, opened_at, opened_by, closed_at, closed_by, reminded_on, printed, made_at, made_by
      FROM surveys
"""
STATES = {
    "draft": "s.opened_at IS NULL AND s.opens_at IS NULL",
    "scheduled": "s.opened_at IS NULL AND s.opens_at IS NOT NULL",
    "open": "s.opened_at IS NOT NULL AND s.closed_at IS NULL",
    "closed": "s.closed_at IS NOT NULL",
}


def survey(db: Reader, survey_id: int) -> Survey | None:
    return db.row(Survey, f"{_SURVEY} WHERE id = :id", id=survey_id)


def by_key(db: Reader, key: str) -> int | None:
    return db.value("SELECT id FROM surveys WHERE key = :key", key=key)


def listed(db: Reader, state: str, page: int) -> tuple[list[Row], int]:
    """Surveys of a state, or all, the latest first. Answers how many there are, too."""
    where = STATES.get(state, "1")
    total = int(db.value(f"SELECT count(*) FROM surveys AS s WHERE {where}"))
    found = db.rows(
        Row,
        f"""
        SELECT s.id, s.title, s.per, s.anonymous, s.closes_on, s.opens_at, s.opened_at, s.closed_at, s.made_at,
               s.asked, s.done
          FROM surveys AS s WHERE {where} ORDER BY s.id DESC LIMIT {PAGE} OFFSET :start
        """,
        start=(max(page, 1) - 1) * PAGE,
    )
    return found, total


def state_counts(db: Reader) -> dict[str, int]:
    """How many are in each state."""
    cases = " ".join(f"WHEN {where} THEN '{state}'" for state, where in STATES.items())
    return dict(db.tuples(f"SELECT CASE {cases} END, count(*) FROM surveys AS s GROUP BY 1"))


def earlier(db: Reader, most: int = 50) -> list[tuple[int, str]]:
    """Surveys that one can begin from, the latest first."""
    return db.tuples(
        "SELECT id, title FROM surveys WHERE questions <> '[]' ORDER BY id DESC LIMIT :most", most=most
    )


def to_open(db: Reader) -> list[int]:
    """Those whose time to open has come."""
    return db.values(
        "SELECT id FROM surveys WHERE opened_at IS NULL AND opens_at <= :now ORDER BY opens_at, id",
        now=clock.stamp(),
    )


def to_close(db: Reader) -> list[int]:
    """Those whose last day is over."""
    return db.values(
        "SELECT id FROM surveys WHERE opened_at IS NOT NULL AND closed_at IS NULL AND closes_on < :day ORDER BY id",
        day=clock.today().isoformat(),
    )


def any_anonymous_open(db: Reader) -> bool:
    return bool(
        db.value(
            "SELECT 1 FROM surveys WHERE opened_at IS NOT NULL AND closed_at IS NULL AND anonymous = 1 LIMIT 1"
        )
    )
