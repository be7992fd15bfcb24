"""Messages as they were rendered, their deliveries by channel, and what decides how they go.

A message's text never changes after it was told: its hash stands beside it, and the row refuses. Of a message there is
at most one delivery for each channel; what was delivered stays delivered.
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check

schema = Migrations("messages")

CHANNELS = "'in_app', 'push', 'mail', 'sms', 'paper'"
FROZEN = (
    "key, event, category, person_id, account_id, recipient, home_id, home_code, language, subject, text, short, "
    "hash, template_id, given, link, urgent, file, told_at, told_on, told_by"
)


@schema()
def create_templates(db: Database) -> None:
    """The office's own texts; an event and language without a row has the text that comes with the program."""
    db.execute("""
        CREATE TABLE message_templates (
            id INTEGER PRIMARY KEY,
            event TEXT NOT NULL CHECK (event <> ''),
            language TEXT NOT NULL CHECK (language IN ('zh_CN', 'en')),
            version INTEGER NOT NULL CHECK (version > 0),
            built_in INTEGER NOT NULL DEFAULT 0 CHECK (built_in IN (0, 1)),
            subject TEXT NOT NULL CHECK (subject <> ''),
            text TEXT NOT NULL CHECK (text <> ''),
            short TEXT NOT NULL CHECK (short <> ''),
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            UNIQUE (event, language, version)
        ) STRICT
    """)
    _stays(db, "message_templates", "a version of a template stays as it is")


@schema()
def create_messages(db: Database) -> None:
    db.execute("""
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            event TEXT NOT NULL CHECK (event <> ''),
            category TEXT NOT NULL CHECK (category IN ('service', 'dunning', 'marketing')),
            person_id INTEGER REFERENCES people (id),
            account_id INTEGER REFERENCES accounts (id),
            recipient TEXT NOT NULL,
            home_id INTEGER REFERENCES homes (id),
            home_code TEXT NOT NULL DEFAULT '',
            language TEXT NOT NULL CHECK (language IN ('zh_CN', 'en')),
            subject TEXT NOT NULL CHECK (subject <> ''),
            text TEXT NOT NULL CHECK (text <> ''),
            short TEXT NOT NULL CHECK (short <> ''),
            hash TEXT NOT NULL CHECK (length(hash) = 64),
            template_id INTEGER REFERENCES message_templates (id),
            given TEXT NOT NULL CHECK (json_valid(given)),
            link TEXT NOT NULL DEFAULT '',
            urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1)),
            file TEXT CHECK (length(file) = 64),
            told_at TEXT NOT NULL,
            told_on TEXT NOT NULL CHECK (told_on = date(told_on)),
            told_by TEXT NOT NULL,
            read_at TEXT,
            climb_at TEXT,
            CHECK ((person_id IS NULL) <> (account_id IS NULL)),
            CHECK ((home_id IS NULL) = (home_code = ''))
        ) STRICT
    """)
    db.execute("CREATE INDEX messages_by_person ON messages (person_id, id) WHERE person_id IS NOT NULL")
    db.execute("CREATE INDEX messages_by_account ON messages (account_id, id) WHERE account_id IS NOT NULL")
    db.execute("CREATE INDEX messages_by_home ON messages (home_id, id) WHERE home_id IS NOT NULL")
    db.execute("CREATE INDEX messages_by_event ON messages (event, id)")
    db.execute("CREATE INDEX messages_by_day ON messages (told_on, id)")
    db.execute("CREATE INDEX messages_by_template ON messages (template_id) WHERE template_id IS NOT NULL")
    db.execute("CREATE INDEX messages_to_climb ON messages (climb_at) WHERE climb_at IS NOT NULL")
    db.execute("CREATE INDEX messages_unread_of_person ON messages (person_id) WHERE read_at IS NULL")
    db.execute("CREATE INDEX messages_unread_of_account ON messages (account_id) WHERE read_at IS NULL")
    db.execute(f"""
        CREATE TRIGGER messages_are_frozen BEFORE UPDATE OF {FROZEN} ON messages
        BEGIN SELECT RAISE(ABORT, 'a message that was told stays as it is'); END
    """)
    db.execute("""
        CREATE TRIGGER messages_no_delete BEFORE DELETE ON messages
        BEGIN SELECT RAISE(ABORT, 'a message that was told stays'); END
    """)


