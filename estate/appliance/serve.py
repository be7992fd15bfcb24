"""Start the appliance: open the data folder, start the worker beside it, serve the pages, open the browser."""

import contextlib
import errno
import logging
import secrets
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import BinaryIO

import uvicorn

from estate.access import accounts
from estate.app import create_app, log_to, open_store
from estate.appliance import lock
from estate.appliance.practice import Practice
from estate.data import read
from estate.i18n import gettext as _
from estate.jobs.queue import open_queue
from estate.jobs.worker import Supervisor
from estate.refusal import Refused
from estate.settings import Settings
from estate.tablets.https import Https
from estate.tablets.queries import switched_on
from estate.web.lan import https_url, lan_url

log = logging.getLogger("estate.serve")

SYNC_FOLDERS = (
    "OneDrive",
    "Dropbox",
    "iCloud",
    "Google Drive",
    "坚果云",
    "Nutstore",
    "BaiduNetdisk",
    "百度网盘",
)


def serve(settings: Settings, *, with_parent: bool = False) -> int:
    """Serve until the process is told to end; answers the exit code. Raises Refused for a folder or port that will not do.

    with_parent: end when standard input does, which is when the process that started this one is gone.
    """
    require_local_folder(settings.folder)
    listener = _listen(settings)
    held = _hold(settings)
    open_store(settings.folder)
    log_to(settings.folder, "server")
    open_queue(settings.folder)
    supervisor = Supervisor(settings.folder)
    token = "" if _set_up() else secrets.token_urlsafe(18)
    practice = Practice(settings)
    https = Https(settings)
    app = create_app(
        settings,
        on_shutdown=[https.stop, practice.stop, supervisor.stop],
        set_up_token=token,
        supervisor=supervisor,
        practice=practice,
        https=https,
    )
    https.app = app
    if https.given or switched_on():
        https.start()
    supervisor.start()
    address = f"http://127.0.0.1:{settings.port}/" + (f"set-up?token={token}" if token else "")
    print(f"Estate: {address}", flush=True)
    if settings.host not in ("127.0.0.1", "::1", "localhost"):
        print(f"LAN:    {lan_url(settings.port)}", flush=True)
        if https.running:
            print(f"HTTPS:  {https_url(https.port)}", flush=True)
    if settings.open_browser:
        threading.Timer(0.5, webbrowser.open, (address,)).start()
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            proxy_headers=False,  # see estate.web.middleware.describe
            timeout_graceful_shutdown=5,
            server_header=False,
        )
    )
    if with_parent:
        threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[listener])
    held.close()
    return 0


def require_local_folder(folder: Path) -> None:
    """Refused for a folder that a sync program or the network holds: SQLite's locks do not work there."""
    parts = set(folder.parts)
    if any(name.lower() in part.lower() for name in SYNC_FOLDERS for part in parts) or str(folder).startswith(
        ("\\\\", "//")
    ):
        raise Refused(
            _(
                "%(folder)s is a network or sync folder. Records would break there. Choose a folder on this computer.",
                folder=folder,
            )
        )


def _end_with_parent(server: uvicorn.Server) -> None:
    with contextlib.suppress(OSError):
        while sys.stdin.buffer.read(1):
            pass
    server.should_exit = True


def _set_up() -> bool:
    with read() as db:
        return accounts.any_account(db)


def _hold(settings: Settings) -> BinaryIO:
    try:
        return lock.hold(settings.folder, settings.port)
    except lock.Taken as taken:
        raise _running_already(taken.port) from taken


def _listen(settings: Settings) -> socket.socket:
    """The listening socket, taken before anything else so that a second start says so at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two programs share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(2048)  # who comes while the rest still starts waits instead of being turned away
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise _running_already(settings.port) from error
        raise
    return listener


def _running_already(port: int | str) -> Refused:
    return Refused(_("Port %(port)s is in use. Estate may be running already.", port=port))
