"""Plans, what falls due by them, check lists in versions and service records. Days ISO, instants UTC text, amounts in fen.

A due keeps what the plan said when it was made. There is one due of a plan for a piece and a day, and one that is not
closed: catching up can make no pile. Records, signatures, readings and versions of check lists stay as they were
written; a record is corrected by a further one and cannot be deleted. The database itself keeps all of this.
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check

schema = Migrations("upkeep")

LADDERS = "'', 'lift'"
STATES = "'planned', 'ordered', 'done', 'closed_by_deeper', 'missed'"
OPEN = "'planned', 'ordered'"


@schema()
def create_lists(db: Database) -> None:
    db.execute("""
        CREATE TABLE upkeep_lists (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> ''),
            retired_at TEXT
        ) STRICT
    """)
    # items: [{question, kind, unit, low, high, required}], low and high in thousandths of the unit.
    db.execute("""
        CREATE TABLE upkeep_list_versions (
            id INTEGER PRIMARY KEY,
            list_id INTEGER NOT NULL REFERENCES upkeep_lists (id),
            version INTEGER NOT NULL CHECK (version > 0),
            items TEXT NOT NULL CHECK (json_type(items) = 'array'),
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            UNIQUE (list_id, version)
        ) STRICT
    """)
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER upkeep_list_versions_no_{act.lower()} BEFORE {act} ON upkeep_list_versions
            BEGIN SELECT RAISE(ABORT, 'a version of a check list stays as it was'); END
        """)


@schema()
def create_plans(db: Database) -> None:
    # first_value, step_value: thousandths of the counter's unit.
    db.execute(f"""
        CREATE TABLE upkeep_plans (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> ''),
            equipment_id INTEGER REFERENCES equipment (id),
            category TEXT NOT NULL DEFAULT '',
            statutory TEXT NOT NULL DEFAULT '',
            work TEXT NOT NULL DEFAULT 'service' CHECK (work IN ('service', 'inspection')),
            legal INTEGER NOT NULL DEFAULT 0 CHECK (legal IN (0, 1)),
            basis TEXT NOT NULL DEFAULT '',
            rhythm TEXT NOT NULL CHECK (rhythm IN ('calendar', 'counter', 'seasonal')),
            every INTEGER CHECK (every BETWEEN 1 AND 3660),
            unit TEXT CHECK (unit IN ('day', 'week', 'month', 'year')),
            counts_from TEXT NOT NULL DEFAULT 'plan' CHECK (counts_from IN ('plan', 'done')),
            first_due TEXT NOT NULL CHECK (first_due = date(first_due)),
            season_from TEXT CHECK (season_from GLOB '[01][0-9]-[0-3][0-9]'),
            season_to TEXT CHECK (season_to GLOB '[01][0-9]-[0-3][0-9]'),
            counter TEXT CHECK (counter IN ('hours', 'starts', 'km')),
            first_value INTEGER CHECK (first_value >= 0),
            step_value INTEGER CHECK (step_value > 0),
            lead_days INTEGER NOT NULL DEFAULT 3 CHECK (lead_days BETWEEN 0 AND 365),
            ladder TEXT NOT NULL DEFAULT '' CHECK (ladder IN ({LADDERS})),
            level INTEGER NOT NULL DEFAULT 0 CHECK (level BETWEEN 0 AND 4),
            list_id INTEGER REFERENCES upkeep_lists (id),
            done_by TEXT NOT NULL DEFAULT 'crew' CHECK (done_by IN ('crew', 'company')),
            note TEXT NOT NULL DEFAULT '',
            version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
            added_at TEXT NOT NULL,
            stopped_on TEXT CHECK (stopped_on = date(stopped_on)),
            CHECK ((equipment_id IS NOT NULL) + (category <> '') + (statutory <> '') = 1),
            CHECK ((rhythm = 'counter') = (step_value IS NOT NULL)),
            CHECK ((rhythm = 'counter') = (first_value IS NOT NULL)),
            CHECK ((rhythm = 'counter') = (counter IS NOT NULL)),
            CHECK ((rhythm <> 'counter') = (every IS NOT NULL)),
            CHECK ((every IS NULL) = (unit IS NULL)),
            CHECK ((rhythm = 'seasonal') = (season_from IS NOT NULL)),
            CHECK ((season_from IS NULL) = (season_to IS NULL)),
            CHECK ((ladder = '') = (level = 0)),
            CHECK (ladder = '' OR rhythm = 'calendar')
        ) STRICT
    """)
    for column in ("equipment_id", "list_id"):
        name = column.removesuffix("_id")
        db.execute(
            f"CREATE INDEX upkeep_plans_by_{name} ON upkeep_plans ({column}) WHERE {column} IS NOT NULL"
        )


