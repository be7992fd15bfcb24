"""What open pages hear of announcements: that there is something new to owners, and what became of one to the office."""

from estate.access.permissions import ANNOUNCEMENTS_READ, OWN_HOME
from estate.web import live

NOTICES = "notices"
"""Something was published, corrected, withdrawn or put on top."""


def of_one(announcement_id: int) -> str:
    """It was told, opened or confirmed."""
    return f"announcement-{announcement_id}"


live.hears(NOTICES, lambda me, about: me.may(OWN_HOME) or me.may(ANNOUNCEMENTS_READ))
live.hears("announcement", lambda me, about: me.may(ANNOUNCEMENTS_READ))
