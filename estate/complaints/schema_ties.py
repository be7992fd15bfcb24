"""What goes with complaints: photos of their steps, records of other features, alerts, and secret links."""

from sqlite_utils import Database

SUBJECTS = "'order', 'waiver', 'announcement', 'equipment'"


def keep_what_goes_with(db: Database) -> None:
    """Photos of a step, records of other features, what was alerted of, and who may follow one without an account."""
    db.execute("""
        CREATE TABLE complaint_step_papers (
            step_id INTEGER NOT NULL REFERENCES complaint_steps (id),
            paper_id INTEGER NOT NULL REFERENCES papers (id),
            PRIMARY KEY (step_id, paper_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX complaint_step_papers_by_paper ON complaint_step_papers (paper_id)")
    # `subject` and `subject_id` name a record of another feature; no foreign key can point at several.
    db.execute(f"""
        CREATE TABLE complaint_links (
            complaint_id INTEGER NOT NULL REFERENCES complaints (id),
            subject TEXT NOT NULL CHECK (subject IN ({SUBJECTS})),
            subject_id INTEGER NOT NULL CHECK (subject_id > 0),
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            PRIMARY KEY (complaint_id, subject, subject_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX complaint_links_by_subject ON complaint_links (subject, subject_id)")
    db.execute("""
        CREATE TABLE complaint_alerts (
            complaint_id INTEGER NOT NULL REFERENCES complaints (id),
            clock TEXT NOT NULL CHECK (clock IN ('first', 'reply')),
            kind TEXT NOT NULL CHECK (kind IN ('soon', 'late')),
            clock_from TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (complaint_id, clock, kind, clock_from)
        ) STRICT, WITHOUT ROWID
    """)
    # `secret_hash` is of what only the browser of the complainer knows; nothing else leads back to them.
    db.execute("""
        CREATE TABLE complaint_scans (
            id INTEGER PRIMARY KEY,
            label_id INTEGER NOT NULL REFERENCES labels (id),
            complaint_id INTEGER NOT NULL UNIQUE REFERENCES complaints (id),
            secret_hash BLOB NOT NULL UNIQUE,
            at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX complaint_scans_by_label ON complaint_scans (label_id, at)")
    db.execute("CREATE INDEX complaint_scans_by_time ON complaint_scans (at)")
    for table in ("complaint_step_papers", "complaint_links", "complaint_scans"):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, 'what belongs to a complaint stays with it'); END
            """)


def keep_what_is_untied(db: Database) -> None:
    """What was tied wrongly is untied with a reason, and both stay on record; where it came from stays tied."""
    db.execute("ALTER TABLE complaint_links RENAME TO complaint_links_before")
    db.execute(f"""
        CREATE TABLE complaint_links (
            id INTEGER PRIMARY KEY,
            complaint_id INTEGER NOT NULL REFERENCES complaints (id),
            subject TEXT NOT NULL CHECK (subject IN ({SUBJECTS}, 'chat')),
            subject_id INTEGER NOT NULL CHECK (subject_id > 0),
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            untied_at TEXT,
            untied_by TEXT,
            untied_why TEXT NOT NULL DEFAULT '',
            CHECK ((untied_at IS NULL) = (untied_by IS NULL)),
            CHECK ((untied_at IS NULL) = (untied_why = '')),
            CHECK (subject <> 'chat' OR untied_at IS NULL)
        ) STRICT
    """)
    db.execute("""
        INSERT INTO complaint_links (complaint_id, subject, subject_id, at, who)
        SELECT complaint_id, subject, subject_id, at, who FROM complaint_links_before
         ORDER BY at, complaint_id, subject, subject_id
    """)
    db.execute("DROP TABLE complaint_links_before")
    db.execute("""
        CREATE UNIQUE INDEX complaint_links_once ON complaint_links (complaint_id, subject, subject_id)
         WHERE untied_at IS NULL
    """)
    db.execute("CREATE INDEX complaint_links_by_complaint ON complaint_links (complaint_id, id)")
    db.execute("CREATE INDEX complaint_links_by_subject ON complaint_links (subject, subject_id)")
    db.execute("""
        CREATE TRIGGER complaint_links_only_untied BEFORE UPDATE ON complaint_links
        WHEN OLD.untied_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.complaint_id <> OLD.complaint_id
          OR NEW.subject <> OLD.subject OR NEW.subject_id <> OLD.subject_id OR NEW.at <> OLD.at OR NEW.who <> OLD.who
        BEGIN SELECT RAISE(ABORT, 'what belongs to a complaint stays with it'); END
    """)
    db.execute("""
        CREATE TRIGGER complaint_links_no_delete BEFORE DELETE ON complaint_links
        BEGIN SELECT RAISE(ABORT, 'what belongs to a complaint stays with it'); END
    """)


def hide_messages(db: Database) -> None:
    """Messages of complaints about somebody of the office, from before those were hidden from them."""
    db.execute("""
        UPDATE messages
           SET hidden_from = (SELECT c.about_account_id FROM complaints AS c
                               WHERE messages.link IN ('/complaints/' || c.id, '/my/complaints/' || c.id))
         WHERE event LIKE 'complaint.%'
    """)
