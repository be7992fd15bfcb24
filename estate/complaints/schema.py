"""Complaints and the steps that they took. Instants are UTC text, days ISO.

A step never changes; state, handler and times are what the last steps made them: the database writes them itself. A
number follows the one before it, nothing is deleted. Who complains stands in `reporter_*` and `home_id`; what it is
about in `about_*`, place, equipment and location: the two are never shown as one.
"""

from sqlite_utils import Database, Migrations

from estate.complaints.schema_ties import SUBJECTS, hide_messages, keep_what_goes_with, keep_what_is_untied
from estate.data.migrate import widen_check

schema = Migrations("complaints")

SOURCES = "'owner', 'clerk', 'scan', 'chat', 'split'"
STATES = "'received', 'in_hand', 'answered', 'closed', 'rated', 'merged', 'withdrawn'"
OPEN = "'received', 'in_hand', 'answered'"
STEPS = """'receive', 'take', 'hand', 'acknowledge', 'answer', 'note', 'write', 'sort', 'escalate', 'close', 'rate',
           'reopen', 'withdraw', 'merge', 'separate', 'split', 'reveal', 'pause', 'resume'"""
OUTCOMES = "'solved', 'explained', 'agreed', 'not_ours', 'unfounded', 'unreachable'"
CAUSES = """'service', 'attitude', 'contractor', 'equipment', 'building', 'neighbour', 'information', 'billing',
            'authority', 'none'"""
FROZEN = """id, number, year, seq, key, source, title, text, reporter_id, reporter_name, reporter_phone, home_id,
            unnamed, received_at, received_on, split_from_id"""
SEEDED = (
    "cleaning",
    "order",
    "parking",
    "noise",
    "repairs",
    "fees",
    "staff",
    "greening",
    "renovation",
    "pets",
    "falling",
    "other",
)
"""The kinds of DOMAIN D, and one for what fits none of them."""