@schema()
def create_records(db: Database) -> None:
    # answers: [{question, kind, unit, low, high, answer, bad}] as they were asked and given.
    db.execute("""
        CREATE TABLE service_records (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            equipment_id INTEGER NOT NULL REFERENCES equipment (id),
            order_id INTEGER REFERENCES work_orders (id),
            title TEXT NOT NULL CHECK (title <> ''),
            work TEXT NOT NULL CHECK (work IN ('service', 'inspection', 'repair')),
            ladder TEXT NOT NULL DEFAULT '',
            level INTEGER NOT NULL DEFAULT 0,
            done_on TEXT NOT NULL CHECK (done_on = date(done_on)),
            person TEXT NOT NULL CHECK (person <> ''),
            company TEXT NOT NULL DEFAULT '',
            outcome TEXT NOT NULL CHECK (outcome IN ('in_order', 'mended', 'fault')),
            findings TEXT NOT NULL DEFAULT '',
            parts TEXT NOT NULL DEFAULT '',
            list_version_id INTEGER REFERENCES upkeep_list_versions (id),
            answers TEXT NOT NULL DEFAULT '[]' CHECK (json_type(answers) = 'array'),
            cost_fen INTEGER NOT NULL DEFAULT 0 CHECK (cost_fen BETWEEN 0 AND 100000000000),
            valid_until TEXT CHECK (valid_until = date(valid_until)),
            corrects_id INTEGER REFERENCES service_records (id),
            kept_until TEXT NOT NULL CHECK (kept_until = date(kept_until)),
            at TEXT NOT NULL,
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL,
            CHECK (outcome <> 'fault' OR findings <> ''),
            CHECK (valid_until > done_on),
            CHECK (kept_until > done_on)
        ) STRICT
    """)
    db.execute("CREATE INDEX service_records_by_piece ON service_records (equipment_id, done_on)")
    db.execute("CREATE INDEX service_records_by_day ON service_records (done_on, id)")
    for column in ("order_id", "list_version_id", "corrects_id", "account_id"):
        name = column.removesuffix("_id")
        unique = "UNIQUE " if column == "corrects_id" else ""
        db.execute(
            f"CREATE {unique}INDEX service_records_by_{name} ON service_records ({column}) WHERE {column} IS NOT NULL"
        )
    # side: the safety officer or user of the equipment, or the maintenance company.
    db.execute("""
        CREATE TABLE service_signatures (
            id INTEGER PRIMARY KEY,
            record_id INTEGER NOT NULL REFERENCES service_records (id),
            side TEXT NOT NULL CHECK (side IN ('user', 'company')),
            name TEXT NOT NULL CHECK (name <> ''),
            at TEXT NOT NULL,
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL,
            UNIQUE (record_id, side)
        ) STRICT
    """)
    db.execute(
        "CREATE INDEX service_signatures_by_account ON service_signatures (account_id) WHERE account_id IS NOT NULL"
    )
    # value: thousandths. restarts: the counter was changed and begins anew with this reading.
    db.execute("""
        CREATE TABLE upkeep_readings (
            id INTEGER PRIMARY KEY,
            equipment_id INTEGER NOT NULL REFERENCES equipment (id),
            counter TEXT NOT NULL CHECK (counter IN ('hours', 'starts', 'km')),
            read_on TEXT NOT NULL CHECK (read_on = date(read_on)),
            value INTEGER NOT NULL CHECK (value BETWEEN 0 AND 1000000000000),
            restarts INTEGER NOT NULL DEFAULT 0 CHECK (restarts IN (0, 1)),
            record_id INTEGER REFERENCES service_records (id),
            at TEXT NOT NULL,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute(
        "CREATE INDEX upkeep_readings_by_piece ON upkeep_readings (equipment_id, counter, read_on, id)"
    )
    db.execute(
        "CREATE INDEX upkeep_readings_by_record ON upkeep_readings (record_id) WHERE record_id IS NOT NULL"
    )
    for table in ("service_records", "service_signatures", "upkeep_readings"):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, 'what was recorded of a service stays as it was written'); END
            """)


