"""Enrolled tablets, what they sent after they had been without network, and whether HTTPS is switched on."""

from sqlite_utils import Database, Migrations

schema = Migrations("tablets")


@schema()
def create_tablets(db: Database) -> None:
    """A tablet is named by who prepares it; the code of its one-time link and its own token are kept as hashes only."""
    db.execute("""
        CREATE TABLE https_switch (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            switched_on INTEGER NOT NULL CHECK (switched_on IN (0, 1)),
            changed_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE tablets (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
            prepared_at TEXT NOT NULL,
            code_hash BLOB UNIQUE CHECK (code_hash IS NULL OR length(code_hash) = 32),
            code_ends_at TEXT,
            token_hash BLOB UNIQUE CHECK (token_hash IS NULL OR length(token_hash) = 32),
            enrolled_at TEXT,
            agent TEXT NOT NULL DEFAULT '',
            seen_at TEXT,
            account_id INTEGER REFERENCES accounts (id),
            ended_at TEXT,
            CHECK ((code_hash IS NULL) = (code_ends_at IS NULL)),
            CHECK ((token_hash IS NULL) = (enrolled_at IS NULL))
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX tablets_by_name ON tablets (name) WHERE ended_at IS NULL")
    db.execute("CREATE INDEX tablets_by_account ON tablets (account_id)")
    db.execute("""
        CREATE TABLE late_uploads (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES accounts (id),
            tablet_id INTEGER REFERENCES tablets (id),
            device_at TEXT NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            path TEXT NOT NULL CHECK (length(path) <= 200),
            status INTEGER NOT NULL,
            received_at TEXT NOT NULL,
            UNIQUE (account_id, device_at, sequence)
        ) STRICT
    """)
    db.execute("CREATE INDEX late_uploads_by_tablet ON late_uploads (tablet_id, received_at)")
