"""A real appliance for tests: the program as its own process, with its worker, on a free port."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

COMMAND = [sys.executable, "-m", "estate"]


class Appliance:
    """`estate serve` on a data folder. `opened` is the address that it printed, with the set-up key on a first run."""

    def __init__(self, folder: Path, *words: str, command: list[str] | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.opened = ""
        self._words = [*(command or COMMAND), "serve", "--data", str(folder), "--host", "127.0.0.1"]
        self._words += ["--port", str(self.port), "--no-browser", *words]
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> "Appliance":
        """Start it and wait until it takes requests."""
        self._process = subprocess.Popen(
            self._words,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self._process.stdout
        said: list[str] = []
        for line in self._process.stdout:
            said.append(line)
            if line.startswith("Estate: "):
                self.opened = line.removeprefix("Estate: ").strip()
                break
        else:
            raise AssertionError("the appliance did not start:\n" + "".join(said))
        threading.Thread(target=self._process.stdout.read, daemon=True).start()  # never let the pipe fill up
        return self

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End it in the ordinary way."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def __enter__(self) -> "Appliance":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
