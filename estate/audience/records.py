"""Audiences as they are kept: what names them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from estate.data import Reader, Tx


class Target(NamedTuple):
    """What an audience names, in names. homes: how many a list by hand or a group has. retired: the group is."""

    id: int
    scope: str
    zone: str | None
    building: str | None
    entrance: str | None
    group: str | None
    retired: int
    usage: str
    floor_from: int | None
    floor_to: int | None
    label: str
    homes: int


def whom(db: Reader, audience_id: int) -> str:
    return str(db.value("SELECT whom FROM audiences WHERE id = :audience_id", audience_id=audience_id))


def targets(db: Reader, audience_id: int) -> list[Target]:
    """What it names, in the order in which it was added."""
    return db.rows(
        Target,
        """
        SELECT t.id, t.scope, z.name AS zone, coalesce(b.code, eb.code) AS building, e.code AS entrance,
               g.name AS "group", g.retired_at IS NOT NULL AND u.fixed_at IS NULL AS retired, t.usage, t.floor_from,
               t.floor_to, t.label,
               CASE WHEN t.scope = 'group' AND u.fixed_at IS NULL
                    THEN (SELECT count(*) FROM home_group_homes AS m WHERE m.group_id = t.group_id)
                    ELSE (SELECT count(*) FROM audience_target_homes AS w WHERE w.target_id = t.id) END AS homes
          FROM audience_targets AS t
          JOIN audiences AS u ON u.id = t.audience_id
          LEFT JOIN zones AS z ON z.id = t.zone_id
          LEFT JOIN buildings AS b ON b.id = t.building_id
          LEFT JOIN entrances AS e ON e.id = t.entrance_id
          LEFT JOIN buildings AS eb ON eb.id = e.building_id
          LEFT JOIN home_groups AS g ON g.id = t.group_id
         WHERE t.audience_id = :audience_id ORDER BY t.id
        """,
        audience_id=audience_id,
    )


def add_target(tx: Tx, audience_id: int, values: Mapping[str, Any], home_ids: Sequence[int]) -> None:
    target_id = tx.insert("audience_targets", audience_id=audience_id, **values)
    tx.many(
        "INSERT INTO audience_target_homes (target_id, home_id) VALUES (?, ?)",
        [(target_id, home_id) for home_id in home_ids],
    )


def drop_target(tx: Tx, audience_id: int, target_id: int) -> bool:
    return bool(
        tx.run(
            "DELETE FROM audience_targets WHERE id = :target_id AND audience_id = :audience_id",
            target_id=target_id,
            audience_id=audience_id,
        )
    )


def has_target(db: Reader, audience_id: int, values: Mapping[str, Any]) -> bool:
    """Whether exactly this is named already."""
    same = " AND ".join(f"{name} IS :{name}" for name in values)
    return bool(
        db.value(
            f"SELECT 1 FROM audience_targets WHERE audience_id = :audience_id AND {same}",
            audience_id=audience_id,
            **values,
        )
    )


def keep_homes_of_groups(tx: Tx, audience_id: int) -> None:
    """Note the homes that the groups of an audience have now: it is about to be fixed."""
    tx.run(
        """
        INSERT INTO audience_target_homes (target_id, home_id)
        SELECT t.id, m.home_id
          FROM audience_targets AS t
          JOIN home_groups AS g ON g.id = t.group_id AND g.retired_at IS NULL
          JOIN home_group_homes AS m ON m.group_id = g.id
         WHERE t.audience_id = :audience_id
        """,
        audience_id=audience_id,
    )
