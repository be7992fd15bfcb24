"""What dunning would do on a day, from the records as they are now; the nightly run and the dry run both ask here."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from estate.data import Reader, clock
from estate.dunning import records_facts as facts
from estate.dunning.records_facts import Before, Instalment, Owing
from estate.dunning.rules import Debt, Decision, Past, Step, carried_out_as, decide, notice_due


class Planned(NamedTuple):
    """A debt with what happens in its case. kind: what the step becomes for this household; empty without a step."""

    owing: Owing
    decision: Decision
    kind: str


class PlannedNotice(NamedTuple):
    """A step before the due day."""

    instalment: Instalment
    step: Step


class Plan(NamedTuple):
    """Everything of a day. unguided: debts of homes that no strategy applies to."""

    cases: list[Planned]
    notices: list[PlannedNotice]
    unguided: int


def plan(db: Reader, day: date) -> Plan:
    """What a day brings, with cases that would begin on it."""
    debts = facts.owing(db, day)
    guided = [debt for debt in debts if debt.version_id is not None]
    return Plan(decide_all(db, day, guided), notices(db, day), len(debts) - len(guided))


def decide_all(db: Reader, day: date, debts: Sequence[Owing]) -> list[Planned]:
    """What happens to each of these debts on a day."""
    versions = {debt.version_id for debt in debts if debt.version_id is not None}
    steps, gaps = facts.steps_of(db, versions), facts.gaps_of(db, versions)
    past = facts.past_of(db, [debt.case_id for debt in debts if debt.case_id is not None])
    before: dict[tuple[int, int], list[Before]] = defaultdict(list)
    for one in facts.before_of(db, {debt.home_id for debt in debts}):
        before[one.home_id, one.payer_id].append(one)
    found: list[Planned] = []
    for debt in debts:
        ladder = steps.get(debt.version_id or 0, [])
        decision = decide(
            day,
            ladder,
            [
                *past.get(debt.case_id or 0, []),
                *_taken_up(debt, ladder, before[debt.home_id, debt.payer_id]),
            ],
            Debt(debt.overdue_fen, date.fromisoformat(debt.oldest)),
            gaps.get(debt.version_id or 0, 1),
            paused=bool(debt.paused),
        )
        kind = carried_out_as(decision.step.kind, bool(debt.care)) if decision.step else ""
        found.append(Planned(debt, decision, kind))
    return found


def _taken_up(debt: Owing, ladder: Sequence[Step], before: Sequence[Before]) -> list[Past]:
    """What an earlier case did about the same debt, placed on this case's ladder: it is not done again."""
    found: list[Past] = []
    for one in before:
        if one.oldest_due_on >= debt.oldest:
            left = clock.day_of(one.done_at) if one.kind == "letter" else one.step_on
            place = max((step.position for step in ladder if step.days <= one.days), default=0)
            found.append(Past(place, one.kind, date.fromisoformat(left), "done"))
    return found


def notices(db: Reader, day: date, homes: Sequence[int] | None = None) -> list[PlannedNotice]:
    """The notices before a due day that go out on a day; only for these homes when given."""
    span = facts.days_before(db)
    soon = facts.instalments(db, day, span, homes) if span else []
    steps = facts.steps_of(db, {one.version_id for one in soon})
    found: list[PlannedNotice] = []
    for one in soon:
        sent = [int(days) for days in one.sent.split(",") if days]
        due_on = date.fromisoformat(one.due_on)
        if step := notice_due(day, due_on, steps[one.version_id], one.amount_fen, sent):
            found.append(PlannedNotice(one, step))
    return found
