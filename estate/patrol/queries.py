"""Points, routes and rounds, for pages and other features. Instants UTC text, limits in thousandths."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from estate.data import Reader
from estate.patrol.rules_judging import limits_text


class Point(NamedTuple):
    """A place where something is checked. lat_e6, lon_e6: millionths of a degree; allowed_m: how far off still counts."""

    id: int
    name: str
    location: str
    place_id: int | None
    building_id: int | None
    building: str | None
    lat_e6: int | None
    lon_e6: int | None
    allowed_m: int | None
    photo_required: int
    note: str
    retired_at: str | None


class Item(NamedTuple):
    """One thing that is asked at a point. route_kind: on which rounds, empty for all; low, high: thousandths."""

    id: int
    point_id: int
    position: int
    route_kind: str
    question: str
    kind: str
    required: int
    unit: str
    low: int | None
    high: int | None
    choices: str
    abnormal: str

    @property
    def options(self) -> list[str]:
        """The answers of a choice, in order."""
        return msgspec.json.decode(self.choices, type=list[str])

    @property
    def limits(self) -> str:
        """Between which numbers an answer is good."""
        return limits_text(self.low, self.high, self.unit)

    @property
    def bad(self) -> list[str]:
        """The answers that mean a fault."""
        return msgspec.json.decode(self.abnormal, type=list[str])


class Round(NamedTuple):
    """A round with how far it is. total, done, missed, skipped: its points; person: to whom it is handed, empty for all."""

    id: int
    schedule_id: int | None
    route_id: int
    name: str
    kind: str
    sequence: str
    min_seconds: int
    due_from: str
    due_until: str
    closes_at: str
    due_on: str
    account_id: int | None
    person: str
    state: str
    started_at: str | None
    finished_at: str | None
    finished_by: str
    total: int
    done: int
    late: int
    missed: int
    skipped: int
    abnormal: int

    @property
    def is_open(self) -> bool:
        return self.state in ("planned", "started")

    @property
    def waiting(self) -> int:
        return self.total - self.done - self.missed - self.skipped


class RoundPoint(NamedTuple):
    """A point of a round with what became of it."""

    round_id: int
    position: int
    point_id: int
    name: str
    location: str
    state: str
    reason: str
    check_id: int | None
    done_at: str | None
    received_at: str | None
    verdict: str | None
    sent_late: int | None
    abnormal: int | None
    doubts: str | None
    who: str | None

    @property
    def doubt_codes(self) -> list[str]:
        return msgspec.json.decode(self.doubts, type=list[str]) if self.doubts else []


POINT = """
    SELECT p.id, p.name, p.location, p.place_id, p.building_id, b.code AS building, p.lat_e6, p.lon_e6, p.allowed_m,
           p.photo_required, p.note, p.retired_at
      FROM patrol_points AS p LEFT JOIN buildings AS b ON b.id = p.building_id
"""

ITEM = """
    SELECT id, point_id, position, route_kind, question, kind, required, unit, low, high, choices, abnormal
      FROM patrol_items
"""

ROUND = """
    SELECT r.id, r.schedule_id, r.route_id, r.name, r.kind, r.sequence, r.min_seconds, r.due_from, r.due_until,
           r.closes_at, r.due_on, r.account_id, ifnull(a.name, '') AS person, r.state, r.started_at, r.finished_at,
           r.finished_by, count(p.position) AS total, ifnull(sum(p.state IN ('checked', 'late')), 0) AS done,
           ifnull(sum(p.state = 'late'), 0) AS late, ifnull(sum(p.state = 'missed'), 0) AS missed,
           ifnull(sum(p.state = 'skipped'), 0) AS skipped, ifnull(sum(c.abnormal), 0) AS abnormal
      FROM patrol_rounds AS r
      LEFT JOIN accounts AS a ON a.id = r.account_id
      LEFT JOIN patrol_round_points AS p ON p.round_id = r.id
      LEFT JOIN patrol_checks AS c ON c.id = p.check_id
"""

ROUND_POINT = """
    SELECT rp.round_id, rp.position, rp.point_id, p.name, p.location, rp.state, rp.reason, rp.check_id, c.done_at,
           c.received_at, c.verdict, c.sent_late, c.abnormal, c.doubts, c.who
      FROM patrol_round_points AS rp JOIN patrol_points AS p ON p.id = rp.point_id
      LEFT JOIN patrol_checks AS c ON c.id = rp.check_id
