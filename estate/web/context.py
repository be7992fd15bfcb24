"""What is known of the request that runs now; set once by the outermost middleware."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import NamedTuple

from estate.access.me import Me


class Queued(NamedTuple):
    """What a tablet says of a form that it kept until the network was back.

    account_id: who filled it in. sequence: the tablet's own count, which only grows. made_at: that moment by the
    tablet's clock, an instant in UTC. age_s: how long ago that is by the same clock, in seconds.
    """

    account_id: int
    sequence: int
    made_at: str
    age_s: int


@dataclass
class Current:
    """One request. address: the browser's, behind a trusted proxy the forwarded one. host: as the browser typed it.

    tablet: the token of an enrolled tablet. queued: set when offline.js sends the form, at once or later.
    unlogged: set where even that somebody was here, and how often, would say too much.
    """

    request_id: str
    method: str = "GET"
    path: str = "/"
    query: str = ""
    host: str = ""
    scheme: str = "http"
    address: str = ""
    agent: str = ""
    htmx: bool = False
    toast: str = ""
    tablet: str = ""
    queued: Queued | None = None
    me: Me | None = None
    unlogged: bool = False


_current: ContextVar[Current] = ContextVar("current")


def begin(now: Current) -> None:
    """Make this the current request of the task."""
    _current.set(now)


def current() -> Current:
    """The request that runs now; outside of one a blank, so that pages can be rendered by the command line."""
    return _current.get(_BLANK)


def me() -> Me:
    """The signed-in person; LookupError on a public page without one."""
    person = current().me
    if person is None:
        raise LookupError("nobody is signed in")
    return person


_BLANK = Current(request_id="-")
