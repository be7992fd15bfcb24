"""Nights of the small community: the run on a day, and what is on record of a debt."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import NamedTuple

import time_machine

from estate.data import read
from estate.data.store import System
from estate.dunning import actions_run
from estate.dunning.actions_run import Tally
from tests.dunning.conftest import Household

NIGHT = System("worker")


class Recorded(NamedTuple):
    """A step on record."""

    case_id: int
    kind: str
    step_on: str
    outcome: str


def at(day: date) -> AbstractContextManager[object]:
    """Noon of a day in China."""
    return time_machine.travel(datetime(day.year, day.month, day.day, 4, tzinfo=UTC), tick=False)


def run(day: date) -> Tally:
    """The nightly run of a day, on that day."""
    with at(day):
        return actions_run.run(day, NIGHT)


def steps(whose: Household) -> list[Recorded]:
    """Every step on record of a debt, skipped ones too."""
    with read() as db:
        return db.rows(
            Recorded,
            """
            SELECT d.case_id, d.kind, d.step_on, d.outcome
              FROM dunning_steps AS d JOIN dunning_cases AS c ON c.id = d.case_id
             WHERE c.home_id = :home AND c.payer_id = :payer ORDER BY d.id
            """,
            home=whose.home_id,
            payer=whose.payer_id,
        )


def spoken(whose: Household) -> list[str]:
    """The kinds of what was not skipped."""
    return [one.kind for one in steps(whose) if one.outcome != "skipped"]


def case_of(whose: Household) -> int:
    """The latest case of a debt."""
    with read() as db:
        return int(
            db.value(
                "SELECT max(id) FROM dunning_cases WHERE home_id = :home AND payer_id = :payer",
                home=whose.home_id,
                payer=whose.payer_id,
            )
        )


def closings(whose: Household) -> list[str | None]:
    """Why each case of a debt ended, the first case first."""
    with read() as db:
        return db.values(
            "SELECT close_reason FROM dunning_cases WHERE home_id = :home AND payer_id = :payer ORDER BY id",
            home=whose.home_id,
            payer=whose.payer_id,
        )
