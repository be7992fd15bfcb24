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
