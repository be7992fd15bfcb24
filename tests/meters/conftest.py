"""Meters' tests live in one autumn, in two homes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest
import time_machine

from estate.community.rules import HomeSpec
from estate.data import Store, write
from estate.data.store import System
from estate.meters.actions import MeterSpec, add_meter
from tests.billing.place import owner, settle


@pytest.fixture(autouse=True)
def early_november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 5, 2, tzinfo=UTC)):
        yield


class Place(NamedTuple):
    """3-2-501 of Wang Xiuying and 3-2-502 of Li Na, a water meter in each, at 100 since the first of January."""

    wang: int
    li: int
    wang_water: int
    li_water: int


@pytest.fixture
def place(store: Store, by: System) -> Place:
    with write(by) as tx:
        wang = settle(tx, HomeSpec("3", "2", "501", 5, 8976, state="occupied"), owner("Wang Xiuying"))
        li = settle(tx, HomeSpec("3", "2", "502", 5, 9535, state="occupied"), owner("Li Na"))
    new_year = date(2026, 1, 1)
    return Place(
        wang,
        li,
        add_meter(MeterSpec(wang, "water", "W-501", new_year, 100_000), by),
        add_meter(MeterSpec(li, "water", "W-502", new_year, 100_000), by),
    )
