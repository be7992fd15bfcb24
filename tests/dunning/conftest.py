"""The cashier's small community, which owes three months, and what the nightly run does with it."""

import pytest

from tests.cashier.conftest import Counter, Household, Place, counter, owed, place

__all__ = ["Counter", "Household", "Place", "counter", "owed", "place"]


@pytest.fixture
def wang(place: Place) -> Household:
    """Wang Xiuying of 3-2-501, who owes three months of 166.06."""
    return place.wang
