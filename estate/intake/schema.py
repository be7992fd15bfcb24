"""Imports: the file as it was handed in, what a person said of it, what was found and decided, what came of it."""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check

schema = Migrations("intake")


@schema()
def create_imports(db: Database) -> None:
    """`kept` names the sealed copy in files/. `mapping`: a person's word on sheets. `figures`: the latest check's sums.

    `version` counts everything that changes what would be stored: a commit states the version that was looked at.
    """
    db.execute("""
        CREATE TABLE import_batches (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('homes')),
            file_name TEXT NOT NULL,
            sha TEXT NOT NULL,
            kept TEXT NOT NULL,
            size INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('uploaded', 'checked', 'committed', 'undone')),
            mapping TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(mapping)),
            figures TEXT CHECK (figures IS NULL OR json_valid(figures)),
            version INTEGER NOT NULL DEFAULT 0,
            fault TEXT NOT NULL DEFAULT '',
            uploaded_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            checked_at TEXT,
            counts TEXT CHECK (counts IS NULL OR json_valid(counts)),
            committed_at TEXT,
            committed_by TEXT,
            undone_at TEXT,
            undone_by TEXT,
            CHECK ((state IN ('committed', 'undone')) = (committed_at IS NOT NULL)),
            CHECK ((state = 'undone') = (undone_at IS NOT NULL))
        ) STRICT
    """)
    db.execute(
        "CREATE UNIQUE INDEX import_batches_living ON import_batches (sha) WHERE state IN ('uploaded', 'checked')"
    )
    db.execute("CREATE INDEX import_batches_by_sha ON import_batches (sha)")


@schema()
def create_findings(db: Database) -> None:
    """Doubts with their decisions; repairs and what was skipped. Facts about ID numbers and health are sealed."""
    db.execute("""
        CREATE TABLE import_doubts (
            id INTEGER PRIMARY KEY,
            batch_id INTEGER NOT NULL REFERENCES import_batches (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            sheet TEXT NOT NULL,
            row INTEGER,
            col TEXT,
            field TEXT,
            kind TEXT NOT NULL,
            home TEXT NOT NULL DEFAULT '',
            facts TEXT CHECK (facts IS NULL OR json_valid(facts)),
            sealed_facts BLOB,
            choice TEXT CHECK (choice IN ('proposal', 'value', 'keep', 'empty', 'out', 'instead', 'both', 'care')),
            typed TEXT,
            sealed_typed BLOB,
            decided_at TEXT,
            decided_by TEXT,
            CHECK ((facts IS NULL) <> (sealed_facts IS NULL)),
            CHECK ((choice IS NULL) = (decided_at IS NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX import_doubts_in_order ON import_doubts (batch_id, position)")
    db.execute("CREATE INDEX import_doubts_by_kind ON import_doubts (batch_id, kind, position)")
    db.execute("""
        CREATE TABLE import_notes (
            id INTEGER PRIMARY KEY,
            batch_id INTEGER NOT NULL REFERENCES import_batches (id) ON DELETE CASCADE,
            side TEXT NOT NULL CHECK (side IN ('repair', 'skip')),
            sheet TEXT NOT NULL,
            row INTEGER,
            col TEXT,
            field TEXT,
            kind TEXT NOT NULL,
            facts TEXT CHECK (facts IS NULL OR json_valid(facts)),
            sealed_facts BLOB,
            CHECK ((facts IS NULL) <> (sealed_facts IS NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX import_notes_in_order ON import_notes (batch_id, side, id)")


@schema()
def import_readings(db: Database) -> None:
    """Ledgers of readings beside those of homes; one file may be handed in as either."""
    widen_check(db, "import_batches", "kind IN ('homes')", "kind IN ('homes', 'readings')")
    db.execute("DROP INDEX import_batches_living")
    db.execute("""
        CREATE UNIQUE INDEX import_batches_living ON import_batches (kind, sha)
         WHERE state IN ('uploaded', 'checked')
    """)


@schema()
def import_fees_and_parking(db: Database) -> None:
    """Fees, parking and equipment come in by the same screens; their months are answered with paid or owed.

    `options`: what was chosen for the whole file. `commit_key`: the task that brings a large file in. A charge that came
    with a file is found again, to be taken back with it.
    """
    widen_check(
        db,
        "import_batches",
        "kind IN ('homes', 'readings')",
        "kind IN ('homes', 'readings', 'fees', 'parking', 'equipment')",
    )
    widen_check(
        db,
        "import_batches",
        "state IN ('uploaded', 'checked', 'committed', 'undone')",
        "state IN ('uploaded', 'checked', 'committing', 'committed', 'undone')",
    )
    widen_check(db, "import_doubts", "'both', 'care')", "'both', 'care', 'paid', 'owed')")
    db.execute(
        "ALTER TABLE import_batches ADD COLUMN options TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(options))"
    )
    db.execute("ALTER TABLE import_batches ADD COLUMN commit_key TEXT NOT NULL DEFAULT ''")
    db.execute("""
        CREATE TABLE import_charges (
            charge_id INTEGER PRIMARY KEY REFERENCES charges (id),
            batch_id INTEGER NOT NULL REFERENCES import_batches (id)
        ) STRICT
    """)
    db.execute("CREATE INDEX import_charges_of_batch ON import_charges (batch_id)")
    db.execute("DROP INDEX import_batches_living")
    db.execute("""
        CREATE UNIQUE INDEX import_batches_living ON import_batches (kind, sha)
         WHERE state IN ('uploaded', 'checked', 'committing')
    """)
