"""Whom an announcement is for, as SQL: homes by its targets, then the people of these homes today."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader, clock

_MATCHES = """
       CASE t.scope
         WHEN 'all' THEN 1
         WHEN 'zone' THEN b.zone_id = t.zone_id
         WHEN 'building' THEN b.id = t.building_id
         WHEN 'entrance' THEN e.id = t.entrance_id
         WHEN 'usage' THEN h.usage = t.usage
         ELSE EXISTS (SELECT 1 FROM announcement_target_homes AS w WHERE w.target_id = t.id AND w.home_id = h.id)
       END
       AND (t.floor_from IS NULL OR h.floor BETWEEN t.floor_from AND t.floor_to)
"""
_PLACE = "JOIN entrances AS e ON e.id = h.entrance_id JOIN buildings AS b ON b.id = e.building_id"
_PRESENT = "(r.from_date IS NULL OR r.from_date <= :day) AND (r.to_date IS NULL OR r.to_date >= :day)"
_BELONGS = f"""
       CASE a.whom
         WHEN 'everybody' THEN r.role IN ('owner', 'co_owner', 'tenant')
         WHEN 'owners' THEN r.role IN ('owner', 'co_owner')
         ELSE r.role = 'tenant' OR (r.role IN ('owner', 'co_owner') AND NOT EXISTS (
              SELECT 1 FROM residencies AS r2 WHERE r2.home_id = r.home_id AND r2.role = 'tenant'
                 AND {_PRESENT.replace("r.", "r2.")}))
       END
"""

HOMES = f"""
    SELECT DISTINCT h.id AS home_id
      FROM announcement_targets AS t JOIN homes AS h {_PLACE}
     WHERE t.announcement_id = :announcement_id AND {_MATCHES}
"""
"""The homes that the targets name, each once."""

PEOPLE = f"""
    SELECT r.person_id, min(r.home_id) AS home_id
      FROM ({HOMES}) AS x
      JOIN announcements AS a ON a.id = :announcement_id
      JOIN residencies AS r ON r.home_id = x.home_id AND {_PRESENT}
     WHERE {_BELONGS}
     GROUP BY r.person_id
"""
"""Those people, each once, with one of their homes that it is about."""

HOME_OF_PERSON = f"""
    (SELECT min(r.home_id)
       FROM residencies AS r JOIN homes AS h ON h.id = r.home_id {_PLACE}
       JOIN announcement_targets AS t ON t.announcement_id = a.id
      WHERE r.person_id = :person_id AND {_PRESENT} AND {_BELONGS} AND {_MATCHES})
"""
"""The home by which the announcement `a` is for a person now, from the few homes of the person; empty when it is not."""


class Audience(NamedTuple):
    """How many it is for. by_account: of the people, those who can sign in."""

    homes: int
    people: int
    by_account: int


def count(db: Reader, announcement_id: int) -> Audience:
    """How many homes and people an announcement is for now."""
    found = db.row(
        Audience,
        f"""
        WITH people_of AS ({PEOPLE})
        SELECT (SELECT count(*) FROM ({HOMES})) AS homes, (SELECT count(*) FROM people_of) AS people,
               (SELECT count(*) FROM people_of AS p JOIN accounts AS a ON a.person_id = p.person_id
                 WHERE a.disabled_at IS NULL) AS by_account
        """,
        announcement_id=announcement_id,
        day=clock.today().isoformat(),
    )
    return found or Audience(0, 0, 0)


def people(db: Reader, announcement_id: int) -> Sequence[tuple[int, int]]:
    """The people it is for now, each with one of their homes."""
    return db.tuples(
        f"{PEOPLE} ORDER BY r.person_id", announcement_id=announcement_id, day=clock.today().isoformat()
    )


def is_for(db: Reader, announcement_id: int, person_id: int) -> int | None:
    """The home by which an announcement is for somebody now; None when it is not."""
    return db.value(
        f"SELECT {HOME_OF_PERSON} FROM announcements AS a WHERE a.id = :announcement_id",
        announcement_id=announcement_id,
        person_id=person_id,
        day=clock.today().isoformat(),
    )
