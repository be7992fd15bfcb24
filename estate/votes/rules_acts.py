"""Who may do what with a vote in which state, and where it leads: one table, walked whole by the tests. Pure.

draft: being written. checking: the roll is drawn up and shown, objections are noted. open: the roll is frozen, votes come
in. counting: the time is over, paper that came in before is still entered. closed: counted and published, for ever.
"""

from collections.abc import Collection
from typing import NamedTuple

STATES = ("draft", "checking", "open", "counting", "closed", "cancelled")

OFFICE, ENTRY, OWNER, SYSTEM = "office", "entry", "owner", "system"
PARTIES = (OFFICE, ENTRY, OWNER, SYSTEM)
"""office: who runs votes; entry: who enters paper ballots; owner: who is on the roll; system: the appliance's clock."""


class Act(NamedTuple):
    """allowed: the states it may be done in. to: the state it leads to; None where it stays. who: by whom."""

    allowed: tuple[str, ...]
    to: str | None
    who: frozenset[str]


def _by(*parties: str) -> frozenset[str]:
    return frozenset(parties)


ACTS: dict[str, Act] = {
    "edit": Act(("draft",), None, _by(OFFICE)),
    "discard": Act(("draft",), None, _by(OFFICE)),
    "draw_up": Act(("draft", "checking"), "checking", _by(OFFICE)),
    "take_back": Act(("checking",), "draft", _by(OFFICE)),
    "object_to_roll": Act(("checking",), None, _by(OWNER, ENTRY, OFFICE)),
    "answer": Act(("checking", "open", "counting"), None, _by(OFFICE)),
    "open": Act(("checking",), "open", _by(OFFICE)),
    "represent": Act(("open",), None, _by(ENTRY, OFFICE)),
    "authorise": Act(("open", "counting"), None, _by(ENTRY, OFFICE)),
    "check_proxy": Act(("checking", "open", "counting"), None, _by(ENTRY, OFFICE)),
    "print": Act(("open",), None, _by(ENTRY, OFFICE)),
    "extend": Act(("open",), None, _by(OFFICE)),
    "remind": Act(("open",), None, _by(OFFICE)),
    "cast": Act(("open",), None, _by(OWNER)),
    "object_to_ballot": Act(("open",), None, _by(OWNER)),
    "enter": Act(("open", "counting"), None, _by(ENTRY, OFFICE)),
    "withdraw_entry": Act(("open", "counting"), None, _by(ENTRY, OFFICE)),
    "end": Act(("open",), "counting", _by(SYSTEM)),
    "close": Act(("counting",), "closed", _by(OFFICE)),
    "cancel": Act(("checking", "open", "counting"), "cancelled", _by(OFFICE)),
}
"""Nobody ends a vote before its time; only the clock does. Who votes for others is noted on the frozen roll: a roll that is
drawn up again would lose it. A proxy may lie with the paper ballots that are still entered after the end."""


def allowed(state: str, parties: Collection[str]) -> list[str]:
    """What these parties may do in this state, in the order of the table."""
    mine = set(parties)
    return [name for name, act in ACTS.items() if state in act.allowed and mine & act.who]


def leads_to(act: str, state: str) -> str:
    """The state after an act."""
    return ACTS[act].to or state


def walk() -> list[tuple[str, str, str, bool]]:
    """Every act, state and party with whether it is allowed; for the test that walks the whole table."""
    return [
        (name, state, who, state in act.allowed and who in act.who)
        for name, act in ACTS.items()
        for state in STATES
        for who in PARTIES
    ]
