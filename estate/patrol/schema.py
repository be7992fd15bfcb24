"""Points, routes, schedules, rounds and checks. Instants UTC text, times of day `HH:MM` in the community's zone, days ISO.

A check never changes and a point once missed stays missed: what comes later is noted beside it. What is asked at a
point is replaced, not edited, so that an old answer keeps its question. The database itself keeps all of this.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("patrol")

KINDS = "'security', 'fire', 'cleaning', 'machine_room'"
ITEM_KINDS = "'yes_no', 'number', 'photo', 'choice'"
ROUND_STATES = "'planned', 'started', 'finished', 'incomplete', 'missed', 'cancelled'"
POINT_STATES = "'waiting', 'checked', 'late', 'missed', 'skipped'"
OPEN = "'planned', 'started'"


@schema()
def create_points(db: Database) -> None:
    db.execute("""
        CREATE TABLE patrol_points (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> ''),
            location TEXT NOT NULL CHECK (location <> ''),
            place_id INTEGER CHECK (place_id > 0),
            building_id INTEGER REFERENCES buildings (id),
            lat_e6 INTEGER CHECK (lat_e6 BETWEEN -90000000 AND 90000000),
            lon_e6 INTEGER CHECK (lon_e6 BETWEEN -180000000 AND 180000000),
            allowed_m INTEGER CHECK (allowed_m BETWEEN 5 AND 5000),
            photo_required INTEGER NOT NULL DEFAULT 0 CHECK (photo_required IN (0, 1)),
            note TEXT NOT NULL DEFAULT '',
            added_at TEXT NOT NULL,
            who TEXT NOT NULL,
            retired_at TEXT,
            CHECK ((lat_e6 IS NULL) = (lon_e6 IS NULL)),
            CHECK ((lat_e6 IS NULL) = (allowed_m IS NULL))
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX patrol_points_by_name ON patrol_points (name) WHERE retired_at IS NULL")
    db.execute(
        "CREATE INDEX patrol_points_by_building ON patrol_points (building_id) WHERE building_id IS NOT NULL"
    )
    db.execute("CREATE INDEX patrol_points_by_place ON patrol_points (place_id) WHERE place_id IS NOT NULL")
    # route_kind: the rounds on which it is asked, '' for all. low, high: thousandths of the unit. abnormal: the
    # answers that mean a fault.
    db.execute(f"""
        CREATE TABLE patrol_items (
            id INTEGER PRIMARY KEY,
            point_id INTEGER NOT NULL REFERENCES patrol_points (id),
            position INTEGER NOT NULL CHECK (position > 0),
            route_kind TEXT NOT NULL DEFAULT '' CHECK (route_kind IN ('', {KINDS})),
            question TEXT NOT NULL CHECK (question <> ''),
            kind TEXT NOT NULL CHECK (kind IN ({ITEM_KINDS})),
            required INTEGER NOT NULL DEFAULT 1 CHECK (required IN (0, 1)),
            unit TEXT NOT NULL DEFAULT '',
            low INTEGER,
            high INTEGER,
            choices TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(choices)),
            abnormal TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(abnormal)),
            added_at TEXT NOT NULL,
            retired_at TEXT,
            CHECK (kind = 'number' OR (low IS NULL AND high IS NULL)),
            CHECK (high >= low),
            CHECK ((kind = 'choice') = (json_array_length(choices) > 0))
        ) STRICT
    """)
    db.execute("CREATE INDEX patrol_items_by_point ON patrol_items (point_id, position)")


