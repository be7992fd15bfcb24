"""Who is asked and who has taken part; of an anonymous survey this is all that is known of them."""

from typing import NamedTuple

from estate.data import Reader, Tx, clock
from estate.surveys.records import PAGE, Survey

PRESENT = "(r.from_date IS NULL OR r.from_date <= :day) AND (r.to_date IS NULL OR r.to_date >= :day)"
BELONGS = f"""
       CASE (SELECT u.whom FROM audiences AS u WHERE u.id = s.audience_id)
         WHEN 'everybody' THEN r.role IN ('owner', 'co_owner', 'tenant')
         WHEN 'owners' THEN r.role IN ('owner', 'co_owner')
         ELSE r.role = 'tenant' OR (r.role IN ('owner', 'co_owner') AND NOT EXISTS (
              SELECT 1 FROM residencies AS r2 WHERE r2.home_id = r.home_id AND r2.role = 'tenant'
                 AND {PRESENT.replace("r.", "r2.")}))
       END
"""
OF_ME = f"""
    s.id = m.survey_id AND (m.person_id = :person_id OR (m.person_id = 0 AND EXISTS (
        SELECT 1 FROM residencies AS r
         WHERE r.home_id = m.home_id AND r.person_id = :person_id AND {PRESENT} AND {BELONGS})))
"""
"""The mark `m` of survey `s` is that of a person, or of a home that is theirs today; needs person_id and day."""

PLACE = """
    JOIN homes AS h ON h.id = m.home_id
    JOIN entrances AS e ON e.id = h.entrance_id
    JOIN buildings AS b ON b.id = e.building_id
    LEFT JOIN people AS p ON p.id = m.person_id
"""
GROUPS: dict[str, str] = {
    "building": "b.code",
    "entrance": "b.code || '-' || e.code",
    "usage": "h.usage",
    "age": """CASE WHEN p.birth_year IS NULL THEN ''
                   WHEN :year - p.birth_year < 30 THEN '0-29' WHEN :year - p.birth_year < 45 THEN '30-44'
                   WHEN :year - p.birth_year < 60 THEN '45-59' WHEN :year - p.birth_year < 75 THEN '60-74'
                   ELSE '75+' END""",
}
"""Groups of who is asked, as SQL on PLACE; needs year. A building or entrance by its code, an age in bands."""


class Mark(NamedTuple):
    """A home or person that is asked. done: 1 filled in here, 2 on paper."""

    home_id: int
    home_code: str
    person_id: int
    name: str
    done: int


class Turnout(NamedTuple):
    """How many are asked and have taken part. on_paper: of those, on paper. group: empty for all together."""

    group: str
    asked: int
    done: int
    on_paper: int


def own(db: Reader, survey_id: int, person_id: int) -> list[Mark]:
    """The marks of a survey that are somebody's own today: of a survey per home one for each home."""
    return db.rows(
        Mark,
        f"""
        SELECT m.home_id, h.code AS home_code, m.person_id, '' AS name, m.done
          FROM survey_marks AS m JOIN surveys AS s JOIN homes AS h ON h.id = m.home_id
         WHERE m.survey_id = :survey_id AND {OF_ME} ORDER BY h.sort, h.id
        """,
        survey_id=survey_id,
        person_id=person_id,
        day=clock.today().isoformat(),
    )


def of_home(db: Reader, survey_id: int, code: str) -> list[Mark]:
    """The marks of a survey for one home, by its code."""
    return db.rows(
        Mark,
        """
        SELECT m.home_id, h.code AS home_code, m.person_id, ifnull(p.name, '') AS name, m.done
          FROM survey_marks AS m JOIN homes AS h ON h.id = m.home_id LEFT JOIN people AS p ON p.id = m.person_id
         WHERE m.survey_id = :survey_id AND h.code = :code ORDER BY p.name
        """,
        survey_id=survey_id,
        code=code,
    )


def mark(tx: Tx, survey_id: int, home_id: int, person_id: int, done: int) -> bool:
    """Note that somebody takes part; False when they had before, or are not asked."""
    return bool(
        tx.run(
            """
            UPDATE survey_marks SET done = :done
             WHERE survey_id = :survey_id AND home_id = :home_id AND person_id = :person_id AND done = 0
            """,
            survey_id=survey_id,
            home_id=home_id,
            person_id=person_id,
            done=done,
        )
    )


