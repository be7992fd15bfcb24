"""Conversations and what was said in them. Instants are UTC text.

A message never changes and never goes away: its writer may take it back within two minutes, which leaves a mark. Of one
person about one home at most one conversation is open. What is searched stands in `chat_words`, one row a message, with
blanks between Chinese signs (rules_words.py), so that a word of any length is found.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("chat")

STAYS = "what was said in a conversation stays as it is"
MARKS = "'closed', 'taken', 'handed', 'queued', 'ended', 'silent', 'repair', 'complaint'"


@schema()
def create_conversations(db: Database) -> None:
    db.execute("""
        CREATE TABLE conversations (
            id INTEGER PRIMARY KEY,
            person_id INTEGER NOT NULL REFERENCES people (id),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            owner_name TEXT NOT NULL,
            earlier_id INTEGER UNIQUE REFERENCES conversations (id),
            opened_at TEXT NOT NULL,
            clerk_id INTEGER REFERENCES accounts (id),
            clerk_name TEXT NOT NULL DEFAULT '',
            waiting_since TEXT,
            waiting_id INTEGER,
            last_at TEXT NOT NULL,
            owner_seen_id INTEGER NOT NULL DEFAULT 0,
            owner_seen_at TEXT,
            office_seen_id INTEGER NOT NULL DEFAULT 0,
            office_seen_at TEXT,
            alerted_id INTEGER NOT NULL DEFAULT 0,
            away_told_id INTEGER NOT NULL DEFAULT 0,
            ended_at TEXT,
            ended_by TEXT NOT NULL DEFAULT '',
            rating INTEGER CHECK (rating BETWEEN 1 AND 5),
            rating_note TEXT NOT NULL DEFAULT '',
            rated_at TEXT,
            CHECK ((clerk_id IS NULL) = (clerk_name = '')),
            CHECK ((waiting_since IS NULL) = (waiting_id IS NULL)),
            CHECK ((ended_at IS NULL) = (ended_by = '')),
            CHECK (ended_at IS NULL OR waiting_since IS NULL),
            CHECK ((rating IS NULL) = (rated_at IS NULL)),
            CHECK (rating IS NULL OR ended_at IS NOT NULL)
        ) STRICT
    """)
    db.execute(
        "CREATE UNIQUE INDEX conversations_open_once ON conversations (person_id, home_id) WHERE ended_at IS NULL"
    )
    db.execute("CREATE INDEX conversations_by_person ON conversations (person_id, id)")
    db.execute("CREATE INDEX conversations_by_home ON conversations (home_id, id)")
    db.execute("CREATE INDEX conversations_by_last ON conversations (last_at, id)")
    db.execute(
        "CREATE INDEX conversations_of_clerk ON conversations (clerk_id, last_at) WHERE ended_at IS NULL"
    )
    db.execute("CREATE INDEX conversations_by_clerk ON conversations (clerk_id)")
    db.execute(
        "CREATE INDEX conversations_waiting ON conversations (waiting_since) WHERE waiting_since IS NOT NULL"
    )
    db.execute(
        f"""
        CREATE TABLE chat_messages (
            id INTEGER PRIMARY KEY,
            conversation_id INTEGER NOT NULL REFERENCES conversations (id),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            side TEXT NOT NULL CHECK (side IN ('owner', 'office')),
            kind TEXT NOT NULL CHECK (kind IN ('said', 'note', 'mark')),
            mark TEXT NOT NULL DEFAULT '',
            text TEXT NOT NULL,
            photos INTEGER NOT NULL DEFAULT 0 CHECK (photos >= 0),
            account_id INTEGER,
            who TEXT NOT NULL,
            at TEXT NOT NULL,
            withdrawn_at TEXT,
            CHECK (text <> '' OR photos > 0 OR kind = 'mark'),
            CHECK (kind <> 'mark' AND mark = '' OR kind = 'mark' AND mark IN ({MARKS})),
            CHECK (kind <> 'note' OR side = 'office'),
            CHECK (withdrawn_at IS NULL OR kind = 'said')
        ) STRICT
    """
    )
    db.execute("CREATE INDEX chat_messages_by_conversation ON chat_messages (conversation_id, id)")
    db.execute(
        "CREATE INDEX chat_messages_withdrawn ON chat_messages (conversation_id, withdrawn_at) WHERE withdrawn_at IS NOT NULL"
    )
    db.execute("CREATE VIRTUAL TABLE chat_words USING fts5 (words, content = '')")
    db.execute("""
        CREATE TABLE chat_answers (
            id INTEGER PRIMARY KEY,
            title TEXT NOT NULL CHECK (title <> ''),
            text TEXT NOT NULL CHECK (text <> ''),
            changed_at TEXT NOT NULL,
            changed_by TEXT NOT NULL,
            retired_at TEXT
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX chat_answers_by_title ON chat_answers (title) WHERE retired_at IS NULL")
    db.execute("""
        CREATE TABLE chat_settings (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            alert_minutes INTEGER NOT NULL DEFAULT 5 CHECK (alert_minutes BETWEEN 1 AND 240),
            away_minutes INTEGER NOT NULL DEFAULT 3 CHECK (away_minutes BETWEEN 1 AND 240),
            silent_days INTEGER NOT NULL DEFAULT 3 CHECK (silent_days BETWEEN 1 AND 60)
        ) STRICT
    """)
    db.execute("INSERT INTO chat_settings (id) VALUES (1)")


@schema()
def guard_conversations(db: Database) -> None:
    for table in ("conversations", "chat_messages"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
        """)
    db.execute(f"""
        CREATE TRIGGER conversations_are_frozen
        BEFORE UPDATE OF id, person_id, home_id, owner_name, earlier_id, opened_at ON conversations
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER conversations_end_once BEFORE UPDATE OF ended_at, ended_by, clerk_id, waiting_since ON conversations
        WHEN OLD.ended_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER conversations_rated_once BEFORE UPDATE OF rating, rating_note, rated_at ON conversations
        WHEN OLD.rating IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER conversations_seen_forward BEFORE UPDATE OF owner_seen_id, office_seen_id ON conversations
        WHEN NEW.owner_seen_id < OLD.owner_seen_id OR NEW.office_seen_id < OLD.office_seen_id
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER chat_messages_are_frozen
        BEFORE UPDATE OF id, conversation_id, key, side, kind, mark, text, photos, account_id, who, at ON chat_messages
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER chat_messages_withdrawn_soon BEFORE UPDATE OF withdrawn_at ON chat_messages
        WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
          OR (julianday(NEW.withdrawn_at) - julianday(OLD.at)) * 86400 > 121
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute("""
        CREATE TRIGGER chat_messages_while_open BEFORE INSERT ON chat_messages
        WHEN NEW.kind = 'said' AND (SELECT ended_at FROM conversations WHERE id = NEW.conversation_id) IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a conversation that has ended is not written into'); END
    """)
