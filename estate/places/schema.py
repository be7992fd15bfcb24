"""Public places of the community. A place that is no longer there is retired, never deleted: orders and rounds name it.

`code` is its short number on plans and labels, `sort` orders it naturally. A place is in a building or in none, in an
entrance only of its own building, on a floor or on none.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("places")

KINDS = (
    "'lobby', 'corridor', 'lift', 'stairs', 'roof', 'facade', 'garage', 'gate', 'road', 'garden', 'playground', "
    "'pump_room', 'power_room', 'fire_room', 'control_room', 'waste', 'office', 'other'"
)


@schema()
def create_places(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE places (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (code <> ''),
            sort TEXT NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            building_id INTEGER REFERENCES buildings (id),
            entrance_id INTEGER REFERENCES entrances (id),
            floor INTEGER CHECK (floor BETWEEN -9 AND 150),
            note TEXT NOT NULL DEFAULT '',
            retired_at TEXT,
            CHECK (entrance_id IS NULL OR building_id IS NOT NULL)
        ) STRICT
    """)
    db.execute("CREATE INDEX places_by_sort ON places (sort)")
    db.execute("CREATE INDEX places_by_building ON places (building_id, kind) WHERE building_id IS NOT NULL")
    db.execute("CREATE INDEX places_by_entrance ON places (entrance_id) WHERE entrance_id IS NOT NULL")
    db.execute("CREATE INDEX places_by_kind ON places (kind, sort)")
    db.execute("""
        CREATE UNIQUE INDEX places_named_once ON places (
            name, ifnull(building_id, 0), ifnull(entrance_id, 0), ifnull(floor, 1000)) WHERE retired_at IS NULL
    """)
    for act in ("INSERT", "UPDATE"):
        db.execute(f"""
            CREATE TRIGGER places_entrance_of_building_{act.lower()} BEFORE {act} ON places
            WHEN NEW.entrance_id IS NOT NULL
             AND NEW.building_id IS NOT (SELECT building_id FROM entrances WHERE id = NEW.entrance_id)
            BEGIN SELECT RAISE(ABORT, 'a place is in an entrance of its own building'); END
        """)
    db.execute("""
        CREATE TRIGGER places_no_delete BEFORE DELETE ON places
        BEGIN SELECT RAISE(ABORT, 'places are retired, not deleted'); END
    """)
