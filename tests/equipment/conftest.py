"""Equipment of one building: a lift with its machine, a pump room, an extinguisher."""

from collections.abc import Callable
from typing import Any

import pytest

from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.equipment import actions
from estate.equipment.actions import EquipmentSpec
from tests.billing.place import owner, settle

Add = Callable[..., int]


@pytest.fixture
def add(store: Store, by: System) -> Add:
    """Enter a piece: add("DT-01", "Lift", category="Lifts") answers its id."""

    def one(code: str, name: str, state: str = "in_use", **more: Any) -> int:
        with write(by) as tx:
            return actions.add(tx, EquipmentSpec(code, name, **more), state)

    return one


@pytest.fixture
def building(store: Store, by: System) -> tuple[int, int]:
    """Building 3 and its entrance 2, where Wang Xiuying lives."""
    with write(by) as tx:
        home_id = settle(tx, HomeSpec("3", "2", "501", 5, 8976, state="occupied"), owner("Wang Xiuying"))
    with read() as db:
        sql = "SELECT e.building_id, e.id FROM homes AS h JOIN entrances AS e ON e.id = h.entrance_id WHERE h.id = :id"
        return db.tuples(sql, id=home_id)[0]
