"""Surveys, who is asked, and what they answered. Instants UTC, dates ISO.

Where a survey is anonymous, nothing joins the two sides: the marks know who took part and no answer, the sheets know
the answers and nobody. Neither has a number that grows or a time, both lie in the order of their random or given keys,
and sheets come out of the pool in groups (rules_hiding.py). What an open survey asks stays as it is; a closed one stays
as a whole.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("surveys")

GROUPS = "'', 'building', 'entrance', 'usage', 'age'"
STAYS = "a survey that was opened stays as it is"
CLOSED = "what a closed survey was answered stays as it is"
IS_CLOSED = "(SELECT closed_at FROM surveys WHERE id = {id}) IS NOT NULL"


@schema()
def create_surveys(db: Database) -> None:
    # questions: a JSON list, see rules.Question; printed: the number of the last paper sheet.
    db.execute(f"""
        CREATE TABLE surveys (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            title TEXT NOT NULL CHECK (title <> ''),
            intro TEXT NOT NULL DEFAULT '',
            per TEXT NOT NULL CHECK (per IN ('home', 'person')),
            audience_id INTEGER NOT NULL UNIQUE REFERENCES audiences (id),
            anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
            may_change INTEGER NOT NULL CHECK (may_change IN (0, 1)),
            set_size INTEGER NOT NULL DEFAULT 5 CHECK (set_size BETWEEN 3 AND 50),
            kept_group TEXT NOT NULL DEFAULT '' CHECK (kept_group IN ({GROUPS})),
            questions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(questions)),
            closes_on TEXT CHECK (closes_on = date(closes_on)),
            opens_at TEXT,
            opened_at TEXT,
            opened_by TEXT NOT NULL DEFAULT '',
            closed_at TEXT,
            closed_by TEXT NOT NULL DEFAULT '',
            reminded_on TEXT CHECK (reminded_on = date(reminded_on)),
            printed INTEGER NOT NULL DEFAULT 0 CHECK (printed >= 0),
            made_at TEXT NOT NULL,
            account_id INTEGER,
            made_by TEXT NOT NULL,
            CHECK (anonymous = 0 OR may_change = 0),
            CHECK (kept_group <> 'age' OR per = 'person'),
            CHECK (closed_at IS NULL OR opened_at IS NOT NULL)
        ) STRICT
    """)
    db.execute(
        "CREATE INDEX surveys_due ON surveys (opens_at) WHERE opened_at IS NULL AND opens_at IS NOT NULL"
    )
    db.execute(
        "CREATE INDEX surveys_open ON surveys (closes_on) WHERE opened_at IS NOT NULL AND closed_at IS NULL"
    )
    # One of these for each home, or each person, that is asked; person_id is 0 where homes are. done: 1 filled in here,
    # 2 on paper; a number of one size, so that a row is written over where it lies.
    db.execute("""
        CREATE TABLE survey_marks (
            survey_id INTEGER NOT NULL REFERENCES surveys (id),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            person_id INTEGER NOT NULL DEFAULT 0 CHECK (person_id >= 0),
            done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1, 2)),
            PRIMARY KEY (survey_id, home_id, person_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX survey_marks_by_home ON survey_marks (home_id)")
    # What is said by name. person_id as in the marks; sheet: the number of the paper that it was read from.
    db.execute("""
        CREATE TABLE survey_answers (
            id INTEGER PRIMARY KEY,
            survey_id INTEGER NOT NULL REFERENCES surveys (id),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            person_id INTEGER NOT NULL DEFAULT 0,
            given TEXT NOT NULL CHECK (json_valid(given)),
            sheet INTEGER CHECK (sheet > 0),
            at TEXT NOT NULL,
            account_id INTEGER,
            by TEXT NOT NULL,
            UNIQUE (survey_id, home_id, person_id)
        ) STRICT
    """)
    db.execute("CREATE INDEX survey_answers_by_home ON survey_answers (home_id)")
    db.execute("""
        CREATE TABLE survey_drafts (
            survey_id INTEGER NOT NULL REFERENCES surveys (id),
            account_id INTEGER NOT NULL,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            given TEXT NOT NULL CHECK (json_valid(given)),
            at TEXT NOT NULL,
            PRIMARY KEY (survey_id, account_id, home_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX survey_drafts_by_home ON survey_drafts (home_id)")
    # Anonymous sheets. The pool is one row, its sheets in the order of what they say.
    db.execute("""
        CREATE TABLE survey_pools (
            survey_id INTEGER PRIMARY KEY REFERENCES surveys (id),
            sheets TEXT NOT NULL CHECK (json_valid(sheets))
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE survey_sheets (
            survey_id INTEGER NOT NULL REFERENCES surveys (id),
            id BLOB NOT NULL CHECK (length(id) = 16),
            sheet TEXT NOT NULL CHECK (json_valid(sheet)),
            PRIMARY KEY (survey_id, id)
        ) STRICT, WITHOUT ROWID
    """)
    # Which numbered sheets have been entered, by whom; of an anonymous survey this says nothing of its answers.
    db.execute("""
        CREATE TABLE survey_papers (
            survey_id INTEGER NOT NULL REFERENCES surveys (id),
            number INTEGER NOT NULL CHECK (number > 0),
            entered_on TEXT NOT NULL CHECK (entered_on = date(entered_on)),
            entered_by TEXT NOT NULL,
            PRIMARY KEY (survey_id, number)
        ) STRICT, WITHOUT ROWID
    """)


@schema()
def guard_surveys(db: Database) -> None:
    db.execute(f"""
        CREATE TRIGGER surveys_are_frozen
        BEFORE UPDATE OF key, title, intro, per, audience_id, anonymous, may_change, set_size, kept_group, questions, opens_at,
                         opened_at, opened_by, made_at, made_by ON surveys
        WHEN OLD.opened_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER surveys_closed_once BEFORE UPDATE ON surveys WHEN OLD.closed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER surveys_no_delete BEFORE DELETE ON surveys WHEN OLD.opened_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    for table in ("marks", "answers", "pools", "sheets", "papers"):
        for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            db.execute(f"""
                CREATE TRIGGER survey_{table}_no_{act.lower()} BEFORE {act} ON survey_{table}
                WHEN {IS_CLOSED.format(id=f"{row}.survey_id")}
                BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END
            """)
    for table, act in (
        ("answers", "DELETE"),
        ("sheets", "UPDATE"),
        ("sheets", "DELETE"),
        ("papers", "DELETE"),
    ):
        db.execute(f"""
            CREATE TRIGGER survey_{table}_stay_{act.lower()} BEFORE {act} ON survey_{table}
            BEGIN SELECT RAISE(ABORT, 'what was answered stays on record'); END
        """)


@schema()
def count_who_took_part(db: Database) -> None:
    """The list of surveys reads counters: to count the marks of a page of it took longer than all the rest."""
    db.execute("DROP TRIGGER surveys_closed_once")
    for column, where in (("asked", "1"), ("done", "m.done > 0")):
        db.execute(
            f"ALTER TABLE surveys ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0 CHECK ({column} >= 0)"
        )
        db.execute(f"""
            UPDATE surveys SET {column} =
                   (SELECT count(*) FROM survey_marks AS m WHERE m.survey_id = surveys.id AND {where})
        """)
    db.execute(f"""
        CREATE TRIGGER surveys_closed_once BEFORE UPDATE ON surveys WHEN OLD.closed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END
    """)
    db.execute("""
        CREATE TRIGGER survey_marks_asked AFTER INSERT ON survey_marks
        BEGIN UPDATE surveys SET asked = asked + 1, done = done + (NEW.done > 0) WHERE id = NEW.survey_id; END
    """)
    db.execute("""
        CREATE TRIGGER survey_marks_done AFTER UPDATE OF done ON survey_marks
        BEGIN UPDATE surveys SET done = done + (NEW.done > 0) - (OLD.done > 0) WHERE id = NEW.survey_id; END
    """)
    db.execute("""
        CREATE TRIGGER survey_marks_unasked AFTER DELETE ON survey_marks
        BEGIN UPDATE surveys SET asked = asked - 1, done = done - (OLD.done > 0) WHERE id = OLD.survey_id; END
    """)
    db.execute("CREATE INDEX surveys_by_state ON surveys (closed_at, opened_at, opens_at)")


@schema()
def keep_named_and_anonymous_apart(db: Database) -> None:
    """Whatever a page or a later version does: of an anonymous survey nothing is kept by name, of another no sheet."""
    for table, anonymous in (("answers", 1), ("drafts", 1), ("pools", 0), ("sheets", 0)):
        db.execute(f"""
            CREATE TRIGGER survey_{table}_in_their_kind BEFORE INSERT ON survey_{table}
            WHEN (SELECT anonymous FROM surveys WHERE id = NEW.survey_id) = {anonymous}
            BEGIN SELECT RAISE(ABORT, 'answers are kept by name, or by nobody''s: never both'); END
        """)
