"""Buildings, homes and parking spaces of the invented community."""

import random
from datetime import date, timedelta

from estate.community.rules import HomeSpec
from estate.demo.facts import facts

FLOORS, ENTRANCES, PER_FLOOR = 18, 2, 2
SHOPS_PER_BUILDING = 2


def homes(count: int, rng: random.Random, today: date) -> list[HomeSpec]:
    """That many homes: towers of 18 floors with two entrances, two homes a floor, and two shops at their feet."""
    made: list[HomeSpec] = []
    building = 0
    while len(made) < count:
        building += 1
        made.extend(_tower(str(building), rng, today)[: count - len(made)])
    return made


def zone_of(building: str) -> str:
    """Odd buildings stand in one zone, even ones in the other."""
    return facts().zones[(int(building) + 1) % 2]


def who_parks(home_ids: list[int], rng: random.Random) -> list[int]:
    """About two homes in five have a parking space."""
    return [home_id for home_id in home_ids if rng.random() < 0.4]


def _tower(building: str, rng: random.Random, today: date) -> list[HomeSpec]:
    delivered = today.replace(day=1) - timedelta(days=rng.randrange(1500, 4200))
    tower: list[HomeSpec] = []
    for floor in range(1, FLOORS + 1):
        for entrance in range(1, ENTRANCES + 1):
            for door in range(1, PER_FLOOR + 1):
                shop = floor == 1 and door <= SHOPS_PER_BUILDING // 2
                tower.append(_home(building, entrance, floor, door, delivered, rng, shop=shop))
    return tower


def _home(
    building: str, entrance: int, floor: int, door: int, delivered: date, rng: random.Random, *, shop: bool
) -> HomeSpec:
    kind = (entrance + door) % len(facts().areas_dm2)
    area = rng.randrange(4500, 16000) if shop else facts().areas_dm2[kind]
    state = rng.choices(["occupied", "let", "vacant", "delivered"], [78, 12, 7, 3])[0]
    return HomeSpec(
        building=building,
        entrance=str(entrance),
        room=f"{floor}{door:02d}",
        floor=floor,
        area_dm2=area,
        inner_area_dm2=area * 78 // 100,
        layout="" if shop else facts().layouts[kind % len(facts().layouts)],
        usage="shop" if shop else "residential",
        state="occupied" if shop else state,
        state_since=delivered.isoformat(),
        delivered_on=delivered.isoformat(),
    )
