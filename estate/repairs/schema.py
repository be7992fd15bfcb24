"""Work orders, the steps that they took, and what decides their clocks. Instants are UTC text, days ISO.

A step never changes; the order's state, its times and its person are what the last steps made them: the database
itself writes them, so that no screen can say otherwise. A number follows the one before it. Two who take the same
order at once cannot both do so: a step begins from the state that the order is in.
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check

schema = Migrations("repairs")

SOURCES = "'owner', 'clerk', 'scan', 'patrol', 'plan', 'contractor'"
CATEGORIES = """'plumbing', 'electrical', 'access', 'elevator', 'masonry', 'doors', 'lighting', 'fire', 'greening',
                'cleaning', 'garage', 'other'"""
URGENCIES = "'urgent', 'fast', 'normal', 'complex'"
STANDING = (
    "'reported', 'reopened', 'assigned', 'accepted', 'on_the_way', 'arrived', 'working', 'waiting', 'done'"
)
STATES = f"{STANDING}, 'signed_off', 'rated', 'cancelled'"
REASONS = "'parts', 'owner', 'permit'"
STEPS = """'report', 'assign', 'take', 'accept', 'give_back', 'set_out', 'arrive', 'start', 'wait', 'resume', 'finish',
                'sign_off', 'rate', 'call', 'reopen', 'withdraw', 'cancel'"""
NORMS = """('urgent', 5, 5, 1440, 1), ('fast', 15, 30, 1440, 1), ('normal', 30, 1440, 2880, 0),
                ('complex', 30, 4320, 10080, 0)"""
FROZEN = (
    "id, number, year, seq, key, source, home_id, building_id, location, title, text, reporter_id, reporter_account_id, "
    "reporter_name, reporter_phone, wished_from, wished_to, reported_at, reported_on, who"
)


@schema()
def create_orders(db: Database) -> None:
    db.execute("""
        CREATE TABLE work_order_series (
            year INTEGER PRIMARY KEY CHECK (year BETWEEN 1900 AND 2200),
            next INTEGER NOT NULL DEFAULT 1 CHECK (next > 0)
        ) STRICT
    """)
    db.execute(f"""
        CREATE TABLE work_orders (
            id INTEGER PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            year INTEGER NOT NULL REFERENCES work_order_series (year),
            seq INTEGER NOT NULL,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            source TEXT NOT NULL CHECK (source IN ({SOURCES})),
            home_id INTEGER REFERENCES homes (id),
            building_id INTEGER REFERENCES buildings (id),
            place_id INTEGER,
            equipment_id INTEGER,
            contractor_id INTEGER,
            location TEXT NOT NULL CHECK (location <> ''),
            category TEXT NOT NULL CHECK (category IN ({CATEGORIES})),
            urgency TEXT NOT NULL CHECK (urgency IN ({URGENCIES})),
            title TEXT NOT NULL CHECK (title <> ''),
            text TEXT NOT NULL DEFAULT '',
            reporter_id INTEGER REFERENCES people (id),
            reporter_account_id INTEGER REFERENCES accounts (id),
            reporter_name TEXT NOT NULL DEFAULT '',
            reporter_phone TEXT NOT NULL DEFAULT '',
            wished_from TEXT,
            wished_to TEXT,
            reported_at TEXT NOT NULL,
            reported_on TEXT NOT NULL CHECK (reported_on = date(reported_on)),
            who TEXT NOT NULL,
            chargeable INTEGER NOT NULL DEFAULT 0 CHECK (chargeable IN (0, 1)),
            state TEXT NOT NULL DEFAULT 'reported' CHECK (state IN ({STATES})),
            since TEXT NOT NULL,
            assignee_id INTEGER REFERENCES accounts (id),
            assignee_name TEXT NOT NULL DEFAULT '',
            waiting_for TEXT CHECK (waiting_for IN ({REASONS})),
            clock_from TEXT NOT NULL,
            respond_by TEXT NOT NULL,
            arrive_by TEXT NOT NULL,
            complete_by TEXT NOT NULL,
            accepted_at TEXT,
            arrived_at TEXT,
            completed_at TEXT,
            signed_off_at TEXT,
            warranty_until TEXT CHECK (warranty_until = date(warranty_until)),
            result INTEGER CHECK (result BETWEEN 1 AND 5),
            UNIQUE (year, seq),
            CHECK (number = printf('WX%d-%06d', year, seq)),
            CHECK (year = CAST(substr(reported_on, 1, 4) AS INTEGER)),
            CHECK (place_id > 0), CHECK (equipment_id > 0), CHECK (contractor_id > 0),
            CHECK (assignee_id IS NULL OR contractor_id IS NULL),
            CHECK ((wished_from IS NULL) = (wished_to IS NULL)),
            CHECK (wished_to >= wished_from),
            CHECK (state <> 'waiting' OR waiting_for IS NOT NULL),
            CHECK ((state IN ('done', 'signed_off', 'rated')) = (completed_at IS NOT NULL)),
            CHECK ((state IN ('signed_off', 'rated')) = (signed_off_at IS NOT NULL))
        ) STRICT
    """)
    db.execute(
        f"CREATE INDEX work_orders_open ON work_orders (state, complete_by) WHERE state IN ({STANDING})"
    )
    db.execute("CREATE INDEX work_orders_by_day ON work_orders (reported_at, id)")
    for column in (
        "home_id",
        "building_id",
        "place_id",
        "equipment_id",
        "contractor_id",
        "reporter_id",
        "reporter_account_id",
        "assignee_id",
    ):
        name = column.removesuffix("_id")
        db.execute(
            f"CREATE INDEX work_orders_by_{name} ON work_orders ({column}, state) WHERE {column} IS NOT NULL"
        )
    db.execute(f"""
        CREATE TABLE work_order_steps (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            step TEXT NOT NULL CHECK (step IN ({STEPS})),
            from_state TEXT CHECK (from_state IN ({STATES})),
            to_state TEXT NOT NULL CHECK (to_state IN ({STATES})),
            party TEXT NOT NULL CHECK (party IN ('office', 'worker', 'assignee', 'owner', 'system')),
            at TEXT NOT NULL,
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL,
            assignee_id INTEGER REFERENCES accounts (id),
            assignee_name TEXT NOT NULL DEFAULT '',
            contractor_id INTEGER,
            waiting_for TEXT CHECK (waiting_for IN ({REASONS})),
            reason TEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            result INTEGER CHECK (result BETWEEN 1 AND 5),
            warranty_until TEXT CHECK (warranty_until = date(warranty_until)),
            lat_e6 INTEGER CHECK (lat_e6 BETWEEN -90000000 AND 90000000),
            lon_e6 INTEGER CHECK (lon_e6 BETWEEN -180000000 AND 180000000),
            device_at TEXT,
            CHECK ((step = 'report') = (from_state IS NULL)),
            CHECK ((lat_e6 IS NULL) = (lon_e6 IS NULL)),
            CHECK ((step = 'wait') = (waiting_for IS NOT NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX work_order_steps_by_order ON work_order_steps (order_id, id)")
    db.execute("CREATE INDEX work_order_steps_by_account ON work_order_steps (account_id, id)")
    db.execute(
        "CREATE INDEX work_order_steps_by_assignee ON work_order_steps (assignee_id) WHERE assignee_id IS NOT NULL"
    )


@schema()
def number_orders_without_gaps(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER work_orders_take_the_next_number BEFORE INSERT ON work_orders
        WHEN NEW.seq IS NOT (SELECT next FROM work_order_series WHERE year = NEW.year)
        BEGIN SELECT RAISE(ABORT, 'a work order takes the next number of its year'); END
    """)
    db.execute("""
        CREATE TRIGGER work_orders_move_their_series_on AFTER INSERT ON work_orders
        BEGIN UPDATE work_order_series SET next = next + 1 WHERE year = NEW.year; END
    """)
    db.execute("""
        CREATE TRIGGER work_order_series_count_up BEFORE UPDATE ON work_order_series
        WHEN NEW.year <> OLD.year OR NEW.next <> OLD.next + 1
        BEGIN SELECT RAISE(ABORT, 'a series of work orders only counts up'); END
    """)


@schema()
def let_steps_move_orders(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER work_order_steps_fit BEFORE INSERT ON work_order_steps
        BEGIN
            SELECT RAISE(ABORT, 'a step begins from the state that the order is in')
             WHERE NEW.step <> 'report'
               AND NEW.from_state IS NOT (SELECT state FROM work_orders WHERE id = NEW.order_id);
            SELECT RAISE(ABORT, 'an order is reported once')
             WHERE NEW.step = 'report'
               AND EXISTS (SELECT 1 FROM work_order_steps WHERE order_id = NEW.order_id);
        END
    """)
    # A reopened order runs anew: what it reached before stands in its steps.
    db.execute("""
        CREATE TRIGGER work_order_steps_move AFTER INSERT ON work_order_steps
        BEGIN
            UPDATE work_orders
               SET since = CASE WHEN NEW.to_state IS NEW.from_state AND NEW.step <> 'assign'
                                THEN since ELSE NEW.at END,
                   state = NEW.to_state,
                   waiting_for = CASE WHEN NEW.to_state = 'waiting' THEN NEW.waiting_for END,
                   assignee_id = CASE WHEN NEW.step IN ('assign', 'take') THEN NEW.assignee_id
                                      WHEN NEW.to_state IN ('reported', 'reopened') THEN NULL
                                      ELSE assignee_id END,
                   assignee_name = CASE WHEN NEW.step IN ('assign', 'take') THEN NEW.assignee_name
                                        WHEN NEW.to_state IN ('reported', 'reopened') THEN ''
                                        ELSE assignee_name END,
                   contractor_id = CASE WHEN NEW.step IN ('assign', 'take') THEN NEW.contractor_id
                                        WHEN NEW.to_state IN ('reported', 'reopened') THEN NULL
                                        ELSE contractor_id END,
                   accepted_at = CASE WHEN NEW.step = 'reopen' THEN NULL
                                      WHEN NEW.step IN ('accept', 'take') THEN ifnull(accepted_at, NEW.at)
                                      ELSE accepted_at END,
                   arrived_at = CASE WHEN NEW.step = 'reopen' THEN NULL
                                     WHEN NEW.step = 'arrive' THEN ifnull(arrived_at, NEW.at)
                                     ELSE arrived_at END,
                   completed_at = CASE WHEN NEW.step = 'reopen' THEN NULL
                                       WHEN NEW.step = 'finish' THEN NEW.at
                                       ELSE completed_at END,
                   signed_off_at = CASE WHEN NEW.step = 'reopen' THEN NULL
                                        WHEN NEW.step = 'sign_off' THEN NEW.at
                                        ELSE signed_off_at END,
                   warranty_until = CASE WHEN NEW.step = 'finish' THEN NEW.warranty_until ELSE warranty_until END,
                   result = CASE WHEN NEW.step = 'reopen' THEN NULL ELSE ifnull(NEW.result, result) END
             WHERE id = NEW.order_id;
        END
    """)
    db.execute(f"""
        CREATE TRIGGER work_orders_stay BEFORE UPDATE OF {FROZEN} ON work_orders
        BEGIN SELECT RAISE(ABORT, 'what was reported stays as it was reported'); END
    """)
    moved = (
        "accepted_at, arrived_at, completed_at, signed_off_at, state, since, assignee_id, waiting_for, result"
    )
    db.execute(f"""
        CREATE TRIGGER work_orders_follow_their_steps BEFORE UPDATE OF {moved} ON work_orders
        WHEN NEW.state IS NOT (SELECT to_state FROM work_order_steps
                                WHERE order_id = NEW.id ORDER BY id DESC LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'the state of an order is what its last step made it'); END
    """)
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER work_order_steps_no_{act.lower()} BEFORE {act} ON work_order_steps
            BEGIN SELECT RAISE(ABORT, 'a step stays as it was taken'); END
        """)
    for table in ("work_orders", "work_order_series"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, 'a work order stays on record'); END
        """)


@schema()
def create_what_goes_with_orders(db: Database) -> None:
    """Further reports of the same, messages, photos of a step, records of other features, and what was alerted of."""
    db.execute("""
        CREATE TABLE work_order_joins (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            source TEXT NOT NULL,
            text TEXT NOT NULL DEFAULT '',
            reporter_id INTEGER REFERENCES people (id),
            reporter_account_id INTEGER REFERENCES accounts (id),
            reporter_name TEXT NOT NULL DEFAULT '',
            reporter_phone TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX work_order_joins_by_order ON work_order_joins (order_id, id)")
    db.execute("CREATE INDEX work_order_joins_by_reporter ON work_order_joins (reporter_id)")
    db.execute("CREATE INDEX work_order_joins_by_account ON work_order_joins (reporter_account_id)")
    db.execute("""
        CREATE TABLE work_order_messages (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            side TEXT NOT NULL CHECK (side IN ('owner', 'office')),
            text TEXT NOT NULL CHECK (text <> ''),
            at TEXT NOT NULL,
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX work_order_messages_by_order ON work_order_messages (order_id, id)")
    db.execute("CREATE INDEX work_order_messages_by_account ON work_order_messages (account_id)")
    db.execute("""
        CREATE TABLE work_order_step_papers (
            step_id INTEGER NOT NULL REFERENCES work_order_steps (id),
            paper_id INTEGER NOT NULL REFERENCES papers (id),
            PRIMARY KEY (step_id, paper_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX work_order_step_papers_by_paper ON work_order_step_papers (paper_id)")
    # `subject` and `subject_id` name a record of another feature (see links.py); no foreign key can point at several.
    db.execute("""
        CREATE TABLE work_order_links (
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            subject TEXT NOT NULL CHECK (subject <> ''),
            subject_id INTEGER NOT NULL CHECK (subject_id > 0),
            PRIMARY KEY (order_id, subject, subject_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX work_order_links_by_subject ON work_order_links (subject, subject_id)")
    db.execute("""
        CREATE TABLE work_order_alerts (
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            clock TEXT NOT NULL CHECK (clock IN ('response', 'arrival', 'completion')),
            kind TEXT NOT NULL CHECK (kind IN ('soon', 'late')),
            clock_from TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (order_id, clock, kind, clock_from)
        ) STRICT, WITHOUT ROWID
    """)
    for table in ("work_order_joins", "work_order_messages", "work_order_step_papers", "work_order_links"):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, 'what belongs to a work order stays with it'); END
            """)


@schema()
def create_norms(db: Database) -> None:
    """Until when an order is answered, reached and done, in minutes; a change holds for what is reported after it."""
    db.execute(f"""
        CREATE TABLE repair_norms (
            category TEXT NOT NULL CHECK (category IN ({CATEGORIES})),
            urgency TEXT NOT NULL CHECK (urgency IN ({URGENCIES})),
            respond_min INTEGER NOT NULL CHECK (respond_min BETWEEN 1 AND 43200),
            arrive_min INTEGER NOT NULL CHECK (arrive_min BETWEEN respond_min AND 43200),
            complete_min INTEGER NOT NULL CHECK (complete_min BETWEEN arrive_min AND 129600),
            at_night INTEGER NOT NULL CHECK (at_night IN (0, 1)),
            PRIMARY KEY (category, urgency)
        ) STRICT, WITHOUT ROWID
    """)
    for category in CATEGORIES.split(","):
        db.execute(f"""
            WITH norms (urgency, respond, arrive, complete, at_night) AS (VALUES {NORMS})
            INSERT INTO repair_norms SELECT {category.strip()}, urgency, respond, arrive, complete, at_night FROM norms
        """)
    db.execute("""
        CREATE TABLE repair_settings (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            opens TEXT NOT NULL DEFAULT '08:00' CHECK (opens GLOB '[0-2][0-9]:[0-5][0-9]'),
            closes TEXT NOT NULL DEFAULT '18:00' CHECK (closes GLOB '[0-2][0-9]:[0-5][0-9]'),
            warn_percent INTEGER NOT NULL DEFAULT 80 CHECK (warn_percent BETWEEN 10 AND 100),
            sign_off_days INTEGER NOT NULL DEFAULT 3 CHECK (sign_off_days BETWEEN 1 AND 60),
            warranty_days INTEGER NOT NULL DEFAULT 90 CHECK (warranty_days BETWEEN 0 AND 1825),
            CHECK (closes > opens)
        ) STRICT
    """)
    db.execute("INSERT INTO repair_settings (id) VALUES (1)")


@schema()
def create_reporting_view(db: Database) -> None:
    db.execute("""
        CREATE VIEW v_work_orders (number, home, location, category, urgency, state, reported_at, accepted_at,
                                   arrived_at, completed_at, signed_off_at, assignee) AS
        SELECT o.number, h.code, o.location, o.category, o.urgency, o.state, o.reported_at, o.accepted_at,
               o.arrived_at, o.completed_at, o.signed_off_at, nullif(o.assignee_name, '')
          FROM work_orders AS o LEFT JOIN homes AS h ON h.id = o.home_id
    """)


@schema()
def count_the_time_of_pauses(db: Database) -> None:
    """How long an order has waited since its clocks began: what counts is the time in which somebody could work."""
    db.execute(
        "ALTER TABLE work_orders ADD COLUMN paused_seconds INTEGER NOT NULL DEFAULT 0 CHECK (paused_seconds >= 0)"
    )


@schema()
def refer_to_places_and_equipment(db: Database) -> None:
    """Their registers came with repairs or after them; from here on an order names what is in them."""
    widen_check(db, "work_orders", "place_id INTEGER,", "place_id INTEGER REFERENCES places (id),")
    widen_check(db, "work_orders", "equipment_id INTEGER,", "equipment_id INTEGER REFERENCES equipment (id),")


@schema()
def refer_to_contractors(db: Database) -> None:
    for table in ("work_orders", "work_order_steps"):
        widen_check(db, table, "contractor_id INTEGER,", "contractor_id INTEGER REFERENCES contractors (id),")
    db.execute(
        "CREATE INDEX work_order_steps_by_contractor ON work_order_steps (contractor_id) WHERE contractor_id IS NOT NULL"
    )


@schema()
def let_the_desk_answer_past_midnight(db: Database) -> None:
    """A desk that does not close after it opens closes on the next day; one that closes when it opens never does."""
    widen_check(db, "repair_settings", ",\n            CHECK (closes > opens)", "")
