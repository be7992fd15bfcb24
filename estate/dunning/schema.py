"""Dunning: strategies with their versions and steps, cases, what was done in each, and pauses. Fen, dates ISO.

A debt belongs to a payer and a home. The database itself keeps: a version of a strategy stays as it is, a home and
payer have one open case, a step happens once in a case, never in a closed one and never during a pause.
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check
from estate.dunning.schema_defaults import write_defaults
from estate.dunning.schema_disputed import keep_disputed_bills

schema = Migrations("dunning")

KINDS = "'notice', 'reminder', 'call', 'visit', 'formal', 'letter', 'lawyer'"


@schema()
def create_strategies(db: Database) -> None:
    """A strategy of the house has a code and no name: it is called in the reader's language. So are steps."""
    db.execute("""
        CREATE TABLE strategies (
            id INTEGER PRIMARY KEY,
            code TEXT UNIQUE CHECK (code <> ''),
            name TEXT NOT NULL DEFAULT '',
            active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            CHECK (code IS NOT NULL OR name <> '')
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX strategies_by_name ON strategies (name) WHERE name <> ''")
    db.execute("""
        CREATE TABLE strategy_versions (
            id INTEGER PRIMARY KEY,
            strategy_id INTEGER NOT NULL REFERENCES strategies (id),
            number INTEGER NOT NULL CHECK (number > 0),
            gap_days INTEGER NOT NULL DEFAULT 3 CHECK (gap_days BETWEEN 1 AND 60),
            note TEXT NOT NULL DEFAULT '',
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            UNIQUE (strategy_id, number)
        ) STRICT
    """)
    db.execute(f"""
        CREATE TABLE strategy_steps (
            id INTEGER PRIMARY KEY,
            version_id INTEGER NOT NULL REFERENCES strategy_versions (id),
            position INTEGER NOT NULL CHECK (position > 0),
            days INTEGER NOT NULL CHECK (days BETWEEN -60 AND 3650),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            name TEXT NOT NULL DEFAULT '',
            min_fen INTEGER NOT NULL DEFAULT 0 CHECK (min_fen >= 0),
            channels TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(channels)),
            UNIQUE (version_id, position),
            UNIQUE (version_id, days),
            CHECK ((kind = 'notice') = (days <= 0))
        ) STRICT
    """)
    for table in ("strategy_versions", "strategy_steps"):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, 'a version of a strategy stays as it is; make a new one'); END
            """)


