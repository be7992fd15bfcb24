"""Rounds in the invented community, with a few misses, a late upload and faults, through the actions of the screens: one
a week while the office began with it, then several a day in the past week."""

import random
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from estate.access.me import Me
from estate.data import Reader, Tx, clock, read, write
from estate.data.store import System
from estate.demo import repaired
from estate.i18n import speaking
from estate.patrol import actions, actions_points, actions_routes, labels, orders, planner, queries
from estate.patrol.actions import Answer, Check
from estate.patrol.actions_points import Question, Where
from estate.patrol.actions_routes import Way, When
from estate.patrol.models import MODELS
from estate.patrol.queries import Item, Round

DEMO = System("demo")
DAYS = 7
MISSED, LATE, FAULT, SKIPPED = 0.012, 0.04, 0.025, 0.01
"""How often a point is missed, a round begun late, something found, a point left out."""

ROOMS = (
    ("生活水泵房", "地下一层东侧", Question("出水压力", "number", unit="MPa", low=300, high=600)),
    ("1号配电房", "地下一层西侧", Question("母线电压", "number", unit="V", low=380_000, high=420_000)),
    ("消防泵房", "地下二层", Question("管网压力", "number", unit="MPa", low=400, high=1_200)),
    (
        "消防控制室",
        "1号楼一层",
        Question("主机状态", "choice", choices=("正常", "有故障"), abnormal=("有故障",)),
    ),
)
OUTSIDE = (
    ("东门岗亭", "东门"),
    ("中心花园", "中心花园凉亭旁"),
    ("儿童游乐区", "3号楼南侧"),
    ("地下车库入口", "东门车库坡道"),
    ("垃圾投放点", "2号楼北侧"),
)
FLOORS = (("屋面门", "屋面"), ("十层楼道", "十层"), ("一层大厅", "一层"))


class Places(NamedTuple):
    """The points of the community, by what they are."""

    rooms: list[int]
    outside: list[int]
    floors: list[int]


class Walker(NamedTuple):
    """Who walks, with luck of their own. clerk, repairer: who hand out and put right what they find."""

    me: Me
    clerk: Me
    repairer: Me
    rng: random.Random


def begin(walker: Walker, since: date) -> Places:
    """Points, and one round of all of them each week from a day on until the past week."""
    until = clock.now() - timedelta(days=DAYS)
    first = datetime.combine(since, time(1), clock.zone())
    with speaking("zh_CN"):  # as the whole invented community does
        with clock.as_of(min(first, until)), write(DEMO) as tx:
            places = _points(tx)
            every = (*places.rooms, *places.outside, *places.floors)
            route_id = actions_routes.add_route(tx, Way("每周安全巡查", "security", "fixed", every, 60))
            weekly = When(240, weekdays=1, times=("09:00",), account_id=walker.me.account_id)
            actions_routes.add_schedule(tx, route_id, weekly)
        monday = first + timedelta(days=-first.weekday() % 7)
        while monday + timedelta(days=1) <= until:
            with clock.as_of(monday):
                planner.plan_rounds(DEMO)
            for one in _begun(monday, monday + timedelta(days=1)):
                _walk(one, walker, until)
            with clock.as_of(monday + timedelta(hours=20)):
                planner.close_rounds()
            monday += timedelta(days=7)
        with clock.as_of(until):
            actions_routes.retire_route(route_id, DEMO)
    return places


def patrol(walker: Walker, places: Places) -> None:
    """Routes and schedules, the rounds of the past days as they were walked, and today's up to now."""
    with speaking("zh_CN"):
        _pass_days(walker, places)


def _pass_days(walker: Walker, places: Places) -> None:
    now = clock.now()
    begun = now - timedelta(days=DAYS)
    with clock.as_of(begun):
        with write(DEMO) as tx:
            _routes(tx, places, walker.me, walker.repairer)
        planner.plan_rounds(DEMO)
    closing: list[str] = []
    for day in range(DAYS + 1):
        at = begun + timedelta(days=day)
        with clock.as_of(at):
            planner.plan_rounds(DEMO)
        rounds = _begun(at, min(now, at + timedelta(days=1)))
        for one in rounds:
            _walk(
                one,
                walker._replace(me=walker.me if one.account_id == walker.me.account_id else walker.repairer),
                now,
            )
        closing = sorted({*closing, *(one.closes_at for one in rounds)})
        following = clock.stamp_of(min(now, at + timedelta(days=1)))
        while closing and closing[0] < following:  # a long round closes after the next day's have begun
            with clock.as_of(datetime.fromisoformat(closing.pop(0)) + timedelta(seconds=1)):
                planner.close_rounds()
    planner.close_rounds()


