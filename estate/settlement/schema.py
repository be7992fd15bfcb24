"""Settlements of a home's handover: what was planned and said, and what each of them did. Amounts in fen, dates ISO.

A settlement can be left and come back to until it is finished; then it, and what it did, stay as they are.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("settlement")

STAYS = "a finished settlement stays as it is"


@schema()
def create_settlements(db: Database) -> None:
    db.execute("""
        CREATE TABLE settlements (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            on_date TEXT NOT NULL CHECK (on_date = date(on_date)),
            leaving_id INTEGER NOT NULL REFERENCES people (id),
            handover_id INTEGER REFERENCES handovers (id),
            plan TEXT NOT NULL CHECK (json_valid(plan)),
            money TEXT NOT NULL DEFAULT '' CHECK (money IN ('', 'leave', 'refund', 'carry')),
            agreement TEXT NOT NULL DEFAULT '',
            released TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(released)),
            access TEXT NOT NULL DEFAULT '',
            things_said INTEGER NOT NULL DEFAULT 0 CHECK (things_said IN (0, 1)),
            started_at TEXT NOT NULL,
            started_by TEXT NOT NULL,
            dropped_at TEXT,
            dropped_by TEXT,
            finished_at TEXT,
            finished_by TEXT,
            document TEXT,
            CHECK ((finished_at IS NULL) = (document IS NULL)),
            CHECK (finished_at IS NULL OR handover_id IS NOT NULL),
            CHECK (finished_at IS NULL OR dropped_at IS NULL),
            CHECK (money <> 'carry' OR agreement <> '')
        ) STRICT
    """)
    db.execute("""
        CREATE UNIQUE INDEX settlements_one_open ON settlements (home_id)
         WHERE finished_at IS NULL AND dropped_at IS NULL
    """)
    db.execute("CREATE INDEX settlements_of_home ON settlements (home_id, id)")
    db.execute("CREATE INDEX settlements_by_person ON settlements (leaving_id)")
    db.execute(
        "CREATE INDEX settlements_by_handover ON settlements (handover_id) WHERE handover_id IS NOT NULL"
    )
    db.execute("""
        CREATE TABLE settlement_effects (
            id INTEGER PRIMARY KEY,
            settlement_id INTEGER NOT NULL REFERENCES settlements (id),
            kind TEXT NOT NULL CHECK (
                kind IN ('reversed', 'kept', 'passed_on', 'billed', 'offset', 'credit', 'refund', 'transfer')),
            charge_id INTEGER REFERENCES charges (id),
            receipt_id INTEGER REFERENCES receipts (id),
            request_id INTEGER REFERENCES refund_requests (id),
            amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            CHECK ((charge_id IS NOT NULL) + (receipt_id IS NOT NULL) + (request_id IS NOT NULL) = 1)
        ) STRICT
    """)
    db.execute("CREATE INDEX settlement_effects_of ON settlement_effects (settlement_id, id)")
    for column in ("charge_id", "receipt_id", "request_id"):
        db.execute(f"""
            CREATE INDEX settlement_effects_by_{column} ON settlement_effects ({column}) WHERE {column} IS NOT NULL
        """)
    db.execute(f"""
        CREATE TRIGGER settlements_stay BEFORE UPDATE ON settlements
        WHEN OLD.finished_at IS NOT NULL OR OLD.dropped_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER settlements_no_delete BEFORE DELETE ON settlements
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER settlement_effects_no_{act.lower()} BEFORE {act} ON settlement_effects
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
        """)
