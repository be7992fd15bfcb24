"""A community with every odd case of who lives where, for audiences."""

from datetime import timedelta
from typing import NamedTuple

import pytest

from estate.audience import actions_groups
from estate.data import Store, clock, write
from estate.data.store import System

BY = System("test")


class Odd(NamedTuple):
    """Ids by name: homes by code, people, groups, and the parts of the community."""

    homes: dict[str, int]
    people: dict[str, int]
    groups: dict[str, int]
    zones: dict[str, int]
    buildings: dict[str, int]
    entrances: dict[str, int]


ROOMS = [  # code, floor, use
    ("1-1-101", 1, "residential"),
    ("1-1-102", 1, "office"),
    ("1-1-201", 2, "residential"),
    ("1-1-901", None, "residential"),  # nobody noted its floor
    ("1-2-301", 3, "residential"),
    ("1-2-302", 3, "residential"),
    ("2-1-101", 1, "shop"),
    ("2-1-201", 2, "residential"),
    ("2-1-202", 2, "residential"),  # nobody's yet
    ("3-1--101", -1, "storage"),
]
LIVES: list[
    tuple[str, str, str, int | None, int | None]
] = [  # name, home, role, days until it begins and ends
    ("Wang", "1-1-101", "owner", None, None),
    ("Wang", "2-1-101", "owner", None, None),  # two homes, one person
    ("Wu", "1-1-101", "co_owner", None, None),
    ("Li", "1-1-201", "owner", None, None),
    ("Qian", "1-1-201", "tenant", -30, None),
    ("Qian", "2-1-201", "owner", None, None),  # a tenant here, an owner there
    ("Zhao", "1-2-301", "owner", None, 0),  # leaves today
    ("Chen", "1-2-301", "owner", 1, None),  # and follows tomorrow
    ("Sun", "1-2-302", "owner", None, -1),  # left yesterday
    ("Zhou", "1-2-302", "owner", 31, None),  # moves in next month
    ("Han", "2-1-101", "tenant", -300, -10),  # a former tenant: the owner lives there again
    ("Yang", "2-1-201", "tenant", 20, None),  # a tenant to come
    ("Xu", "1-1-102", "tenant", None, None),  # a tenant of nobody known
    ("Ma", "1-1-901", "owner", None, None),
    ("Ma", "1-1-901", "tenant", None, None),  # both in one home
    ("Gu", "1-1-101", "family", None, None),
    ("Bao", "2-1-201", "contact", None, None),
    ("Liu", "3-1--101", "owner", 0, 0),  # for today only
]


@pytest.fixture
def odd(store: Store) -> Odd:
    made = Odd({}, {}, {}, {}, {}, {})
    with write(BY) as tx:
        for name in ("East", "Empty"):
            made.zones[name] = tx.insert("zones", name=name)
        for code in ("1", "2", "3"):
            zone = made.zones["East"] if code == "2" else None
            made.buildings[code] = tx.insert("buildings", code=code, sort=int(code), zone_id=zone)
        for place in ("1-1", "1-2", "2-1", "3-1"):
            building, code = place.split("-")
            made.entrances[place] = tx.insert("entrances", building_id=made.buildings[building], code=code)
        for code, floor, usage in ROOMS:
            made.homes[code] = tx.insert(
                "homes",
                entrance_id=made.entrances[code[:3]],
                room=code[4:],
                code=code,
                sort=code,
                floor=floor,
                area_dm2=8000,
                usage=usage,
                state="occupied",
            )
        for name in dict.fromkeys(one[0] for one in LIVES):
            made.people[name] = tx.insert(
                "people", name=name, initials=name[0].lower(), pinyin=name.lower(), created_at=clock.stamp()
            )
        for name, code, role, begins, ends in LIVES:
            tx.insert(
                "residencies",
                home_id=made.homes[code],
                person_id=made.people[name],
                role=role,
                from_date=_day(begins),
                to_date=_day(ends),
                created_at=clock.stamp(),
            )
    grouped = {"Old meters": ["1-1-101", "1-2-302", "2-1-202"], "Dead": ["1-1-201"], "Nobody": []}
    for name, codes in grouped.items():
        made.groups[name] = actions_groups.make(name, "", BY)
        actions_groups.add_homes(made.groups[name], [made.homes[code] for code in codes], BY)
    actions_groups.retire(made.groups["Dead"], BY)
    return made


def _day(days: int | None) -> str | None:
    return None if days is None else (clock.today() + timedelta(days=days)).isoformat()
