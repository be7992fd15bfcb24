"""The worker process: a niced child of the server, which ends when its parent does, even a killed one."""

import contextlib
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

from estate.jobs import daily, outbox, rounds
from estate.jobs.queue import open_queue, start_consumer

log = logging.getLogger("estate.worker")


def command(*words: str) -> list[str]:
    """How to start this program again: the executable itself, or python -m estate from source."""
    return (
        [sys.executable, *words]
        if getattr(sys, "frozen", False)
        else [sys.executable, "-m", "estate", *words]
    )


def run(folder: Path) -> None:
    """Work until standard input ends, which is when the parent is gone."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)  # screens come first; Windows has no nice
    for release in (outbox.release_claims, daily.release, *rounds.STARTS):
        release()
    outbox.drain()
    consumer = start_consumer(open_queue(folder))
    for name in rounds.ROUNDS:
        rounds.nudge(name)
    log.info("worker %d is ready", os.getpid())
    with contextlib.suppress(OSError):
        while sys.stdin.buffer.read(1):
            pass
    consumer.stop(graceful=True)
    os._exit(0)


class Supervisor:
    """Keeps one worker running for the server, restarting it when it dies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="worker-supervisor", daemon=True)

    def start(self) -> None:
        """Start the worker and watch it."""
        self._thread.start()

    def stop(self) -> None:
        """Close the worker's input and wait for the task in hand."""
        self._stopping.set()
        child = self._child
        if child and child.stdin:
            child.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(10)
            if child.poll() is None:
                child.kill()

    @property
    def alive(self) -> bool:
        """Whether the worker runs now."""
        return self._child is not None and self._child.poll() is None

    def _watch(self) -> None:
        pause = 1.0
        while not self._stopping.is_set():
            self._child = subprocess.Popen(
                command("worker", "--data", str(self._folder)), stdin=subprocess.PIPE
            )
            code = self._child.wait()
            if not self._stopping.is_set():
                log.error("the worker ended with %s; it starts again in %.0f s", code, pause)
                self._stopping.wait(pause)
                pause = min(pause * 2, 60)
