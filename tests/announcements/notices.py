"""A notice to publish in tests, and what became of it."""

from itertools import count

from estate.announcements import actions, records
from estate.announcements.actions import Draft
from estate.audience.actions import Aim
from estate.data import read
from estate.jobs import outbox
from tests.announcements.conftest import BY

KEYS = count()
WATER = Draft(
    "water",
    "everybody",
    "No water on Friday",
    "From **nine** to twelve.",
    False,
    False,
    False,
    None,
    None,
    None,
)


def announce(*aims: Aim, given: Draft = WATER, publish: bool = True) -> int:
    made = actions.draft(given, f"key-{next(KEYS)}", BY)
    for one in aims:
        actions.aim(made, one, BY)
    if publish:
        actions.publish(made, BY)
        outbox.drain()
    return made


def state_of(announcement_id: int) -> str:
    with read() as db:
        found = records.announcement(db, announcement_id)
    assert found is not None
    return found.state


def part(scope: str, name: str) -> Aim:
    table = {"zone": "zones", "building": "buildings"}[scope]
    with read() as db:
        return Aim(
            scope,
            str(
                db.value(f"SELECT id FROM {table} WHERE {'name' if scope == 'zone' else 'code'} = :n", n=name)
            ),
        )
