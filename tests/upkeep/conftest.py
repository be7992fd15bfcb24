"""Two lifts, a fire cabinet and a pump, kept up by plans."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from estate.data import Store, clock, write
from estate.data.store import System
from estate.equipment import actions as equipment
from estate.equipment.actions import EquipmentSpec
from estate.upkeep import actions_plans
from estate.upkeep.actions_plans import PlanSpec

Plans = Callable[..., int]


class Pieces(NamedTuple):
    """The ids of what there is."""

    lift: int
    second: int
    fire: int
    pump: int


@pytest.fixture
def pieces(store: Store, by: System) -> Pieces:
    """Lifts DT-01 and DT-02, the cabinet XF-01 and the pump SB-01."""
    with write(by) as tx:
        return Pieces(
            equipment.add(
                tx,
                EquipmentSpec(
                    "DT-01", "Lift", "Lifts", statutory="lift", vendor="Otis", location="Entrance 1"
                ),
            ),
            equipment.add(tx, EquipmentSpec("DT-02", "Lift", "Lifts", statutory="lift")),
            equipment.add(
                tx, EquipmentSpec("XF-01", "Fire cabinet", "Fire protection systems", statutory="fire")
            ),
            equipment.add(tx, EquipmentSpec("SB-01", "Pump", "Water and drainage")),
        )


@pytest.fixture
def plan(store: Store, by: System) -> Plans:
    """Make a plan that is due first today: plan("Check", 15, "day", statutory="lift") answers its id."""

    def one(name: str, every: int | None = None, unit: str | None = None, **more: Any) -> int:
        values = {"first_due": clock.today().isoformat(), **more}
        with write(by) as tx:
            return actions_plans.add(tx, PlanSpec(name, every=every, unit=unit, **values))

    return one
