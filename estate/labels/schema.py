"""Labels of things. `subject` and `subject_id` name the thing (see subjects.py); no foreign key can point at several.

A thing has one living label. A renewed label stays here, so that whoever scans the old one is told so.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("labels")


@schema()
def create_labels(db: Database) -> None:
    db.execute("""
        CREATE TABLE labels (
            id INTEGER PRIMARY KEY,
            token TEXT NOT NULL UNIQUE CHECK (length(token) >= 12),
            subject TEXT NOT NULL CHECK (subject <> ''),
            subject_id INTEGER NOT NULL CHECK (subject_id > 0),
            made_at TEXT NOT NULL,
            who TEXT NOT NULL,
            replaced_at TEXT
        ) STRICT
    """)
    db.execute(
        "CREATE UNIQUE INDEX labels_one_for_each ON labels (subject, subject_id) WHERE replaced_at IS NULL"
    )
    db.execute("CREATE INDEX labels_by_subject ON labels (subject, subject_id)")
    db.execute("""
        CREATE TRIGGER labels_stay BEFORE UPDATE ON labels
        WHEN NEW.token <> OLD.token OR NEW.subject <> OLD.subject OR NEW.subject_id <> OLD.subject_id
          OR OLD.replaced_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a label stays what it is on; renew it'); END
    """)
    db.execute("""
        CREATE TRIGGER labels_no_delete BEFORE DELETE ON labels
        BEGIN SELECT RAISE(ABORT, 'labels hang in the house; they are renewed, not deleted'); END
    """)
    db.execute("""
        CREATE TABLE label_settings (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            address TEXT NOT NULL DEFAULT '' CHECK (address = '' OR address GLOB 'http*://?*')
        ) STRICT
    """)
    db.execute("INSERT INTO label_settings (id) VALUES (1)")


@schema()
def create_label_reports(db: Database) -> None:
    """Faults that somebody without an account reported: to slow abuse down, and for the reporter's own page.

    `secret_hash` is of what only the reporter's browser knows. `address` is forgotten after a day.
    """
    db.execute("""
        CREATE TABLE label_reports (
            id INTEGER PRIMARY KEY,
            label_id INTEGER NOT NULL REFERENCES labels (id),
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            secret_hash BLOB NOT NULL UNIQUE,
            joined INTEGER NOT NULL CHECK (joined IN (0, 1)),
            photos INTEGER NOT NULL DEFAULT 0 CHECK (photos BETWEEN 0 AND 100),
            address TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX label_reports_by_label ON label_reports (label_id, at)")
    db.execute("CREATE INDEX label_reports_by_order ON label_reports (order_id)")
    db.execute("CREATE INDEX label_reports_by_address ON label_reports (address, at) WHERE address <> ''")
    db.execute("CREATE INDEX label_reports_by_time ON label_reports (at)")
    db.execute("""
        CREATE TRIGGER label_reports_stay BEFORE UPDATE OF label_id, order_id, secret_hash, joined, at ON label_reports
        BEGIN SELECT RAISE(ABORT, 'what was reported stays'); END
    """)
