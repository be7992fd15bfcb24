"""Encryption of what must not lie readable in the file: ID numbers, care details. The key lies beside the data."""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet

from estate.data.store import current


def seal(text: str) -> bytes:
    """Encrypt a text with the data folder's key."""
    return _box(current().folder).encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """Decrypt what `seal` made; cryptography.fernet.InvalidToken when the key is another one."""
    return _box(current().folder).decrypt(sealed).decode()


@lru_cache(maxsize=8)
def _box(folder: Path) -> Fernet:
    path = folder / "secret.key"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key())
    return Fernet(path.read_bytes())
