"""How each way out is set up, what was handed to its provider under which key, and what the provider told of it.

`channel_sends` is the journal between claim and answer: its row is written before anything leaves the house, so that
after a crash nobody has to guess.
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check

schema = Migrations("channels")


@schema()
def create_channels(db: Database) -> None:
    db.execute("""
        CREATE TABLE channels (
            code TEXT PRIMARY KEY CHECK (code IN ('mail', 'sms', 'push')),
            provider TEXT NOT NULL CHECK (provider IN ('smtp', 'aliyun', 'tencent', 'gateway', 'vapid')),
            settings TEXT NOT NULL CHECK (json_valid(settings)),
            secrets BLOB NOT NULL,
            token TEXT NOT NULL UNIQUE CHECK (length(token) >= 32),
            active INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1)),
            changed_at TEXT NOT NULL,
            changed_by TEXT NOT NULL,
            succeeded_at TEXT,
            failed_at TEXT,
            failure TEXT NOT NULL DEFAULT '',
            CHECK ((code = 'mail') = (provider = 'smtp') AND (code = 'push') = (provider = 'vapid'))
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE channel_sends (
            key TEXT PRIMARY KEY CHECK (key <> ''),
            channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms', 'push')),
            provider TEXT NOT NULL,
            to_address TEXT NOT NULL,
            stage TEXT NOT NULL CHECK (stage IN ('handed', 'accepted', 'failed', 'later')),
            provider_id TEXT,
            answer TEXT NOT NULL DEFAULT '',
            handed_at TEXT,
            answered_at TEXT,
            reported_at TEXT,
            asked_at TEXT,
            CHECK (stage NOT IN ('handed', 'accepted') OR handed_at IS NOT NULL)
        ) STRICT
    """)
    db.execute("CREATE INDEX channel_sends_by_provider_id ON channel_sends (channel, provider_id)")
    db.execute("""
        CREATE INDEX channel_sends_without_receipt ON channel_sends (handed_at)
         WHERE channel = 'sms' AND stage = 'accepted' AND reported_at IS NULL
    """)
    db.execute("""
        CREATE TABLE channel_receipts (
            id INTEGER PRIMARY KEY,
            channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms', 'push')),
            provider_id TEXT NOT NULL,
            to_address TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('delivered', 'failed', 'expired')),
            at TEXT NOT NULL,
            text TEXT NOT NULL,
            received_at TEXT NOT NULL,
            applied_at TEXT,
            UNIQUE (channel, provider_id, to_address, state)
        ) STRICT
    """)
    db.execute(
        "CREATE INDEX channel_receipts_waiting ON channel_receipts (received_at) WHERE applied_at IS NULL"
    )
    db.execute("""
        CREATE TABLE dead_addresses (
            channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms', 'push')),
            to_address TEXT NOT NULL,
            failures INTEGER NOT NULL DEFAULT 1 CHECK (failures > 0),
            last_at TEXT NOT NULL,
            dead_at TEXT,
            PRIMARY KEY (channel, to_address)
        ) STRICT, WITHOUT ROWID
    """)


@schema()
def create_sms_templates(db: Database) -> None:
    db.execute("""
        CREATE TABLE sms_templates (
            id INTEGER PRIMARY KEY,
            event TEXT NOT NULL CHECK (event <> ''),
            locale TEXT NOT NULL CHECK (locale IN ('zh_CN', 'en')),
            signature TEXT NOT NULL CHECK (signature <> ''),
            code TEXT NOT NULL CHECK (code <> ''),
            text TEXT NOT NULL CHECK (text <> ''),
            names TEXT NOT NULL CHECK (json_valid(names)),
            approval TEXT NOT NULL CHECK (approval IN ('draft', 'waiting', 'approved', 'refused')),
            changed_at TEXT NOT NULL,
            changed_by TEXT NOT NULL,
            UNIQUE (event, locale)
        ) STRICT
    """)


@schema()
def create_push_devices(db: Database) -> None:
    db.execute("""
        CREATE TABLE push_devices (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES accounts (id),
            endpoint TEXT NOT NULL UNIQUE,
            p256dh TEXT NOT NULL,
            auth TEXT NOT NULL,
            agent TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX push_devices_by_account ON push_devices (account_id)")


@schema()
def create_sms_lists(db: Database) -> None:
    """SMS by hand: what waits to be carried to a provider's own page, and the lists in which it was."""
    old = "provider IN ('smtp', 'aliyun', 'tencent', 'gateway', 'vapid')"
    widen_check(db, "channels", old, old.replace("'gateway'", "'gateway', 'list'"))
    db.execute("""
        CREATE TABLE sms_lists (
            id INTEGER PRIMARY KEY,
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            rows INTEGER NOT NULL CHECK (rows > 0)
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE sms_listed (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            to_address TEXT NOT NULL,
            text TEXT NOT NULL CHECK (text <> ''),
            listed_at TEXT NOT NULL,
            list_id INTEGER REFERENCES sms_lists (id)
        ) STRICT
    """)
    db.execute("CREATE INDEX sms_listed_by_list ON sms_listed (list_id)")
