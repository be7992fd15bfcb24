"""What the planner reads: schedules in use, the dues that have a round, rounds that the clock closes. Instants UTC text."""

from datetime import date, datetime, time
from typing import NamedTuple

import msgspec

from estate.data import Reader
from estate.patrol.rules_dues import Schedule


class ScheduleRow(NamedTuple):
    """A schedule in use with what its route is now."""

    id: int
    route_id: int
    route: str
    kind: str
    sequence: str
    min_seconds: int
    grace_minutes: int
    weekdays: int | None
    month_days: str | None
    times: str | None
    every_minutes: int | None
    from_time: str | None
    to_time: str | None
    window_minutes: int
    from_day: str
    account_id: int | None
    person: str
    added_at: str

    @property
    def rule(self) -> Schedule:
        """When it is due, as the planning takes it."""
        return Schedule(
            self.weekdays,
            tuple(msgspec.json.decode(self.month_days or "[]", type=list[int])),
            tuple(map(time.fromisoformat, msgspec.json.decode(self.times or "[]", type=list[str]))),
            self.every_minutes,
            time.fromisoformat(self.from_time) if self.from_time else None,
            time.fromisoformat(self.to_time) if self.to_time else None,
            self.window_minutes,
            date.fromisoformat(self.from_day),
        )


class Ended(NamedTuple):
    """A round that closes now, with what nobody checked."""

    id: int
    name: str
    route_id: int
    due_on: str
    due_from: str
    missed: int
    late: int
    points: str
    account_id: int | None


_SCHEDULE = """
    SELECT s.id, s.route_id, r.name AS route, r.kind, r.sequence, r.min_seconds, r.grace_minutes, s.weekdays,
           s.month_days, s.times, s.every_minutes, s.from_time, s.to_time, s.window_minutes, s.from_day,
           s.account_id, ifnull(a.name, '') AS person, s.added_at
      FROM patrol_schedules AS s JOIN patrol_routes AS r ON r.id = s.route_id
      LEFT JOIN accounts AS a ON a.id = s.account_id
     WHERE s.retired_at IS NULL AND r.retired_at IS NULL
"""


def schedules(db: Reader, route_id: int | None = None) -> list[ScheduleRow]:
    """The schedules in use, of one route when given."""
    only = "AND s.route_id = :route_id" if route_id is not None else ""
    return db.rows(ScheduleRow, f"{_SCHEDULE} {only} ORDER BY r.name, s.id", route_id=route_id)


def planned(db: Reader, after: str) -> dict[int, set[datetime]]:
    """The dues from an instant on that have a round, by schedule."""
    found: dict[int, set[datetime]] = {}
    sql = (
        "SELECT schedule_id, due_from FROM patrol_rounds WHERE schedule_id IS NOT NULL AND due_from >= :after"
    )
    for schedule_id, due_from in db.tuples(sql, after=after):
        found.setdefault(schedule_id, set()).add(datetime.fromisoformat(due_from))
    return found


def route_points(db: Reader) -> dict[int, list[int]]:
    """The points in use of every route in its order."""
    found: dict[int, list[int]] = {}
    sql = """
        SELECT rp.route_id, rp.point_id FROM patrol_route_points AS rp JOIN patrol_points AS p ON p.id = rp.point_id
         WHERE p.retired_at IS NULL ORDER BY rp.route_id, rp.position
    """
    for route_id, point_id in db.tuples(sql):
        found.setdefault(route_id, []).append(point_id)
    return found


def to_close(db: Reader, now: str) -> list[int]:
    """The open rounds whose time, with its grace, is over."""
    sql = (
        "SELECT id FROM patrol_rounds WHERE state IN ('planned', 'started') AND closes_at < :now ORDER BY id"
    )
    return db.values(sql, now=now)


def ended(db: Reader, round_ids: list[int]) -> list[Ended]:
    """What was missed or late on these rounds."""
    return db.rows(
        Ended,
        """
        SELECT r.id, r.name, r.route_id, r.due_on, r.due_from, sum(rp.state = 'missed') AS missed, sum(rp.state = 'late') AS late,
               ifnull(group_concat(CASE WHEN rp.state = 'missed' THEN p.name END, '、'), '') AS points,
               r.account_id
          FROM patrol_rounds AS r JOIN patrol_round_points AS rp ON rp.round_id = r.id
          JOIN patrol_points AS p ON p.id = rp.point_id
         WHERE r.id IN (SELECT value FROM json_each(:ids))
         GROUP BY r.id HAVING missed > 0 OR late > 0 ORDER BY r.due_from, r.id
        """,
        ids=msgspec.json.encode(round_ids).decode(),
    )


def to_tell(db: Reader) -> list[int]:
    """Rounds with misses of which it is time to tell: a route's first of a day, and its others once that day is over."""
    return db.values("""
        SELECT a.round_id FROM patrol_alerts AS a JOIN patrol_rounds AS r ON r.id = a.round_id
         WHERE a.told_at IS NULL
           AND (NOT EXISTS (SELECT 1 FROM patrol_rounds AS o JOIN patrol_alerts AS t ON t.round_id = o.id
                             WHERE o.route_id = r.route_id AND o.due_on = r.due_on AND t.told_at IS NOT NULL)
                OR NOT EXISTS (SELECT 1 FROM patrol_rounds AS o
                                WHERE o.route_id = r.route_id AND o.due_on = r.due_on AND o.finished_at IS NULL))
         ORDER BY a.round_id
    """)
