"""Places of one building: its hall, its lift."""

from collections.abc import Callable
from typing import Any

import pytest

from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.places import actions
from estate.places.actions import PlaceSpec
from tests.billing.place import owner, settle

Add = Callable[..., int]


@pytest.fixture
def add(store: Store, by: System) -> Add:
    """Enter a place: add("Garage", "garage") answers its id."""

    def one(name: str, kind: str = "other", **more: Any) -> int:
        with write(by) as tx:
            return actions.add(tx, PlaceSpec(name, kind, **more))

    return one


@pytest.fixture
def building(store: Store, by: System) -> tuple[int, int]:
    """Building 3 and its entrance 2 with homes on floors 5 and 7."""
    with write(by) as tx:
        home_id = settle(tx, HomeSpec("3", "2", "501", 5, 8976, state="occupied"), owner("Wang Xiuying"))
        settle(tx, HomeSpec("3", "2", "701", 7, 8976, state="occupied"), owner("Li Na"))
    with read() as db:
        sql = "SELECT e.building_id, e.id FROM homes AS h JOIN entrances AS e ON e.id = h.entrance_id WHERE h.id = :id"
        return db.tuples(sql, id=home_id)[0]
