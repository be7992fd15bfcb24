"""By which channels a message goes and when: the ladder and the quiet hours. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta

LADDER = ("in_app", "push", "mail", "sms", "paper")
"""From what costs nothing and is quick to what costs most."""

OUTSIDE = ("push", "mail", "sms")
"""What leaves the house through a provider."""


def first_channels(modes: Mapping[str, str], reachable: Collection[str]) -> list[str]:
    """The channels on which a message goes at once.

    modes: `at_once`, `later` or `off` by channel; what is missing is off. reachable: on which of them the recipient
    has an address and may be written to. When none of those at once reaches, the first later one takes their place:
    there is nothing to wait for.
    """
    at_once = [one for one in LADDER if modes.get(one) == "at_once" and one in reachable]
    if at_once:
        return at_once
    rung = next_channel(modes, reachable, ())
    return [rung] if rung else []


def next_channel(modes: Mapping[str, str], reachable: Collection[str], used: Collection[str]) -> str | None:
    """The next rung for a message that nobody has seen; None when there is none left."""
    return next(
        (one for one in LADDER if modes.get(one) == "later" and one in reachable and one not in used), None
    )


def allowed(category: str, marketing: str, wanted: Collection[str]) -> set[str]:
    """Of the channels that a person wants, those on which a message of this category may go.

    marketing: `agreed`, `refused` or `unasked`. Advertising goes out only to who agreed to it, and nowhere to who
    refused; until somebody was asked it stands in the inbox alone. Source: DOMAIN F (SMSREG).
    """
    if category != "marketing" or marketing == "agreed":
        return set(wanted)
    return set(wanted) & {"in_app"} if marketing == "unasked" else set()


def quiet_until(local: datetime, start: str, end: str) -> datetime | None:
    """When the quiet hours that hold at this local time end; None outside of them.

    start, end: `21:00`, `09:00`, over midnight when the end is before the start; the same twice means none.
    """
    begins, ends = time.fromisoformat(start), time.fromisoformat(end)
    now = local.timetz().replace(tzinfo=None)
    if begins < ends:
        quiet, tomorrow = begins <= now < ends, False
    else:
        quiet, tomorrow = begins != ends and (now >= begins or now < ends), now >= begins
    if not quiet:
        return None
    day = local.date() + timedelta(days=1) if tomorrow else local.date()
    return datetime.combine(day, ends, tzinfo=local.tzinfo)


def later_state(old: str, new: str) -> str | None:
    """The state of a delivery after word of it arrived; None when the word changes nothing.

    Words arrive twice and out of order: what was delivered stays so, a failure may still turn out as delivered, and
    nothing goes back to accepted. Source: DOMAIN F.
    """
    if old == new or old == "delivered" or (new == "accepted" and old in ("failed", "expired")):
        return None
    if old == "failed" and new == "expired":
        return None
    return new


def back_off(attempts: int) -> timedelta:
    """How long to wait after this many tries: 10 s, 1, 5, 30 minutes, 2 hours."""
    waits = (10, 60, 300, 1800, 7200)
    return timedelta(seconds=waits[min(max(attempts, 1), len(waits)) - 1])
