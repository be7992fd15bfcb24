"""Statements of the bank and of payment services, line by line, what each line was found to be, and owners' claims.

A line stays as it was read. What it was found to be is a row of its own; a mistake is undone by another row.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("reconciliation")

_CHANNELS = "'bank', 'wechat', 'alipay', 'pos'"


@schema()
def create_statements(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE bank_statements (
            id INTEGER PRIMARY KEY,
            channel TEXT NOT NULL CHECK (channel IN ({_CHANNELS})),
            file_name TEXT NOT NULL,
            file_hash TEXT NOT NULL UNIQUE,
            first_on TEXT NOT NULL CHECK (first_on = date(first_on)),
            last_on TEXT NOT NULL CHECK (last_on = date(last_on)),
            imported_at TEXT NOT NULL,
            imported_by TEXT NOT NULL,
            known_lines INTEGER NOT NULL CHECK (known_lines >= 0),
            CHECK (last_on >= first_on)
        ) STRICT
    """)
    db.execute(f"""
        CREATE TABLE bank_lines (
            id INTEGER PRIMARY KEY,
            statement_id INTEGER NOT NULL REFERENCES bank_statements (id),
            row INTEGER NOT NULL,
            channel TEXT NOT NULL CHECK (channel IN ({_CHANNELS})),
            reference TEXT NOT NULL CHECK (reference <> ''),
            on_date TEXT NOT NULL CHECK (on_date = date(on_date)),
            amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
            fee_fen INTEGER NOT NULL DEFAULT 0 CHECK (fee_fen >= 0),
            payer TEXT NOT NULL DEFAULT '',
            account TEXT NOT NULL DEFAULT '',
            remark TEXT NOT NULL DEFAULT '',
            UNIQUE (channel, reference)
        ) STRICT
    """)
    db.execute("CREATE INDEX bank_lines_by_statement ON bank_lines (statement_id)")
    db.execute("CREATE INDEX bank_lines_by_day ON bank_lines (on_date, id)")
    db.execute("""
        CREATE TABLE payment_claims (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            payer_id INTEGER NOT NULL REFERENCES people (id),
            amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
            paid_on TEXT NOT NULL CHECK (paid_on = date(paid_on)),
            method TEXT NOT NULL CHECK (method IN ('transfer', 'wechat', 'alipay', 'pos', 'cash')),
            note TEXT NOT NULL DEFAULT '',
            picture TEXT CHECK (length(picture) = 64),
            made_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX payment_claims_by_home ON payment_claims (home_id)")
    db.execute("CREATE INDEX payment_claims_by_payer ON payment_claims (payer_id)")
    db.execute("""
        CREATE TABLE claim_answers (
            claim_id INTEGER PRIMARY KEY REFERENCES payment_claims (id),
            receipt_id INTEGER REFERENCES receipts (id),
            reason TEXT CHECK (reason <> ''),
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            CHECK ((receipt_id IS NULL) <> (reason IS NULL))
        ) STRICT
    """)
    db.execute(
        "CREATE INDEX claim_answers_by_receipt ON claim_answers (receipt_id) WHERE receipt_id IS NOT NULL"
    )
    db.execute("""
        CREATE TABLE bank_matches (
            id INTEGER PRIMARY KEY,
            line_id INTEGER NOT NULL REFERENCES bank_lines (id),
            receipt_id INTEGER REFERENCES receipts (id),
            reason TEXT CHECK (reason <> ''),
            confidence TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', 'possible', 'by_hand')),
            took INTEGER NOT NULL DEFAULT 0 CHECK (took IN (0, 1)),
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            undone_at TEXT,
            undone_by TEXT,
            CHECK ((receipt_id IS NULL) <> (reason IS NULL)),
            CHECK (receipt_id IS NOT NULL OR took = 0),
            CHECK ((undone_at IS NULL) = (undone_by IS NULL))
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX bank_matches_live ON bank_matches (line_id) WHERE undone_at IS NULL")
    db.execute("""
        CREATE UNIQUE INDEX bank_matches_of_receipt ON bank_matches (receipt_id)
         WHERE receipt_id IS NOT NULL AND undone_at IS NULL
    """)


@schema()
def guard_what_is_read(db: Database) -> None:
    for table in ("bank_statements", "bank_lines", "payment_claims", "claim_answers"):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, 'what was read or said stays as it is'); END
            """)
    db.execute("""
        CREATE TRIGGER bank_matches_no_delete BEFORE DELETE ON bank_matches
        BEGIN SELECT RAISE(ABORT, 'a finding is undone, not deleted'); END
    """)
    db.execute("""
        CREATE TRIGGER bank_matches_are_undone_once BEFORE UPDATE ON bank_matches
        WHEN OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL OR NEW.line_id <> OLD.line_id
          OR NEW.receipt_id IS NOT OLD.receipt_id OR NEW.reason IS NOT OLD.reason OR NEW.at <> OLD.at
        BEGIN SELECT RAISE(ABORT, 'a finding is undone, not changed'); END
    """)
    db.execute("""
        CREATE TRIGGER bank_matches_fit BEFORE INSERT ON bank_matches
        WHEN NEW.receipt_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM bank_lines AS l JOIN receipts AS r ON r.id = NEW.receipt_id
             WHERE l.id = NEW.line_id AND r.amount_fen = l.amount_fen)
        BEGIN SELECT RAISE(ABORT, 'a line and its receipt have the same amount'); END
    """)
