"""Tables of access: accounts, their roles, sessions, failed sign-ins and invitations."""

from sqlite_utils import Database, Migrations

schema = Migrations("access")


@schema()
def create_accounts(db: Database) -> None:
    db.execute("""
        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY,
            login TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (login <> ''),
            name TEXT NOT NULL CHECK (name <> ''),
            password_hash TEXT NOT NULL,
            must_change_password INTEGER NOT NULL DEFAULT 0,
            person_id INTEGER UNIQUE,
            locale TEXT NOT NULL DEFAULT 'zh_CN',
            large_text INTEGER NOT NULL DEFAULT 0,
            theme TEXT NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto', 'light', 'dark')),
            created_at TEXT NOT NULL,
            disabled_at TEXT
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE account_roles (
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            role TEXT NOT NULL,
            PRIMARY KEY (account_id, role)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE sessions (
            id INTEGER PRIMARY KEY,
            token_hash BLOB NOT NULL UNIQUE,
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            created_at TEXT NOT NULL,
            seen_at TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            address TEXT NOT NULL,
            agent TEXT NOT NULL,
            ended_at TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX sessions_of_account ON sessions (account_id, ended_at)")
    db.execute("""
        CREATE TABLE sign_in_failures (
            id INTEGER PRIMARY KEY,
            login TEXT NOT NULL COLLATE NOCASE,
            address TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX sign_in_failures_by_login ON sign_in_failures (login, at)")
    db.execute("CREATE INDEX sign_in_failures_by_address ON sign_in_failures (address, at)")
    db.execute("""
        CREATE TABLE invitations (
            id INTEGER PRIMARY KEY,
            code_hash BLOB NOT NULL UNIQUE,
            person_id INTEGER NOT NULL,
            created_at TEXT NOT NULL,
            created_by INTEGER REFERENCES accounts (id),
            expires_at TEXT NOT NULL,
            used_at TEXT,
            withdrawn_at TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX invitations_of_person ON invitations (person_id)")
