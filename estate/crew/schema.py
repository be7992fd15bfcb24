"""Skills, shifts and absences of the crew. Hours in minutes of the day they begin on, days ISO, instants UTC."""

from sqlite_utils import Database, Migrations

from estate.repairs.words import CATEGORIES

schema = Migrations("crew")

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