@schema()
def create_complaints(db: Database) -> None:
    db.execute("""
        CREATE TABLE complaint_categories (
            code TEXT PRIMARY KEY CHECK (code <> ''),
            name TEXT NOT NULL DEFAULT '',
            rank INTEGER NOT NULL,
            retired_at TEXT
        ) STRICT, WITHOUT ROWID
    """)
    for rank, code in enumerate(SEEDED, 1):
        db.execute("INSERT INTO complaint_categories (code, rank) VALUES (?, ?)", [code, rank])
    db.execute("""
        CREATE TABLE complaint_settings (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            answer_hours INTEGER NOT NULL DEFAULT 24 CHECK (answer_hours BETWEEN 1 AND 720),
            reply_days INTEGER NOT NULL DEFAULT 7 CHECK (reply_days BETWEEN 1 AND 90),
            warn_percent INTEGER NOT NULL DEFAULT 80 CHECK (warn_percent BETWEEN 10 AND 100),
            reopen_days INTEGER NOT NULL DEFAULT 15 CHECK (reopen_days BETWEEN 1 AND 365),
            CHECK (answer_hours <= reply_days * 24)
        ) STRICT
    """)
    db.execute("INSERT INTO complaint_settings (id) VALUES (1)")
    db.execute("""
        CREATE TABLE complaint_series (
            year INTEGER PRIMARY KEY CHECK (year BETWEEN 1900 AND 2200),
            next INTEGER NOT NULL DEFAULT 1 CHECK (next > 0)
        ) STRICT
    """)
    db.execute(f"""
        CREATE TABLE complaints (
            id INTEGER PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            year INTEGER NOT NULL REFERENCES complaint_series (year),
            seq INTEGER NOT NULL,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            source TEXT NOT NULL CHECK (source IN ({SOURCES})),
            kind TEXT NOT NULL CHECK (kind IN ('complaint', 'suggestion')),
            category TEXT NOT NULL REFERENCES complaint_categories (code),
            title TEXT NOT NULL CHECK (title <> ''),
            text TEXT NOT NULL DEFAULT '',
            reporter_id INTEGER REFERENCES people (id),
            reporter_name TEXT NOT NULL DEFAULT '',
            reporter_phone TEXT NOT NULL DEFAULT '',
            home_id INTEGER REFERENCES homes (id),
            unnamed INTEGER NOT NULL DEFAULT 0 CHECK (unnamed IN (0, 1)),
            about_home_id INTEGER REFERENCES homes (id),
            about_account_id INTEGER REFERENCES accounts (id),
            place_id INTEGER REFERENCES places (id),
            equipment_id INTEGER REFERENCES equipment (id),
            building_id INTEGER REFERENCES buildings (id),
            location TEXT NOT NULL DEFAULT '',
            received_at TEXT NOT NULL,
            received_on TEXT NOT NULL CHECK (received_on = date(received_on)),
            who TEXT NOT NULL,
            split_from_id INTEGER REFERENCES complaints (id),
            state TEXT NOT NULL DEFAULT 'received' CHECK (state IN ({STATES})),
            since TEXT NOT NULL,
            handler_id INTEGER REFERENCES accounts (id),
            handler_name TEXT NOT NULL DEFAULT '',
            main_id INTEGER REFERENCES complaints (id),
            clock_from TEXT NOT NULL,
            answer_by TEXT NOT NULL,
            reply_by TEXT NOT NULL,
            first_at TEXT,
            replied_at TEXT,
            closed_at TEXT,
            escalated_at TEXT,
            outcome TEXT CHECK (outcome IN ({OUTCOMES})),
            cause TEXT CHECK (cause IN ({CAUSES})),
            result INTEGER CHECK (result BETWEEN 1 AND 5),
            UNIQUE (year, seq),
            CHECK (number = printf('TS%d-%06d', year, seq)),
            CHECK (year = CAST(substr(received_on, 1, 4) AS INTEGER)),
            CHECK ((state = 'merged') = (main_id IS NOT NULL)),
            CHECK (main_id <> id),
            CHECK ((state IN ('closed', 'rated')) = (closed_at IS NOT NULL)),
            CHECK ((closed_at IS NULL) = (outcome IS NULL AND cause IS NULL)),
            CHECK (handler_id IS NULL OR about_account_id IS NOT handler_id)
        ) STRICT
    """)
    db.execute(f"CREATE INDEX complaints_open ON complaints (state, reply_by) WHERE state IN ({OPEN})")
    db.execute("CREATE INDEX complaints_by_time ON complaints (received_on, id)")
    db.execute("CREATE INDEX complaints_by_category ON complaints (category, id)")
    for column in (
        "reporter_id",
        "home_id",
        "about_home_id",
        "about_account_id",
        "place_id",
        "equipment_id",
        "building_id",
        "split_from_id",
        "handler_id",
        "main_id",
    ):
        name = column.removesuffix("_id")
        db.execute(f"CREATE INDEX complaints_by_{name} ON complaints ({column}) WHERE {column} IS NOT NULL")
    db.execute(f"""
        CREATE TABLE complaint_steps (
            id INTEGER PRIMARY KEY,
            complaint_id INTEGER NOT NULL REFERENCES complaints (id),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            step TEXT NOT NULL CHECK (step IN ({STEPS})),
            from_state TEXT CHECK (from_state IN ({STATES})),
            to_state TEXT NOT NULL CHECK (to_state IN ({STATES})),
            party TEXT NOT NULL CHECK (party IN ('office', 'handler', 'manager', 'owner', 'system')),
            at TEXT NOT NULL,
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL,
            handler_id INTEGER REFERENCES accounts (id),
            handler_name TEXT NOT NULL DEFAULT '',
            text TEXT NOT NULL DEFAULT '',
            reason TEXT NOT NULL DEFAULT '',
            category TEXT REFERENCES complaint_categories (code),
            outcome TEXT CHECK (outcome IN ({OUTCOMES})),
            cause TEXT CHECK (cause IN ({CAUSES})),
            result INTEGER CHECK (result BETWEEN 1 AND 5),
            other_id INTEGER REFERENCES complaints (id),
            CHECK ((step = 'receive') = (from_state IS NULL)),
            CHECK ((step IN ('merge', 'separate', 'split')) = (other_id IS NOT NULL)),
            CHECK ((step = 'close') = (outcome IS NOT NULL AND cause IS NOT NULL)),
            CHECK ((step = 'rate') = (result IS NOT NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX complaint_steps_by_complaint ON complaint_steps (complaint_id, id)")
    db.execute("CREATE INDEX complaint_steps_by_account ON complaint_steps (account_id)")
    for column in ("handler_id", "other_id", "category"):
        name = column.removesuffix("_id")
        db.execute(
            f"CREATE INDEX complaint_steps_by_{name} ON complaint_steps ({column}) WHERE {column} IS NOT NULL"
        )


@schema()
def number_complaints_without_gaps(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER complaints_take_the_next_number BEFORE INSERT ON complaints
        WHEN NEW.seq IS NOT (SELECT next FROM complaint_series WHERE year = NEW.year)
        BEGIN SELECT RAISE(ABORT, 'a complaint takes the next number of its year'); END
    """)
    db.execute("""
        CREATE TRIGGER complaints_move_their_series_on AFTER INSERT ON complaints
        BEGIN UPDATE complaint_series SET next = next + 1 WHERE year = NEW.year; END
    """)
    db.execute("""
        CREATE TRIGGER complaint_series_count_up BEFORE UPDATE ON complaint_series
        WHEN NEW.year <> OLD.year OR NEW.next <> OLD.next + 1
        BEGIN SELECT RAISE(ABORT, 'a series of complaints only counts up'); END
    """)


