"""Billing's tests live in one autumn: due days and present prices depend on the day."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine


@pytest.fixture(autouse=True)
def early_november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 5, 2, tzinfo=UTC)):
        yield
