"""Which step of a renovation's permit may be taken from which state, by whom, and where it leads. Pure.

A household tells the office before it renovates (Civil Code 945); the office answers, looks in, and accepts the work.
"""

from datetime import date
from typing import NamedTuple

OWNER, OFFICE = "owner", "office"
PARTIES = (OWNER, OFFICE)

STATES = ("applied", "refused", "withdrawn", "approved", "stopped", "completed", "accepted")
OPEN = ("applied", "approved", "stopped", "completed")
"""Something is left to do."""

MOST_DAYS = 366
"""How long works may be asked for."""


class Rule(NamedTuple):
    """One step. to: where it leads, None where the state stays. needs: `reason`, `result` (of a look) or `until` (a day)."""

    allowed: tuple[str, ...]
    to: str | None
    who: frozenset[str]
    needs: str = ""


STEPS: dict[str, Rule] = {
    "approve": Rule(("applied",), "approved", frozenset({OFFICE})),
    "refuse": Rule(("applied",), "refused", frozenset({OFFICE}), "reason"),
    "withdraw": Rule(("applied",), "withdrawn", frozenset({OWNER, OFFICE})),
    "inspect": Rule(("approved", "stopped"), None, frozenset({OFFICE}), "result"),
    "extend": Rule(("approved", "stopped"), None, frozenset({OFFICE}), "until"),
    "stop": Rule(("approved",), "stopped", frozenset({OFFICE}), "reason"),
    "resume": Rule(("stopped",), "approved", frozenset({OFFICE})),
    "complete": Rule(("approved",), "completed", frozenset({OWNER, OFFICE})),
    "mend": Rule(("completed",), "approved", frozenset({OFFICE}), "reason"),
    "accept": Rule(("completed",), "accepted", frozenset({OFFICE})),
}

RESULTS = ("in_order", "violation")


def allowed(state: str, party: str) -> list[str]:
    """The steps that this party may take now, in their order."""
    return [name for name, rule in STEPS.items() if state in rule.allowed and party in rule.who]


def overrun(state: str, until_on: str, today: date) -> bool:
    """Whether works go on after their last day."""
    return state in ("approved", "stopped") and until_on < today.isoformat()
