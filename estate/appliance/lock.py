"""One appliance for each data folder: a second one would take the first one's work for left behind by a crash."""

import sys
from pathlib import Path
from typing import BinaryIO

BEYOND = 1000  # Windows keeps others from reading what is locked; the port stands before it


class Taken(Exception):
    """Another appliance serves this folder, on this port."""

    def __init__(self, port: str) -> None:
        super().__init__(port)
        self.port = port


def hold(folder: Path, port: int) -> BinaryIO:
    """Keep the folder for this process until it ends, however it ends; the file answered must stay referenced."""
    folder.mkdir(0o700, parents=True, exist_ok=True)
    (folder / "serve.lock").touch()
    file = (folder / "serve.lock").open("r+b")
    try:
        _lock(file)
    except OSError as error:
        file.seek(0)
        holder = file.read(8).decode(errors="replace").strip()
        file.close()
        raise Taken(holder) from error
    file.seek(0)
    file.write(f"{port:<8}".encode())
    file.flush()
    return file


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(BEYOND)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
