"""What open pages of the office hear of a vote: that somebody took part, or that it went on. Never how anybody voted."""

from estate.access.permissions import VOTES_READ
from estate.web import live


def of_one(vote_id: int) -> str:
    """Somebody took part in it, or it was opened, ended, counted."""
    return f"vote-{vote_id}"


live.hears("vote", lambda me, about: me.may(VOTES_READ))
