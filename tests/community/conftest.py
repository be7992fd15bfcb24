"""A small community: building 3 with two entrances of three floors, two homes on each."""

import pytest

from estate.community import actions
from estate.community.rules import HomeSpec
from estate.data import Store, write
from estate.data.store import System


@pytest.fixture
def homes(store: Store, by: System) -> dict[str, int]:
    """The ids of the twelve homes by code."""
    with write(by) as tx:
        return actions.add_homes(
            tx,
            [
                HomeSpec("3", entrance, f"{floor}{position:02d}", None, 8976, state="occupied")
                for entrance in "12"
                for floor in (1, 2, 5)
                for position in (1, 2)
            ],
        )
