"""What is charged, to whom, why: fee items with their tariffs, and bill runs. Their charges: schema_charges.py.

Money in fen, areas in dm² (0.01 m²), prices in 1/10,000 yuan per m² and month, dates ISO, instants UTC.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("billing")

KINDS = "'area', 'fixed_home', 'fixed_parking', 'one_off'"


@schema()
def create_fee_items(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE fee_items (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL UNIQUE CHECK (name <> ''),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            cycle_months INTEGER NOT NULL DEFAULT 1 CHECK (cycle_months IN (1, 3, 6, 12)),
            sort INTEGER NOT NULL DEFAULT 0,
            active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE tariffs (
            id INTEGER PRIMARY KEY,
            fee_item_id INTEGER NOT NULL REFERENCES fee_items (id),
            effective_from TEXT NOT NULL CHECK (effective_from = date(effective_from)),
            price_e4 INTEGER CHECK (price_e4 > 0),
            amount_fen INTEGER CHECK (amount_fen > 0),
            rounding TEXT NOT NULL CHECK (
                rounding IN ('half_up_fen', 'half_up_jiao', 'half_up_yuan', 'up_yuan', 'down_yuan')),
            rounding_level TEXT NOT NULL CHECK (rounding_level IN ('monthly_rows', 'once_per_period')),
            proration TEXT NOT NULL CHECK (proration IN (
                'daily_actual', 'daily_30', 'daily_365', 'half_month', 'full_month', 'next_month')),
            area_basis TEXT NOT NULL DEFAULT 'built' CHECK (area_basis IN ('built', 'inner')),
            basis_text TEXT NOT NULL DEFAULT '',
            created_by TEXT NOT NULL,
            created_at TEXT NOT NULL,
            UNIQUE (fee_item_id, effective_from),
            CHECK ((price_e4 IS NULL) <> (amount_fen IS NULL))
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE assignments (
            id INTEGER PRIMARY KEY,
            fee_item_id INTEGER NOT NULL REFERENCES fee_items (id),
            scope TEXT NOT NULL CHECK (
                scope IN ('all', 'zone', 'building', 'entrance', 'usage', 'home', 'parking_kind', 'parking')),
            zone_id INTEGER REFERENCES zones (id),
            building_id INTEGER REFERENCES buildings (id),
            entrance_id INTEGER REFERENCES entrances (id),
            home_id INTEGER REFERENCES homes (id),
            parking_space_id INTEGER REFERENCES parking_spaces (id),
            usage TEXT,
            parking_kind TEXT,
            from_date TEXT CHECK (from_date = date(from_date)),
            to_date TEXT CHECK (to_date = date(to_date)),
            excluded INTEGER NOT NULL DEFAULT 0 CHECK (excluded IN (0, 1)),
            CHECK (to_date >= from_date),
            CHECK (CASE scope
                WHEN 'all' THEN 1
                WHEN 'zone' THEN zone_id IS NOT NULL
                WHEN 'building' THEN building_id IS NOT NULL
                WHEN 'entrance' THEN entrance_id IS NOT NULL
                WHEN 'home' THEN home_id IS NOT NULL
                WHEN 'parking' THEN parking_space_id IS NOT NULL
                WHEN 'usage' THEN usage IS NOT NULL
                ELSE parking_kind IS NOT NULL END)
        ) STRICT
    """)
    db.execute("CREATE INDEX assignments_by_item ON assignments (fee_item_id)")
    for parent in ("zone", "building", "entrance", "home", "parking_space"):
        column = f"{parent}_id"
        db.execute(
            f"CREATE INDEX assignments_by_{parent} ON assignments ({column}) WHERE {column} IS NOT NULL"
        )


@schema()
def create_runs(db: Database) -> None:
    db.execute("""
        CREATE TABLE bill_runs (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            period_from TEXT NOT NULL CHECK (period_from = date(period_from, 'start of month')),
            period_to TEXT NOT NULL CHECK (period_to = date(period_to, 'start of month', '+1 month', '-1 day')),
            due_on TEXT NOT NULL CHECK (due_on = date(due_on)),
            state TEXT NOT NULL CHECK (state IN ('computing', 'ready', 'posted', 'voided', 'failed')),
            token TEXT NOT NULL,
            fingerprint TEXT,
            homes INTEGER NOT NULL DEFAULT 0,
            lines INTEGER NOT NULL DEFAULT 0,
            total_fen INTEGER NOT NULL DEFAULT 0,
            started_at TEXT NOT NULL,
            started_by TEXT NOT NULL,
            computed_at TEXT,
            posted_at TEXT,
            posted_by TEXT,
            voided_at TEXT,
            voided_by TEXT,
            reason TEXT,
            error TEXT,
            CHECK (period_to > period_from),
            CHECK (state <> 'posted' OR posted_at IS NOT NULL),
            CHECK (state <> 'voided' OR (voided_at IS NOT NULL AND reason <> ''))
        ) STRICT
    """)
    # Two browsers that start the same month work on the same run.
    db.execute("""
        CREATE UNIQUE INDEX bill_runs_one_open ON bill_runs (period_from, period_to)
         WHERE state IN ('computing', 'ready', 'failed')
    """)
    db.execute("CREATE INDEX bill_runs_by_period ON bill_runs (period_from)")
    db.execute(f"""
        CREATE TABLE bill_run_lines (
            run_id INTEGER NOT NULL REFERENCES bill_runs (id) ON DELETE CASCADE,
            {LINE_COLUMNS}
        ) STRICT
    """)
    db.execute("CREATE INDEX bill_run_lines_by_run ON bill_run_lines (run_id, home_id)")
    db.execute("""
        CREATE TABLE bill_run_homes (
            run_id INTEGER NOT NULL REFERENCES bill_runs (id) ON DELETE CASCADE,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            lines INTEGER NOT NULL,
            amount_fen INTEGER NOT NULL,
            compared_fen INTEGER NOT NULL,
            before_fen INTEGER NOT NULL,
            PRIMARY KEY (run_id, home_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX bill_run_homes_by_home ON bill_run_homes (home_id)")
    db.execute("""
        CREATE TABLE bill_run_skips (
            id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES bill_runs (id) ON DELETE CASCADE,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            fee_item_id INTEGER REFERENCES fee_items (id),
            reason TEXT NOT NULL,
            whole_home INTEGER NOT NULL CHECK (whole_home IN (0, 1))
        ) STRICT
    """)
    db.execute("CREATE INDEX bill_run_skips_by_run ON bill_run_skips (run_id, reason)")
    db.execute("CREATE INDEX bill_run_skips_by_home ON bill_run_skips (home_id)")


LINE_COLUMNS = f"""
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            fee_item_id INTEGER NOT NULL REFERENCES fee_items (id),
            fee_item_name TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            tariff_id INTEGER REFERENCES tariffs (id),
            parking_space_id INTEGER REFERENCES parking_spaces (id),
            parking_code TEXT,
            payer_id INTEGER NOT NULL REFERENCES people (id),
            payer_name TEXT NOT NULL,
            period_from TEXT NOT NULL,
            period_to TEXT NOT NULL,
            quantity TEXT NOT NULL,
            price TEXT NOT NULL,
            formula TEXT NOT NULL,
            amount_fen INTEGER NOT NULL"""
