"""Which step of a strategy is due for a debt on a day. Pure; amounts in fen, days counted from the due day.

A debt is as old as its oldest instalment that is still unpaid, so who pays the old part is spoken to as one who owes
the younger part. What was missed while the office's machine was off is left out in favour of the latest step, so
that nobody gets three papers on one day. Source: DOMAIN C.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

SPECIAL = ("all", "zone", "usage", "building", "group", "care")
"""Scopes of assignments, the most special last: a care household follows its softer strategy whatever else says."""

STRICT = frozenset({"formal", "letter", "lawyer"})
"""Kinds that a care household never gets by itself; somebody visits instead."""

TASKS = frozenset({"call", "visit"})
"""Kinds that somebody of the staff carries out."""


DEADLINES = {"formal": 7, "letter": 15}
"""Days that a paper gives its reader to pay: nothing harder comes before they are over."""


class Step(NamedTuple):
    """A step of a strategy. days: after the due day, before it when negative; min_fen: what must be overdue."""

    id: int
    position: int
    days: int
    kind: str
    min_fen: int = 0


class Past(NamedTuple):
    """A step that happened in a case or was skipped. kind: the strategy's, not what became of it.

    step_on: the day on which it happened; of a letter the day on which it left the house.
    """

    position: int
    kind: str
    step_on: date
    outcome: str


class Debt(NamedTuple):
    """What somebody owes for a home past the due day. oldest: the day from which the oldest unpaid part was due."""

    overdue_fen: int
    oldest: date


class Decision(NamedTuple):
    """What happens in a case on a day: a step and those it leaves out, or why nothing does.

    why: nothing_due, paused, gap, amount, letter (one is drafted and not delivered), ended (no step is left); empty when
    there is a step. next_on: when the next step may come, if known.
    """

    step: Step | None
    skipped: tuple[Step, ...] = ()
    why: str = ""
    next_step: Step | None = None
    next_on: date | None = None


def decide(
    day: date,
    steps: Sequence[Step],
    past: Sequence[Past],
    debt: Debt,
    gap_days: int,
    *,
    paused: bool = False,
) -> Decision:
    """What a case gets on a day.

    steps: of the strategy version that the case began with. past: all that is recorded in this case, in any order.
    A clock that went back repeats nothing, as only later steps than the last recorded one are looked at.
    """
    left = remaining(steps, past)
    if not left:
        return Decision(None, why="ended")
    earliest = _after_the_gap(past, gap_days)
    due = [step for step in left if _due_on(step, debt) <= day and debt.overdue_fen >= step.min_fen]
    if paused:
        return Decision(None, why="paused", next_step=left[0])
    if any(one.kind == "letter" and one.outcome == "open" for one in past):
        return Decision(None, why="letter", next_step=left[0])
    if not due:
        lacking = [step for step in left if _due_on(step, debt) <= day]
        following = next((step for step in left if step not in lacking), None)
        if following is None:
            return Decision(None, why="amount", next_step=left[0])
        on = max(_due_on(following, debt), earliest)
        return Decision(None, why="amount" if lacking else "nothing_due", next_step=following, next_on=on)
    chosen = _fair(due, steps, past)
    if earliest > day:
        return Decision(None, why="gap", next_step=chosen, next_on=earliest)
    return Decision(chosen, tuple(step for step in left if step.position < chosen.position))


def remaining(steps: Sequence[Step], past: Sequence[Past]) -> list[Step]:
    """The steps after the due day that may still come: later ones than all that is recorded, in order."""
    last = max((one.position for one in past), default=0)
    return sorted(
        (step for step in steps if step.days > 0 and step.position > last), key=lambda s: s.position
    )


def notice_due(
    day: date, due_on: date, steps: Sequence[Step], amount_fen: int, sent: Sequence[int]
) -> Step | None:
    """The step before the due day that an instalment gets on a day.

    sent: the `days` of the notices that it had. One that is later than all of these; none once the due day is past.
    """
    if day > due_on:
        return None
    due = [
        step
        for step in steps
        if step.days <= 0 and due_on + timedelta(step.days) <= day and amount_fen >= step.min_fen
    ]
    latest = max(due, key=lambda step: step.days, default=None)
    return latest if latest and all(days < latest.days for days in sent) else None


def carried_out_as(kind: str, care: bool) -> str:
    """What a step becomes for a household that was promised care: a visit in place of a strict paper."""
    return "visit" if care and kind in STRICT else kind


def _due_on(step: Step, debt: Debt) -> date:
    return debt.oldest + timedelta(step.days)


def _after_the_gap(past: Sequence[Past], gap_days: int) -> date:
    """The first day on which somebody may be spoken to again."""
    return max(
        (
            one.step_on + timedelta(max(gap_days, DEADLINES.get(one.kind, 0)))
            for one in past
            if one.outcome != "skipped"
        ),
        default=date.min,
    )


def _fair(due: Sequence[Step], steps: Sequence[Step], past: Sequence[Past]) -> Step:
    """The latest due step, but no letter before any other word, and no lawyer's file before the letter."""
    had = {one.kind for one in past if one.outcome != "skipped"}
    letters = any(step.kind == "letter" for step in steps)
    for step in reversed(due):
        needs_word = step.kind in ("letter", "lawyer") and not had
        needs_letter = step.kind == "lawyer" and letters and "letter" not in had
        if not needs_word and not needs_letter:
            return step
    return due[0]
