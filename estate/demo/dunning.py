"""Dunning of the invented community: the nights of its last months, calls that were made, debts that rest."""

from datetime import UTC, date, datetime, timedelta

from estate.contacts import actions as contacts
from estate.contacts.actions import Told
from estate.data import Actor, clock, read
from estate.demo.facts import facts
from estate.dunning import actions_cases, actions_run, queries
from estate.jobs.outbox import WORKER

MONTHS = 5
"""So many months before today the strategies began to run."""
EVERY = timedelta(days=3)


def nights(first: date, last: date) -> None:
    """The runs of some days, every third night."""
    day = first
    while day <= last:
        with clock.as_of(datetime(day.year, day.month, day.day, 1, tzinfo=UTC)):
            actions_run.run(day, WORKER)
        day += EVERY


def work(today: date, clerk: Actor) -> None:
    """What the clerk did with the cases: calls, one with a promise; one dispute and one hardship rest."""
    told = facts().dunning
    with read() as db:
        tasks = queries.open_calls(db, today.isoformat())
        others = [
            case for case in queries.open_cases(db) if case.case_id not in {one.case_id for one in tasks}
        ]
    made = min(4, max(2, len(tasks) // 3))
    for number, task in enumerate(tasks[:made]):
        contact = Told(
            task.home_id,
            task.payer_id,
            clock.now() - timedelta(hours=1),
            "call_out",
            "owner",
            "told",
            note=told["call"],
        )
        if number == 1:
            contact = contact._replace(
                result="promised",
                promise_on=today + timedelta(days=10),
                promise_fen=task.overdue_fen,
                note=told["promise"],
            )
        contacts.log(contact, f"demo:{task.case_id}", clerk)
    for case, cause in zip(others, ("dispute", "hardship"), strict=False):
        actions_cases.pause_case(case.case_id, cause, today + timedelta(days=30), told[cause], clerk)