@schema()
def create_routes(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE patrol_routes (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> ''),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            sequence TEXT NOT NULL DEFAULT 'fixed' CHECK (sequence IN ('fixed', 'free', 'random')),
            min_seconds INTEGER NOT NULL DEFAULT 0 CHECK (min_seconds BETWEEN 0 AND 3600),
            grace_minutes INTEGER NOT NULL DEFAULT 15 CHECK (grace_minutes BETWEEN 0 AND 1440),
            added_at TEXT NOT NULL,
            who TEXT NOT NULL,
            retired_at TEXT
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX patrol_routes_by_name ON patrol_routes (name) WHERE retired_at IS NULL")
    db.execute("""
        CREATE TABLE patrol_route_points (
            route_id INTEGER NOT NULL REFERENCES patrol_routes (id),
            position INTEGER NOT NULL CHECK (position > 0),
            point_id INTEGER NOT NULL REFERENCES patrol_points (id),
            PRIMARY KEY (route_id, position),
            UNIQUE (route_id, point_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX patrol_route_points_by_point ON patrol_route_points (point_id)")
    # weekdays: a bit for each, Monday 1; month_days: JSON of days, 0 the last one of the month. One of both.
    # times: JSON of `HH:MM`; or every so many minutes from one time to another, over midnight where it ends earlier.
    db.execute("""
        CREATE TABLE patrol_schedules (
            id INTEGER PRIMARY KEY,
            route_id INTEGER NOT NULL REFERENCES patrol_routes (id),
            weekdays INTEGER CHECK (weekdays BETWEEN 1 AND 127),
            month_days TEXT CHECK (json_array_length(month_days) > 0),
            times TEXT CHECK (json_array_length(times) > 0),
            every_minutes INTEGER CHECK (every_minutes BETWEEN 15 AND 1440),
            from_time TEXT CHECK (from_time GLOB '[0-2][0-9]:[0-5][0-9]'),
            to_time TEXT CHECK (to_time GLOB '[0-2][0-9]:[0-5][0-9]'),
            window_minutes INTEGER NOT NULL CHECK (window_minutes BETWEEN 5 AND 44640),
            from_day TEXT NOT NULL CHECK (from_day = date(from_day)),
            account_id INTEGER REFERENCES accounts (id),
            added_at TEXT NOT NULL,
            who TEXT NOT NULL,
            retired_at TEXT,
            CHECK ((weekdays IS NULL) <> (month_days IS NULL)),
            CHECK ((times IS NULL) <> (every_minutes IS NULL)),
            CHECK ((every_minutes IS NULL) = (from_time IS NULL)),
            CHECK ((every_minutes IS NULL) = (to_time IS NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX patrol_schedules_by_route ON patrol_schedules (route_id)")
    db.execute(
        "CREATE INDEX patrol_schedules_by_account ON patrol_schedules (account_id) WHERE account_id IS NOT NULL"
    )


@schema()
def create_rounds(db: Database) -> None:
    # What the route was then is copied: a later change of it does not change what was to be walked.
    db.execute(f"""
        CREATE TABLE patrol_rounds (
            id INTEGER PRIMARY KEY,
            schedule_id INTEGER REFERENCES patrol_schedules (id),
            route_id INTEGER NOT NULL REFERENCES patrol_routes (id),
            key TEXT UNIQUE CHECK (key <> ''),
            name TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            sequence TEXT NOT NULL CHECK (sequence IN ('fixed', 'free', 'random')),
            min_seconds INTEGER NOT NULL,
            due_from TEXT NOT NULL,
            due_until TEXT NOT NULL,
            closes_at TEXT NOT NULL,
            due_on TEXT NOT NULL CHECK (due_on = date(due_on)),
            account_id INTEGER REFERENCES accounts (id),
            state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ({ROUND_STATES})),
            planned_at TEXT NOT NULL,
            started_at TEXT,
            finished_at TEXT,
            finished_by TEXT NOT NULL DEFAULT '',
            UNIQUE (schedule_id, due_from),
            CHECK (due_until >= due_from),
            CHECK (closes_at >= due_until),
            CHECK ((schedule_id IS NULL) = (key IS NOT NULL)),
            CHECK ((state IN ({OPEN})) = (finished_at IS NULL))
        ) STRICT
    """)
    db.execute(f"CREATE INDEX patrol_rounds_open ON patrol_rounds (closes_at) WHERE state IN ({OPEN})")
    db.execute("CREATE INDEX patrol_rounds_by_day ON patrol_rounds (due_on, due_from)")
    db.execute("CREATE INDEX patrol_rounds_by_route ON patrol_rounds (route_id, due_on)")
    db.execute(
        "CREATE INDEX patrol_rounds_by_account ON patrol_rounds (account_id, due_on) WHERE account_id IS NOT NULL"
    )
    db.execute("""
        CREATE TABLE patrol_checks (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            round_id INTEGER REFERENCES patrol_rounds (id),
            point_id INTEGER NOT NULL REFERENCES patrol_points (id),
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL,
            done_at TEXT NOT NULL,
            received_at TEXT NOT NULL,
            device_at TEXT,
            clock_off_s INTEGER,
            device_seq INTEGER CHECK (device_seq >= 0),
            scanned INTEGER NOT NULL CHECK (scanned IN (0, 1)),
            lat_e6 INTEGER CHECK (lat_e6 BETWEEN -90000000 AND 90000000),
            lon_e6 INTEGER CHECK (lon_e6 BETWEEN -180000000 AND 180000000),
            distance_m INTEGER CHECK (distance_m >= 0),
            verdict TEXT NOT NULL CHECK (verdict IN ('on_time', 'late', 'after', 'free')),
            sent_late INTEGER NOT NULL CHECK (sent_late IN (0, 1)),
            abnormal INTEGER NOT NULL CHECK (abnormal IN (0, 1)),
            doubts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(doubts)),
            note TEXT NOT NULL DEFAULT '',
            CHECK ((lat_e6 IS NULL) = (lon_e6 IS NULL)),
            CHECK ((round_id IS NULL) = (verdict = 'free')),
            CHECK (device_at IS NOT NULL OR clock_off_s IS NULL)
        ) STRICT
    """)
    db.execute("CREATE INDEX patrol_checks_by_round ON patrol_checks (round_id, done_at)")
    db.execute("CREATE INDEX patrol_checks_by_point ON patrol_checks (point_id, done_at)")
    db.execute("CREATE INDEX patrol_checks_by_account ON patrol_checks (account_id, done_at)")
    db.execute("""
        CREATE TABLE patrol_answers (
            check_id INTEGER NOT NULL REFERENCES patrol_checks (id),
            item_id INTEGER NOT NULL REFERENCES patrol_items (id),
            answer TEXT NOT NULL CHECK (answer <> ''),
            number INTEGER,
            abnormal INTEGER NOT NULL CHECK (abnormal IN (0, 1)),
            PRIMARY KEY (check_id, item_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX patrol_answers_by_item ON patrol_answers (item_id)")
    db.execute(f"""
        CREATE TABLE patrol_round_points (
            round_id INTEGER NOT NULL REFERENCES patrol_rounds (id),
            position INTEGER NOT NULL CHECK (position > 0),
            point_id INTEGER NOT NULL REFERENCES patrol_points (id),
            state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ({POINT_STATES})),
            check_id INTEGER REFERENCES patrol_checks (id),
            reason TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (round_id, position),
            UNIQUE (round_id, point_id),
            CHECK (state NOT IN ('checked', 'late') OR check_id IS NOT NULL),
            CHECK (state <> 'waiting' OR check_id IS NULL),
            CHECK ((state = 'skipped') = (reason <> ''))
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX patrol_round_points_by_point ON patrol_round_points (point_id, round_id)")
    db.execute(
        "CREATE INDEX patrol_round_points_by_check ON patrol_round_points (check_id) WHERE check_id IS NOT NULL"
    )
    # What a person must decide: the check is kept either way.
    db.execute("""
        CREATE TABLE patrol_conflicts (
            id INTEGER PRIMARY KEY,
            check_id INTEGER NOT NULL REFERENCES patrol_checks (id),
            kind TEXT NOT NULL CHECK (kind IN ('twice', 'closed', 'clock')),
            decision TEXT CHECK (decision IN ('counts', 'aside')),
            note TEXT NOT NULL DEFAULT '',
            settled_at TEXT,
            settled_by TEXT,
            UNIQUE (check_id, kind),
            CHECK ((decision IS NULL) = (settled_at IS NULL)),
            CHECK ((decision IS NULL) = (settled_by IS NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX patrol_conflicts_open ON patrol_conflicts (id) WHERE decision IS NULL")


@schema()
def guard_what_was_found(db: Database) -> None:
    for table in ("patrol_checks", "patrol_answers"):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, 'a check stays as it was sent'); END
            """)
    for table in ("patrol_points", "patrol_items", "patrol_routes", "patrol_schedules", "patrol_rounds"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, 'what a round refers to is retired, not deleted'); END
        """)
    db.execute("""
        CREATE TRIGGER patrol_items_stay BEFORE UPDATE ON patrol_items
        WHEN OLD.retired_at IS NOT NULL OR (NEW.question, NEW.kind, NEW.required, NEW.unit, NEW.choices, NEW.abnormal,
             NEW.route_kind, NEW.point_id) <> (OLD.question, OLD.kind, OLD.required, OLD.unit, OLD.choices,
             OLD.abnormal, OLD.route_kind, OLD.point_id) OR NEW.low IS NOT OLD.low OR NEW.high IS NOT OLD.high
        BEGIN SELECT RAISE(ABORT, 'a question stays as it was answered; retire it and ask another'); END
    """)
    db.execute("""
        CREATE TRIGGER patrol_answers_fit BEFORE INSERT ON patrol_answers
        WHEN NOT EXISTS (SELECT 1 FROM patrol_checks AS c JOIN patrol_items AS i ON i.point_id = c.point_id
                          WHERE c.id = NEW.check_id AND i.id = NEW.item_id)
        BEGIN SELECT RAISE(ABORT, 'an answer belongs to a question of its point'); END
    """)
    db.execute("""
        CREATE TRIGGER patrol_rounds_stay BEFORE UPDATE ON patrol_rounds
        WHEN OLD.finished_at IS NOT NULL OR (NEW.route_id, NEW.due_from, NEW.due_until, NEW.closes_at, NEW.due_on)
             <> (OLD.route_id, OLD.due_from, OLD.due_until, OLD.closes_at, OLD.due_on)
             OR NEW.schedule_id IS NOT OLD.schedule_id
        BEGIN SELECT RAISE(ABORT, 'a round that has ended stays as it was'); END
    """)
    db.execute("""
        CREATE TRIGGER patrol_round_points_missed BEFORE UPDATE ON patrol_round_points
        WHEN (OLD.state = 'missed' AND NEW.state <> 'missed') OR (OLD.state <> 'waiting' AND NEW.state = 'waiting')
             OR NEW.point_id <> OLD.point_id OR NEW.round_id <> OLD.round_id
        BEGIN SELECT RAISE(ABORT, 'what was missed stays missed'); END
    """)
    db.execute("""
        CREATE TRIGGER patrol_round_points_no_delete BEFORE DELETE ON patrol_round_points
        WHEN (SELECT state FROM patrol_rounds WHERE id = OLD.round_id) <> 'planned'
        BEGIN SELECT RAISE(ABORT, 'a round that has begun keeps its points'); END
    """)
    db.execute("""
        CREATE TRIGGER patrol_round_points_checks_fit BEFORE UPDATE OF check_id ON patrol_round_points
        WHEN NEW.check_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM patrol_checks AS c
             WHERE c.id = NEW.check_id AND c.round_id = NEW.round_id AND c.point_id = NEW.point_id)
        BEGIN SELECT RAISE(ABORT, 'a check belongs to its own point and round'); END
    """)
    db.execute("""
        CREATE TRIGGER patrol_conflicts_settled BEFORE UPDATE ON patrol_conflicts
        WHEN OLD.decision IS NOT NULL OR NEW.check_id <> OLD.check_id OR NEW.kind <> OLD.kind
        BEGIN SELECT RAISE(ABORT, 'this was decided already'); END
    """)
    db.execute("""
        CREATE TRIGGER patrol_conflicts_no_delete BEFORE DELETE ON patrol_conflicts
        BEGIN SELECT RAISE(ABORT, 'what a person decided stays on record'); END
    """)


@schema()
def create_alerts(db: Database) -> None:
    """Rounds that the clock closed with points missed or late. told_at: when it was told; those of a day go together."""
    db.execute("""
        CREATE TABLE patrol_alerts (
            round_id INTEGER PRIMARY KEY REFERENCES patrol_rounds (id),
            told_at TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX patrol_alerts_untold ON patrol_alerts (round_id) WHERE told_at IS NULL")
