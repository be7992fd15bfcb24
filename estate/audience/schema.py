"""Audiences: whom an announcement or a survey is meant for, and the groups of homes that the office keeps. Instants UTC.

An audience may change until what it belongs to goes out; from then on it is fixed. A group goes on changing: what was
fixed keeps the homes that the group had then.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("audience")

STAYS = "whom something went out to stays as it was"
FIXED = "(SELECT fixed_at FROM audiences WHERE id = {id}) IS NOT NULL"


@schema()
def create_audiences(db: Database) -> None:
    db.execute("""
        CREATE TABLE home_groups (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> ''),
            note TEXT NOT NULL DEFAULT '',
            made_at TEXT NOT NULL,
            account_id INTEGER,
            made_by TEXT NOT NULL,
            retired_at TEXT
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX home_groups_by_name ON home_groups (name) WHERE retired_at IS NULL")
    db.execute("""
        CREATE TABLE home_group_homes (
            group_id INTEGER NOT NULL REFERENCES home_groups (id),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            PRIMARY KEY (group_id, home_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX home_group_homes_by_home ON home_group_homes (home_id)")
    db.execute("""
        CREATE TABLE audiences (
            id INTEGER PRIMARY KEY,
            whom TEXT NOT NULL CHECK (whom IN ('everybody', 'owners', 'residents')),
            fixed_at TEXT
        ) STRICT
    """)
    # Any number of these together. A floor is one of a building, or of an entrance of it.
    db.execute("""
        CREATE TABLE audience_targets (
            id INTEGER PRIMARY KEY,
            audience_id INTEGER NOT NULL REFERENCES audiences (id) ON DELETE CASCADE,
            scope TEXT NOT NULL CHECK (scope IN ('all', 'zone', 'building', 'entrance', 'usage', 'group', 'homes')),
            zone_id INTEGER REFERENCES zones (id),
            building_id INTEGER REFERENCES buildings (id),
            entrance_id INTEGER REFERENCES entrances (id),
            group_id INTEGER REFERENCES home_groups (id),
            usage TEXT NOT NULL DEFAULT '',
            floor_from INTEGER,
            floor_to INTEGER,
            label TEXT NOT NULL DEFAULT '',
            CHECK ((scope = 'zone') = (zone_id IS NOT NULL)),
            CHECK ((scope = 'building') = (building_id IS NOT NULL)),
            CHECK ((scope = 'entrance') = (entrance_id IS NOT NULL)),
            CHECK ((scope = 'group') = (group_id IS NOT NULL)),
            CHECK ((scope = 'usage') = (usage <> '')),
            CHECK ((scope = 'homes') = (label <> '')),
            CHECK ((floor_from IS NULL) = (floor_to IS NULL) AND floor_to >= floor_from),
            CHECK (floor_from IS NULL OR scope IN ('building', 'entrance'))
        ) STRICT
    """)
    for column in ("audience_id", "zone_id", "building_id", "entrance_id", "group_id"):
        db.execute(f"CREATE INDEX audience_targets_{column} ON audience_targets ({column})")
    # The homes of a list by hand, and of a group once its audience is fixed.
    db.execute("""
        CREATE TABLE audience_target_homes (
            target_id INTEGER NOT NULL REFERENCES audience_targets (id) ON DELETE CASCADE,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            PRIMARY KEY (target_id, home_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX audience_target_homes_by_home ON audience_target_homes (home_id)")


@schema()
def guard_audiences(db: Database) -> None:
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER audiences_no_{act.lower()} BEFORE {act} ON audiences WHEN OLD.fixed_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
        """)
    db.execute("""
        CREATE TRIGGER audiences_name_somebody BEFORE UPDATE OF fixed_at ON audiences
        WHEN NEW.fixed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audience_targets WHERE audience_id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'what goes out is for somebody'); END
    """)
    for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        db.execute(f"""
            CREATE TRIGGER audience_targets_no_{act.lower()} BEFORE {act} ON audience_targets
            WHEN {FIXED.format(id=f"{row}.audience_id")}
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
        """)
        db.execute(f"""
            CREATE TRIGGER audience_target_homes_no_{act.lower()} BEFORE {act} ON audience_target_homes
            WHEN {FIXED.format(id=f"(SELECT audience_id FROM audience_targets WHERE id = {row}.target_id)")}
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
        """)
    db.execute("""
        CREATE TRIGGER home_groups_stay BEFORE DELETE ON home_groups
        BEGIN SELECT RAISE(ABORT, 'a group is retired, not deleted'); END
    """)
