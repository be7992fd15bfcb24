"""Whether a link still leads to its order."""

from typing import NamedTuple

import pytest

from estate.contractors.rules import HELD, papers_ended, standing
from estate.repairs.rules_steps import HELD as HELD_BY_REPAIRS
from estate.repairs.rules_steps import STATES


class Link(NamedTuple):
    contractor_id: int = 1
    expires_at: str = "2026-12-01T00:00:00.000Z"
    revoked_at: str | None = None


NOW = "2026-11-26T00:00:00.000Z"


@pytest.mark.parametrize("state", STATES)
def test_a_link_works_while_its_firm_has_the_order(state: str) -> None:
    wanted = (
        "live"
        if state in HELD_BY_REPAIRS
        else "done"
        if state in ("done", "signed_off", "rated")
        else "ended"
    )
    assert standing(Link(), state, 1, NOW) == wanted


def test_the_states_in_hand_are_those_of_repairs() -> None:
    assert HELD == HELD_BY_REPAIRS


@pytest.mark.parametrize(
    ("link", "holder", "now"),
    [
        (Link(revoked_at=NOW), 1, NOW),
        (Link(), 2, NOW),
        (Link(), None, NOW),
        (Link(), 1, "2026-12-01T00:00:00.000Z"),
    ],
    ids=["revoked", "another has it", "nobody has it", "out of time"],
)
def test_a_link_ends(link: Link, holder: int | None, now: str) -> None:
    assert standing(link, "accepted", holder, now) == "ended"


def test_papers_hold_through_their_last_day() -> None:
    assert not papers_ended("2026-11-26", "2026-11-26") and papers_ended("2026-11-25", "2026-11-26")
    assert not papers_ended(None, "2026-11-26")