@schema()
def let_steps_move_complaints(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER complaint_steps_fit BEFORE INSERT ON complaint_steps
        BEGIN
            SELECT RAISE(ABORT, 'a step begins from the state that the complaint is in')
             WHERE NEW.step <> 'receive'
               AND NEW.from_state IS NOT (SELECT state FROM complaints WHERE id = NEW.complaint_id);
            SELECT RAISE(ABORT, 'a complaint is received once')
             WHERE NEW.step = 'receive'
               AND EXISTS (SELECT 1 FROM complaint_steps WHERE complaint_id = NEW.complaint_id);
            SELECT RAISE(ABORT, 'a complaint is merged with one that stands for itself')
             WHERE NEW.step = 'merge'
               AND (SELECT main_id FROM complaints WHERE id = NEW.other_id) IS NOT NULL;
        END
    """)
    # A reopened complaint runs anew: what it reached before stands in its steps.
    db.execute("""
        CREATE TRIGGER complaint_steps_move AFTER INSERT ON complaint_steps
        BEGIN
            UPDATE complaints
               SET since = CASE WHEN NEW.to_state IS NEW.from_state THEN since ELSE NEW.at END,
                   state = NEW.to_state,
                   category = ifnull(NEW.category, category),
                   handler_id = CASE WHEN NEW.step IN ('take', 'hand') THEN NEW.handler_id ELSE handler_id END,
                   handler_name = CASE WHEN NEW.step IN ('take', 'hand') THEN NEW.handler_name ELSE handler_name END,
                   main_id = CASE NEW.step WHEN 'merge' THEN NEW.other_id WHEN 'separate' THEN NULL ELSE main_id END,
                   first_at = CASE WHEN NEW.step = 'reopen' THEN NULL
                                   WHEN NEW.step IN ('acknowledge', 'answer', 'close') THEN ifnull(first_at, NEW.at)
                                   ELSE first_at END,
                   replied_at = CASE WHEN NEW.step = 'reopen' THEN NULL
                                     WHEN NEW.step IN ('answer', 'close') THEN ifnull(replied_at, NEW.at)
                                     ELSE replied_at END,
                   escalated_at = CASE WHEN NEW.step = 'escalate' THEN ifnull(escalated_at, NEW.at)
                                       ELSE escalated_at END,
                   closed_at = CASE NEW.step WHEN 'reopen' THEN NULL WHEN 'close' THEN NEW.at ELSE closed_at END,
                   outcome = CASE NEW.step WHEN 'reopen' THEN NULL WHEN 'close' THEN NEW.outcome ELSE outcome END,
                   cause = CASE NEW.step WHEN 'reopen' THEN NULL WHEN 'close' THEN NEW.cause ELSE cause END,
                   result = CASE NEW.step WHEN 'reopen' THEN NULL ELSE ifnull(NEW.result, result) END
             WHERE id = NEW.complaint_id;
        END
    """)
    db.execute(f"""
        CREATE TRIGGER complaints_stay BEFORE UPDATE OF {FROZEN} ON complaints
        BEGIN SELECT RAISE(ABORT, 'what was complained of stays as it was received'); END
    """)
    moved = "state, since, handler_id, main_id, first_at, replied_at, closed_at, outcome, cause, result"
    db.execute(f"""
        CREATE TRIGGER complaints_follow_their_steps BEFORE UPDATE OF {moved} ON complaints
        WHEN NEW.state IS NOT (SELECT to_state FROM complaint_steps
                                WHERE complaint_id = NEW.id ORDER BY id DESC LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'the state of a complaint is what its last step made it'); END
    """)
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER complaint_steps_no_{act.lower()} BEFORE {act} ON complaint_steps
            BEGIN SELECT RAISE(ABORT, 'a step stays as it was taken'); END
        """)
    for table in ("complaints", "complaint_series", "complaint_categories"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, 'complaints stay on record'); END
        """)


@schema()
def create_what_goes_with_complaints(db: Database) -> None:
    keep_what_goes_with(db)


@schema()
def create_reporting_view(db: Database) -> None:
    """For the office's own reports: of who wishes to stay unnamed no home stands in it."""
    db.execute("""
        CREATE VIEW v_complaints (number, kind, category, state, home, location, received_at, first_answer_at,
                                  written_answer_at, closed_at, outcome, cause, result, handler) AS
        SELECT c.number, c.kind, c.category, c.state, CASE c.unnamed WHEN 0 THEN h.code END, c.location,
               c.received_at, c.first_at, c.replied_at, c.closed_at, c.outcome, c.cause, c.result,
               nullif(c.handler_name, '')
          FROM complaints AS c LEFT JOIN homes AS h ON h.id = c.home_id
    """)


