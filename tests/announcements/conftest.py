"""A small community with owners, a tenant and a former owner, for announcements."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest

from estate.access import accounts
from estate.community import actions as community
from estate.data import Store, clock, write
from estate.data.store import System

BY = System("test")
PASSWORD = "correct horse"


class Neighbours(NamedTuple):
    """Home ids by code, person ids by name."""

    homes: dict[str, int]
    people: dict[str, int]


@pytest.fixture
def neighbours(store: Store) -> Neighbours:
    """1-1-101 Wang, 1-1-201 Li with the tenant Qian, 1-2-301 Zhao, the shop 2-1-101 of Wang too; Sun has left 2-1-201."""
    homes: dict[str, int] = {}
    people: dict[str, int] = {}
    with write(BY) as tx:
        zone = tx.insert("zones", name="East")
        for code in ("1", "2"):
            tx.insert("buildings", code=code, sort=int(code), zone_id=zone if code == "2" else None)
        for building, entrance in ((1, "1"), (1, "2"), (2, "1")):
            tx.insert("entrances", building_id=building, code=entrance)
        rooms = [
            (1, "1-1-101", 1),
            (1, "1-1-201", 2),
            (2, "1-2-301", 3),
            (3, "2-1-101", 1),
            (3, "2-1-201", 2),
        ]
        for entrance, code, floor in rooms:
            homes[code] = tx.insert(
                "homes",
                entrance_id=entrance,
                room=code.split("-")[2],
                code=code,
                sort=code,
                floor=floor,
                area_dm2=8000,
                usage="shop" if code == "2-1-101" else "residential",
                state="occupied",
            )
        for name in ("Wang", "Li", "Qian", "Zhao", "Sun"):
            people[name] = tx.insert(
                "people", name=name, initials=name[0].lower(), pinyin=name.lower(), created_at=clock.stamp()
            )
        yesterday = (clock.today() - timedelta(days=1)).isoformat()
        lives = [
            ("Wang", "1-1-101", "owner", None),
            ("Wang", "2-1-101", "owner", None),
            ("Li", "1-1-201", "owner", None),
            ("Qian", "1-1-201", "tenant", None),
            ("Zhao", "1-2-301", "owner", None),
            ("Sun", "2-1-201", "owner", yesterday),
        ]
        for name, code, role, until in lives:
            tx.insert(
                "residencies",
                home_id=homes[code],
                person_id=people[name],
                role=role,
                to_date=until,
                created_at=clock.stamp(),
            )
    return Neighbours(homes, people)


@pytest.fixture
def account_of(neighbours: Neighbours) -> Callable[[str], str]:
    """Let somebody sign in; answers their sign-in name."""

    def made(name: str) -> str:
        with write(BY) as tx:
            account = accounts.create(tx, name.lower(), name, PASSWORD, ["owner"], locale="en")
            tx.update("accounts", account, person_id=neighbours.people[name])
        return name.lower()

    return made


__all__ = ["BY", "PASSWORD", "Neighbours", "community"]
