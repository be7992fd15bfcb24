"""The store: one SQLite file, one read-only connection for each thread, one writer at a time."""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlite_utils import Database

RowT = TypeVar("RowT", bound=NamedTuple)

BUSY_TIMEOUT_MS = 15_000
FOLD_TIMEOUT_MS = 500
FOLD_TRIES = 20
"""For what has cost the writing of the whole file: it is not written again because somebody read just then."""


class Actor(Protocol):
    """Who writes: a signed-in person, or the system itself (account_id None)."""

    @property
    def account_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


class System(NamedTuple):
    """The appliance as an actor: the worker, the command line, the set-up."""

    name: str
    account_id: int | None = None


class Reader:
    """Queries with named parameters that answer with typed rows."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn

    def rows(self, row_type: type[RowT], sql: str, **params: Any) -> list[RowT]:
        """All rows as `row_type`; its field names must be the column names, in order (else TypeError)."""
        cursor = self._conn.execute(sql, params)
        columns = tuple(column[0] for column in cursor.description)
        if columns != row_type._fields:
            raise TypeError(f"{row_type.__name__} has {row_type._fields}, the query answers {columns}")
        return [row_type._make(row) for row in cursor]

    def row(self, row_type: type[RowT], sql: str, **params: Any) -> RowT | None:
        """The first row, or None."""
        found = self.rows(row_type, sql, **params)
        return found[0] if found else None

    def value(self, sql: str, **params: Any) -> Any:
        """The first column of the first row, or None."""
        row = self._conn.execute(sql, params).fetchone()
        return row[0] if row else None

    def values(self, sql: str, **params: Any) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self._conn.execute(sql, params)]

    def tuples(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        """Plain rows, for bulk work and exports."""
        return self._conn.execute(sql, params).fetchall()


class Tx(Reader):
    """The one open write transaction. `by` is who acts; hooks run after the commit, never before."""

    def __init__(self, conn: sqlite3.Connection, db: Database, by: Actor, request_id: str | None) -> None:
        super().__init__(conn)
        self.db = db
        self.by = by
        self.request_id = request_id
        self._after_commit: list[Callable[[], None]] = []

    def run(self, sql: str, **params: Any) -> int:
        """Execute one statement; answers how many rows it changed."""
        return self._conn.execute(sql, params).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any] | Mapping[str, Any]]) -> None:
        """Execute one statement for many rows."""
        self._conn.executemany(sql, rows)

    def insert(self, table: str, **values: Any) -> int:
        """Insert one row; answers its rowid."""
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        cursor = self._conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
        return cursor.lastrowid or 0

    def update(self, table: str, row_id: int, **values: Any) -> None:
        """Change columns of the row with this id; LookupError when there is none."""
        changes = ", ".join(f"{name} = :{name}" for name in values)
        if self.run(f"UPDATE {table} SET {changes} WHERE id = :row_id", **values, row_id=row_id) != 1:
            raise LookupError(f"{table} has no row {row_id}")

    def after_commit(self, hook: Callable[[], None]) -> None:
        """Run `hook` once this transaction is durable; not at all when it is rolled back."""
        self._after_commit.append(hook)

    def run_hooks(self) -> None:
        for hook in self._after_commit:
            hook()


class FairLock:
    """First come, first served. SQLite's own back-off lets a writer wait up to a second behind later ones."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class Store:
    """The records of one community: `estate.db` in a data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "estate.db"
        self._lock = FairLock()
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._writer: sqlite3.Connection | None = None

    @contextmanager
    def read(self) -> Generator[Reader]:
        """One consistent picture of the records; inside a write it is that transaction's own view."""
        tx: Tx | None = getattr(self._local, "tx", None)
        if tx is not None:
            yield tx
            return
        conn = self._reader()
        if conn.in_transaction:  # a nested read keeps the outer picture
            yield Reader(conn)
            return
        conn.execute("BEGIN")
        try:
            yield Reader(conn)
        finally:
            conn.execute("COMMIT")

    @contextmanager
    def write(self, by: Actor, request_id: str | None = None) -> Generator[Tx]:
        """The one way to change records: everything inside commits together, durably, or not at all.

        A write inside a write of the same thread is a part of it (a savepoint), so actions can build on actions.
        """
        outer: Tx | None = getattr(self._local, "tx", None)
        if outer is not None:
            with outer.db.atomic():
                yield outer
            return
        with self._lock:
            conn = self._writer or self._open_writer()
            tx = Tx(conn, Database(conn, execute_plugins=False), by, request_id)
            conn.execute("BEGIN IMMEDIATE")
            self._local.tx = tx
            try:
                yield tx
                conn.execute("COMMIT")
            except BaseException:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise
            finally:
                self._local.tx = None
        tx.run_hooks()

    def fold_log(self) -> bool:
        """Write what lies in the write-ahead log into the file, and cut the log to nothing.

        The log keeps every change in its order until then. False when somebody reads just now: try again.
        """
        conn = connect(self.path)
        try:
            conn.execute(f"PRAGMA busy_timeout = {FOLD_TIMEOUT_MS}")
            return conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
        except sqlite3.OperationalError:  # somebody writes
            return False
        finally:
            conn.close()

    def rewrite(self) -> bool:
        """Write the whole file anew, every table in the order of its keys, and fold the log.

        Until then where a row lies on its page tells when it came. Others wait meanwhile: this is work for the night.
        False when the log could not be folded.
        """
        conn = connect(self.path)
        try:
            conn.execute("VACUUM")
        finally:
            conn.close()
        return any(self.fold_log() for _try in range(FOLD_TRIES))

    def close(self) -> None:
        """Close all connections; the store can be used again afterwards."""
        for conn in [*self._readers, *([self._writer] if self._writer else [])]:
            with suppress(sqlite3.Error):
                conn.close()
        self._readers, self._writer, self._local = [], None, threading.local()

    def _reader(self) -> sqlite3.Connection:
        conn: sqlite3.Connection | None = getattr(self._local, "reader", None)
        if conn is None:
            uri = f"{self.path.absolute().as_uri()}?mode=ro"
            conn = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
            conn.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            conn.execute("PRAGMA cache_size = -16000")
            conn.execute("PRAGMA mmap_size = 268435456")
            self._local.reader = conn
            self._readers.append(conn)
        return conn

    def _open_writer(self) -> sqlite3.Connection:
        self._writer = connect(self.path)
        return self._writer


class Unusable(Exception):
    """The records cannot be opened: the file is none of SQLite's, or the folder may not be written."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection that may write, with the settings that keep records safe; Unusable when there cannot be one."""
    try:
        conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        conn.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        conn.execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError as error:
        raise Unusable(f"{path}: {error}") from error
    conn.execute("PRAGMA synchronous = FULL")  # an acknowledged payment survives a power cut
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA recursive_triggers = ON")
    conn.execute("PRAGMA cache_size = -32000")
    return conn


_current: Store | None = None


def use(store: Store | None) -> None:
    """Make `store` the one that read() and write() of this process use."""
    global _current
    _current = store


def current() -> Store:
    """The store of this process; RuntimeError before `use`."""
    if _current is None:
        raise RuntimeError("no store is open")
    return _current


@contextmanager
def read() -> Generator[Reader]:
    """Read from the store of this process."""
    with current().read() as reader:
        yield reader


@contextmanager
def write(by: Actor, request_id: str | None = None) -> Generator[Tx]:
    """Write to the store of this process, as `by`."""
    with current().write(by, request_id) as tx:
        yield tx
