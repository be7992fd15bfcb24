"""One clock: instants in UTC, business dates in the community's time zone. Tests move it with time-machine."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Shanghai"
_zone = ZoneInfo(DEFAULT_ZONE)
_as_of: ContextVar[datetime | None] = ContextVar("as_of", default=None)


def set_zone(name: str) -> None:
    """Set the community's time zone (an IANA name); KeyError when there is none of that name."""
    global _zone
    _zone = ZoneInfo(name)


def zone() -> ZoneInfo:
    """The community's time zone."""
    return _zone


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _as_of.get() or datetime.now(UTC)


@contextmanager
def as_of(instant: datetime) -> Generator[None]:
    """Inside, it is that instant for who asks: for the past of an invented community, made by the actions of its days."""
    token = _as_of.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _as_of.reset(token)


def stamp() -> str:
    """This instant as it is stored: `2026-11-24T03:15:00.123Z`."""
    return stamp_of(now())


def stamp_of(instant: datetime) -> str:
    """An aware instant as it is stored."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def day_of(instant: str) -> str:
    """The business date of a stored instant, both as text."""
    return datetime.fromisoformat(instant).astimezone(_zone).date().isoformat()


def today() -> date:
    """The business date in the community."""
    return now().astimezone(_zone).date()


def offset_minutes(name: str) -> int:
    """How many minutes a time zone is ahead of UTC at this instant."""
    return int((now().astimezone(ZoneInfo(name)).utcoffset() or timedelta()).total_seconds() // 60)