@schema()
def create_deliveries(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE deliveries (
            id INTEGER PRIMARY KEY,
            message_id INTEGER NOT NULL REFERENCES messages (id),
            channel TEXT NOT NULL CHECK (channel IN ({CHANNELS})),
            to_address TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued', 'claimed', 'submitted', 'accepted', 'delivered', 'failed',
                'expired')),
            due_at TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            claimed_at TEXT,
            submitted_at TEXT,
            provider_id TEXT CHECK (provider_id <> ''),
            answer TEXT NOT NULL DEFAULT '',
            accepted_at TEXT,
            delivered_at TEXT,
            read_at TEXT,
            created_at TEXT NOT NULL,
            UNIQUE (message_id, channel),
            CHECK (state <> 'delivered' OR delivered_at IS NOT NULL)
        ) STRICT
    """)
    db.execute("""
        CREATE INDEX deliveries_to_send ON deliveries (due_at)
         WHERE state IN ('queued', 'submitted') AND claimed_at IS NULL AND channel IN ('push', 'mail', 'sms')
    """)
    db.execute(
        "CREATE INDEX deliveries_by_provider ON deliveries (provider_id) WHERE provider_id IS NOT NULL"
    )
    db.execute("CREATE INDEX deliveries_by_state ON deliveries (state, id) WHERE state <> 'delivered'")
    db.execute("CREATE INDEX deliveries_on_paper ON deliveries (state, id) WHERE channel = 'paper'")
    db.execute("""
        CREATE TRIGGER deliveries_stay_delivered BEFORE UPDATE OF state ON deliveries
        WHEN OLD.state = 'delivered' AND NEW.state <> 'delivered'
        BEGIN SELECT RAISE(ABORT, 'what was delivered stays delivered'); END
    """)
    db.execute("""
        CREATE TRIGGER deliveries_no_delete BEFORE DELETE ON deliveries
        BEGIN SELECT RAISE(ABORT, 'a delivery stays on record'); END
    """)
    db.execute("""
        CREATE TABLE delivery_attempts (
            id INTEGER PRIMARY KEY,
            delivery_id INTEGER NOT NULL REFERENCES deliveries (id),
            at TEXT NOT NULL,
            state TEXT NOT NULL,
            provider_id TEXT,
            answer TEXT NOT NULL DEFAULT '',
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX delivery_attempts_by_delivery ON delivery_attempts (delivery_id, id)")
    _stays(db, "delivery_attempts", "an attempt stays on record")


@schema()
def create_message_settings(db: Database) -> None:
    """Which event goes by which channel; what has no row goes as the event is declared."""
    db.execute(f"""
        CREATE TABLE message_settings (
            event TEXT NOT NULL CHECK (event <> ''),
            channel TEXT NOT NULL CHECK (channel IN ({CHANNELS})),
            mode TEXT NOT NULL CHECK (mode IN ('off', 'at_once', 'later')),
            PRIMARY KEY (event, channel)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE message_habits (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            quiet_from TEXT NOT NULL DEFAULT '21:00' CHECK (quiet_from GLOB '[0-2][0-9]:[0-5][0-9]'),
            quiet_to TEXT NOT NULL DEFAULT '09:00' CHECK (quiet_to GLOB '[0-2][0-9]:[0-5][0-9]'),
            wait_hours INTEGER NOT NULL DEFAULT 24 CHECK (wait_hours BETWEEN 1 AND 720),
            remind_days INTEGER NOT NULL DEFAULT 3 CHECK (remind_days BETWEEN 1 AND 27)
        ) STRICT
    """)
    db.execute("INSERT INTO message_habits (id) VALUES (1)")
    db.execute("""
        CREATE TABLE message_preferences (
            person_id INTEGER PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
            mail TEXT NOT NULL DEFAULT '',
            push_off INTEGER NOT NULL DEFAULT 0 CHECK (push_off IN (0, 1)),
            mail_off INTEGER NOT NULL DEFAULT 0 CHECK (mail_off IN (0, 1)),
            sms_off INTEGER NOT NULL DEFAULT 0 CHECK (sms_off IN (0, 1)),
            paper_off INTEGER NOT NULL DEFAULT 0 CHECK (paper_off IN (0, 1)),
            marketing TEXT NOT NULL DEFAULT 'unasked' CHECK (marketing IN ('unasked', 'agreed', 'refused')),
            language TEXT NOT NULL DEFAULT '' CHECK (language IN ('', 'zh_CN', 'en')),
            quiet_from TEXT CHECK (quiet_from GLOB '[0-2][0-9]:[0-5][0-9]'),
            quiet_to TEXT CHECK (quiet_to GLOB '[0-2][0-9]:[0-5][0-9]'),
            changed_at TEXT NOT NULL,
            changed_by TEXT NOT NULL,
            CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
        ) STRICT
    """)


@schema()
def keep_what_went_out(db: Database) -> None:
    """What a channel was handed, where it is another text than the message's own: an SMS by the provider's template."""
    db.execute("ALTER TABLE deliveries ADD COLUMN sent TEXT NOT NULL DEFAULT ''")
    db.execute("DROP INDEX deliveries_to_send")
    db.execute("""
        CREATE INDEX deliveries_to_send ON deliveries (channel, due_at)
         WHERE state IN ('queued', 'submitted') AND claimed_at IS NULL AND channel IN ('push', 'mail', 'sms')
    """)
    db.execute("CREATE INDEX deliveries_claimed ON deliveries (claimed_at) WHERE claimed_at IS NOT NULL")


@schema()
def create_prints(db: Database) -> None:
    """What was printed together: a delivery on paper belongs to one print at most."""
    db.execute("""
        CREATE TABLE message_prints (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            building_id INTEGER REFERENCES buildings (id),
            url TEXT NOT NULL,
            sheets INTEGER NOT NULL CHECK (sheets > 0),
            started_at TEXT NOT NULL,
            started_by TEXT NOT NULL,
            finished_at TEXT,
            error TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX message_prints_by_building ON message_prints (building_id)")
    db.execute("""
        CREATE TABLE message_print_files (
            id INTEGER PRIMARY KEY,
            print_id INTEGER NOT NULL REFERENCES message_prints (id),
            position INTEGER NOT NULL,
            building TEXT NOT NULL,
            first_home TEXT NOT NULL,
            last_home TEXT NOT NULL,
            sheets INTEGER NOT NULL CHECK (sheets > 0),
            file TEXT NOT NULL CHECK (length(file) = 64),
            UNIQUE (print_id, position)
        ) STRICT
    """)
    db.execute("ALTER TABLE deliveries ADD COLUMN print_id INTEGER REFERENCES message_prints (id)")
    db.execute("CREATE INDEX deliveries_of_print ON deliveries (print_id) WHERE print_id IS NOT NULL")


def _stays(db: Database, table: str, why: str) -> None:
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
            BEGIN SELECT RAISE(ABORT, '{why}'); END
        """)


@schema()
def tell_who_is_outside(db: Database) -> None:
    """A message may go to a firm, which is neither a person of the community nor has an account."""
    widen_check(
        db,
        "messages",
        "CHECK ((person_id IS NULL) <> (account_id IS NULL))",
        "CHECK (person_id IS NULL OR account_id IS NULL)",
    )


@schema()
def hide_from_whom_it_is_about(db: Database) -> None:
    """A message about somebody of the office, who does not find it in the lists of what was told to others."""
    db.execute("ALTER TABLE messages ADD COLUMN hidden_from INTEGER REFERENCES accounts (id)")
    db.execute("CREATE INDEX messages_by_hidden_from ON messages (hidden_from) WHERE hidden_from IS NOT NULL")
