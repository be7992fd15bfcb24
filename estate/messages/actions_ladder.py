"""What nobody has seen goes to the next rung: push, mail, SMS, paper."""

from collections.abc import Sequence

from estate.data import Tx, clock, read, write
from estate.jobs import rounds
from estate.jobs.outbox import WORKER
from estate.messages import events, records
from estate.messages.actions import DELIVER, climb_after, delivery, due
from estate.messages.reach import Reach
from estate.messages.records import Climbing
from estate.messages.rules import next_channel

AT_ONCE = 200


def climb() -> int:
    """Take the next rung with all messages that have waited long enough; answers how many were looked at."""
    count = 0
    while True:
        with read() as db:
            if not records.climbing(db, clock.stamp(), 1):
                return count
        with write(WORKER) as tx:
            some = records.climbing(tx, clock.stamp(), AT_ONCE)
            _climb(tx, some)
            tx.after_commit(lambda: rounds.nudge(DELIVER))
        count += len(some)


def _climb(tx: Tx, some: Sequence[Climbing]) -> None:
    habits = records.habits(tx)
    people = records.people(tx, {one.person_id for one in some if one.person_id is not None})
    accounts = records.accounts(tx, {one.account_id for one in some if one.account_id is not None})
    kinds = {code: events.of(code) for code in {one.event for one in some}}
    ways = {code: (records.modes(tx, kind), Reach(tx, kind)) for code, kind in kinds.items()}
    keys = records.keys_of(tx, [one.id for one in some])
    waits: list[tuple[str | None, int]] = []
    deliveries: list[dict[str, str]] = []
    for one in some:
        who = people.get(one.person_id or 0) or accounts.get(one.account_id or 0)
        modes, reach = ways[one.event]
        addresses = reach.addresses(who, one.language, one.home_code) if who else {}
        used = set(one.used.split(",")) if one.used else set[str]()
        rung = next_channel(modes, addresses, used)
        if rung and who:
            due_at = due(rung, who, habits, urgent=bool(one.urgent))
            deliveries.append(delivery(keys[one.id], rung, addresses[rung], due_at))
            used.add(rung)
        more = next_channel(modes, addresses, used) is not None
        waits.append((climb_after(habits) if more else None, one.id))
    records.insert_deliveries(tx, deliveries)
    records.set_climb(tx, waits)
