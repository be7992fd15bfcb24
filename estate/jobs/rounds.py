"""Rounds of the worker: what it goes through after each nudge and each minute, every one at most once at a time."""

import threading
from collections.abc import Callable

Work = Callable[[], None]


class Round:
    """Work that looks for what is due. A second call while it runs makes the first look once more at its end."""

    def __init__(self, name: str, work: Work) -> None:
        self.name = name
        self._work = work
        self._lock = threading.Lock()
        self._wanted = False

    def run(self) -> None:
        """Look once, or leave it to the call that is looking now."""
        self._wanted = True
        while self._wanted and self._lock.acquire(blocking=False):
            try:
                self._wanted = False
                self._work()
            finally:
                self._lock.release()


ROUNDS: dict[str, Round] = {}
_nudge: Callable[[str], None] = lambda name: None  # noqa: E731  set by the process that has a queue


def each_round(name: str) -> Callable[[Work], Work]:
    """Register work for every round. It must bear being stopped anywhere: what it did not finish is due again."""

    def register(work: Work) -> Work:
        ROUNDS[name] = Round(name, work)
        return work

    return register


STARTS: list[Work] = []


def at_start(work: Work) -> Work:
    """Register what the worker does once at its start, before anything else: letting go of what an earlier one held."""
    STARTS.append(work)
    return work


def on_nudge(nudge: Callable[[str], None]) -> None:
    """Set how the worker is woken for one round."""
    global _nudge
    _nudge = nudge


def nudge(name: str) -> None:
    """Wake the worker for a round, after the commit of what it shall find."""
    _nudge(name)
