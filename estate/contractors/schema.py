"""Outside firms and their links to orders. A link's token is kept as a hash alone; an order has one living link."""

from sqlite_utils import Database, Migrations

schema = Migrations("contractors")


@schema()
def create_contractors(db: Database) -> None:
    db.execute("""
        CREATE TABLE contractors (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (name <> ''),
            trade TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL CHECK (phone <> ''),
            papers_until TEXT CHECK (papers_until = date(papers_until, '+0 days')),
            note TEXT NOT NULL DEFAULT '',
            retired_at TEXT
        ) STRICT
    """)
    db.execute("""
        CREATE TRIGGER contractors_no_delete BEFORE DELETE ON contractors
        BEGIN SELECT RAISE(ABORT, 'firms are retired, not deleted'); END
    """)
    db.execute("""
        CREATE TABLE work_links (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            contractor_id INTEGER NOT NULL REFERENCES contractors (id),
            token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
            contact INTEGER NOT NULL CHECK (contact IN (0, 1)),
            made_at TEXT NOT NULL,
            who TEXT NOT NULL,
            expires_at TEXT NOT NULL CHECK (expires_at > made_at),
            revoked_at TEXT
        ) STRICT
    """)
    db.execute(
        "CREATE UNIQUE INDEX work_links_one_for_each ON work_links (order_id) WHERE revoked_at IS NULL"
    )
    db.execute("CREATE INDEX work_links_by_order ON work_links (order_id)")
    db.execute("CREATE INDEX work_links_by_contractor ON work_links (contractor_id)")
    db.execute("""
        CREATE TRIGGER work_links_only_end BEFORE UPDATE ON work_links
        WHEN NEW.order_id <> OLD.order_id OR NEW.contractor_id <> OLD.contractor_id
          OR NEW.token_hash <> OLD.token_hash OR NEW.contact <> OLD.contact OR NEW.expires_at <> OLD.expires_at
          OR OLD.revoked_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a link is only revoked; make another'); END
    """)
    db.execute("""
        CREATE TRIGGER work_links_no_delete BEFORE DELETE ON work_links
        BEGIN SELECT RAISE(ABORT, 'links are revoked, not deleted'); END
    """)
