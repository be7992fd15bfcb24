"""Skills, shifts and absences of the crew. Hours in minutes of the day they begin on, days ISO, instants UTC."""

from sqlite_utils import Database, Migrations

from estate.repairs.words import CATEGORIES

schema = Migrations("crew")

DEFAULTS = (("urgent", "auto", 3), ("fast", "auto", 10), ("normal", "auto", 60), ("complex", "propose", 240))
"""By urgency how a new office hands out, and after how many minutes in the pool it is told."""

_CATEGORIES = ", ".join(f"'{category}'" for category in CATEGORIES)
_HOURS = """starts INTEGER NOT NULL CHECK (starts BETWEEN 0 AND 1439),
            ends INTEGER NOT NULL CHECK (ends > starts AND ends <= starts + 1440)"""


@schema()
def create_crew(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE crew_skills (
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            category TEXT NOT NULL CHECK (category IN ({_CATEGORIES})),
            level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
            PRIMARY KEY (account_id, category)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute(f"""
        CREATE TABLE crew_weeks (
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
            {_HOURS},
            PRIMARY KEY (account_id, weekday)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute(f"""
        CREATE TABLE crew_days (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            day TEXT NOT NULL CHECK (day = date(day)),
            {_HOURS},
            UNIQUE (account_id, day, starts)
        ) STRICT
    """)
    db.execute("CREATE INDEX crew_days_by_day ON crew_days (day)")
    db.execute("""
        CREATE TABLE crew_absences (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('leave', 'sick', 'training', 'other')),
            from_day TEXT NOT NULL CHECK (from_day = date(from_day)),
            to_day TEXT NOT NULL CHECK (to_day = date(to_day)),
            note TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            CHECK (to_day >= from_day)
        ) STRICT
    """)
    db.execute("CREATE INDEX crew_absences_by_account ON crew_absences (account_id, to_day)")
    db.execute("CREATE INDEX crew_absences_by_day ON crew_absences (to_day)")


@schema()
def create_handing_out(db: Database) -> None:
    """How orders are handed out: by urgency, with exceptions by category; after how long in the pool it is told."""
    db.execute("""
        CREATE TABLE assignment_defaults (
            urgency TEXT PRIMARY KEY CHECK (urgency IN ('urgent', 'fast', 'normal', 'complex')),
            mode TEXT NOT NULL CHECK (mode IN ('auto', 'propose', 'pool')),
            tell_min INTEGER NOT NULL CHECK (tell_min BETWEEN 1 AND 10080)
        ) STRICT, WITHOUT ROWID
    """)
    for urgency, mode, minutes in DEFAULTS:
        db.execute("INSERT INTO assignment_defaults VALUES (?, ?, ?)", [urgency, mode, minutes])
    db.execute(f"""
        CREATE TABLE assignment_exceptions (
            category TEXT NOT NULL CHECK (category IN ({_CATEGORIES})),
            urgency TEXT NOT NULL CHECK (urgency IN ('urgent', 'fast', 'normal', 'complex')),
            mode TEXT NOT NULL CHECK (mode IN ('auto', 'propose', 'pool')),
            PRIMARY KEY (category, urgency)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE order_helpers (
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            account_id INTEGER NOT NULL REFERENCES accounts (id),
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            PRIMARY KEY (order_id, account_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX order_helpers_by_account ON order_helpers (account_id)")
    # That an order lies in the pool is told once for each time it came there.
    db.execute("""
        CREATE TABLE order_pool_alerts (
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            since TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (order_id, since)
        ) STRICT, WITHOUT ROWID
    """)


@schema()
def create_appointments(db: Database) -> None:
    """When somebody comes, as agreed: a later row takes the place of the earlier ones of its order."""
    db.execute("""
        CREATE TABLE order_appointments (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            starts_at TEXT NOT NULL,
            ends_at TEXT NOT NULL CHECK (ends_at > starts_at),
            note TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX order_appointments_by_order ON order_appointments (order_id, id)")
    db.execute("CREATE INDEX order_appointments_by_time ON order_appointments (starts_at)")
    db.execute("CREATE INDEX order_appointments_by_account ON order_appointments (account_id)")
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER order_appointments_no_{act.lower()} BEFORE {act} ON order_appointments
            BEGIN SELECT RAISE(ABORT, 'an appointment stays as it was made; make another'); END
        """)
