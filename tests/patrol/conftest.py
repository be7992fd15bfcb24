"""A pump room, a switch room and a roof on one route, walked each morning by Wu Gang."""

from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest

from estate.access import accounts
from estate.access.me import Me
from estate.access.permissions import permissions_of
from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.patrol import actions_points, actions_routes, planner, queries
from estate.patrol.actions_points import Question, Where
from estate.patrol.actions_routes import Way, When

BY = System("test")


class Patrolled(NamedTuple):
    """The ids of what there is."""

    pump: int
    switch: int
    roof: int
    lamp: int  # of the pump room: is the light in order
    pressure: int  # of the pump room: between 0.3 and 0.6 MPa
    route: int
    schedule: int
    round: int  # today's, from nine until eleven
    walker: Me
    colleague: Me


def who(login: str) -> Me:
    """The person of a role as somebody who acts."""
    with read() as db:
        found = accounts.of_login(db, login)
    assert found
    roles = frozenset(found.role_list)
    return Me(found.id, found.name, roles, permissions_of(roles), "en")


@pytest.fixture
def patrolled(store: Store) -> Patrolled:
    walker = who("patrol")
    day = clock.today()
    with clock.as_of(at(day, "06:00")), write(BY) as tx:
        pump = actions_points.add_point(
            tx,
            Where("Pump room", "B1 of building 1", lat_e6=30_000_000, lon_e6=120_000_000, allowed_m=30),
            [
                Question("Is the light in order", "yes_no", abnormal=("no",)),
                Question("Pressure", "number", unit="MPa", low=300, high=600, required=False),
            ],
        )
        switch = actions_points.add_point(tx, Where("Switch room", "B1 of building 2"))
        roof = actions_points.add_point(tx, Where("Roof", "Building 1"))
        route = actions_routes.add_route(
            tx, Way("Morning", "machine_room", "fixed", (pump, switch, roof), min_seconds=60)
        )
        schedule = actions_routes.add_schedule(
            tx, route, When(120, times=("09:00",), account_id=walker.account_id)
        )
    with clock.as_of(at(day, "06:00")):
        planner.plan_rounds(BY)
    with read() as db:
        items = queries.items(db, pump)
        round_id = queries.rounds_of_day(db, day.isoformat())[0].id
    lamp, pressure = items[0].id, items[1].id
    return Patrolled(pump, switch, roof, lamp, pressure, route, schedule, round_id, walker, who("repairer"))


def at(day: date, time: str) -> datetime:
    """A time of a day in the community, as an instant."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=clock.zone()).astimezone(UTC)
