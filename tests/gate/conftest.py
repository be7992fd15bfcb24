"""Two households with accounts: Wang owns 1-1-101, Li owns 1-1-201 where the tenant Qian lives."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from litestar.testing import TestClient

from estate.access import accounts
from estate.data import Store, clock, write
from estate.data.store import System

BY = System("test")
PASSWORD = "correct horse"
SignIn = Callable[[str], TestClient[Any]]


class Neighbours(NamedTuple):
    """Home ids by code, person ids by name; everybody signs in under the name in small letters."""

    homes: dict[str, int]
    people: dict[str, int]


@pytest.fixture
def neighbours(store: Store) -> Neighbours:
    homes: dict[str, int] = {}
    people: dict[str, int] = {}
    with write(BY) as tx:
        tx.insert("buildings", code="1", sort=1)
        tx.insert("entrances", building_id=1, code="1")
        for floor, code in enumerate(("1-1-101", "1-1-201"), start=1):
            homes[code] = tx.insert(
                "homes",
                entrance_id=1,
                room=code[4:],
                code=code,
                sort=code,
                floor=floor,
                area_dm2=8000,
                usage="residential",
                state="occupied",
            )
        lives = (("Wang", "1-1-101", "owner"), ("Li", "1-1-201", "owner"), ("Qian", "1-1-201", "tenant"))
        for name, code, role in lives:
            people[name] = tx.insert(
                "people", name=name, initials=name[0].lower(), pinyin=name.lower(), created_at=clock.stamp()
            )
            tx.insert(
                "residencies",
                home_id=homes[code],
                person_id=people[name],
                role=role,
                created_at=clock.stamp(),
            )
            account = accounts.create(tx, name.lower(), name, PASSWORD, ["owner"], locale="en")
            tx.update("accounts", account, person_id=people[name])
    return Neighbours(homes, people)
