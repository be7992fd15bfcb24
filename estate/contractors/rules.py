"""Whether a firm's link still leads to its order. Instants are UTC text, days ISO."""

from typing import Protocol

LIVE, WRONG, ENDED, DONE = "live", "wrong", "ended", "done"
HELD = ("assigned", "accepted", "on_the_way", "arrived", "working", "waiting")
FINISHED = ("done", "signed_off", "rated")


class Dated(Protocol):
    """What is asked of a link."""

    @property
    def contractor_id(self) -> int: ...
    @property
    def expires_at(self) -> str: ...
    @property
    def revoked_at(self) -> str | None: ...


def standing(link: Dated | None, state: str, holder_id: int | None, now: str) -> str:
    """live: it works; done: its work is finished; ended: revoked, out of time, or another has the order; wrong: no link."""
    if link is None:
        return WRONG
    if link.revoked_at is not None or holder_id != link.contractor_id or now >= link.expires_at:
        return ENDED
    if state in FINISHED:
        return DONE
    return LIVE if state in HELD else ENDED


def papers_ended(until: str | None, today: str) -> bool:
    """Whether a firm's licence and insurance hold no more; they hold through their last day."""
    return until is not None and today > until
