"""Which step is due: the ladder of the house, worked by hand."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.dunning.rules import Debt, Decision, Past, Step, carried_out_as, decide, notice_due

DUE = date(2026, 9, 25)
LADDER = [
    Step(1, 1, -10, "notice"),
    Step(2, 2, 5, "reminder"),
    Step(3, 3, 20, "call"),
    Step(4, 4, 60, "formal"),
    Step(5, 5, 90, "letter"),
    Step(6, 6, 180, "lawyer"),
]


def after(days: int) -> date:
    return DUE + timedelta(days)


def on(days: int, past: list[Past] | None = None, fen: int = 16606, **more: bool) -> Decision:
    return decide(after(days), LADDER, past or [], Debt(fen, DUE), 3, **more)


def past(position: int, days: int, outcome: str = "done") -> Past:
    return Past(position, LADDER[position - 1].kind, after(days), outcome)


@pytest.mark.parametrize(
    ("days", "kind"),
    [(1, None), (4, None), (5, "reminder"), (19, "reminder"), (20, "call"), (59, "call"), (60, "formal")],
)
def test_a_new_case_gets_the_latest_step_that_is_due(days: int, kind: str | None) -> None:
    step = on(days).step
    assert (step.kind if step else None) == kind


def test_what_was_missed_is_left_out_so_that_nobody_gets_three_papers_on_one_day() -> None:
    decision = on(62)
    assert decision.step and decision.step.kind == "formal"
    assert [step.kind for step in decision.skipped] == ["reminder", "call"]


def test_a_case_that_begins_late_does_not_begin_with_a_letter_or_a_lawyer() -> None:
    step = on(900).step
    assert step is not None and step.kind == "formal"


def test_the_letter_waits_until_the_formal_notice_has_had_its_seven_days() -> None:
    begun = [past(2, 900, "skipped"), past(3, 900, "skipped"), past(4, 900)]
    assert on(906, begun).why == "gap"
    step = on(907, begun).step
    assert step is not None and step.kind == "letter"


def test_the_lawyer_s_file_waits_fifteen_days_after_the_letter() -> None:
    begun = [past(4, 900), past(5, 907)]
    assert on(921, begun).why == "gap"
    step = on(922, begun).step
    assert step is not None and step.kind == "lawyer"


def test_a_step_happens_once_and_the_next_is_named_with_its_day() -> None:
    decision = on(6, [past(2, 5)])
    assert decision.step is None
    assert (decision.why, decision.next_on) == ("nothing_due", after(20))


def test_after_the_last_step_nothing_comes_any_more() -> None:
    assert on(2000, [past(6, 180)]).why == "ended"


def test_a_pause_holds_every_step_back() -> None:
    assert on(60, paused=True) == Decision(None, why="paused", next_step=LADDER[1])


def test_a_clock_that_went_back_repeats_nothing() -> None:
    assert on(20, [past(4, 60)]).step is None


def test_what_is_left_after_a_part_payment_waits_below_the_minimum_amount() -> None:
    ladder = [step._replace(min_fen=10000) for step in LADDER]
    debt = Debt(9999, DUE)
    assert decide(after(60), ladder, [past(2, 5)], debt, 3).why == "amount"
    step = decide(after(60), ladder, [past(2, 5)], debt._replace(overdue_fen=10000), 3).step
    assert step is not None and step.kind == "formal"


def test_who_pays_the_old_part_is_spoken_to_as_one_who_owes_the_younger_part() -> None:
    younger = Debt(16606, date(2026, 10, 25))
    assert decide(after(62), LADDER, [past(2, 5)], younger, 3).step == LADDER[2]


def test_a_care_household_gets_a_visit_in_place_of_a_strict_paper() -> None:
    assert [carried_out_as(step.kind, care=True) for step in LADDER] == [
        "notice",
        "reminder",
        "call",
        "visit",
        "visit",
        "visit",
    ]


@pytest.mark.parametrize(
    ("days", "sent", "expected"),
    [(-11, [], False), (-10, [], True), (-1, [], True), (0, [], True), (1, [], False), (-3, [-10], False)],
)
def test_a_notice_comes_before_the_due_day_and_once(days: int, sent: list[int], expected: bool) -> None:
    assert bool(notice_due(after(days), DUE, LADDER, 16606, sent)) == expected


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60), st.integers(1, 400))
def test_running_on_any_days_speaks_once_per_step_and_never_twice_within_the_gap(
    waits: list[int], start: int
) -> None:
    history: list[Past] = []
    day = after(start)
    for wait in waits:
        decision = decide(day, LADDER, history, Debt(16606, DUE), 3)
        if decision.step:
            history += [Past(one.position, one.kind, day, "skipped") for one in decision.skipped]
            history.append(Past(decision.step.position, decision.step.kind, day, "done"))
        day += timedelta(wait)
    positions = [one.position for one in history]
    spoken = [one for one in history if one.outcome == "done"]
    assert len(positions) == len(set(positions))
    assert positions == sorted(positions)
    assert all((b.step_on - a.step_on).days >= 3 for a, b in pairwise(spoken))
    assert not spoken or spoken[0].kind not in ("letter", "lawyer")
    kinds = [one.kind for one in spoken]
    assert "lawyer" not in kinds or "letter" in kinds[: kinds.index("lawyer")]
