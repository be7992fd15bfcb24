"""What is known of the request that runs now; set once by the outermost middleware."""

from contextvars import ContextVar
from dataclasses import dataclass

from estate.access.me import Me


@dataclass
class Current:
    """One request. address: the browser's, behind a trusted proxy the forwarded one. host: as the browser typed it."""

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
    me: Me | None = None


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
