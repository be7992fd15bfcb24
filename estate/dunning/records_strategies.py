"""Strategies with their versions, what they apply to, and groups of homes."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader, Tx
from estate.dunning.rules import SPECIAL


class Strategy(NamedTuple):
    """A strategy with its newest version. open_cases: that follow any of its versions."""

    id: int
    code: str | None
    name: str
    active: int
    version_id: int
    version: int
    gap_days: int
    steps: int
    open_cases: int


class Version(NamedTuple):
    """A version of a strategy. cases: all that began with it."""

    id: int
    strategy_id: int
    number: int
    gap_days: int
    note: str
    made_at: str
    made_by: str
    cases: int


class StepRow(NamedTuple):
    """A step of a version. name: the office's, else empty."""

    id: int
    position: int
    days: int
    kind: str
    name: str
    min_fen: int


class Assignment(NamedTuple):
    """What a strategy applies to. target: the zone, building or group by name, or the code of a usage."""

    id: int
    scope: str
    target: str
    target_id: int | None
    strategy_id: int
    strategy: str
    strategy_code: str | None
    made_by: str
    made_at: str


class Group(NamedTuple):
    id: int
    name: str
    homes: int


_STRATEGY = """
    SELECT s.id, s.code, s.name, s.active, v.id AS version_id, v.number AS version, v.gap_days,
           (SELECT count(*) FROM strategy_steps AS t WHERE t.version_id = v.id) AS steps,
           (SELECT count(*) FROM dunning_cases AS c JOIN strategy_versions AS w ON w.id = c.strategy_version_id
             WHERE w.strategy_id = s.id AND c.closed_on IS NULL) AS open_cases
      FROM strategies AS s
      JOIN strategy_versions AS v ON v.strategy_id = s.id
       AND v.number = (SELECT max(x.number) FROM strategy_versions AS x WHERE x.strategy_id = s.id)
"""

_VERSION = """
    SELECT v.id, v.strategy_id, v.number, v.gap_days, v.note, v.made_at, v.made_by,
           (SELECT count(*) FROM dunning_cases AS c WHERE c.strategy_version_id = v.id) AS cases
      FROM strategy_versions AS v
"""


def strategies(db: Reader) -> list[Strategy]:
    """Every strategy, those in use first."""
    return db.rows(Strategy, _STRATEGY + " ORDER BY s.active DESC, s.id")


def strategy(db: Reader, strategy_id: int) -> Strategy | None:
    return db.row(Strategy, _STRATEGY + " WHERE s.id = :strategy_id", strategy_id=strategy_id)


def versions(db: Reader, strategy_id: int) -> list[Version]:
    """All versions of a strategy, the newest first."""
    return db.rows(
        Version,
        _VERSION + " WHERE v.strategy_id = :strategy_id ORDER BY v.number DESC",
        strategy_id=strategy_id,
    )


def steps(db: Reader, version_id: int) -> list[StepRow]:
    return db.rows(
        StepRow,
        """
        SELECT id, position, days, kind, name, min_fen FROM strategy_steps
         WHERE version_id = :version_id ORDER BY position
        """,
        version_id=version_id,
    )


def name_taken(db: Reader, name: str, but: int = 0) -> bool:
    return bool(db.value("SELECT 1 FROM strategies WHERE name = :name AND id <> :but", name=name, but=but))


def assignments(db: Reader) -> list[Assignment]:
    """What each strategy applies to, the most special first."""
    rank = " ".join(f"WHEN '{scope}' THEN {number}" for number, scope in enumerate(SPECIAL))
    return db.rows(
        Assignment,
        f"""
        SELECT a.id, a.scope, coalesce(z.name, g.code, d.name, a.usage, '') AS target,
               coalesce(a.zone_id, a.building_id, a.group_id) AS target_id,
               a.strategy_id, s.name AS strategy, s.code AS strategy_code, a.made_by, a.made_at
          FROM strategy_assignments AS a JOIN strategies AS s ON s.id = a.strategy_id
          LEFT JOIN zones AS z ON z.id = a.zone_id LEFT JOIN buildings AS g ON g.id = a.building_id
          LEFT JOIN dunning_groups AS d ON d.id = a.group_id
         ORDER BY CASE a.scope {rank} END DESC, target
        """,
    )


def assignment_of(
    db: Reader,
    scope: str,
    zone_id: int | None,
    building_id: int | None,
    usage: str | None,
    group_id: int | None,
) -> int | None:
    """The assignment of a target."""
    return db.value(
        """
        SELECT id FROM strategy_assignments
         WHERE scope = :scope AND zone_id IS :zone_id AND building_id IS :building_id AND usage IS :usage
           AND group_id IS :group_id
        """,
        scope=scope,
        zone_id=zone_id,
        building_id=building_id,
        usage=usage,
        group_id=group_id,
    )


def groups(db: Reader) -> list[Group]:
    return db.rows(
        Group,
        """
        SELECT g.id, g.name, count(h.home_id) AS homes
          FROM dunning_groups AS g LEFT JOIN dunning_group_homes AS h ON h.group_id = g.id
         GROUP BY g.id ORDER BY g.name
        """,
    )


def homes_of_group(db: Reader, group_id: int) -> list[tuple[int, str]]:
    """The homes of a group: (id, code)."""
    return [
        (home_id, code)
        for home_id, code in db.tuples(
            """
            SELECT h.id, h.code FROM dunning_group_homes AS d JOIN homes AS h ON h.id = d.home_id
             WHERE d.group_id = :group_id ORDER BY h.sort
            """,
            group_id=group_id,
        )
    ]


def set_homes(tx: Tx, group_id: int, home_ids: Sequence[int]) -> None:
    """Make these the homes of a group."""
    tx.run("DELETE FROM dunning_group_homes WHERE group_id = :group_id", group_id=group_id)
    tx.many("INSERT INTO dunning_group_homes VALUES (?, ?)", [(group_id, home_id) for home_id in home_ids])
