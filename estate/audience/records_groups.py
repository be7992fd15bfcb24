"""Groups of homes that the office names and keeps. Instants UTC text."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from estate.audience.queries import MATCHES, PLACE
from estate.data import Reader, Tx

PAGE = 50


class Group(NamedTuple):
    """A group with how many homes it has."""

    id: int
    name: str
    note: str
    made_at: str
    made_by: str
    retired_at: str | None
    homes: int


class Member(NamedTuple):
    """A home of a group, with who owns it today."""

    home_id: int
    code: str
    usage: str
    owners: str | None


class Choice(NamedTuple):
    id: int
    name: str


_GROUP = """
    SELECT g.id, g.name, g.note, g.made_at, g.made_by, g.retired_at,
           (SELECT count(*) FROM home_group_homes AS m WHERE m.group_id = g.id) AS homes
      FROM home_groups AS g
"""


def group(db: Reader, group_id: int) -> Group | None:
    return db.row(Group, f"{_GROUP} WHERE g.id = :group_id", group_id=group_id)


def listed(db: Reader, *, retired: bool) -> list[Group]:
    """The groups in use, or those that are not any more, by name."""
    return db.rows(
        Group, f"{_GROUP} WHERE (g.retired_at IS NOT NULL) = :retired ORDER BY g.name", retired=retired
    )


def retired_count(db: Reader) -> int:
    return int(db.value("SELECT count(*) FROM home_groups WHERE retired_at IS NOT NULL"))


def live(db: Reader) -> list[Choice]:
    """The groups to choose from."""
    return db.rows(Choice, "SELECT id, name FROM home_groups WHERE retired_at IS NULL ORDER BY name")


def is_live(db: Reader, group_id: int) -> bool:
    return bool(
        db.value("SELECT 1 FROM home_groups WHERE id = :group_id AND retired_at IS NULL", group_id=group_id)
    )


def named(db: Reader, name: str) -> int | None:
    """The group in use of this name."""
    return db.value("SELECT id FROM home_groups WHERE name = :name AND retired_at IS NULL", name=name)


def members(db: Reader, group_id: int, page: int, day: str) -> list[Member]:
    """A page of a group's homes in natural order."""
    return db.rows(
        Member,
        f"""
        SELECT h.id AS home_id, h.code, h.usage,
               (SELECT group_concat(p.name, '、') FROM residencies AS r JOIN people AS p ON p.id = r.person_id
                 WHERE r.home_id = h.id AND r.role IN ('owner', 'co_owner')
                   AND (r.from_date IS NULL OR r.from_date <= :day) AND (r.to_date IS NULL OR r.to_date >= :day)
               ) AS owners
          FROM home_group_homes AS m JOIN homes AS h ON h.id = m.home_id
         WHERE m.group_id = :group_id ORDER BY h.sort LIMIT {PAGE} OFFSET :start
        """,
        group_id=group_id,
        day=day,
        start=(max(page, 1) - 1) * PAGE,
    )


def add_homes(tx: Tx, group_id: int, home_ids: Sequence[int]) -> int:
    """Put homes into a group; answers how many were not in it yet."""
    return tx.run(
        """
        INSERT INTO home_group_homes (group_id, home_id) SELECT :group_id, value FROM json_each(:ids) WHERE 1
            ON CONFLICT DO NOTHING
        """,
        group_id=group_id,
        ids=json.dumps(list(home_ids)),
    )


def add_part(tx: Tx, group_id: int, part: Mapping[str, Any]) -> int:
    """Put every home of a part of the community into a group; answers how many were not in it yet."""
    columns = ", ".join(f":{name} AS {name}" for name in part)
    return tx.run(
        f"""
        INSERT INTO home_group_homes (group_id, home_id)
        SELECT :into_group, h.id
          FROM homes AS h {PLACE}
          JOIN (SELECT 0 AS id, {columns}) AS t JOIN (SELECT NULL AS fixed_at) AS u
         WHERE {MATCHES}
            ON CONFLICT DO NOTHING
        """,
        into_group=group_id,
        **part,
    )


def drop_home(tx: Tx, group_id: int, home_id: int) -> bool:
    return bool(
        tx.run(
            "DELETE FROM home_group_homes WHERE group_id = :group_id AND home_id = :home_id",
            group_id=group_id,
            home_id=home_id,
        )
    )
