"""The outbox: what a write caused and somebody must still do, exactly one visible effect each."""

from sqlite_utils import Database, Migrations

schema = Migrations("jobs")


@schema()
def create_outbox(db: Database) -> None:
    db.execute("""
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL CHECK (json_valid(payload)),
            created_at TEXT NOT NULL,
            created_by TEXT NOT NULL,
            due_at TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            claimed_at TEXT,
            claimed_by TEXT,
            done_steps INTEGER NOT NULL DEFAULT 0,
            all_steps INTEGER NOT NULL DEFAULT 0,
            finished_at TEXT,
            failed_at TEXT,
            error TEXT
        ) STRICT
    """)
    db.execute(
        "CREATE INDEX outbox_waiting ON outbox (due_at) WHERE finished_at IS NULL AND failed_at IS NULL"
    )
