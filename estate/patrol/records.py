"""What patrol reads while it writes. Instants UTC text."""

from typing import NamedTuple

from estate.data import Reader


class Known(NamedTuple):
    """A check that has come already."""

    id: int
    round_id: int | None
    point_id: int


class Before(NamedTuple):
    """The check before one on its round, by the time of the device."""

    done_at: str
    point_id: int


def of_key(db: Reader, key: str) -> Known | None:
    """The check that this tablet has sent already."""
    return db.row(Known, "SELECT id, round_id, point_id FROM patrol_checks WHERE key = :key", key=key)


def before(db: Reader, round_id: int, done_at: str) -> Before | None:
    """The latest check of a round up to an instant."""
    return db.row(
        Before,
        """
        SELECT done_at, point_id FROM patrol_checks
         WHERE round_id = :round_id AND done_at <= :done_at ORDER BY done_at DESC, id DESC LIMIT 1
        """,
        round_id=round_id,
        done_at=done_at,
    )


def point_state(db: Reader, round_id: int, point_id: int) -> tuple[int, str, int | None] | None:
    """Position, state and check of a point in a round."""
    found = db.tuples(
        """
        SELECT position, state, check_id FROM patrol_round_points
         WHERE round_id = :round_id AND point_id = :point_id
        """,
        round_id=round_id,
        point_id=point_id,
    )
    return found[0] if found else None


def first_waiting(db: Reader, round_id: int) -> int | None:
    """The position of the next point of a round."""
    return db.value(
        "SELECT min(position) FROM patrol_round_points WHERE round_id = :round_id AND state = 'waiting'",
        round_id=round_id,
    )


def states(db: Reader, round_id: int) -> list[str]:
    """What became of the points of a round."""
    sql = "SELECT state FROM patrol_round_points WHERE round_id = :round_id ORDER BY position"
    return db.values(sql, round_id=round_id)


def round_of_key(db: Reader, key: str) -> int | None:
    """The extra round that this page has made already."""
    return db.value("SELECT id FROM patrol_rounds WHERE key = :key", key=key)


class Conflict(NamedTuple):
    """A check about which a person decides."""

    id: int
    check_id: int
    round_id: int | None
    point_id: int
    kind: str
    verdict: str
    decision: str | None


def conflict(db: Reader, conflict_id: int) -> Conflict | None:
    """One conflict, also one that is settled."""
    return db.row(
        Conflict,
        """
        SELECT x.id, x.check_id, c.round_id, c.point_id, x.kind, c.verdict, x.decision
          FROM patrol_conflicts AS x JOIN patrol_checks AS c ON c.id = x.check_id WHERE x.id = :id
        """,
        id=conflict_id,
    )
