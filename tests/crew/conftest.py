"""A crew of two on a Thursday morning: Zhou mends pipes, Qian electricity."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
import time_machine

from estate.access import accounts
from estate.crew import actions
from estate.crew.rules_shifts import hours
from estate.data import Store, read, write
from estate.data.store import System
from tests.conftest import PASSWORD

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
"""Thursday, 10:00 in the community."""
OFFICE = System("Sun Yan")
DAYTIME = hours(8 * 60, 18 * 60)
NIGHT = hours(18 * 60, 8 * 60)


class Crew(NamedTuple):
    """Accounts: zhou plumbs by day, qian does electricity by day, feng plumbs at night, li has nothing entered."""

    zhou: int
    qian: int
    feng: int
    li: int


@pytest.fixture
def crew(store: Store) -> Iterator[Crew]:
    with time_machine.travel(NOW, tick=True):
        with write(OFFICE) as tx:
            others = [
                accounts.create(tx, login, name, PASSWORD, ["repairer"], locale="en")
                for login, name in (("qian", "Qian Wei"), ("feng", "Feng Tao"), ("li", "Li Na"))
            ]
        with read() as db:
            zhou = db.value("SELECT id FROM accounts WHERE login = 'repairer'")
        made = Crew(zhou, *others)
        actions.set_skills(made.zhou, {"plumbing": 2, "doors": 1}, OFFICE)
        actions.set_skills(made.qian, {"electrical": 3, "lighting": 2}, OFFICE)
        actions.set_skills(made.feng, {"plumbing": 3}, OFFICE)
        for account_id, times in ((made.zhou, DAYTIME), (made.qian, DAYTIME), (made.feng, NIGHT)):
            actions.set_week(account_id, dict.fromkeys(range(7), times), OFFICE)
        yield made
