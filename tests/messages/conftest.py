"""A home with three people: an owner who signs in, a tenant with a mobile number only, an old co-owner with neither."""

from typing import Any, NamedTuple

import pytest

from estate.access import accounts
from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.messages.actions import tell
from tests.conftest import PASSWORD


class Household(NamedTuple):
    home: int
    wang: int  # signs in as "wang"
    li: int  # has a mobile number
    old: int  # has neither


@pytest.fixture
def household(store: Store) -> Household:
    with write(System("test")) as tx:
        building = tx.insert("buildings", code="3", sort=3)
        entrance = tx.insert("entrances", building_id=building, code="2")
        home = tx.insert(
            "homes",
            entrance_id=entrance,
            room="501",
            code="3-2-501",
            sort="0003-0002-0501",
            area_dm2=8976,
            usage="residential",
            state="occupied",
        )
        people = [_person(tx, name) for name in ("Wang Jianguo", "Li Na", "Old Zhang")]
        for person, role in zip(people, ("owner", "tenant", "co_owner"), strict=True):
            tx.insert("residencies", home_id=home, person_id=person, role=role, created_at=clock.stamp())
        accounts.create(tx, "wang", "Wang Jianguo", PASSWORD, ["owner"], person_id=people[0], locale="en")
        tx.insert("phones", person_id=people[1], number="13812345678")
    return Household(home, *people)


def _person(tx: Any, name: str) -> int:
    return tx.insert("people", name=name, initials=name[:1], pinyin=name.lower(), created_at=clock.stamp())


BILL = {"period": "2026-11-01/2026-11-30", "amount": 16606, "open": 16606, "due_on": "2026-11-25"}


def told(event: str, key: str, values: dict[str, Any] = BILL, **to: Any) -> int:
    """Tell in a transaction of its own."""
    with write(System("test")) as tx:
        return tell(tx, event, key, values=values, **to)


def ways(message: int) -> dict[str, str]:
    """The state of each delivery of a message, by channel."""
    with read() as db:
        sql = "SELECT channel, state FROM deliveries WHERE message_id = :id ORDER BY id"
        return dict(db.tuples(sql, id=message))
