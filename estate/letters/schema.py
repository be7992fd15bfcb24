"""Letters about arrears, their delivery, what interrupts limitation. Amounts in fen, dates ISO, instants UTC.

A letter is a draft until it is issued: then it has a number of the papers' gapless series (estate/documents), and the
charges with their amounts as of the day stand here for good. What happens to it afterwards is rows of its own.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("letters")

KINDS = "'reminder', 'demand', 'lawyer'"
WAYS = "'handed', 'sent', 'arrived', 'returned', 'refused', 'posted'"
STAYS = "what was written about a letter stays as it is; correct it by a new row"


@schema()
def create_letters(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE letter_texts (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            locale TEXT NOT NULL CHECK (locale <> ''),
            title TEXT NOT NULL CHECK (title <> ''),
            opening TEXT NOT NULL CHECK (opening <> ''),
            closing TEXT NOT NULL CHECK (closing <> ''),
            days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 90),
            written_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX letter_texts_latest ON letter_texts (kind, locale, id)")
    db.execute(f"""
        CREATE TABLE letters (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            payer_id INTEGER NOT NULL REFERENCES people (id),
            payer_name TEXT NOT NULL,
            case_id INTEGER,
            drafted_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX letters_by_debt ON letters (home_id, payer_id, id)")
    db.execute("CREATE INDEX letters_by_payer ON letters (payer_id)")
    db.execute("""
        CREATE TABLE letter_issues (
            letter_id INTEGER PRIMARY KEY REFERENCES letters (id),
            number TEXT NOT NULL UNIQUE REFERENCES documents (number),
            as_of TEXT NOT NULL CHECK (as_of = date(as_of)),
            pay_by TEXT NOT NULL CHECK (pay_by = date(pay_by) AND pay_by > as_of),
            principal_fen INTEGER NOT NULL CHECK (principal_fen >= 0),
            penalty_fen INTEGER NOT NULL CHECK (penalty_fen >= 0),
            issued_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            CHECK (principal_fen + penalty_fen > 0)
        ) STRICT
    """)
    db.execute("CREATE INDEX letter_issues_by_day ON letter_issues (as_of)")
    db.execute("""
        CREATE TABLE letter_charges (
            letter_id INTEGER NOT NULL REFERENCES letter_issues (letter_id),
            charge_id INTEGER NOT NULL REFERENCES charges (id),
            balance_fen INTEGER NOT NULL CHECK (balance_fen > 0),
            penalty_fen INTEGER NOT NULL CHECK (penalty_fen >= 0),
            PRIMARY KEY (letter_id, charge_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX letter_charges_by_charge ON letter_charges (charge_id)")
    db.execute("""
        CREATE TABLE letter_ends (
            letter_id INTEGER PRIMARY KEY REFERENCES letters (id),
            why TEXT NOT NULL CHECK (why IN ('withdrawn', 'paid')),
            reason TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            CHECK ((why = 'withdrawn') = (reason <> ''))
        ) STRICT
    """)


@schema()
def create_deliveries(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE letter_deliveries (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            letter_id INTEGER NOT NULL REFERENCES letter_issues (letter_id),
            way TEXT NOT NULL CHECK (way IN ({WAYS})),
            on_day TEXT NOT NULL CHECK (on_day = date(on_day)),
            person TEXT NOT NULL DEFAULT '',
            relation TEXT NOT NULL DEFAULT '' CHECK (relation IN ('', 'self', 'adult_family', 'authorised', 'other')),
            tracking TEXT NOT NULL DEFAULT '',
            witness TEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            photo TEXT CHECK (length(photo) = 64),
            proof TEXT NOT NULL CHECK (proof IN ('strong', 'weak', 'none')),
            corrects_id INTEGER REFERENCES letter_deliveries (id),
            recorded_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            CHECK (way <> 'sent' OR tracking <> ''),
            CHECK (way <> 'posted' OR proof = 'weak')
        ) STRICT
    """)
    db.execute("CREATE INDEX letter_deliveries_by_letter ON letter_deliveries (letter_id, id)")
    db.execute("""
        CREATE UNIQUE INDEX letter_deliveries_corrected_once ON letter_deliveries (corrects_id)
         WHERE corrects_id IS NOT NULL
    """)


@schema()
def create_limitation_events(db: Database) -> None:
    """What else interrupts limitation and only a person knows of: a lawsuit, an acknowledgement in writing."""
    db.execute("""
        CREATE TABLE limitation_events (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            payer_id INTEGER NOT NULL REFERENCES people (id),
            kind TEXT NOT NULL CHECK (kind IN ('lawsuit', 'arbitration', 'mediation', 'acknowledged')),
            on_day TEXT NOT NULL CHECK (on_day = date(on_day)),
            basis TEXT NOT NULL CHECK (basis <> ''),
            recorded_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX limitation_events_by_debt ON limitation_events (home_id, payer_id)")
    db.execute("CREATE INDEX limitation_events_by_payer ON limitation_events (payer_id)")
    db.execute("""
        CREATE TABLE limitation_event_charges (
            event_id INTEGER NOT NULL REFERENCES limitation_events (id),
            charge_id INTEGER NOT NULL REFERENCES charges (id),
            PRIMARY KEY (event_id, charge_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX limitation_event_charges_by_charge ON limitation_event_charges (charge_id)")
    db.execute("""
        CREATE TABLE limitation_event_ends (
            event_id INTEGER PRIMARY KEY REFERENCES limitation_events (id),
            reason TEXT NOT NULL CHECK (reason <> ''),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)


@schema()
def guard_letters(db: Database) -> None:
    for table in (
        "letter_texts",
        "letters",
        "letter_issues",
        "letter_charges",
        "letter_ends",
        "letter_deliveries",
        "limitation_events",
        "limitation_event_charges",
        "limitation_event_ends",
    ):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
            """)
    db.execute("""
        CREATE TRIGGER letter_charges_fit BEFORE INSERT ON letter_charges
        WHEN NOT EXISTS (SELECT 1 FROM letters AS l JOIN charges AS c ON c.home_id = l.home_id
                                                                    AND c.payer_id = l.payer_id
                          WHERE l.id = NEW.letter_id AND c.id = NEW.charge_id)
        BEGIN SELECT RAISE(ABORT, 'a letter names no debt of somebody else'); END
    """)
    db.execute("""
        CREATE TRIGGER letter_issues_fit BEFORE INSERT ON letter_issues
        WHEN EXISTS (SELECT 1 FROM letter_ends WHERE letter_id = NEW.letter_id)
        BEGIN SELECT RAISE(ABORT, 'a letter that was withdrawn is not issued'); END
    """)


@schema()
def keep_evidence(db: Database) -> None:
    """What stands on a letter, word for word, and the bundles of evidence that were made. `file` names the PDF."""
    db.execute("ALTER TABLE letter_issues ADD COLUMN content TEXT CHECK (json_valid(content))")
    db.execute("""
        CREATE TABLE evidence_bundles (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            payer_id INTEGER NOT NULL REFERENCES people (id),
            payer_name TEXT NOT NULL,
            asked_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            finished_at TEXT,
            file TEXT CHECK (length(file) = 64),
            error TEXT,
            CHECK ((finished_at IS NULL) = (file IS NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX evidence_bundles_by_debt ON evidence_bundles (home_id, payer_id, id)")
    db.execute("CREATE INDEX evidence_bundles_by_payer ON evidence_bundles (payer_id)")
    db.execute("""
        CREATE TRIGGER evidence_bundles_stay BEFORE UPDATE ON evidence_bundles
        WHEN OLD.finished_at IS NOT NULL OR NEW.home_id <> OLD.home_id OR NEW.payer_id <> OLD.payer_id
        BEGIN SELECT RAISE(ABORT, 'a bundle that was made stays as it is'); END
    """)
    db.execute("""
        CREATE TRIGGER evidence_bundles_no_delete BEFORE DELETE ON evidence_bundles
        BEGIN SELECT RAISE(ABORT, 'a bundle that was made stays as it is'); END
    """)
