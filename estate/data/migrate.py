"""Bring a data folder to this version's schema; the file is copied first when there is something to lose."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database, Migrations

from estate.data.store import Store, connect

schema = Migrations("data")


@schema()
def create_audit(db: Database) -> None:
    db.execute("""
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            subject_id INTEGER,
            before TEXT,
            after TEXT,
            request_id TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX audit_by_subject ON audit (subject, subject_id)")
    db.execute("CREATE INDEX audit_by_time ON audit (at)")
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit
            BEGIN SELECT RAISE(ABORT, 'audit entries stay as they are'); END
        """)


def widen_check(db: Database, table: str, old: str, new: str) -> None:
    """Put `new` for `old` in the definition of a table, for a CHECK that shall allow more than it did.

    SQLite has no ALTER for it and a copy of the table would lose what refers to it; this is the way that its own
    documentation of ALTER TABLE describes. What is kept must satisfy the new definition. LookupError when `old` is
    not there, once.
    """
    sql = db.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [table]).fetchone()
    if sql is None or sql[0].count(old) != 1:
        raise LookupError(f"{table}: not once: {old}")
    db.execute("PRAGMA writable_schema = ON")
    db.execute(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
        [sql[0].replace(old, new), table],
    )
    version = db.execute("PRAGMA schema_version").fetchone()[0]
    db.execute(f"PRAGMA schema_version = {version + 1}")
    db.execute("PRAGMA writable_schema = RESET")


class NewerData(Exception):
    """The data folder was written by a newer Estate than this one."""


def migrate(store: Store, schemas: Sequence[Migrations]) -> list[str]:
    """Apply what is pending of each schema, in order; answers the names applied.

    Raises NewerData when the file holds migrations that this version does not know.
    """
    conn = connect(store.path)
    try:
        db = Database(conn, execute_plugins=False)
        every = [schema, *schemas]
        known = [(one.name, step.name) for one in every for step in one._migrations]  # pyright: ignore[reportPrivateUsage]
        applied = _applied(conn)
        unknown = applied - set(known)
        if unknown:
            raise NewerData(", ".join(sorted(f"{group}.{name}" for group, name in unknown)))
        pending = [step for step in known if step not in applied]
        if pending and applied:
            _copy_aside(conn, store.folder)
        behind = {group for group, _name in pending}
        for one in every:
            if one.name in behind:  # asking each set of an up-to-date file took most of opening it
                one.apply(db)
        return [f"{group}.{name}" for group, name in pending]
    finally:
        conn.close()


def _applied(conn: sqlite3.Connection) -> set[tuple[str, str]]:
    if not conn.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return set()
    return set(conn.execute("SELECT migration_set, name FROM _sqlite_migrations"))


def _copy_aside(conn: sqlite3.Connection, folder: Path) -> None:
    """A verified copy in backups/ before the schema changes, named after the version it leaves."""
    backups = folder / "backups"
    backups.mkdir(exist_ok=True)
    count = conn.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
    target = backups / f"before-migration-{count:04d}.db"
    target.unlink(missing_ok=True)
    with sqlite3.connect(target) as copy:
        conn.backup(copy)
    copy.close()
