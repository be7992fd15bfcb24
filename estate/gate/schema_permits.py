"""Renovations: permits on numbers without gaps, their steps, the rules that were accepted. Dates ISO, instants UTC.

What was applied for stays as it was written; what follows is a step, written once. The permit's state is where its last
step led.
"""

from sqlite_utils import Database, Migrations

from estate.gate.rules_permits import STATES, STEPS

schema = Migrations("permits")

NAMED = ", ".join(f"'{one}'" for one in STATES)
STEP_NAMES = ", ".join(f"'{one}'" for one in ("apply", *STEPS))


@schema()
def create_permits(db: Database) -> None:
    db.execute("""
        CREATE TABLE permit_rules (
            id INTEGER PRIMARY KEY,
            text TEXT NOT NULL CHECK (text <> ''),
            at TEXT NOT NULL,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE permit_series (
            year INTEGER PRIMARY KEY CHECK (year BETWEEN 1900 AND 2200),
            next INTEGER NOT NULL DEFAULT 1 CHECK (next > 0)
        ) STRICT
    """)
    db.execute(f"""
        CREATE TABLE permits (
            id INTEGER PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            year INTEGER NOT NULL REFERENCES permit_series (year),
            seq INTEGER NOT NULL CHECK (seq > 0),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            token TEXT NOT NULL UNIQUE CHECK (length(token) >= 16),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            person_id INTEGER REFERENCES people (id),
            person_name TEXT NOT NULL CHECK (person_name <> ''),
            firm TEXT NOT NULL CHECK (firm <> ''),
            firm_phone TEXT NOT NULL CHECK (firm_phone <> ''),
            works TEXT NOT NULL CHECK (json_valid(works) AND json_array_length(works) > 0),
            text TEXT NOT NULL DEFAULT '',
            from_on TEXT NOT NULL CHECK (from_on = date(from_on, '+0 days')),
            until_on TEXT NOT NULL CHECK (until_on = date(until_on, '+0 days') AND until_on >= from_on),
            rules_id INTEGER NOT NULL REFERENCES permit_rules (id),
            deposit_id INTEGER REFERENCES deposits (id),
            state TEXT NOT NULL DEFAULT 'applied' CHECK (state IN ({NAMED})),
            made_at TEXT NOT NULL,
            made_on TEXT NOT NULL CHECK (made_on = date(made_on, '+0 days')),
            source TEXT NOT NULL CHECK (source IN ('owner', 'clerk')),
            account_id INTEGER,
            made_by TEXT NOT NULL,
            UNIQUE (year, seq),
            CHECK (number = printf('ZX%d-%04d', year, seq))
        ) STRICT
    """)
    db.execute("CREATE INDEX permits_by_home ON permits (home_id, id)")
    db.execute("CREATE INDEX permits_by_person ON permits (person_id, id)")
    db.execute("CREATE INDEX permits_by_state ON permits (state, id)")
    db.execute("CREATE INDEX permits_by_rules ON permits (rules_id)")
    db.execute("CREATE INDEX permits_by_deposit ON permits (deposit_id) WHERE deposit_id IS NOT NULL")
    db.execute(f"""
        CREATE TABLE permit_steps (
            id INTEGER PRIMARY KEY,
            permit_id INTEGER NOT NULL REFERENCES permits (id),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            step TEXT NOT NULL CHECK (step IN ({STEP_NAMES})),
            to_state TEXT NOT NULL CHECK (to_state IN ({NAMED})),
            result TEXT CHECK (result IN ('in_order', 'violation')),
            until_on TEXT CHECK (until_on = date(until_on, '+0 days')),
            reason TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            CHECK ((step = 'inspect') = (result IS NOT NULL)),
            CHECK ((step = 'extend') = (until_on IS NOT NULL)),
            CHECK (step NOT IN ('refuse', 'stop', 'mend') OR reason <> '')
        ) STRICT
    """)
    db.execute("CREATE INDEX permit_steps_by_permit ON permit_steps (permit_id, id)")


@schema()
def guard_permits(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER permits_number BEFORE INSERT ON permits
        WHEN NEW.seq IS NOT (SELECT next FROM permit_series WHERE year = NEW.year)
        BEGIN SELECT RAISE(ABORT, 'numbers of permits follow one another'); END
    """)
    db.execute("""
        CREATE TRIGGER permits_numbered AFTER INSERT ON permits
        BEGIN UPDATE permit_series SET next = NEW.seq + 1 WHERE year = NEW.year; END
    """)
    db.execute("""
        CREATE TRIGGER permits_stay BEFORE UPDATE OF number, year, seq, key, token, home_id, person_id, person_name, firm,
            firm_phone, works, text, from_on, rules_id, made_at, made_on, source, account_id, made_by ON permits
        BEGIN SELECT RAISE(ABORT, 'what was applied for stays as it was written'); END
    """)
    db.execute("""
        CREATE TRIGGER permit_steps_lead AFTER INSERT ON permit_steps
        BEGIN
            UPDATE permits SET state = NEW.to_state, until_on = ifnull(NEW.until_on, until_on)
             WHERE id = NEW.permit_id;
        END
    """)
    db.execute("""
        CREATE TRIGGER permits_state BEFORE UPDATE OF state, until_on ON permits
        WHEN NEW.state IS NOT (SELECT to_state FROM permit_steps WHERE permit_id = NEW.id ORDER BY id DESC LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'a permit moves by its steps'); END
    """)
    for table in ("permits", "permit_steps", "permit_rules"):
        for act in ("DELETE",) if table == "permits" else ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, 'permits, their steps and rules stay'); END
            """)


@schema()
def remind_of_permits(db: Database) -> None:
    """What was told of a permit's last day, once for each last day that it had."""
    db.execute("""
        CREATE TABLE permit_reminders (
            permit_id INTEGER NOT NULL REFERENCES permits (id),
            until_on TEXT NOT NULL CHECK (until_on = date(until_on, '+0 days')),
            about TEXT NOT NULL CHECK (about IN ('ending', 'ended')),
            at TEXT NOT NULL,
            PRIMARY KEY (permit_id, until_on, about)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute(
        "CREATE INDEX permits_running ON permits (until_on, id) WHERE state IN ('approved', 'stopped')"
    )
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER permit_reminders_no_{act.lower()} BEFORE {act} ON permit_reminders
            BEGIN SELECT RAISE(ABORT, 'what was told stays'); END
        """)