@schema()
def create_dues(db: Database) -> None:
    # order_on: the day on which its order is made. skipped: days of the plan before it that nobody made an order of.
    # closed_on: the day on which it was done; of a missed one the day on which that became certain.
    db.execute(f"""
        CREATE TABLE upkeep_dues (
            id INTEGER PRIMARY KEY,
            plan_id INTEGER NOT NULL REFERENCES upkeep_plans (id),
            equipment_id INTEGER NOT NULL REFERENCES equipment (id),
            due_on TEXT NOT NULL CHECK (due_on = date(due_on)),
            order_on TEXT NOT NULL CHECK (order_on = date(order_on)),
            title TEXT NOT NULL CHECK (title <> ''),
            work TEXT NOT NULL CHECK (work IN ('service', 'inspection')),
            legal INTEGER NOT NULL CHECK (legal IN (0, 1)),
            done_by TEXT NOT NULL CHECK (done_by IN ('crew', 'company')),
            ladder TEXT NOT NULL DEFAULT '' CHECK (ladder IN ({LADDERS})),
            level INTEGER NOT NULL DEFAULT 0,
            plan_version INTEGER NOT NULL,
            list_version_id INTEGER REFERENCES upkeep_list_versions (id),
            value INTEGER CHECK (value >= 0),
            skipped INTEGER NOT NULL DEFAULT 0 CHECK (skipped >= 0),
            state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ({STATES})),
            order_id INTEGER REFERENCES work_orders (id),
            record_id INTEGER REFERENCES service_records (id),
            closed_on TEXT CHECK (closed_on = date(closed_on)),
            UNIQUE (plan_id, equipment_id, due_on),
            CHECK (order_on <= due_on),
            CHECK ((state IN ('done', 'closed_by_deeper')) = (record_id IS NOT NULL)),
            CHECK ((state IN ({OPEN})) = (closed_on IS NULL)),
            CHECK (state <> 'ordered' OR order_id IS NOT NULL)
        ) STRICT
    """)
    db.execute(
        f"CREATE UNIQUE INDEX upkeep_dues_one_open ON upkeep_dues (plan_id, equipment_id) WHERE state IN ({OPEN})"
    )
    db.execute(f"CREATE INDEX upkeep_dues_open ON upkeep_dues (due_on) WHERE state IN ({OPEN})")
    db.execute("CREATE INDEX upkeep_dues_by_piece ON upkeep_dues (equipment_id, due_on)")
    for column in ("order_id", "record_id", "list_version_id"):
        name = column.removesuffix("_id")
        db.execute(f"CREATE INDEX upkeep_dues_by_{name} ON upkeep_dues ({column}) WHERE {column} IS NOT NULL")
    db.execute(f"""
        CREATE TRIGGER upkeep_dues_closed_stay BEFORE UPDATE ON upkeep_dues WHEN OLD.state NOT IN ({OPEN})
        BEGIN SELECT RAISE(ABORT, 'what was due stays as it was closed'); END
    """)
    db.execute("""
        CREATE TRIGGER upkeep_dues_no_delete BEFORE DELETE ON upkeep_dues WHEN OLD.state <> 'planned'
        BEGIN SELECT RAISE(ABORT, 'what was due stays on record'); END
    """)


@schema()
def count_by_meters(db: Database) -> None:
    """A plan may count by a meter of the piece, named by its kind."""
    kinds = ", ".join(f"'meter_{kind}'" for kind in ("water", "electricity", "gas", "heat", "other"))
    written = "counter TEXT CHECK (counter IN ('hours', 'starts', 'km')),"
    widen_check(db, "upkeep_plans", written, written.replace("'km'", f"'km', {kinds}"))
