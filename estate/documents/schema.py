"""Papers that were made: each with a number that follows the one before it in its series, and the file it is in.

A paper stays as it is: the file is kept under the hash of its content, and the row refuses every change.
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check

schema = Migrations("documents")


@schema()
def create_documents(db: Database) -> None:
    db.execute("""
        CREATE TABLE document_series (
            prefix TEXT NOT NULL CHECK (prefix <> ''),
            year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2200),
            next INTEGER NOT NULL DEFAULT 1 CHECK (next > 0),
            PRIMARY KEY (prefix, year)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE document_batches (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('notice', 'statement', 'certificate')),
            building_id INTEGER REFERENCES buildings (id),
            year INTEGER CHECK ((year IS NULL) = (kind = 'notice')),
            invite TEXT NOT NULL DEFAULT 'no' CHECK (invite IN ('no', 'new', 'again')),
            url TEXT NOT NULL,
            started_at TEXT NOT NULL,
            started_by TEXT NOT NULL,
            finished_at TEXT,
            error TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX document_batches_by_building ON document_batches (building_id)")
    db.execute("""
        CREATE TABLE document_files (
            id INTEGER PRIMARY KEY,
            batch_id INTEGER NOT NULL REFERENCES document_batches (id),
            position INTEGER NOT NULL,
            building TEXT NOT NULL,
            first_home TEXT NOT NULL,
            last_home TEXT NOT NULL,
            sheets INTEGER NOT NULL CHECK (sheets > 0),
            file TEXT NOT NULL CHECK (length(file) = 64),
            UNIQUE (batch_id, position)
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE documents (
            id INTEGER PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            prefix TEXT NOT NULL,
            year INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('notice', 'statement', 'certificate')),
            file_id INTEGER REFERENCES document_files (id),
            file TEXT NOT NULL CHECK (length(file) = 64),
            content TEXT NOT NULL,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            payer_id INTEGER NOT NULL REFERENCES people (id),
            payer_name TEXT NOT NULL,
            amount_fen INTEGER NOT NULL,
            made_on TEXT NOT NULL CHECK (made_on = date(made_on)),
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            UNIQUE (prefix, year, seq),
            FOREIGN KEY (prefix, year) REFERENCES document_series (prefix, year),
            CHECK (number = printf('%s%d-%06d', prefix, year, seq))
        ) STRICT
    """)
    db.execute("CREATE INDEX documents_by_home ON documents (home_id, id)")
    db.execute("CREATE INDEX documents_by_payer ON documents (payer_id)")
    db.execute("CREATE INDEX documents_by_file ON documents (file_id) WHERE file_id IS NOT NULL")
    # The same paper with the same content on the same day is the same paper.
    db.execute("CREATE UNIQUE INDEX documents_once ON documents (kind, home_id, payer_id, made_on, content)")
    _number_without_gaps(db)


def _number_without_gaps(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER documents_take_the_next_number BEFORE INSERT ON documents
        WHEN NEW.seq IS NOT (SELECT next FROM document_series WHERE prefix = NEW.prefix AND year = NEW.year)
        BEGIN SELECT RAISE(ABORT, 'a paper takes the next number of its series'); END
    """)
    db.execute("""
        CREATE TRIGGER documents_move_their_series_on AFTER INSERT ON documents
        BEGIN
            UPDATE document_series SET next = next + 1 WHERE prefix = NEW.prefix AND year = NEW.year;
        END
    """)
    db.execute("""
        CREATE TRIGGER document_series_count_up BEFORE UPDATE ON document_series
        WHEN NEW.prefix <> OLD.prefix OR NEW.year <> OLD.year OR NEW.next <> OLD.next + 1
        BEGIN SELECT RAISE(ABORT, 'a series of papers only counts up'); END
    """)
    for table in ("documents", "document_files"):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, 'a paper that was made stays as it is'); END
            """)


@schema()
def add_protocols(db: Database) -> None:
    """The protocol of a home's handover: one at a time, never in a print of many."""
    kinds = "'notice', 'statement', 'certificate'"
    widen_check(db, "documents", f"kind IN ({kinds})", f"kind IN ({kinds}, 'protocol')")


@schema()
def add_letters_and_plans(db: Database) -> None:
    """Papers of other features: letters about arrears, singly and in prints, and agreements on instalments."""
    kinds = "'notice', 'statement', 'certificate'"
    letters = "'letter_reminder', 'letter_demand', 'letter_lawyer'"
    widen_check(
        db, "documents", f"kind IN ({kinds}, 'protocol')", f"kind IN ({kinds}, 'protocol', {letters}, 'plan')"
    )
    widen_check(db, "document_batches", f"kind IN ({kinds})", f"kind IN ({kinds}, {letters})")
    widen_check(
        db,
        "document_batches",
        "CHECK ((year IS NULL) = (kind = 'notice'))",
        "CHECK ((year IS NOT NULL) = (kind IN ('statement', 'certificate')))",
    )
