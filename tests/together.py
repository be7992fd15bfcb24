"""Several who do something at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")

LIMIT = 60
"""Seconds for all to come, and for each to have done."""


def at_once(*calls: Callable[[], T]) -> list[T]:
    """What each call answers, in their order; each runs in a thread of its own, and all are let go together."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        gate.wait(LIMIT)
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return [one.result(LIMIT) for one in [threads.submit(run, call) for call in calls]]