"""


def point(db: Reader, point_id: int) -> Point | None:
    """One point, also one that is retired."""
    return db.row(Point, POINT + "WHERE p.id = :point_id", point_id=point_id)


def points(db: Reader) -> list[Point]:
    """The points in use, by building and name."""
    return db.rows(Point, POINT + "WHERE p.retired_at IS NULL ORDER BY b.sort IS NULL, b.sort, p.name")


def all_points(db: Reader) -> list[Point]:
    """All points by building and name, those out of use too."""
    return db.rows(Point, POINT + "ORDER BY b.sort IS NULL, b.sort, p.name")


def items(db: Reader, point_id: int, route_kind: str | None = None) -> list[Item]:
    """What is asked at a point now, in order; on rounds of one kind when given."""
    only = "AND route_kind IN ('', :route_kind)" if route_kind is not None else ""
    where = f"WHERE point_id = :point_id AND retired_at IS NULL {only} ORDER BY position, id"
    return db.rows(Item, ITEM + where, point_id=point_id, route_kind=route_kind)


def item(db: Reader, item_id: int) -> Item | None:
    """One question, also one that is asked no more."""
    return db.row(Item, ITEM + "WHERE id = :item_id", item_id=item_id)


def round_(db: Reader, round_id: int) -> Round | None:
    """One round."""
    return db.row(Round, ROUND + "WHERE r.id = :round_id GROUP BY r.id", round_id=round_id)


def round_points(db: Reader, round_id: int) -> list[RoundPoint]:
    """The points of a round in its order."""
    return db.rows(
        RoundPoint, ROUND_POINT + "WHERE rp.round_id = :round_id ORDER BY rp.position", round_id=round_id
    )


def points_of_rounds(db: Reader, round_ids: Iterable[int]) -> list[tuple[int, int]]:
    """The points that still wait in these rounds, as (round, point), in their order."""
    sql = """
        SELECT rp.round_id, rp.point_id FROM patrol_round_points rp
          JOIN json_each(:ids) wanted ON wanted.value = rp.round_id
         WHERE rp.state = 'waiting' ORDER BY rp.round_id, rp.position
    """
    return db.tuples(sql, ids=msgspec.json.encode(list(round_ids)).decode())


def rounds_of_day(db: Reader, day: str) -> list[Round]:
    """All rounds of a business day, by their time."""
    where = "WHERE r.due_on = :day GROUP BY r.id ORDER BY r.due_from, r.name"
    return db.rows(Round, ROUND + where, day=day)


def rounds_to_walk(db: Reader, account_id: int, until: str) -> list[Round]:
    """The open rounds that this person may walk and that have begun or begin by an instant: handed to them, or to nobody."""
    where = """
        WHERE r.state IN ('planned', 'started') AND r.due_from <= :until
          AND (r.account_id = :account_id OR r.account_id IS NULL)
        GROUP BY r.id ORDER BY r.account_id IS NULL, r.due_until, r.id
    """
    return db.rows(Round, ROUND + where, account_id=account_id, until=until)


def round_at(db: Reader, account_id: int, point_id: int, now: str) -> int | None:
    """The present round of this person in which a point waits: one that has begun before one that only could begin."""
    return db.value(
        """
        SELECT r.id FROM patrol_round_points AS p JOIN patrol_rounds AS r ON r.id = p.round_id
         WHERE p.point_id = :point_id AND p.state = 'waiting' AND r.state IN ('planned', 'started')
           AND r.due_from <= :now AND (r.account_id = :account_id OR r.account_id IS NULL)
         ORDER BY r.state = 'started' DESC, r.account_id IS NULL, r.due_until LIMIT 1
        """,
        account_id=account_id,
        point_id=point_id,
        now=now,
    )


def walked(db: Reader, account_id: int, day: str) -> list[Round]:
    """The rounds of a business day that this person had and that have ended."""
    where = """
        WHERE r.account_id = :account_id AND r.due_on = :day AND r.finished_at IS NOT NULL
        GROUP BY r.id ORDER BY r.due_from DESC
    """
    return db.rows(Round, ROUND + where, account_id=account_id, day=day)


class PointFacts(NamedTuple):
    """What the list says of a point: how much is asked, on how many routes it stands, when it was checked last."""

    point_id: int
    items: int
    routes: int
    last_at: str | None
    last_abnormal: int | None


def point_facts(db: Reader) -> list[PointFacts]:
    """The facts of all points in use."""
    return db.rows(
        PointFacts,
        """
        SELECT p.id AS point_id,
               (SELECT count(*) FROM patrol_items AS i WHERE i.point_id = p.id AND i.retired_at IS NULL) AS items,
               (SELECT count(*) FROM patrol_route_points AS rp JOIN patrol_routes AS r ON r.id = rp.route_id
                 WHERE rp.point_id = p.id AND r.retired_at IS NULL) AS routes,
               c.done_at AS last_at, c.abnormal AS last_abnormal
          FROM patrol_points AS p
          LEFT JOIN patrol_checks AS c
            ON c.id = (SELECT id FROM patrol_checks WHERE point_id = p.id ORDER BY done_at DESC, id DESC LIMIT 1)
         WHERE p.retired_at IS NULL
        """,
    )


def routes_of(db: Reader, point_id: int) -> list[tuple[int, str]]:
    """The routes in use on which a point stands: id and name."""
    found = db.tuples(
        """
        SELECT r.id, r.name FROM patrol_route_points AS rp JOIN patrol_routes AS r ON r.id = rp.route_id
         WHERE rp.point_id = :point_id AND r.retired_at IS NULL ORDER BY r.name
        """,
        point_id=point_id,
    )
    return [(int(number), str(name)) for number, name in found]


def points_of_kind(db: Reader, kind: str) -> set[int]:
    """The points that stand on routes of a kind."""
    return set(
        db.values(
            """
            SELECT rp.point_id FROM patrol_route_points AS rp JOIN patrol_routes AS r ON r.id = rp.route_id
             WHERE r.kind = :kind AND r.retired_at IS NULL
            """,
            kind=kind,
        )
    )
