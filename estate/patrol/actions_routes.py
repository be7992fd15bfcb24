"""Routes and their schedules: made, changed, retired; one transaction each. Rounds that nobody has begun follow."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.patrol import planner, queries_routes
from estate.patrol.actions import TOPIC
from estate.patrol.queries_routes import Route
from estate.refusal import Refused


class Way(NamedTuple):
    """A route as the office describes it. point_ids: in the order of walking; min_seconds: from one to the next."""

    name: str
    kind: str
    sequence: str
    point_ids: tuple[int, ...]
    min_seconds: int = 0
    grace_minutes: int = 15


class When(NamedTuple):
    """When a route is walked: weekdays as bits or days of the month; times, or every so many minutes between two."""

    window_minutes: int
    weekdays: int | None = 127
    month_days: tuple[int, ...] = ()
    times: tuple[str, ...] = ()
    every_minutes: int | None = None
    from_time: str | None = None
    to_time: str | None = None
    from_day: date | None = None
    account_id: int | None = None


def add_route(tx: Tx, way: Way) -> int:
    """A new route; answers its id. Refused: without points, a name that another route in use has."""
    _require_whole(tx, way, 0)
    route_id = tx.insert("patrol_routes", **_row(way), added_at=clock.stamp(), who=tx.by.name)
    _put_points(tx, route_id, way.point_ids)
    after = {"name": way.name, "patrol_points": len(way.point_ids)}
    audit.record(tx, "patrol_route.added", "patrol_routes", route_id, after=after)
    return route_id


def change_route(route_id: int, way: Way, by: Actor) -> None:
    """Describe a route anew: rounds that nobody has begun follow, those that were walked stay."""
    with write(by) as tx:
        before = _require(tx, route_id)
        _require_whole(tx, way, route_id)
        tx.update("patrol_routes", route_id, **_row(way))
        _put_points(tx, route_id, way.point_ids)
        for round_id in _to_begin(tx, route_id):
            row = _row(way)
            del row["grace_minutes"]  # until when it may be walked stays as it was planned
            tx.update("patrol_rounds", round_id, **row)
            planner.put_points(tx, round_id, way.sequence, way.point_ids)
        audit.record(
            tx,
            "patrol_route.changed",
            "patrol_routes",
            route_id,
            before={"name": before.name},
            after={"name": way.name, "patrol_points": len(way.point_ids)},
        )
        signals.tell(tx, TOPIC)


def retire_route(route_id: int, by: Actor) -> None:
    """Walk a route no more: its rounds to come are cancelled. Again changes nothing."""
    with write(by) as tx:
        found = _require(tx, route_id)
        if found.retired_at:
            return
        tx.update("patrol_routes", route_id, retired_at=clock.stamp())
        _cancel(tx, _to_begin(tx, route_id))
        audit.record(tx, "patrol_route.retired", "patrol_routes", route_id, before={"name": found.name})


def add_schedule(tx: Tx, route_id: int, when: When) -> int:
    """Walk a route by a schedule; answers its id. Refused: no day, no time, or an interval without its times."""
    route = _require(tx, route_id)
    _require_times(when)
    schedule_id = tx.insert(
        "patrol_schedules",
        route_id=route_id,
        weekdays=None if when.month_days else when.weekdays,
        month_days=msgspec.json.encode(list(when.month_days)).decode() if when.month_days else None,
        times=None if when.every_minutes else msgspec.json.encode(sorted(set(when.times))).decode(),
        every_minutes=when.every_minutes,
        from_time=when.from_time if when.every_minutes else None,
        to_time=when.to_time if when.every_minutes else None,
        window_minutes=when.window_minutes,
        from_day=(when.from_day or clock.today()).isoformat(),
        account_id=when.account_id,
        added_at=clock.stamp(),
        who=tx.by.name,
    )
    audit.record(tx, "patrol_schedule.added", "patrol_routes", route_id, after={"name": route.name})
    return schedule_id


def retire_schedule(schedule_id: int, by: Actor) -> None:
    """End a schedule: its rounds to come that nobody has begun are cancelled. Again changes nothing."""
    with write(by) as tx:
        route_id = tx.value("SELECT route_id FROM patrol_schedules WHERE id = :id", id=schedule_id)
        if route_id is None:
            raise LookupError(f"there is no schedule {schedule_id}")
        done = tx.run(
            "UPDATE patrol_schedules SET retired_at = :now WHERE id = :id AND retired_at IS NULL",
            now=clock.stamp(),
            id=schedule_id,
        )
        if done:
            _cancel(tx, _to_begin(tx, int(route_id), schedule_id))
            audit.record(
                tx,
                "patrol_schedule.retired",
                "patrol_routes",
                int(route_id),
                before={"name": _require(tx, int(route_id)).name},
            )


def _row(way: Way) -> dict[str, object]:
    row = way._asdict()
    del row["point_ids"]
    return {**row, "name": way.name.strip()}


def _put_points(tx: Tx, route_id: int, point_ids: Sequence[int]) -> None:
    tx.run("DELETE FROM patrol_route_points WHERE route_id = :route_id", route_id=route_id)
    tx.many(
        "INSERT INTO patrol_route_points (route_id, position, point_id) VALUES (?, ?, ?)",
        [(route_id, position, point_id) for position, point_id in enumerate(point_ids, 1)],
    )


def _require_whole(tx: Tx, way: Way, route_id: int) -> None:
    if not way.name.strip():
        raise Refused(_("Fill this in."), "name")
    if not way.point_ids:
        raise Refused(_("Choose the points of the route."), "points")
    if len(set(way.point_ids)) != len(way.point_ids):
        raise Refused(_("A point stands on a route once."), "points")
    taken = tx.value(
        "SELECT id FROM patrol_routes WHERE name = :name AND retired_at IS NULL AND id <> :but",
        name=way.name.strip(),
        but=route_id,
    )
    if taken:
        raise Refused(_("Another route has this name."), "name")


def _require_times(when: When) -> None:
    if not when.month_days and not when.weekdays:
        raise Refused(_("Choose the days."), "days")
    if when.every_minutes:
        if not when.from_time or not when.to_time:
            raise Refused(_("Write from when until when."), "from_time")
    elif not when.times:
        raise Refused(_("Write at what times rounds begin."), "times")


def _to_begin(tx: Tx, route_id: int, schedule_id: int | None = None) -> list[int]:
    """Rounds of a route that nobody has begun and whose time has not come."""
    return tx.values(
        """
        SELECT id FROM patrol_rounds
         WHERE route_id = :route_id AND state = 'planned' AND due_from > :now
           AND (:schedule_id IS NULL OR schedule_id = :schedule_id)
        """,
        route_id=route_id,
        schedule_id=schedule_id,
        now=clock.stamp(),
    )


def _cancel(tx: Tx, round_ids: Sequence[int]) -> None:
    tx.many(
        "UPDATE patrol_rounds SET state = 'cancelled', finished_at = ?, finished_by = ? WHERE id = ?",
        [(clock.stamp(), tx.by.name, round_id) for round_id in round_ids],
    )
    signals.tell(tx, TOPIC)


def _require(tx: Tx, route_id: int) -> Route:
    found = queries_routes.route(tx, route_id)
    if found is None:
        raise LookupError(f"there is no route {route_id}")
    return found
