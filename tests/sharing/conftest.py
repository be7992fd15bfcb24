"""Seven homes as in case A16, in two buildings, and a lift whose bill they share in October."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import pytest
import time_machine

from estate.billing import actions_items
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.sharing import actions, actions_posting, queries, records
from estate.sharing.actions import BatchSpec
from estate.sharing.records import Batch
from estate.sharing.rules_preview import PlaceRule, Preview
from tests.billing.place import owner, settle

BY = System("test")
OCTOBER = date(2026, 10, 1)
AREAS = [8976, 8976, 12018, 7550, 14002, 8976, 6000]
A16 = [16665, 16664, 22312, 14017, 25996, 16664, 11139]


@pytest.fixture(autouse=True)
def early_november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 5, 2, tzinfo=UTC)):
        yield


class Place(NamedTuple):
    """homes: 3-2-101 to 3-2-501 and 4-1-101, 4-1-201, in the order of rooms."""

    homes: list[int]
    lift: int


@pytest.fixture
def place(store: Store) -> Place:
    rooms = [("3", "2", f"{n}01", n) for n in range(1, 6)] + [("4", "1", "101", 1), ("4", "1", "201", 2)]
    with write(BY) as tx:
        homes = [
            settle(
                tx,
                HomeSpec(building, entrance, room, floor, area, state="occupied"),
                owner(f"Owner of {building}-{room}"),
            )
            for (building, entrance, room, floor), area in zip(rooms, AREAS, strict=True)
        ]
    return Place(homes, actions_items.add_item("Lift electricity", "shared", BY))


def spec(place: Place, fen: int | None = 123_457, **more: Any) -> BatchSpec:
    values: dict[str, Any] = {"amount_fen": fen, "basis": "contract, clause 7", **more}
    return BatchSpec(place.lift, OCTOBER, OCTOBER, date(2026, 11, 15), **values)


def begun(place: Place, fen: int | None = 123_457, key: str = "a key", **more: Any) -> int:
    return actions.begin(spec(place, fen, **more), PlaceRule("all"), "", key, BY)


def seen(batch_id: int) -> Preview:
    with read() as db:
        return queries.preview(db, batch(batch_id))


def batch(batch_id: int) -> Batch:
    with read() as db:
        found = records.batch(db, batch_id)
    assert found is not None
    return found


def posted(batch_id: int) -> Batch:
    return actions_posting.post(batch_id, seen(batch_id).mark, BY)
