"""The service window: when the office is open, numbers to call, what its services cost.

A weekday may have several spans (morning and afternoon), as a day with hours of its own; without any it is closed.
Prices in fen; a service that stands in the price list of repairs has its price there alone. The file of a download, and
those it replaced, are its papers (see estate/papers).
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check

schema = Migrations("window")

CLOCK = "GLOB '[0-2][0-9]:[0-5][0-9]'"
PHONE_KINDS = (
    "'office', 'emergency', 'lift', 'repairs', 'police', 'fire', 'water', 'power', 'gas', 'heating', 'clinic', "
    "'community', 'other'"
)


@schema()
def create_window(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE office_hours (
            weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
            opens TEXT NOT NULL CHECK (opens {CLOCK}),
            closes TEXT NOT NULL CHECK (closes {CLOCK} AND closes > opens),
            PRIMARY KEY (weekday, opens)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE office_special_days (
            day TEXT PRIMARY KEY CHECK (day = date(day, '+0 days')),
            note TEXT NOT NULL DEFAULT ''
        ) STRICT, WITHOUT ROWID
    """)
    db.execute(f"""
        CREATE TABLE office_special_hours (
            day TEXT NOT NULL REFERENCES office_special_days (day) ON DELETE CASCADE,
            opens TEXT NOT NULL CHECK (opens {CLOCK}),
            closes TEXT NOT NULL CHECK (closes {CLOCK} AND closes > opens),
            PRIMARY KEY (day, opens)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute(f"""
        CREATE TABLE office_phones (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ({PHONE_KINDS})),
            name TEXT NOT NULL CHECK (name <> ''),
            number TEXT NOT NULL CHECK (number <> '' AND number NOT GLOB '*[^0-9+() -]*'),
            note TEXT NOT NULL DEFAULT '',
            retired_at TEXT
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE service_items (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> ''),
            unit TEXT NOT NULL DEFAULT '',
            price_fen INTEGER CHECK (price_fen >= 0),
            basis TEXT NOT NULL CHECK (basis <> ''),
            note TEXT NOT NULL DEFAULT '',
            material_item_id INTEGER UNIQUE REFERENCES material_items (id),
            retired_at TEXT,
            CHECK ((price_fen IS NULL) = (material_item_id IS NOT NULL)),
            CHECK (material_item_id IS NOT NULL OR unit <> '')
        ) STRICT
    """)
    db.execute("""
        CREATE TRIGGER service_items_no_delete BEFORE DELETE ON service_items
        BEGIN SELECT RAISE(ABORT, 'services are retired, not deleted'); END
    """)


CATEGORIES = "'form', 'rule', 'contract', 'price', 'guide', 'other'"


@schema()
def offer_downloads(db: Database) -> None:
    # rank: the order of the categories, as kinds.DOWNLOADS names them.
    ranks = " ".join(f"WHEN {name} THEN {rank}" for rank, name in enumerate(CATEGORIES.split(", "), 1))
    db.execute(f"""
        CREATE TABLE downloads (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            category TEXT NOT NULL CHECK (category IN ({CATEGORIES})),
            rank INTEGER NOT NULL AS (CASE category {ranks} END) VIRTUAL,
            title TEXT NOT NULL CHECK (title <> ''),
            description TEXT NOT NULL DEFAULT '',
            place INTEGER NOT NULL CHECK (place > 0),
            retired_at TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX downloads_listed ON downloads (rank, place, id) WHERE retired_at IS NULL")
    db.execute("CREATE INDEX downloads_retired ON downloads (retired_at) WHERE retired_at IS NOT NULL")
    db.execute("""
        CREATE TRIGGER downloads_no_delete BEFORE DELETE ON downloads
        BEGIN SELECT RAISE(ABORT, 'downloads are retired, not deleted'); END
    """)


@schema()
def let_hours_go_past_midnight(db: Database) -> None:
    """A span that does not close after it opens closes on the next day; only a whole day begins as it ends, at midnight."""
    for table in ("office_hours", "office_special_hours"):
        widen_check(db, table, "closes > opens", "(closes <> opens OR opens = '00:00')")