def ask(tx: Tx, survey: Survey, people: list[tuple[int, int]], homes: list[int]) -> int:
    """Note whom a survey asks: each home, or each person with one of their homes. Answers how many."""
    asked = (
        [(home, 0) for home in homes] if survey.per == "home" else [(home, person) for person, home in people]
    )
    tx.many(
        "INSERT INTO survey_marks (survey_id, home_id, person_id) VALUES (:survey_id, :home_id, :person_id)",
        [{"survey_id": survey.id, "home_id": home, "person_id": person} for home, person in sorted(asked)],
    )
    return len(asked)


def turnout(db: Reader, survey_id: int) -> Turnout:
    found = db.row(
        Turnout,
        """
        SELECT '' AS "group", count(*) AS asked, count(*) FILTER (WHERE done > 0) AS done,
               count(*) FILTER (WHERE done = 2) AS on_paper FROM survey_marks WHERE survey_id = :survey_id
        """,
        survey_id=survey_id,
    )
    return found or Turnout("", 0, 0, 0)


def turnout_by(db: Reader, survey_id: int, group: str) -> list[Turnout]:
    """How many took part by building, entrance, usage or age."""
    return db.rows(
        Turnout,
        f"""
        SELECT {GROUPS[group]} AS "group", count(*) AS asked, count(*) FILTER (WHERE m.done > 0) AS done,
               count(*) FILTER (WHERE m.done = 2) AS on_paper
          FROM survey_marks AS m {PLACE} WHERE m.survey_id = :survey_id AND :year > 0
         GROUP BY 1 ORDER BY min(b.sort), 1
        """,
        survey_id=survey_id,
        year=clock.today().year,
    )


def group_of(db: Reader, survey_id: int, group: str, home_id: int, person_id: int) -> tuple[str, int]:
    """The group that somebody who takes part belongs to, and how many there have filled in the survey here so far."""
    found = db.tuples(
        f"""
        WITH grouped AS (
            SELECT m.home_id, m.person_id, m.done, {GROUPS[group]} AS name
              FROM survey_marks AS m {PLACE} WHERE m.survey_id = :survey_id AND :year > 0)
        SELECT o.name, count(*) FILTER (WHERE g.done = 1) FROM grouped AS o JOIN grouped AS g ON g.name = o.name
         WHERE o.home_id = :home_id AND o.person_id = :person_id GROUP BY 1
        """,
        survey_id=survey_id,
        home_id=home_id,
        person_id=person_id,
        year=clock.today().year,
    )
    return found[0] if found else ("", 0)


_WHO = {"open": "m.done = 0", "done": "m.done > 0", "paper": "m.done = 2"}


def listed(db: Reader, survey_id: int, who: str, page: int) -> tuple[list[Mark], int]:
    """Who is asked, in the order of their homes; who: `open`, `done`, `paper` or all."""
    where = f"m.survey_id = :id AND {_WHO.get(who, '1')}"
    total = int(db.value(f"SELECT count(*) FROM survey_marks AS m WHERE {where}", id=survey_id))
    found = db.rows(
        Mark,
        f"""
        SELECT m.home_id, h.code AS home_code, m.person_id, ifnull(p.name, '') AS name, m.done
          FROM survey_marks AS m JOIN homes AS h ON h.id = m.home_id LEFT JOIN people AS p ON p.id = m.person_id
         WHERE {where} ORDER BY h.sort, h.id, m.person_id LIMIT {PAGE} OFFSET :start
        """,
        id=survey_id,
        start=(max(page, 1) - 1) * PAGE,
    )
    return found, total


def to_tell(db: Reader, survey_id: int, after: int, most: int, *, open_only: bool) -> list[tuple[int, int]]:
    """Some of the people who may fill a survey in today, by number from `after` on, each with one of the homes.

    open_only: only of those who have not taken part.
    """
    return db.tuples(
        f"""
        SELECT r.person_id, min(m.home_id)
          FROM survey_marks AS m JOIN surveys AS s ON s.id = m.survey_id
          JOIN residencies AS r ON r.home_id = m.home_id AND {PRESENT} AND {BELONGS}
         WHERE m.survey_id = :id AND (m.person_id = 0 OR m.person_id = r.person_id) AND r.person_id > :after
           AND (m.done = 0 OR NOT :open_only)
         GROUP BY r.person_id ORDER BY r.person_id LIMIT :most
        """,
        id=survey_id,
        day=clock.today().isoformat(),
        after=after,
        most=most,
        open_only=int(open_only),
    )