@schema()
def create_assignments(db: Database) -> None:
    """Which homes follow which strategy; one for each target, the most special one counts (rules.SPECIAL)."""
    db.execute("""
        CREATE TABLE dunning_groups (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> '')
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE dunning_group_homes (
            group_id INTEGER NOT NULL REFERENCES dunning_groups (id) ON DELETE CASCADE,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            PRIMARY KEY (group_id, home_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX dunning_group_homes_by_home ON dunning_group_homes (home_id)")
    db.execute("""
        CREATE TABLE strategy_assignments (
            id INTEGER PRIMARY KEY,
            strategy_id INTEGER NOT NULL REFERENCES strategies (id),
            scope TEXT NOT NULL CHECK (scope IN ('all', 'zone', 'building', 'usage', 'group', 'care')),
            zone_id INTEGER REFERENCES zones (id),
            building_id INTEGER REFERENCES buildings (id),
            usage TEXT,
            group_id INTEGER REFERENCES dunning_groups (id) ON DELETE CASCADE,
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            CHECK ((scope = 'zone') = (zone_id IS NOT NULL)),
            CHECK ((scope = 'building') = (building_id IS NOT NULL)),
            CHECK ((scope = 'usage') = (usage IS NOT NULL)),
            CHECK ((scope = 'group') = (group_id IS NOT NULL))
        ) STRICT
    """)
    db.execute("""
        CREATE UNIQUE INDEX strategy_assignments_by_target ON strategy_assignments
            (scope, ifnull(zone_id, 0), ifnull(building_id, 0), ifnull(usage, ''), ifnull(group_id, 0))
    """)
    for column in ("strategy_id", "zone_id", "building_id", "group_id"):
        db.execute(f"CREATE INDEX strategy_assignments_{column} ON strategy_assignments ({column})")


@schema()
def create_cases(db: Database) -> None:
    """`leaves_until`: set when the office closes a case by hand: what was due until then opens no new one."""
    db.execute("""
        CREATE TABLE dunning_cases (
            id INTEGER PRIMARY KEY,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            payer_id INTEGER NOT NULL REFERENCES people (id),
            strategy_version_id INTEGER NOT NULL REFERENCES strategy_versions (id),
            opened_on TEXT NOT NULL CHECK (opened_on = date(opened_on)),
            opened_at TEXT NOT NULL,
            opened_fen INTEGER NOT NULL CHECK (opened_fen > 0),
            oldest_due_on TEXT NOT NULL CHECK (oldest_due_on = date(oldest_due_on)),
            closed_on TEXT CHECK (closed_on = date(closed_on)),
            closed_at TEXT,
            closed_by TEXT,
            close_reason TEXT CHECK (close_reason IN ('paid', 'uncollectable', 'court', 'settled', 'other')),
            close_note TEXT NOT NULL DEFAULT '',
            leaves_until TEXT CHECK (leaves_until = date(leaves_until)),
            CHECK ((closed_on IS NULL) = (close_reason IS NULL)
               AND (closed_on IS NULL) = (closed_at IS NULL) AND (closed_on IS NULL) = (closed_by IS NULL)),
            CHECK ((ifnull(close_reason, 'paid') = 'paid') = (leaves_until IS NULL))
        ) STRICT
    """)
    db.execute("""
        CREATE UNIQUE INDEX dunning_cases_open ON dunning_cases (home_id, payer_id) WHERE closed_on IS NULL
    """)
    db.execute("CREATE INDEX dunning_cases_by_home ON dunning_cases (home_id, payer_id, id)")
    db.execute("CREATE INDEX dunning_cases_by_payer ON dunning_cases (payer_id)")
    db.execute("CREATE INDEX dunning_cases_by_version ON dunning_cases (strategy_version_id)")
    db.execute("""
        CREATE INDEX dunning_cases_left_alone ON dunning_cases (home_id, payer_id, leaves_until)
         WHERE leaves_until IS NOT NULL
    """)
    db.execute(f"""
        CREATE TABLE dunning_steps (
            id INTEGER PRIMARY KEY,
            case_id INTEGER NOT NULL REFERENCES dunning_cases (id),
            step_id INTEGER NOT NULL REFERENCES strategy_steps (id),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            due_on TEXT NOT NULL CHECK (due_on = date(due_on)),
            step_on TEXT NOT NULL CHECK (step_on = date(step_on)),
            written_at TEXT NOT NULL,
            amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
            oldest_due_on TEXT NOT NULL CHECK (oldest_due_on = date(oldest_due_on)),
            outcome TEXT NOT NULL CHECK (outcome IN ('open', 'done', 'skipped')),
            done_at TEXT,
            by_hand INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1)),
            who TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            message_id INTEGER,
            letter_id INTEGER,
            UNIQUE (case_id, step_id),
            CHECK ((outcome = 'open') = (done_at IS NULL)),
            CHECK (outcome = 'skipped' OR amount_fen > 0)
        ) STRICT
    """)
    db.execute("CREATE INDEX dunning_steps_by_step ON dunning_steps (step_id, step_on)")
    db.execute("CREATE INDEX dunning_steps_by_day ON dunning_steps (step_on, outcome)")
    db.execute("CREATE INDEX dunning_steps_to_do ON dunning_steps (case_id, kind) WHERE outcome = 'open'")
    db.execute(
        "CREATE INDEX dunning_steps_by_message ON dunning_steps (message_id) WHERE message_id IS NOT NULL"
    )
    db.execute(
        "CREATE INDEX dunning_steps_by_letter ON dunning_steps (letter_id) WHERE letter_id IS NOT NULL"
    )
    db.execute("""
        CREATE TABLE dunning_notices (
            id INTEGER PRIMARY KEY,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            payer_id INTEGER NOT NULL REFERENCES people (id),
            due_on TEXT NOT NULL CHECK (due_on = date(due_on)),
            days INTEGER NOT NULL CHECK (days <= 0),
            step_id INTEGER NOT NULL REFERENCES strategy_steps (id),
            notice_on TEXT NOT NULL CHECK (notice_on = date(notice_on)),
            amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
            message_id INTEGER,
            UNIQUE (home_id, payer_id, due_on, days)
        ) STRICT
    """)
    db.execute("CREATE INDEX dunning_notices_by_payer ON dunning_notices (payer_id)")
    db.execute("CREATE INDEX dunning_notices_by_step ON dunning_notices (step_id, notice_on)")


@schema()
def create_pauses(db: Database) -> None:
    """`until_on` is the last day of the pause, inclusive. source, source_id: what of another feature asked for it."""
    db.execute("""
        CREATE TABLE dunning_pauses (
            id INTEGER PRIMARY KEY,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            payer_id INTEGER NOT NULL REFERENCES people (id),
            cause TEXT NOT NULL CHECK (cause IN ('dispute', 'promise', 'plan', 'hardship', 'office')),
            from_on TEXT NOT NULL CHECK (from_on = date(from_on)),
            until_on TEXT NOT NULL CHECK (until_on = date(until_on) AND until_on >= from_on),
            note TEXT NOT NULL DEFAULT '',
            source TEXT NOT NULL DEFAULT '',
            source_id INTEGER,
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            ended_at TEXT,
            ended_by TEXT,
            end_why TEXT NOT NULL DEFAULT '',
            CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
            CHECK ((source = '') = (source_id IS NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX dunning_pauses_by_debt ON dunning_pauses (home_id, payer_id, until_on)")
    db.execute("CREATE INDEX dunning_pauses_by_payer ON dunning_pauses (payer_id)")
    db.execute("""
        CREATE UNIQUE INDEX dunning_pauses_by_source ON dunning_pauses (source, source_id)
         WHERE source <> '' AND ended_at IS NULL
    """)


@schema()
def create_runs(db: Database) -> None:
    db.execute("""
        CREATE TABLE dunning_runs (
            id INTEGER PRIMARY KEY,
            day TEXT NOT NULL CHECK (day = date(day)),
            started_at TEXT NOT NULL,
            finished_at TEXT,
            who TEXT NOT NULL,
            opened INTEGER NOT NULL DEFAULT 0,
            closed INTEGER NOT NULL DEFAULT 0,
            notices INTEGER NOT NULL DEFAULT 0,
            steps INTEGER NOT NULL DEFAULT 0,
            skipped INTEGER NOT NULL DEFAULT 0,
            refused INTEGER NOT NULL DEFAULT 0
        ) STRICT
    """)


@schema()
def guard_cases(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER dunning_cases_stay BEFORE UPDATE ON dunning_cases
        WHEN OLD.closed_on IS NOT NULL OR NEW.id <> OLD.id OR NEW.home_id <> OLD.home_id
          OR NEW.payer_id <> OLD.payer_id OR NEW.strategy_version_id <> OLD.strategy_version_id
          OR NEW.opened_on <> OLD.opened_on
        BEGIN SELECT RAISE(ABORT, 'a case keeps its debtor and its strategy, and a closed one stays closed'); END
    """)
    for table in ("dunning_cases", "dunning_steps", "dunning_notices", "dunning_pauses"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, 'what was done about a debt stays on record'); END
        """)
    db.execute("""
        CREATE TRIGGER dunning_notices_no_update BEFORE UPDATE ON dunning_notices
        BEGIN SELECT RAISE(ABORT, 'what was done about a debt stays on record'); END
    """)
    db.execute("""
        CREATE TRIGGER dunning_steps_stay BEFORE UPDATE ON dunning_steps
        WHEN OLD.outcome <> 'open' OR NEW.outcome = 'open' AND (NEW.letter_id IS OLD.letter_id)
          OR NEW.case_id <> OLD.case_id OR NEW.step_id <> OLD.step_id OR NEW.kind <> OLD.kind
          OR NEW.step_on <> OLD.step_on OR NEW.amount_fen <> OLD.amount_fen
        BEGIN SELECT RAISE(ABORT, 'what was done about a debt stays on record'); END
    """)
    db.execute("""
        CREATE TRIGGER dunning_steps_fit BEFORE INSERT ON dunning_steps
        BEGIN
            SELECT RAISE(ABORT, 'a step belongs to an open case and to the strategy it began with')
             WHERE NOT EXISTS (
                SELECT 1 FROM dunning_cases AS c JOIN strategy_steps AS s ON s.version_id = c.strategy_version_id
                 WHERE c.id = NEW.case_id AND s.id = NEW.step_id AND c.closed_on IS NULL);
            SELECT RAISE(ABORT, 'dunning is paused')
             WHERE NEW.outcome <> 'skipped' AND EXISTS (
                SELECT 1 FROM dunning_cases AS c
                  JOIN dunning_pauses AS p ON p.home_id = c.home_id AND p.payer_id = c.payer_id
                 WHERE c.id = NEW.case_id AND p.ended_at IS NULL
                   AND NEW.step_on BETWEEN p.from_on AND p.until_on);
            SELECT RAISE(ABORT, 'nothing is overdue any more')
             WHERE NEW.outcome <> 'skipped' AND NOT EXISTS (
                SELECT 1 FROM dunning_cases AS c
                  JOIN charge_balances AS b ON b.home_id = c.home_id AND b.payer_id = c.payer_id
                 WHERE c.id = NEW.case_id AND b.balance_fen > 0 AND b.due_on < NEW.step_on);
        END
    """)
    db.execute("""
        CREATE TRIGGER dunning_pauses_stay BEFORE UPDATE ON dunning_pauses
        WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.home_id <> OLD.home_id
          OR NEW.payer_id <> OLD.payer_id OR NEW.cause <> OLD.cause OR NEW.from_on <> OLD.from_on
          OR NEW.until_on <> OLD.until_on
        BEGIN SELECT RAISE(ABORT, 'a pause is ended, not changed'); END
    """)


@schema()
def write_the_house_strategies(db: Database) -> None:
    write_defaults(db)


@schema()
def tell_dropped_tasks_from_skipped_steps(db: Database) -> None:
    """A task that was still open when its case closed was neither done nor left out by somebody."""
    widen_check(
        db,
        "dunning_steps",
        "outcome IN ('open', 'done', 'skipped')",
        "outcome IN ('open', 'done', 'skipped', 'dropped')",
    )


@schema()
def leave_channels_to_the_messages(db: Database) -> None:
    """On which channels an event goes out is set once, with the messages, not again in each step."""
    db.execute("ALTER TABLE strategy_steps DROP COLUMN channels")
    db.execute("ALTER TABLE dunning_runs DROP COLUMN refused")


@schema()
def let_single_bills_rest(db: Database) -> None:
    keep_disputed_bills(db)