@schema()
def tie_conversations(db: Database) -> None:
    """A complaint may come out of a conversation."""
    widen_check(db, "complaint_links", f"subject IN ({SUBJECTS})", f"subject IN ({SUBJECTS}, 'chat')")


@schema()
def say_who_may_look(db: Database) -> None:
    """Who may look who stays unnamed: the manager alone, or whom the manager handed it to as well."""
    db.execute("""
        ALTER TABLE complaint_settings
          ADD COLUMN reveal TEXT NOT NULL DEFAULT 'handed' CHECK (reveal IN ('manager', 'handed'))
    """)


@schema()
def let_ties_be_undone(db: Database) -> None:
    keep_what_is_untied(db)


@schema()
def let_a_duplicate_be_taken_up_again(db: Database) -> None:
    """A duplicate whose complainer is not content with the answer to the main one stands for itself again."""
    sql = db.execute("SELECT sql FROM sqlite_master WHERE name = 'complaint_steps_move'").fetchone()[0]
    old, new = "WHEN 'separate' THEN NULL", "WHEN 'separate' THEN NULL WHEN 'reopen' THEN NULL"
    assert sql.count(old) == 1, "the trigger of an earlier step"
    db.execute("DROP TRIGGER complaint_steps_move")
    db.execute(sql.replace(old, new))


@schema()
def hide_messages_from_whom_they_are_about(db: Database) -> None:
    hide_messages(db)
