"""The daily planning: what is foreseen, what was missed, and the work orders that plans make by themselves.

It looks at what is due by now, whatever the clock did meanwhile, and may run again at any time: an open due keeps its
place, its day has one order, and what a deeper service of the same ladder takes along gets none of its own.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from estate.data import Actor, Tx, clock, write
from estate.equipment import served
from estate.i18n import speaking
from estate.jobs import signals
from estate.jobs.outbox import WORKER
from estate.office.identity import identity
from estate.upkeep import queries, records
from estate.upkeep.counters import Ran, ran
from estate.upkeep.orders import link_due, make_order, withdraw_order
from estate.upkeep.queries import Plan
from estate.upkeep.records import Open, Pair
from estate.upkeep.rules_counters import counter_target, prognosis, value_done
from estate.upkeep.rules_dues import (
    Due,
    Interval,
    Past,
    Rung,
    covered,
    next_due,
    overtaken,
    wanted_by,
)

TOPIC = "upkeep"


def plan_day(today: date | None = None, by: Actor = WORKER) -> int:
    """Foresee what falls due and make the orders that it is time for; answers how many orders were made."""
    today = today or clock.today()
    with write(by) as tx:
        records.drop_planned(tx)
        _give_up(tx, today)
        foresee(tx, today)
        ready = to_order(tx, today)
    made = 0
    for due_id in ready:
        with write(by) as tx, speaking(identity(tx).locale):
            made += make_order(tx, due_id) is not None
    if made:
        with write(by) as tx:
            signals.tell(tx, TOPIC)
    return made


def foresee(tx: Tx, today: date, equipment_id: int | None = None) -> None:
    """The next due of every plan for every piece of it, of one piece or of all; the register knows the next service."""
    plans = {one.id: one for one in queries.plans(tx, today)}
    counters = ran(tx, equipment_id)
    _move_counters(tx, plans, counters, equipment_id)
    rows: list[dict[str, object]] = []
    for pair in records.pairs(tx, equipment_id):
        plan = plans[pair.plan_id]
        found, value = _next(plan, pair, counters, today)
        if found is None:
            continue
        rows.append(
            {
                "plan_id": plan.id,
                "equipment_id": pair.equipment_id,
                "due_on": found.on.isoformat(),
                "order_on": (found.on - timedelta(days=plan.lead_days)).isoformat(),
                "title": pair.title,
                "work": plan.work,
                "legal": plan.legal,
                "done_by": plan.done_by,
                "ladder": plan.ladder,
                "level": plan.level,
                "plan_version": plan.version,
                "list_version_id": pair.list_version_id,
                "value": value,
                "skipped": found.skipped,
            }
        )
    records.insert_dues(tx, rows)
    served.foresee(tx, equipment_id)


def to_order(db: Tx, today: date) -> list[int]:
    """The dues that it is time to make an order of; those that a deeper one takes along are not among them."""
    ready: list[int] = []
    open_dues = sorted(records.opened(db), key=lambda one: (one.equipment_id, one.ladder))
    for (_piece, ladder), group in groupby(open_dues, key=lambda one: (one.equipment_id, one.ladder)):
        dues = list(group)
        rungs = [rung(one) for one in dues] if ladder else []
        along = covered(rungs, today)
        for one in dues:
            if one.state != "planned" or one.id in along:
                continue
            by = wanted_by(rung(one), rungs, today) if ladder else date.fromisoformat(one.due_on)
            if by - timedelta(days=one.lead_days) <= today:
                ready.append(one.id)
    return ready


def rung(one: Open) -> Rung:
    """An open due as a step of its ladder."""
    interval = Interval(one.every or 1, one.unit or "year")
    return Rung(one.id, one.level, date.fromisoformat(one.due_on), interval.days)


def _next(plan: Plan, pair: Pair, counters: Ran, today: date) -> tuple[Due | None, int | None]:
    last_due = date.fromisoformat(pair.last_due) if pair.last_due else None
    if plan.rhythm == "counter":
        readings = counters.get((pair.equipment_id, plan.counter or ""), [])
        served_on = date.fromisoformat(pair.served_on) if pair.served_on else None
        done = value_done(pair.mark, readings, served_on)
        target = counter_target(plan.first_value or 0, plan.step_value or 1, done)
        day = prognosis(readings, target)
        if day and last_due and day <= last_due:
            day = last_due + timedelta(days=1)
        return (Due(day) if day else None), target
    taken = frozenset(date.fromisoformat(one) for one in (pair.taken or "").split(",") if one)
    if plan.work == "inspection" and pair.next_inspection_on:
        known = date.fromisoformat(pair.next_inspection_on)
        if last_due is None or known > last_due:
            return Due(known), None
    last_done = date.fromisoformat(pair.last_done) if pair.last_done else None
    return next_due(plan.when, Past(last_due, last_done, taken), today), None


def _give_up(tx: Tx, today: date) -> None:
    """Dues that the next day of their plan has overtaken are missed; an order that is still open goes over to it.

    Where none took its place, as after a season, the order is withdrawn unless somebody is at it.
    """
    plans = {one.id: one for one in queries.plans(tx, today)}
    gone = [
        one
        for one in records.opened(tx)
        if one.plan_id in plans
        and plans[one.plan_id].rhythm != "counter"
        and plans[one.plan_id].work == "service"
        and overtaken(plans[one.plan_id].when, date.fromisoformat(one.due_on), today)
    ]
    miss(tx, [one.id for one in gone], today)
    carried = [one for one in gone if one.order_id and one.order_open]
    if not carried:
        return
    foresee(tx, today)
    tx.many(
        """
        UPDATE upkeep_dues SET state = 'ordered', order_id = :order_id
         WHERE plan_id = :plan_id AND equipment_id = :equipment_id AND state = 'planned' AND due_on <= :today
        """,
        [
            {
                "order_id": one.order_id,
                "plan_id": one.plan_id,
                "equipment_id": one.equipment_id,
                "today": today.isoformat(),
            }
            for one in carried
        ],
    )
    went_on = records.carried(tx, [one.order_id for one in carried if one.order_id])
    for due_id, order_id in went_on:
        link_due(tx, order_id, due_id)
    kept = {order_id for _due_id, order_id in went_on}
    for one in carried:
        if one.order_id and one.order_id not in kept:
            withdraw_order(tx, one.order_id)


def miss(tx: Tx, due_ids: Sequence[int], today: date) -> None:
    """These were not done and will not be."""
    tx.many(
        "UPDATE upkeep_dues SET state = 'missed', closed_on = ? WHERE id = ?",
        [(today.isoformat(), due_id) for due_id in due_ids],
    )


def _move_counters(
    tx: Tx,
    plans: dict[int, Plan],
    counters: Ran,
    equipment_id: int | None,
) -> None:
    """A foreseen due of a counter moves with its readings until it has an order."""
    moved: list[tuple[str, str, int]] = []
    for one in records.opened(tx, equipment_id):
        plan = plans.get(one.plan_id)
        if plan is None or plan.rhythm != "counter" or one.state != "planned":
            continue
        day = prognosis(counters.get((one.equipment_id, plan.counter or ""), []), one.value or 0)
        if day and day.isoformat() != one.due_on:
            moved.append((day.isoformat(), (day - timedelta(days=plan.lead_days)).isoformat(), one.id))
    tx.many("UPDATE OR IGNORE upkeep_dues SET due_on = ?, order_on = ? WHERE id = ?", moved)
