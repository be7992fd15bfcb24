"""When a conversation is answered: what is promised outside the office's hours, when the office is told that somebody
waits, until when a message can be taken back. Pure; local moments are in the community's time zone.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from estate.window.rules_hours import Hours, standing

WITHDRAW_SECONDS = 120


class Promise(NamedTuple):
    """What is said to who writes now. open: somebody is there. answer_from: else when the office opens next, if known."""

    open: bool
    answer_from: datetime | None = None


def promise(hours: Hours, at: datetime) -> Promise:
    """What can be promised at a local moment; an office that has set no hours is always there."""
    if not hours.known:
        return Promise(True)
    found = standing(hours, at)
    return Promise(True) if found.is_open else Promise(False, found.opens)


def alert_at(hours: Hours, since: datetime, minutes: int) -> datetime | None:
    """When the office is told that an owner's message of this local moment waits.

    In the hours: after so many minutes, and where it closes before, when it opens next. Outside of them: on opening.
    None where no opening is known. Source: PRODUCT journey 9.
    """
    if not hours.known:
        return since + timedelta(minutes=minutes)
    now = standing(hours, since)
    if not now.is_open:
        return now.opens
    due = since + timedelta(minutes=minutes)
    if now.until is None or due < now.until:
        return due
    return standing(hours, now.until).opens


def may_withdraw(said_at: datetime, now: datetime) -> bool:
    """Whether a message may still be taken back."""
    return now - said_at <= timedelta(seconds=WITHDRAW_SECONDS)


def waited_minutes(since: datetime, now: datetime) -> int:
    """Whole minutes that somebody has waited."""
    return max(int((now - since).total_seconds()) // 60, 0)
