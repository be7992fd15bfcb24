"""Equipment of the community: lifts, pumps, transformers, extinguishers, gates. Amounts in fen, dates ISO, instants UTC.

A piece has one number (`code`), which is on its label; several alike (four extinguishers in a cabinet) are one piece with
a quantity. `location` is where it stands in words; building and entrance are kept as well where they are known, so that a
home finds its lift. The database itself keeps: the tree of parts has no rings, a state's history stays as it was written.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("equipment")

STATES = "'in_use', 'standby', 'repair', 'stopped', 'scrapped'"
STATUTORY = "'none', 'lift', 'boiler', 'pressure_vessel', 'pressure_pipe', 'hoist', 'vehicle', 'fire', 'water', 'lightning'"
STAYS = "the history of a piece of equipment stays as it was written"


@schema()
def create_equipment(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE equipment (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (code <> ''),
            sort TEXT NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            category TEXT NOT NULL DEFAULT '',
            model TEXT NOT NULL DEFAULT '',
            brand TEXT NOT NULL DEFAULT '',
            serial_no TEXT NOT NULL DEFAULT '',
            registration_no TEXT NOT NULL DEFAULT '',
            location TEXT NOT NULL DEFAULT '',
            building_id INTEGER REFERENCES buildings (id),
            entrance_id INTEGER REFERENCES entrances (id),
            quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity BETWEEN 1 AND 100000),
            installed_on TEXT CHECK (installed_on = date(installed_on, '+0 days')),
            installed_precision TEXT NOT NULL DEFAULT 'day' CHECK (installed_precision IN ('day', 'month')),
            life_years INTEGER CHECK (life_years BETWEEN 1 AND 200),
            warranty_until TEXT CHECK (warranty_until = date(warranty_until, '+0 days')),
            supplier TEXT NOT NULL DEFAULT '',
            cost_fen INTEGER CHECK (cost_fen >= 0),
            vendor TEXT NOT NULL DEFAULT '',
            vendor_phone TEXT NOT NULL DEFAULT '',
            keeper TEXT NOT NULL DEFAULT '',
            statutory TEXT NOT NULL DEFAULT 'none' CHECK (statutory IN ({STATUTORY})),
            last_inspection_on TEXT CHECK (last_inspection_on = date(last_inspection_on, '+0 days')),
            next_inspection_on TEXT CHECK (next_inspection_on = date(next_inspection_on, '+0 days')),
            service_cycle TEXT NOT NULL DEFAULT '',
            last_service_on TEXT CHECK (last_service_on = date(last_service_on, '+0 days')),
            next_service_on TEXT CHECK (next_service_on = date(next_service_on, '+0 days')),
            state TEXT NOT NULL CHECK (state IN ({STATES})),
            parent_id INTEGER REFERENCES equipment (id),
            replaced_by_id INTEGER REFERENCES equipment (id),
            note TEXT NOT NULL DEFAULT '',
            import_batch_id INTEGER,
            CHECK (entrance_id IS NULL OR building_id IS NOT NULL),
            CHECK (parent_id IS NULL OR parent_id <> id),
            CHECK (replaced_by_id IS NULL OR (replaced_by_id <> id AND state = 'scrapped'))
        ) STRICT
    """)
    for name, columns in {
        "sort": "sort",
        "state": "state, sort",
        "category": "category, sort",
        "building": "building_id, entrance_id",
        "entrance": "entrance_id",
        "inspection": "next_inspection_on",
        "service": "next_service_on",
    }.items():
        db.execute(f"CREATE INDEX equipment_by_{name} ON equipment ({columns})")
    for name in ("parent_id", "replaced_by_id", "import_batch_id"):
        db.execute(f"CREATE INDEX equipment_by_{name} ON equipment ({name}) WHERE {name} IS NOT NULL")
    # A piece of its own parts, however far up, would have no place in the tree.
    db.execute("""
        CREATE TRIGGER equipment_tree BEFORE UPDATE OF parent_id ON equipment
        WHEN NEW.parent_id IS NOT NULL AND NEW.id IN (
            WITH RECURSIVE above (id) AS (
                SELECT NEW.parent_id
                 UNION
                SELECT e.parent_id FROM equipment AS e JOIN above AS a ON e.id = a.id WHERE e.parent_id IS NOT NULL)
            SELECT id FROM above)
        BEGIN SELECT RAISE(ABORT, 'a piece of equipment cannot be a part of itself'); END
    """)


