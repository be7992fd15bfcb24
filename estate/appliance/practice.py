"""The practice community: a second appliance on a data folder of its own, started and removed with a click."""

import contextlib
import logging
import shutil
import socket
import subprocess
import threading
import urllib.request
from pathlib import Path

from estate.jobs.worker import command
from estate.settings import Settings

log = logging.getLogger("estate.practice")

HOMES, YEARS, SEED = 240, 2, 7


class Practice:
    """One practice community beside the real one. State: absent, preparing, running, failed."""

    def __init__(self, settings: Settings) -> None:
        self._host = settings.host
        self._first_port = settings.port + 1
        self.folder = settings.folder / "practice"
        self.port = 0
        self.failed = False
        self._guard = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._preparing: threading.Thread | None = None

    @property
    def state(self) -> str:
        """What the page shows."""
        if self._preparing and self._preparing.is_alive():
            return "preparing"
        if self._child and self._child.poll() is None:
            return "running"
        return "failed" if self.failed else "absent"

    def start(self) -> None:
        """Make the invented community if there is none, and serve it on the next free port; a second call waits for nothing."""
        with self._guard:
            if self.state in ("preparing", "running"):
                return
            self.failed = False
            self._preparing = threading.Thread(target=self._prepare, name="practice", daemon=True)
            self._preparing.start()

    def remove(self) -> None:
        """Stop it and delete its folder: nothing stays."""
        with self._guard:
            self.stop()
            if self._preparing:
                self._preparing.join(60)
            self.stop()
            shutil.rmtree(self.folder, ignore_errors=True)
            self.failed = False

    def stop(self) -> None:
        """End the practice appliance; its folder stays."""
        child, self._child = self._child, None
        if child is None or child.poll() is not None:
            return
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(10)
        if child.poll() is None:
            child.kill()
            child.wait(10)

    def _prepare(self) -> None:
        try:
            if not (self.folder / "made").exists():
                shutil.rmtree(self.folder, ignore_errors=True)
                numbers = ("--homes", str(HOMES), "--years", str(YEARS), "--seed", str(SEED))
                subprocess.run(
                    command("demo", "--data", str(self.folder), *numbers), check=True, capture_output=True
                )
                (self.folder / "made").touch()
            self.port = _free_port(self._first_port)
            words = ("serve", "--data", str(self.folder), "--practice", "--no-browser", "--with-parent")
            self._child = subprocess.Popen(
                command(*words, "--host", self._host, "--port", str(self.port)),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
            )
            _wait_until_open(self.port, self._child)
        except (OSError, subprocess.CalledProcessError, TimeoutError) as error:
            self.failed = True
            detail = getattr(error, "stderr", b"") or b""
            log.exception("the practice community did not start: %s", detail.decode(errors="replace"))


def accounts_file(folder: Path) -> Path:
    """Where the demo writes who can sign in to the practice community."""
    return folder / "accounts.json"


def _free_port(first: int) -> int:
    for port in range(first, first + 50):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("0.0.0.0", port))
            return port
    raise OSError("no free port")


def _wait_until_open(port: int, child: subprocess.Popen[bytes]) -> None:
    pause = threading.Event()
    for _ in range(150):
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=2),
        ):
            return
        if child.poll() is not None:
            raise OSError(f"it ended with {child.returncode}")
        pause.wait(0.2)
    raise TimeoutError
