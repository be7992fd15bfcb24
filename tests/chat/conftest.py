"""A small community whose owners can sign in, and two clerks who answer."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from typing import Any, NamedTuple

import pytest
import time_machine
from litestar.testing import TestClient

from estate.access import accounts
from estate.access.me import Me
from estate.access.permissions import permissions_of
from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.window import actions as window
from estate.window.rules_hours import Span

SignIn = Callable[[str], TestClient[Any]]
BY = System("test")
PASSWORD = "correct horse"
OPEN = datetime(2026, 11, 26, 2, tzinfo=UTC)
"""A Thursday, ten in the morning in the community."""


class Village(NamedTuple):
    """Wang owns 1-1-101 and the shop 1-1-102, Li owns 1-1-201; Sun Yan and He Ping answer for the office."""

    home_id: int
    shop_id: int
    other_home_id: int
    wang: Me
    li: Me
    sun: Me
    he: Me


@pytest.fixture
def village(store: Store) -> Village:
    with write(BY) as tx:
        tx.insert("buildings", code="1", sort=1)
        tx.insert("entrances", building_id=1, code="1")
        homes = [_home(tx, room) for room in ("101", "102", "201")]
        people = {name: _person(tx, name) for name in ("Wang", "Li")}
        for home, name in zip(homes, ("Wang", "Wang", "Li"), strict=True):
            tx.insert(
                "residencies",
                home_id=home,
                person_id=people[name],
                role="owner",
                created_at=clock.stamp(),
            )
        for name, person in people.items():
            accounts.create(tx, name.lower(), name, PASSWORD, ["owner"], person_id=person, locale="en")
        accounts.create(tx, "clerk2", "He Ping", PASSWORD, ["clerk"], locale="en")
    return Village(*homes, me("wang"), me("li"), me("clerk"), me("clerk2"))


def me(login: str) -> Me:
    """Who acts, as a request would know them."""
    with read() as db:
        found = accounts.of_login(db, login)
    assert found
    roles = frozenset(found.role_list)
    return Me(found.id, found.name, roles, permissions_of(roles), "en", found.person_id)


def _home(tx: Any, room: str) -> int:
    return tx.insert(
        "homes",
        entrance_id=1,
        room=room,
        code=f"1-1-{room}",
        sort=room,
        floor=int(room[0]),
        area_dm2=8000,
        usage="residential",
        state="occupied",
    )


def _person(tx: Any, name: str) -> int:
    return tx.insert(
        "people", name=name, initials=name[0].lower(), pinyin=name.lower(), created_at=clock.stamp()
    )


@pytest.fixture
def thursday(store: object) -> Iterator[time_machine.Traveller]:
    """Ten in the morning of a Thursday on which the office is open."""
    window.set_week(dict.fromkeys(range(5), (Span(time(8, 30), time(18)),)), BY)
    with time_machine.travel(OPEN, tick=False) as clocked:
        yield clocked