@schema()
def create_states(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE equipment_states (
            id INTEGER PRIMARY KEY,
            equipment_id INTEGER NOT NULL REFERENCES equipment (id) ON DELETE CASCADE,
            state TEXT NOT NULL CHECK (state IN ({STATES})),
            from_date TEXT NOT NULL CHECK (from_date = date(from_date, '+0 days')),
            reason TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX equipment_states_by_piece ON equipment_states (equipment_id, id)")
    db.execute(f"""
        CREATE TRIGGER equipment_states_no_update BEFORE UPDATE ON equipment_states
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER equipment_states_no_delete BEFORE DELETE ON equipment_states
        WHEN EXISTS (SELECT 1 FROM equipment AS e WHERE e.id = OLD.equipment_id)
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)


@schema()
def create_spare_parts(db: Database) -> None:
    db.execute("""
        CREATE TABLE equipment_spares (
            id INTEGER PRIMARY KEY,
            equipment_id INTEGER NOT NULL REFERENCES equipment (id) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            model TEXT NOT NULL DEFAULT '',
            kept INTEGER NOT NULL DEFAULT 0 CHECK (kept BETWEEN 0 AND 100000),
            UNIQUE (equipment_id, name, model)
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE equipment_meters (
            equipment_id INTEGER NOT NULL REFERENCES equipment (id) ON DELETE CASCADE,
            meter_id INTEGER NOT NULL REFERENCES meters (id) ON DELETE CASCADE,
            PRIMARY KEY (equipment_id, meter_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX equipment_meters_by_meter ON equipment_meters (meter_id)")


@schema()
def create_reporting_view(db: Database) -> None:
    db.execute("""
        CREATE VIEW v_equipment (code, name, category, model, location, installed_on, life_years, last_service_on,
                                 next_service_on, state) AS
        SELECT code, name, category, model, location, installed_on, life_years, last_service_on, next_service_on, state
          FROM equipment
    """)


CAUSES = "'failure', 'service', 'inspection', 'rebuilding', 'power', 'other'"
OUTAGE_STAYS = "when a piece was out of service stays as it was noted; take it back and note it anew"


@schema()
def create_outages(db: Database) -> None:
    """When a piece was out of service, and why. One ends once; a wrong one is taken back, never changed."""
    db.execute(f"""
        CREATE TABLE equipment_outages (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            equipment_id INTEGER NOT NULL REFERENCES equipment (id),
            cause TEXT NOT NULL CHECK (cause IN ({CAUSES})),
            from_at TEXT NOT NULL,
            to_at TEXT CHECK (to_at >= from_at),
            note TEXT NOT NULL DEFAULT '',
            remedy TEXT NOT NULL DEFAULT '',
            order_id INTEGER CHECK (order_id > 0),
            before_state TEXT NOT NULL CHECK (before_state IN ({STATES})),
            noted_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            ended_by TEXT,
            voided_at TEXT,
            voided_by TEXT,
            void_reason TEXT CHECK (void_reason <> ''),
            CHECK ((to_at IS NULL) = (ended_by IS NULL)),
            CHECK ((voided_at IS NULL) = (void_reason IS NULL) AND (voided_at IS NULL) = (voided_by IS NULL))
        ) STRICT
    """)
    live = "voided_at IS NULL"
    db.execute(f"""
        CREATE UNIQUE INDEX equipment_out_once ON equipment_outages (equipment_id) WHERE to_at IS NULL AND {live}
    """)
    db.execute("CREATE INDEX equipment_outages_by_piece ON equipment_outages (equipment_id, from_at)")
    db.execute(
        "CREATE INDEX equipment_outages_by_order ON equipment_outages (order_id) WHERE order_id IS NOT NULL"
    )
    for event in ("INSERT", "UPDATE OF to_at"):
        db.execute(f"""
            CREATE TRIGGER equipment_outages_apart_{event.split()[0].lower()} BEFORE {event} ON equipment_outages
            WHEN NEW.{live} AND EXISTS (
                SELECT 1 FROM equipment_outages AS o
                 WHERE o.equipment_id = NEW.equipment_id AND o.id IS NOT NEW.id AND o.{live}
                   AND o.from_at < ifnull(NEW.to_at, '9999') AND ifnull(o.to_at, '9999') > NEW.from_at)
            BEGIN SELECT RAISE(ABORT, 'the piece was out of service already in this time'); END
        """)
    db.execute(f"""
        CREATE TRIGGER equipment_outages_stay BEFORE UPDATE ON equipment_outages
        WHEN OLD.voided_at IS NOT NULL OR (OLD.to_at IS NOT NULL AND NEW.to_at IS NOT OLD.to_at)
        BEGIN SELECT RAISE(ABORT, '{OUTAGE_STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER equipment_outages_stay_in_every_column BEFORE UPDATE OF
            id, key, equipment_id, cause, from_at, note, order_id, before_state, noted_at, account_id, who
            ON equipment_outages
        BEGIN SELECT RAISE(ABORT, '{OUTAGE_STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER equipment_outages_no_delete BEFORE DELETE ON equipment_outages
        BEGIN SELECT RAISE(ABORT, '{OUTAGE_STAYS}'); END
    """)


@schema()
def add_place(db: Database) -> None:
    db.execute("ALTER TABLE equipment ADD COLUMN place_id INTEGER REFERENCES places (id)")
    db.execute("CREATE INDEX equipment_by_place_id ON equipment (place_id) WHERE place_id IS NOT NULL")
