"""Who may take which step of a complaint from which state, and where it leads: one table, walked whole by the tests.

Parties: `office` handles complaints; `handler` is who has this one; `trusted` is a handler who may look who stays unnamed;
`manager` hands out, merges and decides for others; `owner` is who complained; `system` is the appliance's own work.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

OFFICE, HANDLER, TRUSTED, MANAGER = "office", "handler", "trusted", "manager"
OWNER, SYSTEM = "owner", "system"
PARTIES = (OFFICE, HANDLER, TRUSTED, MANAGER, OWNER, SYSTEM)

STATES = ("received", "in_hand", "answered", "closed", "rated", "merged", "withdrawn")
OPEN = ("received", "in_hand", "answered")
"""Something is still to be done."""
CLOSED = ("closed", "rated")


class Rule(NamedTuple):
    """One step. to: the state that it leads to; None where the state stays or depends on where it was.

    who: the parties that may take it. needs: what must be told with it.
    """

    allowed: tuple[str, ...]
    to: str | None
    who: frozenset[str]
    needs: tuple[str, ...] = ()


def _by(*parties: str) -> frozenset[str]:
    return frozenset(parties)


STEPS: dict[str, Rule] = {
    "take": Rule(OPEN, None, _by(OFFICE, MANAGER)),
    "hand": Rule(OPEN, None, _by(HANDLER, MANAGER), ("handler",)),
    "acknowledge": Rule(("received", "in_hand"), "in_hand", _by(OFFICE, HANDLER, MANAGER), ("text",)),
    "answer": Rule(OPEN, "answered", _by(HANDLER, MANAGER), ("text",)),
    "note": Rule(STATES, None, _by(OFFICE, HANDLER, MANAGER), ("reason",)),
    "write": Rule((*OPEN, "merged"), None, _by(OWNER), ("text",)),
    "sort": Rule(OPEN, None, _by(OFFICE, HANDLER, MANAGER), ("category",)),
    "escalate": Rule(OPEN, None, _by(OFFICE, HANDLER, SYSTEM), ("reason",)),
    "close": Rule(OPEN, "closed", _by(HANDLER, MANAGER), ("outcome", "cause", "text")),
    "rate": Rule(("closed", "merged"), "rated", _by(OWNER), ("result",)),
    "reopen": Rule((*CLOSED, "merged"), "in_hand", _by(OWNER, HANDLER, MANAGER), ("text",)),
    "withdraw": Rule(OPEN, "withdrawn", _by(OWNER)),
    "merge": Rule(OPEN, "merged", _by(HANDLER, MANAGER), ("other",)),
    "separate": Rule(("merged",), None, _by(HANDLER, MANAGER, SYSTEM), ("reason",)),
    "split": Rule(OPEN, None, _by(HANDLER, MANAGER), ("part",)),
    "reveal": Rule(STATES, None, _by(TRUSTED, MANAGER), ("text",)),
    "pause": Rule(OPEN, None, _by(OFFICE, HANDLER, MANAGER), ("until",)),
    "resume": Rule(STATES, None, _by(OFFICE, HANDLER, MANAGER, SYSTEM), ("reason",)),
}
"""Every step after the receipt itself. A duplicate is closed with its main complaint: from then on who made it rates it, or
has it taken up again for itself; it may still be written to. Is the main one taken back, it stands for itself again."""

INTERNAL = frozenset({"note", "sort"})
"""Steps of the office among itself: the complainer never sees them. Of the others they see no `reason` either."""
DISCREET = frozenset({"pause", "resume"})
"""Steps that stand elsewhere beside the home: of who stays unnamed nobody sees them who may not look who it is."""
TOLD = frozenset({"acknowledge", "answer", "close"})
"""Steps whose text is for the complainer, and for those of its duplicates."""


def allowed(state: str, parties: Collection[str]) -> list[str]:
    """The steps that these parties may take from this state, in the order of the table."""
    mine = set(parties)
    return [name for name, rule in STEPS.items() if state in rule.allowed and mine & rule.who]


def party(step: str, parties: Collection[str]) -> str | None:
    """As which party somebody takes a step; None when it is not theirs to take."""
    who = STEPS[step].who
    order = (MANAGER, TRUSTED, HANDLER, OWNER, OFFICE, SYSTEM)
    return next((one for one in order if one in parties and one in who), None)


def leads_to(step: str, state: str, *, answered: bool = False) -> str:
    """The state after a step. answered: whether the complaint got a first answer.

    Who writes after the answer wants more: it is in hand again. One that stands for itself again is where it was.
    """
    to = STEPS[step].to
    if step == "rate" and state == "merged":
        return state
    if to is not None:
        return to
    if step == "write" and state == "answered":
        return "in_hand"
    if step == "separate":
        return "in_hand" if answered else "received"
    return state


def main_of(complaint_id: int, mains: Mapping[int, int]) -> int:
    """The complaint that one follows in the end: itself where it stands for itself. mains: who follows whom.

    ValueError where they run in a circle, which no merge may make.
    """
    seen = {complaint_id}
    while (following := mains.get(complaint_id)) is not None:
        if following in seen:
            raise ValueError(f"complaints {sorted(seen)} follow each other")
        seen.add(following)
        complaint_id = following
    return complaint_id


def walk() -> list[tuple[str, str, str, bool]]:
    """Every step, state and party with whether it is allowed; for the test that walks the whole table."""
    return [
        (step, state, who, state in rule.allowed and who in rule.who)
        for step, rule in STEPS.items()
        for state in STATES
        for who in PARTIES
    ]
