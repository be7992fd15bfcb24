"""What was answered by name: answers, drafts of them, and the numbers of paper sheets."""

from typing import NamedTuple

from estate.data import Reader, Tx, clock
from estate.surveys.records_marks import GROUPS, PLACE
from estate.surveys.rules import Answers, Given, read_answers, written


class Answer(NamedTuple):
    """What a home or person answered. given: as it is kept, see `answers`; sheet: the number of the paper."""

    home_id: int
    home_code: str
    person_id: int
    name: str
    given: str
    sheet: int | None
    at: str
    by: str
    account_id: int | None

    @property
    def answers(self) -> dict[int, Given]:
        return read_answers(self.given)


_ANSWER = """
    SELECT a.home_id, h.code AS home_code, a.person_id, ifnull(p.name, '') AS name, a.given, a.sheet, a.at, a.by,
           a.account_id
      FROM survey_answers AS a JOIN homes AS h ON h.id = a.home_id LEFT JOIN people AS p ON p.id = a.person_id
"""


def answer(db: Reader, survey_id: int, home_id: int, person_id: int) -> Answer | None:
    return db.row(
        Answer,
        f"{_ANSWER} WHERE a.survey_id = :survey_id AND a.home_id = :home_id AND a.person_id = :person_id",
        survey_id=survey_id,
        home_id=home_id,
        person_id=person_id,
    )


def answers(db: Reader, survey_id: int) -> list[Answer]:
    """All that was answered by name, in the order of the homes."""
    return db.rows(
        Answer,
        f"{_ANSWER} WHERE a.survey_id = :survey_id ORDER BY h.sort, h.id, a.person_id",
        survey_id=survey_id,
    )


def grouped(db: Reader, survey_id: int, group: str) -> list[tuple[str, str]]:
    """What was answered by name, with the group of who answered."""
    return db.tuples(
        f"""
        SELECT {GROUPS[group]}, m.given FROM survey_answers AS m {PLACE}
         WHERE m.survey_id = :survey_id AND :year > 0 ORDER BY b.sort, 1
        """,
        survey_id=survey_id,
        year=clock.today().year,
    )


def put(
    tx: Tx, survey_id: int, home_id: int, person_id: int, given: Answers, *, sheet: int | None = None
) -> None:
    """Write an answer, or write it anew."""
    tx.run(
        """
        INSERT INTO survey_answers (survey_id, home_id, person_id, given, sheet, at, account_id, by)
        VALUES (:survey_id, :home_id, :person_id, :given, :sheet, :at, :account_id, :by)
            ON CONFLICT (survey_id, home_id, person_id)
            DO UPDATE SET given = excluded.given, at = excluded.at, account_id = excluded.account_id, by = excluded.by
        """,
        survey_id=survey_id,
        home_id=home_id,
        person_id=person_id,
        given=written(given),
        sheet=sheet,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        by=tx.by.name,
    )


def draft(db: Reader, survey_id: int, account_id: int, home_id: int) -> dict[int, Given]:
    """What somebody has filled in so far."""
    found = db.value(
        """
        SELECT given FROM survey_drafts
         WHERE survey_id = :survey_id AND account_id = :account_id AND home_id = :home_id
        """,
        survey_id=survey_id,
        account_id=account_id,
        home_id=home_id,
    )
    return read_answers(found) if found else {}


def keep_draft(tx: Tx, survey_id: int, account_id: int, home_id: int, given: Answers) -> None:
    tx.run(
        """
        INSERT INTO survey_drafts (survey_id, account_id, home_id, given, at)
        VALUES (:survey_id, :account_id, :home_id, :given, :at)
            ON CONFLICT (survey_id, account_id, home_id) DO UPDATE SET given = excluded.given, at = excluded.at
        """,
        survey_id=survey_id,
        account_id=account_id,
        home_id=home_id,
        given=written(given),
        at=clock.stamp(),
    )


def drop_drafts(tx: Tx, survey_id: int, account_id: int | None = None, home_id: int | None = None) -> None:
    """Forget what was filled in so far: of one person and home, or of all."""
    tx.run(
        """
        DELETE FROM survey_drafts WHERE survey_id = :survey_id
           AND account_id = ifnull(:account_id, account_id) AND home_id = ifnull(:home_id, home_id)
        """,
        survey_id=survey_id,
        account_id=account_id,
        home_id=home_id,
    )


def enter_paper(tx: Tx, survey_id: int, number: int) -> bool:
    """Note that a sheet was entered; False when it was before."""
    return bool(
        tx.run(
            """
            INSERT INTO survey_papers (survey_id, number, entered_on, entered_by)
            VALUES (:survey_id, :number, :day, :by) ON CONFLICT (survey_id, number) DO NOTHING
            """,
            survey_id=survey_id,
            number=number,
            day=clock.today().isoformat(),
            by=tx.by.name,
        )
    )


class Paper(NamedTuple):
    number: int
    entered_on: str
    entered_by: str


def papers(db: Reader, survey_id: int) -> list[Paper]:
    """The sheets that were entered, by number."""
    return db.rows(
        Paper,
        "SELECT number, entered_on, entered_by FROM survey_papers WHERE survey_id = :id ORDER BY number",
        id=survey_id,
    )


def has_photo(db: Reader, survey_id: int, name: str) -> bool:
    """Whether a photo belongs to an answer that was handed in."""
    return bool(
        db.value(
            """
            SELECT 1 FROM survey_answers AS a, json_each(a.given) AS g, json_each(g.value, '$.photos') AS p
             WHERE a.survey_id = :survey_id AND p.value = :name LIMIT 1
            """,
            survey_id=survey_id,
            name=name,
        )
    )
