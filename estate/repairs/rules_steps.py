"""Who may take which step of a work order from which state, and where it leads: one table, walked whole by the tests.

Parties: `office` hands out orders; `worker` may take one from the pool; `assignee` is who an order is handed to (an
account, or a contractor by its link); `owner` reported it or lives in its home; `system` is the appliance's own work.
"""

from collections.abc import Collection
from typing import NamedTuple

OFFICE, WORKER, ASSIGNEE, OWNER, SYSTEM = "office", "worker", "assignee", "owner", "system"
PARTIES = (OFFICE, WORKER, ASSIGNEE, OWNER, SYSTEM)

STATES = (
    "reported",
    "reopened",
    "assigned",
    "accepted",
    "on_the_way",
    "arrived",
    "working",
    "waiting",
    "done",
    "signed_off",
    "rated",
    "cancelled",
)
POOL = ("reported", "reopened")
"""Nobody has it: a worker may take it."""
HELD = ("assigned", "accepted", "on_the_way", "arrived", "working", "waiting")
"""Somebody has it."""
OPEN = (*POOL, *HELD)
"""The work is not done."""
ENDED = ("signed_off", "rated", "cancelled")
"""Nothing is left to do."""
STANDING = (*OPEN, "done")
"""What stands on the board: open work, and what waits to be signed off."""

REASONS = ("parts", "owner", "permit")
"""What an order waits for; its clocks stand still meanwhile."""


class Rule(NamedTuple):
    """One step. to: the state that it leads to; None where the state stays or is the one before waiting (resume).

    who: the parties that may take it. needs: what must be told with it: assignee, waiting_for, reason, note, result.
    """

    allowed: tuple[str, ...]
    to: str | None
    who: frozenset[str]
    needs: tuple[str, ...] = ()


def _by(*parties: str) -> frozenset[str]:
    return frozenset(parties)


STEPS: dict[str, Rule] = {
    "assign": Rule((*POOL, *HELD), "assigned", _by(OFFICE, SYSTEM), ("assignee",)),
    "take": Rule(POOL, "accepted", _by(WORKER)),
    "accept": Rule(("assigned",), "accepted", _by(ASSIGNEE)),
    "give_back": Rule(HELD, "reported", _by(ASSIGNEE, OFFICE), ("reason",)),
    "set_out": Rule(("accepted",), "on_the_way", _by(ASSIGNEE)),
    "arrive": Rule(("accepted", "on_the_way"), "arrived", _by(ASSIGNEE)),
    "start": Rule(("arrived",), "working", _by(ASSIGNEE)),
    "wait": Rule(
        ("accepted", "on_the_way", "arrived", "working"), "waiting", _by(ASSIGNEE, OFFICE), ("waiting_for",)
    ),
    "resume": Rule(("waiting",), None, _by(ASSIGNEE, OFFICE, SYSTEM)),
    "finish": Rule(("arrived", "working"), "done", _by(ASSIGNEE), ("note",)),
    "sign_off": Rule(("done",), "signed_off", _by(OWNER, OFFICE, SYSTEM)),
    "rate": Rule(("signed_off",), "rated", _by(OWNER), ("result",)),
    "call": Rule(("done", "signed_off", "rated"), None, _by(OFFICE), ("result",)),
    "reopen": Rule(("done", "signed_off", "rated"), "reopened", _by(OWNER, OFFICE), ("reason",)),
    "withdraw": Rule(("reported", "reopened", "assigned", "accepted"), "cancelled", _by(OWNER), ("reason",)),
    "cancel": Rule((*POOL, *HELD), "cancelled", _by(OFFICE), ("reason",)),
}
"""Every step after the report itself. An owner withdraws what nobody is on the way to; the office cancels anything."""

NEXT = ("take", "accept", "set_out", "arrive", "start", "finish", "resume")
"""Steps that lead on: the first that is possible is the one big button at the site."""


def allowed(state: str, parties: Collection[str]) -> list[str]:
    """The steps that these parties may take from this state, in the order of the table."""
    mine = set(parties)
    return [name for name, rule in STEPS.items() if state in rule.allowed and mine & rule.who]


def party(step: str, parties: Collection[str]) -> str | None:
    """As which party somebody takes a step; None when it is not theirs to take."""
    who = STEPS[step].who
    return next(
        (one for one in (ASSIGNEE, WORKER, OWNER, OFFICE, SYSTEM) if one in parties and one in who), None
    )


def leads_to(step: str, state: str, before_waiting: str | None = None) -> str:
    """The state after a step. before_waiting: where an order was when it began to wait.

    Who waited on the way begins again from where they were; waiting for parts does not undo an arrival.
    """
    to = STEPS[step].to
    if to is not None:
        return to
    if step != "resume":
        return state
    return "accepted" if before_waiting in (None, "on_the_way") else before_waiting


def next_step(state: str, parties: Collection[str]) -> str | None:
    """The one step that leads on for these parties; None where it is not theirs to act."""
    return next((one for one in NEXT if one in allowed(state, parties)), None)


def walk() -> list[tuple[str, str, str, bool]]:
    """Every step, state and party with whether it is allowed; for the test that walks the whole table."""
    return [
        (step, state, who, state in rule.allowed and who in rule.who)
        for step, rule in STEPS.items()
        for state in STATES
        for who in PARTIES
    ]
