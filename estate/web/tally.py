"""How often an address calls, counted in memory: what need not be exact, and not outlive the program."""

import threading
import time
from collections import deque


class Tally:
    """How often each address called within some seconds; it forgets by itself, and when the program ends."""

    def __init__(self, most: int, seconds: float = 60.0) -> None:
        self._most, self._seconds = most, seconds
        self._calls: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def full(self, address: str, *, count: bool = True) -> bool:
        """Whether this address has called too often; counts the call unless told not to."""
        now = time.monotonic()
        with self._lock:
            if len(self._calls) > 1000:
                self._calls = {
                    one: times for one, times in self._calls.items() if times[-1] > now - self._seconds
                }
            calls = self._calls.setdefault(address, deque([now - 2 * self._seconds], maxlen=self._most + 1))
            while calls and calls[0] < now - self._seconds and len(calls) > 1:
                calls.popleft()
            full = sum(one > now - self._seconds for one in calls) >= self._most
            if count:
                calls.append(now)
            return full
