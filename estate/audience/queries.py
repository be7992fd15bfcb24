"""Whom an audience means, as SQL for other features and as answers: homes by what it names, then the people of these homes.

The fragments HOMES and PEOPLE need `audience_id`, PEOPLE also `day` (the business date on which the people are asked for).
"""

from datetime import date
from typing import NamedTuple

from estate.audience import records, words
from estate.data import Reader, clock

PLACE = "JOIN entrances AS e ON e.id = h.entrance_id JOIN buildings AS b ON b.id = e.building_id"
"""Where a home `h` is, for MATCHES."""

MATCHES = """
       CASE t.scope
         WHEN 'all' THEN 1
         WHEN 'zone' THEN b.zone_id = t.zone_id
         WHEN 'building' THEN b.id = t.building_id
         WHEN 'entrance' THEN e.id = t.entrance_id
         WHEN 'usage' THEN h.usage = t.usage
         WHEN 'group' THEN CASE
              WHEN u.fixed_at IS NULL
              THEN EXISTS (SELECT 1 FROM home_group_homes AS m JOIN home_groups AS g ON g.id = m.group_id
                            WHERE m.group_id = t.group_id AND m.home_id = h.id AND g.retired_at IS NULL)
              ELSE EXISTS (SELECT 1 FROM audience_target_homes AS w WHERE w.target_id = t.id AND w.home_id = h.id) END
         ELSE EXISTS (SELECT 1 FROM audience_target_homes AS w WHERE w.target_id = t.id AND w.home_id = h.id)
       END
       AND (t.floor_from IS NULL OR h.floor BETWEEN t.floor_from AND t.floor_to)
"""
"""Whether the target `t` of the audience `u` names the home `h`."""

_PRESENT = "(r.from_date IS NULL OR r.from_date <= :day) AND (r.to_date IS NULL OR r.to_date >= :day)"
_BELONGS = f"""
       CASE u.whom
         WHEN 'everybody' THEN r.role IN ('owner', 'co_owner', 'tenant')
         WHEN 'owners' THEN r.role IN ('owner', 'co_owner')
         ELSE r.role = 'tenant' OR (r.role IN ('owner', 'co_owner') AND NOT EXISTS (
              SELECT 1 FROM residencies AS r2 WHERE r2.home_id = r.home_id AND r2.role = 'tenant'
                 AND {_PRESENT.replace("r.", "r2.")}))
       END
"""

HOMES = f"""
    SELECT DISTINCT h.id AS home_id
      FROM audiences AS u JOIN audience_targets AS t ON t.audience_id = u.id JOIN homes AS h {PLACE}
     WHERE u.id = :audience_id AND {MATCHES}
"""
"""The homes that an audience names, each once."""

_PEOPLE_IN = f"""
    SELECT r.person_id, min(r.home_id) AS home_id
      FROM %s AS x
      JOIN audiences AS u ON u.id = :audience_id
      JOIN residencies AS r ON r.home_id = x.home_id AND {_PRESENT}
     WHERE {_BELONGS}
     GROUP BY r.person_id
"""
PEOPLE = _PEOPLE_IN % f"({HOMES})"
"""The people that it means, each once, with one of their homes that it is about."""


def home_of_person(audience_id: str) -> str:
    """SQL: the home by which an audience means a person on a day, from the few homes of the person; empty when it does not.

    audience_id: a column of the query around it, such as `a.audience_id`. Needs `person_id` and `day`.
    """
    return f"""
    (SELECT min(r.home_id)
       FROM residencies AS r JOIN homes AS h ON h.id = r.home_id {PLACE}
       JOIN audiences AS u ON u.id = {audience_id}
       JOIN audience_targets AS t ON t.audience_id = u.id
      WHERE r.person_id = :person_id AND {_PRESENT} AND {_BELONGS} AND {MATCHES})
    """


class Reach(NamedTuple):
    """How many an audience means. by_account: of the people, those who can sign in."""

    homes: int
    people: int
    by_account: int


class Named(NamedTuple):
    """One of the things that an audience names, as people say it."""

    id: int
    said: str


class Shown(NamedTuple):
    """An audience as pages show it: who in the homes, what names the homes, how many these are today."""

    whom: str
    targets: list[Named]
    reach: Reach


def shown(db: Reader, audience_id: int) -> Shown:
    """An audience for a page (see templates/audience/parts.html)."""
    return Shown(
        words.WHOM[records.whom(db, audience_id)],
        [Named(one.id, words.target(one)) for one in records.targets(db, audience_id)],
        reach(db, audience_id),
    )


def said(db: Reader, audience_id: int) -> list[str]:
    """What it names, as people say it."""
    return [words.target(one) for one in records.targets(db, audience_id)]


def whom(db: Reader, audience_id: int) -> str:
    """Who in the homes: `everybody`, `owners` or `residents`."""
    return records.whom(db, audience_id)


def reach(db: Reader, audience_id: int) -> Reach:
    """How many homes and people an audience means today."""
    found = db.row(
        Reach,
        f"""
        WITH homes_of AS MATERIALIZED ({HOMES}), people_of AS MATERIALIZED ({_PEOPLE_IN % "homes_of"})
        SELECT (SELECT count(*) FROM homes_of) AS homes, (SELECT count(*) FROM people_of) AS people,
               (SELECT count(*) FROM people_of AS p JOIN accounts AS a ON a.person_id = p.person_id
                 WHERE a.disabled_at IS NULL) AS by_account
        """,
        audience_id=audience_id,
        day=_day(None),
    )
    return found or Reach(0, 0, 0)


def homes(db: Reader, audience_id: int) -> list[int]:
    """The homes that it names."""
    return db.values(f"{HOMES} ORDER BY h.id", audience_id=audience_id)


def people(db: Reader, audience_id: int, day: date | None = None) -> list[tuple[int, int]]:
    """The people that it means on a day (today), each with one of their homes that it is about."""
    return db.tuples(f"{PEOPLE} ORDER BY r.person_id", audience_id=audience_id, day=_day(day))


def home_of(db: Reader, audience_id: int, person_id: int) -> int | None:
    """The home by which an audience means somebody today; None when it does not."""
    return db.value(
        f"SELECT {home_of_person(':audience_id')}",
        audience_id=audience_id,
        person_id=person_id,
        day=_day(None),
    )


def _day(day: date | None) -> str:
    return (day or clock.today()).isoformat()
