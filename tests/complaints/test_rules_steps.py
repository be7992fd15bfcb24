"""The table of steps, walked whole: in the rules, and in the records, which refuse exactly what the table refuses."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from estate.complaints import rules_steps
from estate.complaints.rules_steps import OPEN, PARTIES, STATES, STEPS, TOLD
from estate.data import clock, write
from estate.data.store import System
from estate.refusal import Refused
from tests.complaints.conftest import Desk, complaint

PATHS: dict[str, tuple[str, ...]] = {
    "received": (),
    "in_hand": ("acknowledge",),
    "answered": ("answer",),
    "closed": ("answer", "close"),
    "rated": ("answer", "close", "rate"),
    "merged": ("merge",),
    "withdrawn": ("withdraw",),
}
"""The shortest way into each state."""


def needed(desk: Desk, step: str, other_id: int) -> dict[str, Any]:
    told: dict[str, dict[str, Any]] = {
        "handler": {"handler_id": desk.cashier.account_id, "reason": "fees"},
        "text": {"text": "some words"},
        "reason": {"reason": "a reason"},
        "category": {"category": "pets"},
        "outcome": {"outcome": "solved"},
        "cause": {"cause": "service"},
        "result": {"result": 4},
        "other": {"other_id": other_id},
        "part": {"title": "And the lamp", "category": "repairs"},
        "until": {"until": clock.today() + timedelta(days=10)},
    }
    return {name: value for need in STEPS[step].needs for name, value in told[need].items()}


def in_state(desk: Desk, state: str, key: str, other_id: int, by: Any) -> int:
    """A complaint that came to a state by the shortest way; nobody has taken it in hand."""
    complaint_id = desk.receive(key, by=by)
    if state == "merged":  # what it follows is closed, so that it can be rated
        other_id = desk.receive(f"{key}:main", by=by)
    for step in PATHS[state]:
        party = rules_steps.party(step, set(PARTIES))
        desk.step(complaint_id, step, str(party), f"{key}:{step}", by=by, **needed(desk, step, other_id))
    for step in PATHS["closed"] if state == "merged" else ():
        desk.step(other_id, step, "manager", f"{key}:main:{step}", by=by, **needed(desk, step, 0))
    assert complaint(complaint_id).state == state
    return complaint_id


def test_every_state_is_reached_and_left_but_the_one_that_the_complainer_ended() -> None:
    reached = {rules_steps.leads_to(name, state) for name, rule in STEPS.items() for state in rule.allowed}
    assert reached | {"received"} == set(STATES)
    moves = {
        state
        for name, rule in STEPS.items()
        for state in rule.allowed
        if rules_steps.leads_to(name, state) != state
    }
    assert set(STATES) - moves == {"withdrawn"}


@pytest.mark.parametrize("state", STATES)
def test_the_records_take_exactly_the_steps_that_the_table_allows(desk: Desk, state: str) -> None:
    """Each step from this state as each party: what is allowed leads where the table says, the rest is refused."""
    by = System("test")
    wrong = list[str]()
    with write(by):  # one transaction around all: one flush
        main = desk.receive("main", by=by)
        for number, (step, party) in enumerate(itertools.product(STEPS, PARTIES)):
            rule, key = STEPS[step], f"{state}{number}"
            complaint_id = in_state(desk, state, key, main, by)
            may = state in rule.allowed and party in rule.who
            try:
                desk.step(complaint_id, step, party, f"{key}!", by=by, **needed(desk, step, main))
            except Refused:
                went, to = False, state
            else:
                went, to = True, rules_steps.leads_to(step, state)
            if went != may or complaint(complaint_id).state != to:
                wrong.append(f"{step} by {party}: {went}, {complaint(complaint_id).state}")
    assert wrong == []


@pytest.mark.parametrize("step", [name for name, rule in STEPS.items() if rule.needs])
def test_a_step_without_what_it_needs_is_refused(desk: Desk, step: str) -> None:
    main = desk.receive("main")
    complaint_id = in_state(desk, STEPS[step].allowed[0], "c", main, desk.clerk)
    with pytest.raises(Refused):
        desk.step(complaint_id, step, next(iter(STEPS[step].who)))


def test_what_is_told_to_the_complainer_is_never_internal() -> None:
    assert not TOLD & rules_steps.INTERNAL
    assert all(STEPS[name].needs[-1] == "text" for name in TOLD)


@given(some.lists(some.tuples(some.integers(1, 12), some.integers(1, 12), some.booleans()), max_size=40))
def test_however_complaints_are_merged_and_separated_each_ends_at_one_that_stands_for_itself(
    acts: list[tuple[int, int, bool]],
) -> None:
    mains: dict[int, int] = {}
    for one, other, separate in acts:
        if separate:
            mains.pop(one, None)
        elif one not in mains and other not in mains and one != other:  # as the records allow it
            mains[one] = other
        for each in range(1, 13):
            end = rules_steps.main_of(each, mains)
            assert end not in mains
            assert (end == each) == (each not in mains)


def test_a_circle_is_named() -> None:
    with pytest.raises(ValueError, match=r"follow each other"):
        rules_steps.main_of(1, {1: 2, 2: 1})


def test_only_the_office_reads_what_it_notes_and_only_open_ones_are_answered() -> None:
    assert STEPS["note"].who.isdisjoint({"owner"}) and STEPS["reveal"].who == {"trusted", "manager"}
    assert STEPS["answer"].allowed == OPEN
