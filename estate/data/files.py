"""Photos and papers in files/, named by the SHA-256 of their content: the same content is kept once."""

import hashlib
import os
from pathlib import Path

from estate.data.store import current


def keep(content: bytes) -> str:
    """Store the content durably; answers its name (64 hex digits)."""
    name = hashlib.sha256(content).hexdigest()
    path = path_of(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.part")
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    return name


def path_of(name: str) -> Path:
    """Where the content of this name lies; ValueError when it is no such name."""
    if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
        raise ValueError("not the name of a kept file")
    return current().folder / "files" / name[:2] / name
