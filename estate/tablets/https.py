"""HTTPS beside plain HTTP: a second listener of the same process, switched on and off while it runs.

It serves with the certificate named in the settings, else with one of the office's own authority, and takes a new one
in without an end to what runs: when the present one nears its end, when this machine's address changes, when the
settings' file is renewed.
"""

import contextlib
import logging
import socket
import sys
import threading
from datetime import datetime
from typing import Any

import uvicorn

from estate.settings import Settings
from estate.tablets import authority
from estate.tablets.authority import Files

log = logging.getLogger("estate.https")

LOOK_EVERY = 60.0


class Https:
    """The HTTPS side of one appliance. `app` is the application it serves; without one it stays off."""

    def __init__(self, settings: Settings) -> None:
        self.app: Any = None
        self.trouble = ""
        self._settings = settings
        self._guard = threading.Lock()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()
        self._stamp: tuple[float, ...] = ()

    @property
    def given(self) -> bool:
        """Whether the settings name a certificate: then it is always on, and no tablet needs ours."""
        return bool(self._settings.certificate)

    @property
    def running(self) -> bool:
        return bool(self._thread and self._thread.is_alive()) and not self._ended.is_set()

    @property
    def port(self) -> int:
        return self._settings.https_port

    @property
    def ends(self) -> datetime:
        """When the present server certificate ends."""
        return authority.ends(self._files().certificate)

    def start(self) -> None:
        """Serve; a second call changes nothing. What stands in the way is left in `trouble`, in the system's words."""
        with self._guard:
            if self.app is None or self._settings.practice or self.running:
                return
            self.trouble = ""
            if self._thread:
                self._thread.join(10)  # switched off a moment ago
            listener: socket.socket | None = None
            try:
                self._keep()
                listener = _listen(self._settings.host, self.port)
                config = self._config()
                config.load()
            except (OSError, ValueError) as error:
                log.exception("HTTPS does not start")
                self.trouble = str(error)
                if listener:
                    listener.close()
                return
            self._server = uvicorn.Server(config)
            self._ended = threading.Event()
            self._thread = threading.Thread(
                target=self._server.run, args=([listener],), name="https", daemon=True
            )
            self._thread.start()
            threading.Thread(target=self._watch, args=(self._ended, config), daemon=True).start()

    def switch_off(self) -> None:
        """End it, without waiting for what is under way: called by what it may serve itself."""
        with self._guard:
            self._ended.set()
            if self._server:
                self._server.should_exit = True

    def stop(self) -> None:
        """End it with the appliance, letting what is under way finish for a few seconds."""
        self.switch_off()
        if self._thread:
            self._thread.join(10)

    def _config(self) -> uvicorn.Config:
        files = self._files()
        return uvicorn.Config(
            self.app,
            log_config=None,
            access_log=False,
            lifespan="off",  # the plain side's
            proxy_headers=False,  # see estate.web.middleware.describe
            timeout_graceful_shutdown=5,
            server_header=False,
            ssl_certfile=files.certificate,
            ssl_keyfile=str(files.key),
        )

    def _files(self) -> Files:
        if not self.given:
            return authority.server_files(self._settings.folder)
        folder = self._settings.folder
        return Files(folder / self._settings.certificate, folder / self._settings.certificate_key)

    def _keep(self) -> bool:
        """Whether there is another certificate than at the last look."""
        if not self.given:
            authority.keep(self._settings.folder, authority.names())
        stamp = tuple(path.stat().st_mtime_ns for path in self._files())
        changed, self._stamp = stamp != self._stamp, stamp
        return changed

    def _watch(self, ended: threading.Event, config: uvicorn.Config) -> None:
        while not ended.wait(LOOK_EVERY):
            try:
                if self._keep() and config.ssl:
                    files = self._files()
                    config.ssl.load_cert_chain(files.certificate, files.key)
                    log.info("a new certificate is in use")
            except (OSError, ValueError):
                log.exception("the certificate could not be renewed")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two programs share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        with contextlib.suppress(OSError):
            listener.close()
        raise
    return listener
