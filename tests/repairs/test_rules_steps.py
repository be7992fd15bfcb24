"""The table of steps, walked whole: in the rules, and in the records, which refuse exactly what the table refuses."""

import itertools
from typing import Any

import pytest

from estate.data import read, write
from estate.refusal import Refused
from estate.repairs import queries, rules_steps
from estate.repairs.rules_steps import ENDED, HELD, PARTIES, POOL, STATES, STEPS
from tests.repairs.conftest import Site, order

PATHS: dict[str, tuple[str, ...]] = {
    "reported": (),
    "assigned": ("assign",),
    "accepted": ("assign", "accept"),
    "on_the_way": ("assign", "accept", "set_out"),
    "arrived": ("assign", "accept", "set_out", "arrive"),
    "working": ("assign", "accept", "set_out", "arrive", "start"),
    "waiting": ("assign", "accept", "set_out", "arrive", "start", "wait"),
    "done": ("assign", "accept", "set_out", "arrive", "start", "finish"),
    "signed_off": ("assign", "accept", "set_out", "arrive", "start", "finish", "sign_off"),
    "rated": ("assign", "accept", "set_out", "arrive", "start", "finish", "sign_off", "rate"),
    "reopened": ("assign", "accept", "set_out", "arrive", "start", "finish", "reopen"),
    "cancelled": ("cancel",),
}
"""The shortest way into each state."""


def needed(site: Site, step: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "assignee": {"assignee_id": site.zhou.account_id},
        "waiting_for": {"waiting_for": "parts"},
        "reason": {"reason": "a reason"},
        "note": {"note": "new washer"},
        "result": {"result": 4},
    }
    return {name: value for need in STEPS[step].needs for name, value in told[need].items()}


def in_state(site: Site, state: str, key: str) -> int:
    order_id = site.report(key, join=False)
    for step in PATHS[state]:
        rule = STEPS[step]
        party = rules_steps.party(step, PARTIES)
        assert party in rule.who
        site.step(order_id, step, party, key=f"{key}:{step}", **needed(site, step))
    assert order(order_id).state == state
    return order_id


def test_every_state_is_reached_and_only_ends_are_left_by_nothing() -> None:
    reached = {rules_steps.leads_to(name, state) for name, rule in STEPS.items() for state in rule.allowed}
    assert reached | {"reported"} == set(STATES)
    left = {state for rule in STEPS.values() for state in rule.allowed if rule.to not in (None, state)}
    assert set(STATES) - left == {"cancelled"}
    assert set(POOL) | set(HELD) | {"done"} | set(ENDED) == set(STATES)


@pytest.mark.parametrize("state", STATES)
def test_the_records_take_exactly_the_steps_that_the_table_allows(site: Site, state: str) -> None:
    """Each step from this state as each party: what is allowed leads where the table says, the rest is refused."""
    with write(site.zhou):  # one transaction around all: hundreds of orders, one flush
        assert walked(site, state) == []


def walked(site: Site, state: str) -> list[str]:
    wrong = list[str]()
    for number, (step, party) in enumerate(itertools.product(STEPS, PARTIES)):
        rule = STEPS[step]
        order_id = in_state(site, state, f"{state}{number}")
        more = needed(site, step)
        by = site.zhou
        if step == "assign":
            more["assignee_id"], by = site.wu.account_id, site.clerk
        may = state in rule.allowed and party in rule.who
        try:
            site.step(order_id, step, party, by, key=f"{state}{number}!", **more)
        except Refused:
            went, to = False, state
        else:
            went, to = True, rules_steps.leads_to(step, state, "working")
        if went != may or order(order_id).state != to:
            wrong.append(f"{step} by {party}: {went}, {order(order_id).state}")
    return wrong


@pytest.mark.parametrize("step", [name for name, rule in STEPS.items() if rule.needs])
def test_a_step_without_what_it_needs_is_refused_beside_its_field(site: Site, step: str) -> None:
    rule = STEPS[step]
    order_id = in_state(site, rule.allowed[0], "o")
    with pytest.raises(Refused) as refused:
        site.step(order_id, step, next(iter(rule.who)))
    assert refused.value.field == rule.needs[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [("accepted", "accepted"), ("on_the_way", "accepted"), ("arrived", "arrived"), ("working", "working")],
)
def test_after_waiting_it_goes_on_where_it_was(site: Site, before: str, after: str) -> None:
    order_id = in_state(site, before, "o")
    site.step(order_id, "wait", "assignee", waiting_for="owner")
    site.step(order_id, "resume", "assignee")
    assert order(order_id).state == after


def test_the_big_button_is_the_one_step_that_leads_on() -> None:
    way = [
        ("reported", {"worker"}, "take"),
        ("assigned", {"assignee", "worker"}, "accept"),
        ("accepted", {"assignee", "worker"}, "set_out"),
        ("on_the_way", {"assignee"}, "arrive"),
        ("arrived", {"assignee"}, "start"),
        ("working", {"assignee"}, "finish"),
        ("waiting", {"assignee"}, "resume"),
        ("done", {"assignee"}, None),
        ("working", {"office"}, None),
    ]
    for state, parties, step in way:
        assert rules_steps.next_step(state, parties) == step, state


def test_steps_stand_in_order_with_who_took_them(site: Site) -> None:
    order_id = site.done()
    with read() as db:
        found = queries.steps(db, order_id)
    assert [one.step for one in found] == ["report", *PATHS["done"]]
    assert [one.to_state for one in found[1:]] == [two.from_state for two in found[2:]] + ["done"]
    assert found[1].assignee_name == "Zhou Qiang" and found[1].who == "Sun Yan"
