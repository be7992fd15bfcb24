"""People, homes and cars to be found."""

from datetime import date

import pytest

from estate.community import actions as community
from estate.community.rules import HomeSpec
from estate.data import Store, write
from estate.data.store import System
from estate.people import actions_bulk as people
from estate.people.specs import HouseholdSpec, MemberSpec, PersonSpec, PhoneSpec, ResidencySpec

OWNERS = {
    "3-2-501": PersonSpec("张三丰", phones=(PhoneSpec("13812345678"), PhoneSpec("0571-88886666"))),
    "3-2-502": PersonSpec("赵石", phones=(PhoneSpec("13900005678"),)),
    "32-1-501": PersonSpec("曾小贤", phones=(PhoneSpec("13711112222"),)),
    "3-1-201": PersonSpec("Guihua Software Co", kind="company"),
}


@pytest.fixture
def homes(store: Store, by: System) -> dict[str, int]:
    """Four homes with their owners; the first has a car."""
    with write(by) as tx:
        specs = [HomeSpec(*code.split("-"), None, 8976, state="occupied") for code in OWNERS]
        ids = community.add_homes(tx, specs)
        people.add_households(
            tx,
            [
                HouseholdSpec(
                    ids[code],
                    (MemberSpec(person, ResidencySpec("owner", from_date=date(2020, 1, 1))),),
                    ("浙A12345",) if code == "3-2-501" else (),
                )
                for code, person in OWNERS.items()
            ],
        )
    return ids
