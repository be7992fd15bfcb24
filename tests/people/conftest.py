"""A small community with people of names: two owners of 3-2-501, a tenant and her landlord, a developer."""

from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import pytest

from estate.access.me import Me
from estate.access.permissions import permissions_of
from estate.community import actions as community
from estate.community.actions import HomeSpec
from estate.data import Store, write
from estate.data.store import System
from estate.people import actions
from estate.people.specs import PersonSpec, PhoneSpec, ResidencySpec


class Estate(NamedTuple):
    """Ids by name: homes by code, people by first name."""

    homes: dict[str, int]
    wang: int
    li: int
    zhao: int
    sun: int
    developer: int


@pytest.fixture
def estate(store: Store) -> Estate:
    """Wang and Li own 3-2-501 by halves; Zhao owns 3-2-502 and lets it to Sun; 3-2-601 is the developer's."""
    with write(System("test")) as tx:
        homes = community.add_homes(
            tx,
            [
                HomeSpec(
                    "3", "2", "501", 5, 8976, None, "", "residential", "occupied", None, "day", "", None
                ),
                HomeSpec("3", "2", "502", 5, 8976, None, "", "residential", "let", None, "day", "", None),
                HomeSpec("3", "2", "601", 6, 8976, None, "", "residential", "unsold", None, "day", "", None),
            ],
        )
        wang = actions.add_person(tx, PersonSpec("王秀英", phones=(PhoneSpec("13812345678"),)))
        li = actions.add_person(tx, PersonSpec("李长江", phones=(PhoneSpec("13912345679"),)))
        zhao = actions.add_person(tx, PersonSpec("赵敏", phones=(PhoneSpec("13712345670"),)))
        sun = actions.add_person(tx, PersonSpec("孙燕"))
        developer = actions.add_person(
            tx, PersonSpec("重庆绿城置业有限公司", "company", (PhoneSpec("023-68886666"),))
        )
        half = Fraction(1, 2)
        since = date(2019, 3, 1)
        actions.add_residency(tx, homes["3-2-501"], wang, ResidencySpec("owner", share=half, from_date=since))
        actions.add_residency(
            tx, homes["3-2-501"], li, ResidencySpec("co_owner", share=half, from_date=since)
        )
        actions.add_residency(tx, homes["3-2-502"], zhao, ResidencySpec("owner", from_date=since))
        actions.add_residency(tx, homes["3-2-502"], sun, ResidencySpec("tenant", from_date=date(2026, 1, 1)))
        actions.add_residency(tx, homes["3-2-601"], developer, ResidencySpec("owner"))
    return Estate(homes, wang, li, zhao, sun, developer)


def owner(person_id: int | None, **more: Any) -> Me:
    """An owner's or tenant's account."""
    roles = frozenset({"owner"})
    return Me(1000 + (person_id or 0), "owner", roles, permissions_of(roles), "en", person_id, **more)
