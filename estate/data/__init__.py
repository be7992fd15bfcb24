"""One SQLite file: read(), the one write(), migrations, audit, clock, files and secrets."""

from estate.data.store import Actor, Reader, Store, Tx, current, read, use, write

__all__ = ["Actor", "Reader", "Store", "Tx", "current", "read", "use", "write"]