def _begun(after: datetime, until: datetime) -> list[Round]:
    with read() as db:
        ids = db.values(
            """
            SELECT id FROM patrol_rounds
             WHERE state = 'planned' AND due_from >= :after AND due_from < :until ORDER BY due_from, id
            """,
            after=clock.stamp_of(after),
            until=clock.stamp_of(until),
        )
        return [found for one in ids if (found := queries.round_(db, one))]


def _points(tx: Tx) -> Places:
    buildings = tx.tuples("SELECT id, code FROM buildings ORDER BY sort, code LIMIT 3")
    rooms = [
        actions_points.add_point(
            tx,
            Where(name, where),
            [*MODELS["machine_rooms"].asked()[:2], question._replace(route_kind="machine_room")],
        )
        for name, where, question in ROOMS
    ]
    outside = [
        actions_points.add_point(tx, Where(name, where), MODELS["security"].asked())
        for name, where in OUTSIDE
    ]
    floors = [
        actions_points.add_point(
            tx,
            Where(f"{code}号楼{name}", f"{code}号楼{where}", building_id=building_id, photo_required=False),
            MODELS["fire_daily"].asked(),
        )
        for building_id, code in buildings
        for name, where in FLOORS
    ]
    labels.make(tx, [*rooms, *outside, *floors])
    return Places(rooms, outside, floors)


def _routes(tx: Tx, places: Places, walker: Me, repairer: Me) -> None:
    rooms, outside, floors = places
    day, night = (
        When(120, times=("09:00", "16:00")),
        When(60, every_minutes=120, from_time="20:00", to_time="06:00"),
    )
    ways = (
        (Way("机房每日两巡", "machine_room", "fixed", tuple(rooms), 60), day, repairer),
        (Way("高层每日防火巡查", "fire", "fixed", tuple(floors), 60), When(600, times=("08:00",)), walker),
        (Way("夜间秩序巡更", "security", "random", tuple(outside), 60), night, walker),
    )
    for way, when, who in ways:
        route_id = actions_routes.add_route(tx, way)
        actions_routes.add_schedule(tx, route_id, when._replace(account_id=who.account_id))


def _walk(found: Round, walker: Walker, now: datetime) -> None:
    """A round point by point; what lies after the present is still to do."""
    rng = walker.rng
    begin, until = datetime.fromisoformat(found.due_from), datetime.fromisoformat(found.due_until)
    at = begin + timedelta(minutes=rng.randrange(3, 15))
    if rng.random() < LATE:
        at = until - timedelta(minutes=4)
    offline = rng.random() < LATE
    with read() as db:
        points = queries.round_points(db, found.id)
    with write(walker.me) as tx:
        for point in points:
            at += timedelta(seconds=rng.randrange(100, 320))
            if at > now:
                break
            chance = rng.random()
            if chance < MISSED:
                continue
            if chance < MISSED + SKIPPED:
                with clock.as_of(at):
                    actions.skip(tx, found.id, point.point_id, "钥匙在外包单位，未能进入")
                continue
            late = until + timedelta(minutes=40) if offline and until + timedelta(minutes=40) < now else at
            if order_id := _check(tx, found, point.point_id, at, late, rng):
                repaired.put_right(tx, order_id, walker.clerk, walker.repairer, late)


def _check(
    tx: Tx, found: Round, point_id: int, at: datetime, received: datetime, rng: random.Random
) -> int | None:
    """Note what a point was found like; answers the order of a fault."""
    fault = rng.random() < FAULT
    answers = {
        one.id: _answer(one, fault, rng)
        for one in queries.items(tx, point_id, found.kind)
        if one.kind != "photo"
    }
    told = Check(
        point_id,
        found.id,
        answers,
        note="已通知工程部" if fault else "",
        device_at=at if received > at else None,
        sent_at=received if received > at else None,
        scanned=rng.random() > 0.03,
    )
    with clock.as_of(received):
        check_id = actions.check(tx, told, f"demo:{found.id}:{point_id}")
        if _is_fault(tx, check_id):
            return orders.report(tx, check_id, orders.proposed(tx, check_id))
    return None


def _answer(item: Item, fault: bool, rng: random.Random) -> Answer:
    if item.kind == "number":
        low, high = item.low or 0, item.high or 1000
        number = high + (high - low) // 10 if fault else rng.randrange(low, high, max(1, (high - low) // 50))
        return Answer(f"{number / 1000:g}", number)
    good = item.options[0] if item.kind == "choice" else "yes"
    return Answer(item.bad[0] if fault and item.bad else good)


def _is_fault(db: Reader, check_id: int) -> bool:
    return bool(db.value("SELECT abnormal FROM patrol_checks WHERE id = :id", id=check_id))
