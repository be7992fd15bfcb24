"""Contacts about a debt and the promises made in them. Amounts in fen, dates ISO, instants UTC.

A contact stays as it is; a wrong one is corrected by a new one that refers to it. What was owed at the time is copied
with the charges. A promise ends once: kept, late, broken or withdrawn. The database itself keeps all of this.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("contacts")

CHANNELS = "'call_out', 'call_in', 'visit', 'counter', 'message'"
REACHED = "'owner', 'adult_family', 'tenant', 'other', 'nobody'"
RESULTS = "'promised', 'refused', 'disputed', 'told', 'no_answer', 'rejected', 'invalid_number', 'moved'"
CAUSES = """'', 'service', 'leak', 'not_moved_in', 'sold', 'tenant_pays', 'hardship', 'mismatch', 'developer',
    'parking', 'other'"""
STAYS = "a contact stays as it is; correct it by a new one"


@schema()
def create_contacts(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE contacts (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            payer_id INTEGER NOT NULL REFERENCES people (id),
            payer_name TEXT NOT NULL,
            happened_at TEXT NOT NULL,
            channel TEXT NOT NULL CHECK (channel IN ({CHANNELS})),
            reached TEXT NOT NULL CHECK (reached IN ({REACHED})),
            reached_name TEXT NOT NULL DEFAULT '',
            number TEXT NOT NULL DEFAULT '',
            result TEXT NOT NULL CHECK (result IN ({RESULTS})),
            cause TEXT NOT NULL DEFAULT '' CHECK (cause IN ({CAUSES})),
            note TEXT NOT NULL DEFAULT '',
            witness TEXT NOT NULL DEFAULT '',
            recording TEXT NOT NULL DEFAULT '',
            next_on TEXT CHECK (next_on = date(next_on)),
            owed_fen INTEGER NOT NULL CHECK (owed_fen >= 0),
            charges TEXT NOT NULL CHECK (json_valid(charges)),
            corrects_id INTEGER REFERENCES contacts (id),
            reason TEXT CHECK (reason <> ''),
            logged_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            CHECK ((corrects_id IS NULL) = (reason IS NULL)),
            CHECK (result NOT IN ('promised', 'refused', 'disputed', 'told') OR reached <> 'nobody')
        ) STRICT
    """)
    db.execute("CREATE INDEX contacts_by_debt ON contacts (home_id, payer_id, id)")
    db.execute("CREATE INDEX contacts_by_payer ON contacts (payer_id)")
    db.execute("CREATE INDEX contacts_by_next_day ON contacts (next_on) WHERE next_on IS NOT NULL")
    db.execute(
        "CREATE UNIQUE INDEX contacts_corrected_once ON contacts (corrects_id) WHERE corrects_id IS NOT NULL"
    )
    db.execute("""
        CREATE TABLE contact_closings (
            contact_id INTEGER PRIMARY KEY REFERENCES contacts (id),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)


@schema()
def create_promises(db: Database) -> None:
    db.execute("""
        CREATE TABLE promises (
            id INTEGER PRIMARY KEY,
            contact_id INTEGER NOT NULL UNIQUE REFERENCES contacts (id),
            home_id INTEGER NOT NULL,
            payer_id INTEGER NOT NULL,
            due_on TEXT NOT NULL CHECK (due_on = date(due_on)),
            amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
            in_writing INTEGER NOT NULL CHECK (in_writing IN (0, 1))
        ) STRICT
    """)
    db.execute("CREATE INDEX promises_by_debt ON promises (home_id, payer_id, id)")
    db.execute("CREATE INDEX promises_by_day ON promises (due_on)")
    db.execute("""
        CREATE TABLE promise_ends (
            promise_id INTEGER PRIMARY KEY REFERENCES promises (id),
            outcome TEXT NOT NULL CHECK (outcome IN ('kept', 'late', 'broken', 'withdrawn')),
            paid_fen INTEGER NOT NULL CHECK (paid_fen >= 0),
            ended_on TEXT NOT NULL CHECK (ended_on = date(ended_on)),
            at TEXT NOT NULL,
            who TEXT NOT NULL
        ) STRICT
    """)


@schema()
def guard_contacts(db: Database) -> None:
    for table in ("contacts", "contact_closings", "promises", "promise_ends"):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
            """)
    db.execute("""
        CREATE TRIGGER promises_fit BEFORE INSERT ON promises
        WHEN NOT EXISTS (SELECT 1 FROM contacts AS c
                          WHERE c.id = NEW.contact_id AND c.result = 'promised' AND c.home_id = NEW.home_id
                            AND c.payer_id = NEW.payer_id)
        BEGIN SELECT RAISE(ABORT, 'a promise belongs to the contact in which it was made'); END
    """)
    db.execute("""
        CREATE TRIGGER contacts_corrections_fit BEFORE INSERT ON contacts
        WHEN NEW.corrects_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM contacts AS c WHERE c.id = NEW.corrects_id AND c.home_id = NEW.home_id)
        BEGIN SELECT RAISE(ABORT, 'a correction is about the same home'); END
    """)
