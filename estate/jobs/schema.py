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


@schema()
def create_daily_runs(db: Database) -> None:
    """What was done on which business day; a row without an end was begun and is done again."""
    db.execute("""
        CREATE TABLE daily_runs (
            name TEXT NOT NULL CHECK (name <> ''),
            day TEXT NOT NULL CHECK (day = date(day)),
            started_at TEXT NOT NULL,
            attempts INTEGER NOT NULL CHECK (attempts > 0),
            finished_at TEXT,
            error TEXT,
            PRIMARY KEY (name, day)
        ) STRICT, WITHOUT ROWID
    """)


@schema()
def create_signals(db: Database) -> None:
    """AUTOINCREMENT: a number is never used again, so that who was away misses nothing."""
    db.execute("""
        CREATE TABLE signals (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            topic TEXT NOT NULL CHECK (topic <> ''),
            at TEXT NOT NULL
        ) STRICT
    """)
