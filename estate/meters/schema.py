"""Meters, the counters in them, and their readings. Values and multipliers in thousandths, totals in millionths.

A meter is a place where something is measured; its counter may be replaced, its usage goes on. The database itself
keeps: a reading as it was taken; what was wrong is ended by a later row, never changed.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("meters")

KINDS = "'water', 'electricity', 'gas', 'heat', 'other'"


@schema()
def create_meters(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE meters (
            id INTEGER PRIMARY KEY,
            home_id INTEGER REFERENCES homes (id),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            number TEXT NOT NULL DEFAULT '',
            place TEXT NOT NULL DEFAULT '',
            multiplier_e3 INTEGER NOT NULL DEFAULT 1000 CHECK (multiplier_e3 BETWEEN 1 AND 10000000),
            digits INTEGER NOT NULL CHECK (digits BETWEEN 3 AND 9),
            installed_on TEXT NOT NULL CHECK (installed_on = date(installed_on)),
            active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
            import_batch_id INTEGER,
            CHECK (home_id IS NOT NULL OR place <> '')
        ) STRICT
    """)
    db.execute("CREATE INDEX meters_by_home ON meters (home_id, kind)")
    db.execute("CREATE UNIQUE INDEX meters_by_number ON meters (kind, number) WHERE active AND number <> ''")
    # `place` orders the readings of one day: a reading, the last of a counter that is taken away, the first of a new one.
    db.execute("""
        CREATE TABLE readings (
            id INTEGER PRIMARY KEY,
            meter_id INTEGER NOT NULL REFERENCES meters (id),
            read_on TEXT NOT NULL CHECK (read_on = date(read_on)),
            kind TEXT NOT NULL CHECK (kind IN ('initial', 'actual', 'estimated', 'final')),
            place INTEGER NOT NULL GENERATED ALWAYS AS (CASE kind WHEN 'initial' THEN 2 WHEN 'final' THEN 1 ELSE 0 END) STORED,
            value_e3 INTEGER NOT NULL CHECK (value_e3 >= 0),
            total_e6 INTEGER NOT NULL,
            passed_zero INTEGER NOT NULL DEFAULT 0 CHECK (passed_zero IN (0, 1)),
            number TEXT NOT NULL,
            multiplier_e3 INTEGER NOT NULL,
            digits INTEGER NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            photo TEXT CHECK (length(photo) = 64),
            doubt TEXT NOT NULL DEFAULT '' CHECK (doubt IN ('', 'high', 'zero')),
            confirmed INTEGER NOT NULL DEFAULT 1 CHECK (confirmed IN (0, 1)),
            taken_at TEXT NOT NULL,
            taken_by TEXT NOT NULL,
            supersedes_id INTEGER REFERENCES readings (id),
            ended_at TEXT,
            ended_by TEXT,
            reason TEXT,
            import_batch_id INTEGER,
            CHECK ((ended_at IS NULL) = (reason IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)),
            CHECK (reason IS NULL OR reason <> ''),
            CHECK (value_e3 < CAST('1' || substr('000000000', 1, digits) || '000' AS INTEGER))
        ) STRICT
    """)
    db.execute("""
        CREATE UNIQUE INDEX readings_live ON readings (meter_id, read_on, place) WHERE ended_at IS NULL
    """)
    db.execute("CREATE INDEX readings_by_meter ON readings (meter_id, read_on)")
    db.execute("CREATE INDEX readings_by_day ON readings (read_on)")
    db.execute(
        "CREATE INDEX readings_to_confirm ON readings (meter_id) WHERE confirmed = 0 AND ended_at IS NULL"
    )
    db.execute(
        "CREATE INDEX readings_superseding ON readings (supersedes_id) WHERE supersedes_id IS NOT NULL"
    )
    db.execute("""
        CREATE TRIGGER readings_stay BEFORE UPDATE ON readings
        WHEN OLD.ended_at IS NOT NULL OR NEW.confirmed < OLD.confirmed
        BEGIN SELECT RAISE(ABORT, 'a reading stays as it was taken; a later row corrects it'); END
    """)
    db.execute("""
        CREATE TRIGGER readings_stay_in_every_column BEFORE UPDATE OF
            id, meter_id, read_on, kind, value_e3, total_e6, passed_zero, number, multiplier_e3, digits, note, photo,
            doubt, taken_at, taken_by, supersedes_id, import_batch_id ON readings
        BEGIN SELECT RAISE(ABORT, 'a reading stays as it was taken; a later row corrects it'); END
    """)
    db.execute("""
        CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings
        BEGIN SELECT RAISE(ABORT, 'a reading stays as it was taken; a later row corrects it'); END
    """)
    db.execute("""
        CREATE TRIGGER meters_with_readings_stay BEFORE UPDATE OF home_id, kind ON meters
        WHEN (OLD.home_id IS NOT NEW.home_id OR OLD.kind <> NEW.kind)
             AND EXISTS (SELECT 1 FROM readings WHERE meter_id = OLD.id AND kind <> 'initial')
        BEGIN SELECT RAISE(ABORT, 'a meter that was read stays where it is'); END
    """)


@schema()
def create_quotas(db: Database) -> None:
    """Cheap usage that a large household gets on top, each year, by kind of meter; in millionths."""
    db.execute(f"""
        CREATE TABLE extra_quotas (
            id INTEGER PRIMARY KEY,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            from_year INTEGER NOT NULL CHECK (from_year BETWEEN 1990 AND 2200),
            to_year INTEGER CHECK (to_year >= from_year),
            extra_e6 INTEGER NOT NULL CHECK (extra_e6 > 0),
            reason TEXT NOT NULL CHECK (reason <> '')
        ) STRICT
    """)
    db.execute("CREATE INDEX extra_quotas_by_home ON extra_quotas (home_id, kind)")


@schema()
def index_imports(db: Database) -> None:
    """What an import brought is found by its number, to take it back."""
    for table in ("meters", "readings"):
        db.execute(
            f"CREATE INDEX {table}_by_batch ON {table} (import_batch_id) WHERE import_batch_id IS NOT NULL"
        )


@schema()
def index_estimates(db: Database) -> None:
    """The few estimates among all readings, to find those that were too high."""
    db.execute(
        "CREATE INDEX readings_estimated ON readings (id) WHERE kind = 'estimated' AND ended_at IS NULL"
    )
