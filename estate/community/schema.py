"""The community's places. Areas in dm² (0.01 m²), dates ISO, instants UTC.

A home's code is `building-entrance-room`; building and entrance codes hold no hyphen, so it reads only one way.
Codes and sort keys are computed by rules.py and kept here, so that lists and look-ups use plain indexes.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("community")

USAGES = "'residential', 'shop', 'office', 'garage', 'storage'"
STATES = "'unsold', 'sold', 'delivered', 'occupied', 'let', 'vacant'"


@schema()
def create_buildings(db: Database) -> None:
    db.execute(
        "CREATE TABLE zones (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> '')) STRICT"
    )
    db.execute("""
        CREATE TABLE buildings (
            id INTEGER PRIMARY KEY,
            zone_id INTEGER REFERENCES zones (id),
            code TEXT NOT NULL UNIQUE CHECK (code <> '' AND instr(code, '-') = 0),
            name TEXT NOT NULL DEFAULT '',
            sort INTEGER NOT NULL DEFAULT 0,
            import_batch_id INTEGER
        ) STRICT
    """)
    db.execute("CREATE INDEX buildings_by_zone ON buildings (zone_id)")
    db.execute("""
        CREATE TABLE entrances (
            id INTEGER PRIMARY KEY,
            building_id INTEGER NOT NULL REFERENCES buildings (id),
            code TEXT NOT NULL CHECK (code <> '' AND instr(code, '-') = 0),
            import_batch_id INTEGER,
            UNIQUE (building_id, code)
        ) STRICT
    """)


@schema()
def create_homes(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE homes (
            id INTEGER PRIMARY KEY,
            entrance_id INTEGER NOT NULL REFERENCES entrances (id),
            room TEXT NOT NULL CHECK (room <> ''),
            code TEXT NOT NULL UNIQUE,
            sort TEXT NOT NULL,
            floor INTEGER,
            area_dm2 INTEGER NOT NULL CHECK (area_dm2 > 0),
            inner_area_dm2 INTEGER CHECK (inner_area_dm2 > 0),
            layout TEXT NOT NULL DEFAULT '',
            usage TEXT NOT NULL CHECK (usage IN ({USAGES})),
            state TEXT NOT NULL CHECK (state IN ({STATES})),
            state_since TEXT CHECK (state_since = date(state_since, '+0 days')),
            delivered_on TEXT CHECK (delivered_on = date(delivered_on, '+0 days')),
            delivered_precision TEXT NOT NULL DEFAULT 'day' CHECK (delivered_precision IN ('day', 'month')),
            note TEXT NOT NULL DEFAULT '',
            import_batch_id INTEGER,
            UNIQUE (entrance_id, room)
        ) STRICT
    """)
    db.execute("CREATE INDEX homes_by_sort ON homes (sort)")
    db.execute("CREATE INDEX homes_by_state ON homes (state, sort)")
    db.execute("CREATE INDEX homes_by_usage ON homes (usage, sort)")
    db.execute("CREATE INDEX homes_by_batch ON homes (import_batch_id) WHERE import_batch_id IS NOT NULL")
    db.execute(f"""
        CREATE TABLE home_states (
            id INTEGER PRIMARY KEY,
            home_id INTEGER NOT NULL REFERENCES homes (id) ON DELETE CASCADE,
            state TEXT NOT NULL CHECK (state IN ({STATES})),
            from_date TEXT CHECK (from_date = date(from_date, '+0 days')),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT ''
        ) STRICT
    """)
    db.execute("CREATE INDEX home_states_by_home ON home_states (home_id)")


@schema()
def create_parking_spaces(db: Database) -> None:
    db.execute("""
        CREATE TABLE parking_spaces (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE CHECK (code <> ''),
            sort TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('owned', 'rented', 'public')),
            area_dm2 INTEGER CHECK (area_dm2 > 0),
            home_id INTEGER REFERENCES homes (id),
            note TEXT NOT NULL DEFAULT '',
            import_batch_id INTEGER
        ) STRICT
    """)
    db.execute("CREATE INDEX parking_spaces_by_home ON parking_spaces (home_id) WHERE home_id IS NOT NULL")
    db.execute("CREATE INDEX parking_spaces_by_sort ON parking_spaces (sort)")


@schema()
def create_reporting_view(db: Database) -> None:
    db.execute("""
        CREATE VIEW v_homes (home, building, entrance, floor, area_dm2, usage, occupancy) AS
        SELECT h.code, b.code, e.code, h.floor, h.area_dm2, h.usage, h.state
          FROM homes AS h
          JOIN entrances AS e ON e.id = h.entrance_id
          JOIN buildings AS b ON b.id = e.building_id
    """)


@schema()
def index_rooms(db: Database) -> None:
    db.execute("CREATE INDEX homes_by_room ON homes (room)")


@schema()
def create_parking_holdings(db: Database) -> None:
    db.execute("""
        CREATE TABLE parking_holdings (
            id INTEGER PRIMARY KEY,
            parking_space_id INTEGER NOT NULL REFERENCES parking_spaces (id) ON DELETE CASCADE,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            from_date TEXT CHECK (from_date = date(from_date, '+0 days')),
            to_date TEXT CHECK (to_date = date(to_date, '+0 days')),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            CHECK (to_date >= from_date)
        ) STRICT
    """)
    db.execute("CREATE INDEX parking_holdings_by_space ON parking_holdings (parking_space_id, from_date)")
    db.execute("CREATE INDEX parking_holdings_by_home ON parking_holdings (home_id)")
    db.execute("""
        CREATE UNIQUE INDEX parking_held_by_one ON parking_holdings (parking_space_id) WHERE to_date IS NULL
    """)
    db.execute("""
        CREATE TRIGGER parking_holdings_apart BEFORE INSERT ON parking_holdings
        WHEN EXISTS (
            SELECT 1 FROM parking_holdings AS g
             WHERE g.parking_space_id = NEW.parking_space_id
               AND ifnull(g.from_date, '') <= ifnull(NEW.to_date, '9999')
               AND ifnull(g.to_date, '9999') >= ifnull(NEW.from_date, ''))
        BEGIN SELECT RAISE(ABORT, 'this parking space is held by a home on these days already'); END
    """)
    # Until now only the present home was kept: it has held the space as long as anybody knows.
    db.execute("""
        INSERT INTO parking_holdings (parking_space_id, home_id, at, who)
        SELECT id, home_id, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'migration'
          FROM parking_spaces WHERE home_id IS NOT NULL
    """)
