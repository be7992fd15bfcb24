"""Papers of anything that has some. The content lies in files/ under its SHA-256; rows are added, never changed.

A paper that was added to the wrong thing is withdrawn by a row of its own: it stays readable for those who may see it.
`subject` and `subject_id` name what it belongs to (see subjects.py); no foreign key can point at several tables.
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check

schema = Migrations("papers")

STAYS = "papers stay as they are; withdraw them"


@schema()
def create_papers(db: Database) -> None:
    db.execute("""
        CREATE TABLE papers (
            id INTEGER PRIMARY KEY,
            subject TEXT NOT NULL CHECK (subject <> ''),
            subject_id INTEGER NOT NULL CHECK (subject_id > 0),
            kind TEXT NOT NULL CHECK (kind <> ''),
            file TEXT NOT NULL CHECK (length(file) = 64 AND file NOT GLOB '*[^0-9a-f]*'),
            name TEXT NOT NULL CHECK (name <> ''),
            media TEXT NOT NULL CHECK (media IN ('image/jpeg', 'application/pdf')),
            bytes INTEGER NOT NULL CHECK (bytes > 0),
            note TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX papers_by_subject ON papers (subject, subject_id, id)")
    db.execute("""
        CREATE TABLE paper_withdrawals (
            paper_id INTEGER PRIMARY KEY REFERENCES papers (id),
            reason TEXT NOT NULL CHECK (reason <> ''),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)


@schema()
def guard_papers(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER papers_once BEFORE INSERT ON papers
        WHEN EXISTS (
            SELECT 1 FROM papers AS p
             WHERE p.subject = NEW.subject AND p.subject_id = NEW.subject_id AND p.file = NEW.file
               AND NOT EXISTS (SELECT 1 FROM paper_withdrawals AS w WHERE w.paper_id = p.id))
        BEGIN SELECT RAISE(ABORT, 'the same paper is there already'); END
    """)
    for table in ("papers", "paper_withdrawals"):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
            """)


@schema()
def let_in_voice_notes(db: Database) -> None:
    sounds = "'audio/webm', 'audio/ogg', 'audio/mp4', 'audio/mpeg', 'audio/wav'"
    widen_check(db, "papers", "'image/jpeg', 'application/pdf'", f"'image/jpeg', 'application/pdf', {sounds}")


@schema()
def let_in_office_files(db: Database) -> None:
    """Word and Excel files without macros, for what the office offers to download."""
    docx, xlsx = (
        f"'application/vnd.openxmlformats-officedocument.{one}'"
        for one in ("wordprocessingml.document", "spreadsheetml.sheet")
    )
    widen_check(
        db, "papers", "'application/pdf', 'audio/webm'", f"'application/pdf', {docx}, {xlsx}, 'audio/webm'"
    )
