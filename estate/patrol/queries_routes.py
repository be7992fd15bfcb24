"""Routes, for pages and other features."""

from typing import NamedTuple

from estate.data import Reader


class Route(NamedTuple):
    """A route. points: how many stand on it; min_seconds: between two of them; schedules: how many are in use."""

    id: int
    name: str
    kind: str
    sequence: str
    min_seconds: int
    grace_minutes: int
    retired_at: str | None
    points: int
    schedules: int


class RoutePoint(NamedTuple):
    """A point on a route. items: how much is asked there."""

    position: int
    point_id: int
    name: str
    location: str
    items: int


_ROUTE = """
    SELECT r.id, r.name, r.kind, r.sequence, r.min_seconds, r.grace_minutes, r.retired_at,
           (SELECT count(*) FROM patrol_route_points AS p WHERE p.route_id = r.id) AS points,
           (SELECT count(*) FROM patrol_schedules AS s WHERE s.route_id = r.id AND s.retired_at IS NULL) AS schedules
      FROM patrol_routes AS r
"""


def route(db: Reader, route_id: int) -> Route | None:
    """One route, also one that is retired."""
    return db.row(Route, _ROUTE + "WHERE r.id = :route_id", route_id=route_id)


def routes(db: Reader) -> list[Route]:
    """The routes in use, by name."""
    return db.rows(Route, _ROUTE + "WHERE r.retired_at IS NULL ORDER BY r.name")


def points(db: Reader, route_id: int) -> list[RoutePoint]:
    """The points of a route in its order."""
    return db.rows(
        RoutePoint,
        """
        SELECT rp.position, rp.point_id, p.name, p.location,
               (SELECT count(*) FROM patrol_items AS i
                 WHERE i.point_id = p.id AND i.retired_at IS NULL AND i.route_kind IN ('', r.kind)) AS items
          FROM patrol_route_points AS rp JOIN patrol_points AS p ON p.id = rp.point_id
          JOIN patrol_routes AS r ON r.id = rp.route_id
         WHERE rp.route_id = :route_id ORDER BY rp.position
        """,
        route_id=route_id,
    )
