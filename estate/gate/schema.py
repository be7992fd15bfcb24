"""Passes of visitors and workers with their entries, and parcels. Dates ISO, instants UTC.

A pass has a number of six digits, unique among those that are live, and a token in its QR code. Names and plates go
when nobody needs them any more; the entries stay, without names. An entry is written once and never above what the pass
allows.
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check

schema = Migrations("gate")

DIGITS = "GLOB '[0-9][0-9][0-9][0-9][0-9][0-9]'"


@schema()
def create_passes(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE gate_passes (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('visitor', 'worker')),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            person_id INTEGER REFERENCES people (id),
            permit_id INTEGER,
            name TEXT NOT NULL DEFAULT '',
            plate TEXT NOT NULL DEFAULT '',
            from_on TEXT NOT NULL CHECK (from_on = date(from_on, '+0 days')),
            until_on TEXT NOT NULL CHECK (until_on = date(until_on, '+0 days') AND until_on >= from_on),
            most_uses INTEGER CHECK (most_uses > 0),
            used INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0 AND used <= ifnull(most_uses, used)),
            code TEXT NOT NULL CHECK (code {DIGITS}),
            token TEXT NOT NULL UNIQUE CHECK (length(token) >= 16),
            live INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),
            made_at TEXT NOT NULL,
            account_id INTEGER,
            made_by TEXT NOT NULL,
            cancelled_at TEXT,
            forgotten_at TEXT,
            CHECK ((kind = 'worker') = (permit_id IS NOT NULL)),
            CHECK (cancelled_at IS NULL OR live = 0),
            CHECK (forgotten_at IS NULL OR (live = 0 AND name = '' AND plate = ''))
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX gate_passes_live_code ON gate_passes (code) WHERE live = 1")
    db.execute("CREATE INDEX gate_passes_by_home ON gate_passes (home_id, id)")
    db.execute("CREATE INDEX gate_passes_by_person ON gate_passes (person_id, id)")
    db.execute("CREATE INDEX gate_passes_by_permit ON gate_passes (permit_id) WHERE permit_id IS NOT NULL")
    db.execute("CREATE INDEX gate_passes_by_end ON gate_passes (until_on) WHERE live = 1")
    db.execute("CREATE INDEX gate_passes_named ON gate_passes (until_on) WHERE forgotten_at IS NULL")
    db.execute("""
        CREATE TABLE gate_entries (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            pass_id INTEGER NOT NULL REFERENCES gate_passes (id),
            at TEXT NOT NULL,
            day TEXT NOT NULL CHECK (day = date(day, '+0 days')),
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX gate_entries_by_pass ON gate_entries (pass_id, id)")
    db.execute("CREATE INDEX gate_entries_by_day ON gate_entries (day)")
    db.execute("""
        CREATE TRIGGER gate_entries_count AFTER INSERT ON gate_entries
        BEGIN UPDATE gate_passes SET used = used + 1 WHERE id = NEW.pass_id; END
    """)
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER gate_entries_no_{act.lower()} BEFORE {act} ON gate_entries
            BEGIN SELECT RAISE(ABORT, 'entries stay as they are'); END
        """)
    db.execute("""
        CREATE TRIGGER gate_passes_no_delete BEFORE DELETE ON gate_passes
        BEGIN SELECT RAISE(ABORT, 'a pass is cancelled or forgotten, not deleted'); END
    """)


@schema()
def create_parcels(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE parcels (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            name TEXT NOT NULL DEFAULT '',
            carrier TEXT NOT NULL DEFAULT '',
            tracking TEXT NOT NULL DEFAULT '',
            shelf TEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            code TEXT NOT NULL CHECK (code {DIGITS}),
            arrived_at TEXT NOT NULL,
            arrived_on TEXT NOT NULL CHECK (arrived_on = date(arrived_on, '+0 days')),
            account_id INTEGER,
            taken_by TEXT NOT NULL,
            ended_at TEXT,
            ending TEXT CHECK (ending IN ('code', 'signature', 'returned')),
            ended_by TEXT NOT NULL DEFAULT '',
            handed_to TEXT NOT NULL DEFAULT '',
            reason TEXT NOT NULL DEFAULT '',
            forgotten_at TEXT,
            CHECK ((ended_at IS NULL) = (ending IS NULL)),
            CHECK (ending IS NOT 'signature' OR forgotten_at IS NOT NULL OR handed_to <> ''),
            CHECK (ending IS NOT 'returned' OR reason <> ''),
            CHECK (forgotten_at IS NULL OR (ended_at IS NOT NULL AND name = '' AND handed_to = '' AND tracking = ''))
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX parcels_waiting_code ON parcels (code) WHERE ended_at IS NULL")
    db.execute("CREATE INDEX parcels_waiting ON parcels (arrived_on, id) WHERE ended_at IS NULL")
    db.execute("CREATE INDEX parcels_by_home ON parcels (home_id, id)")
    db.execute("CREATE INDEX parcels_ended ON parcels (ended_at) WHERE ended_at IS NOT NULL")
    db.execute("""
        CREATE TRIGGER parcels_end_once BEFORE UPDATE OF ended_at, ending, home_id, code ON parcels
        WHEN OLD.ended_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'this parcel was handed over or sent back already'); END
    """)
    db.execute("""
        CREATE TRIGGER parcels_no_delete BEFORE DELETE ON parcels
        BEGIN SELECT RAISE(ABORT, 'parcels stay in the register'); END
    """)


@schema()
def refer_to_permits(db: Database) -> None:
    """A worker's pass names a permit that is there."""
    widen_check(db, "gate_passes", "permit_id INTEGER,", "permit_id INTEGER REFERENCES permits (id),")


@schema()
def decide_days(db: Database) -> None:
    """Days that the office decides: until a parcel's reminder, of a name's keeping, before a permit's last day."""
    db.execute("""
        CREATE TABLE gate_settings (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            parcel_days INTEGER NOT NULL DEFAULT 3 CHECK (parcel_days BETWEEN 1 AND 30),
            name_days INTEGER NOT NULL DEFAULT 183 CHECK (name_days BETWEEN 7 AND 183),
            permit_days INTEGER NOT NULL DEFAULT 3 CHECK (permit_days BETWEEN 1 AND 30)
        ) STRICT
    """)
    db.execute("INSERT INTO gate_settings (id) VALUES (1)")


@schema()
def remind_of_parcels(db: Database) -> None:
    """The day on which the household was reminded: once."""
    db.execute(
        "ALTER TABLE parcels ADD COLUMN reminded_on TEXT CHECK (reminded_on = date(reminded_on, '+0 days'))"
    )
    db.execute("""
        CREATE INDEX parcels_unreminded ON parcels (arrived_on, id) WHERE ended_at IS NULL AND reminded_on IS NULL
    """)
    db.execute("""
        CREATE TRIGGER parcels_remind_once BEFORE UPDATE OF reminded_on ON parcels WHEN OLD.reminded_on IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'the household was reminded already'); END
    """)
