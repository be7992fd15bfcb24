"""Announcements with their versions, whom they are for, and who got and read them. Instants UTC, dates ISO.

A draft may change; what was published stays word for word: a correction is a further version, a withdrawal a mark. The
database itself keeps that nothing is published without somebody it is for (see estate/audience).
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check

schema = Migrations("announcements")

KINDS = "'water', 'power', 'works', 'activity', 'rule', 'safety', 'other'"
STAYS = "an announcement that was published stays as it is; correct or withdraw it"
PUBLISHED = "(SELECT published_at FROM announcements WHERE id = {id}) IS NOT NULL"


@schema()
def create_announcements(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE announcements (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            token TEXT NOT NULL UNIQUE CHECK (length(token) >= 16),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            whom TEXT NOT NULL CHECK (whom IN ('everybody', 'owners', 'residents')),
            urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
            must_confirm INTEGER NOT NULL CHECK (must_confirm IN (0, 1)),
            pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)),
            starts_at TEXT,
            ends_at TEXT,
            expires_on TEXT CHECK (expires_on = date(expires_on)),
            publish_at TEXT,
            published_at TEXT,
            published_by TEXT NOT NULL DEFAULT '',
            withdrawn_at TEXT,
            withdrawn_by TEXT NOT NULL DEFAULT '',
            withdrawn_why TEXT NOT NULL DEFAULT '',
            made_at TEXT NOT NULL,
            account_id INTEGER,
            made_by TEXT NOT NULL,
            CHECK (ends_at IS NULL OR ends_at > starts_at),
            CHECK (withdrawn_at IS NULL OR (published_at IS NOT NULL AND withdrawn_why <> ''))
        ) STRICT
    """)
    db.execute(
        "CREATE INDEX announcements_due ON announcements (publish_at) WHERE published_at IS NULL AND publish_at IS NOT NULL"
    )
    db.execute(
        "CREATE INDEX announcements_published ON announcements (published_at) WHERE published_at IS NOT NULL"
    )
    db.execute("""
        CREATE TABLE announcement_versions (
            id INTEGER PRIMARY KEY,
            announcement_id INTEGER NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
            number INTEGER NOT NULL CHECK (number > 0),
            title TEXT NOT NULL CHECK (title <> ''),
            text TEXT NOT NULL CHECK (text <> ''),
            reason TEXT NOT NULL DEFAULT '',
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            UNIQUE (announcement_id, number),
            CHECK (number = 1 OR reason <> '')
        ) STRICT
    """)
    # Whom it is for: any number of these together. A floor is one of a building, or of an entrance of it.
    db.execute("""
        CREATE TABLE announcement_targets (
            id INTEGER PRIMARY KEY,
            announcement_id INTEGER NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
            scope TEXT NOT NULL CHECK (scope IN ('all', 'zone', 'building', 'entrance', 'usage', 'homes')),
            zone_id INTEGER REFERENCES zones (id),
            building_id INTEGER REFERENCES buildings (id),
            entrance_id INTEGER REFERENCES entrances (id),
            usage TEXT NOT NULL DEFAULT '',
            floor_from INTEGER,
            floor_to INTEGER,
            label TEXT NOT NULL DEFAULT '',
            CHECK ((scope = 'zone') = (zone_id IS NOT NULL)),
            CHECK ((scope = 'building') = (building_id IS NOT NULL)),
            CHECK ((scope = 'entrance') = (entrance_id IS NOT NULL)),
            CHECK ((scope = 'usage') = (usage <> '')),
            CHECK ((scope = 'homes') = (label <> '')),
            CHECK ((floor_from IS NULL) = (floor_to IS NULL) AND floor_to >= floor_from),
            CHECK (floor_from IS NULL OR scope IN ('building', 'entrance'))
        ) STRICT
    """)
    for column in ("announcement_id", "zone_id", "building_id", "entrance_id"):
        db.execute(f"CREATE INDEX announcement_targets_{column} ON announcement_targets ({column})")
    db.execute("""
        CREATE TABLE announcement_target_homes (
            target_id INTEGER NOT NULL REFERENCES announcement_targets (id) ON DELETE CASCADE,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            PRIMARY KEY (target_id, home_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX announcement_target_homes_by_home ON announcement_target_homes (home_id)")
    # message_id: empty for whom no channel reaches; they have the notice board.
    db.execute("""
        CREATE TABLE announcement_readers (
            announcement_id INTEGER NOT NULL REFERENCES announcements (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            message_id INTEGER REFERENCES messages (id),
            told_at TEXT,
            reminded_at TEXT,
            read_at TEXT,
            read_version INTEGER,
            confirmed_at TEXT,
            confirmed_version INTEGER,
            PRIMARY KEY (announcement_id, person_id),
            CHECK ((read_at IS NULL) = (read_version IS NULL)),
            CHECK ((confirmed_at IS NULL) = (confirmed_version IS NULL)),
            CHECK (confirmed_at IS NULL OR read_at IS NOT NULL)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute(
        "CREATE INDEX announcement_readers_by_person ON announcement_readers (person_id, announcement_id)"
    )
    db.execute("CREATE INDEX announcement_readers_by_home ON announcement_readers (home_id)")
    db.execute(
        "CREATE INDEX announcement_readers_by_message ON announcement_readers (message_id) WHERE message_id IS NOT NULL"
    )


@schema()
def guard_announcements(db: Database) -> None:
    db.execute(f"""
        CREATE TRIGGER announcements_are_frozen
        BEFORE UPDATE OF key, token, kind, whom, urgent, must_confirm, starts_at, ends_at, published_at, published_by,
                         made_at, made_by ON announcements
        WHEN OLD.published_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER announcements_withdrawn_once BEFORE UPDATE OF withdrawn_at, withdrawn_by, withdrawn_why
        ON announcements WHEN OLD.withdrawn_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER announcements_no_delete BEFORE DELETE ON announcements WHEN OLD.published_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute("""
        CREATE TRIGGER announcements_for_somebody BEFORE UPDATE OF published_at ON announcements
        WHEN NEW.published_at IS NOT NULL AND OLD.published_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM announcement_targets WHERE announcement_id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'an announcement is for somebody'); END
    """)
    for act, row in (("UPDATE", "OLD"), ("DELETE", "OLD")):
        db.execute(f"""
            CREATE TRIGGER announcement_versions_no_{act.lower()} BEFORE {act} ON announcement_versions
            WHEN {PUBLISHED.format(id=f"{row}.announcement_id")}
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
        """)
    for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        db.execute(f"""
            CREATE TRIGGER announcement_targets_no_{act.lower()} BEFORE {act} ON announcement_targets
            WHEN {PUBLISHED.format(id=f"{row}.announcement_id")}
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
        """)
        db.execute(f"""
            CREATE TRIGGER announcement_target_homes_no_{act.lower()} BEFORE {act} ON announcement_target_homes
            WHEN {PUBLISHED.format(id=f"(SELECT announcement_id FROM announcement_targets WHERE id = {row}.target_id)")}
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
        """)
    db.execute("""
        CREATE TRIGGER announcement_readers_stay BEFORE DELETE ON announcement_readers
        BEGIN SELECT RAISE(ABORT, 'who was told stays on record'); END
    """)


@schema()
def aim_by_audiences(db: Database) -> None:
    """Whom an announcement is for becomes an audience under the announcement's own id; nothing else had one so far."""
    db.execute("ALTER TABLE announcements ADD COLUMN audience_id INTEGER REFERENCES audiences (id)")
    db.execute("INSERT INTO audiences (id, whom) SELECT id, whom FROM announcements")
    db.execute("""
        INSERT INTO audience_targets (id, audience_id, scope, zone_id, building_id, entrance_id, usage, floor_from,
                                      floor_to, label)
        SELECT id, announcement_id, scope, zone_id, building_id, entrance_id, usage, floor_from, floor_to, label
          FROM announcement_targets
    """)
    db.execute("INSERT INTO audience_target_homes SELECT target_id, home_id FROM announcement_target_homes")
    db.execute("""
        UPDATE audiences SET fixed_at = (SELECT a.published_at FROM announcements AS a WHERE a.id = audiences.id)
         WHERE id IN (SELECT id FROM announcements WHERE published_at IS NOT NULL)
    """)
    db.execute("UPDATE announcements SET audience_id = id")
    for trigger in ("announcements_are_frozen", "announcements_for_somebody"):
        db.execute(f"DROP TRIGGER {trigger}")
    for act in ("insert", "update", "delete"):  # they would keep the old tables from going
        for table in ("announcement_targets", "announcement_target_homes"):
            db.execute(f"DROP TRIGGER {table}_no_{act}")
    db.execute("DROP TABLE announcement_target_homes")
    db.execute("DROP TABLE announcement_targets")
    db.execute("ALTER TABLE announcements DROP COLUMN whom")
    optional = "audience_id INTEGER REFERENCES audiences (id)"
    widen_check(db, "announcements", optional, optional.replace("INTEGER", "INTEGER NOT NULL"))
    db.execute("CREATE UNIQUE INDEX announcements_by_audience ON announcements (audience_id)")
    db.execute(f"""
        CREATE TRIGGER announcements_are_frozen
        BEFORE UPDATE OF key, token, kind, audience_id, urgent, must_confirm, starts_at, ends_at, published_at,
                         published_by, made_at, made_by ON announcements
        WHEN OLD.published_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute("""
        CREATE TRIGGER announcements_for_somebody BEFORE UPDATE OF published_at ON announcements
        WHEN NEW.published_at IS NOT NULL AND OLD.published_at IS NULL
         AND (SELECT fixed_at FROM audiences WHERE id = NEW.audience_id) IS NULL
        BEGIN SELECT RAISE(ABORT, 'an announcement is for somebody'); END
    """)


@schema()
def count_readers(db: Database) -> None:
    """How many it was for and how many opened it stand beside it: a list of fifty would count half a million rows."""
    for column in ("people_count", "read_count"):
        db.execute(f"ALTER TABLE announcements ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")
    db.execute("""
        UPDATE announcements SET (people_count, read_count) = (
            SELECT count(*), count(r.read_at) FROM announcement_readers AS r WHERE r.announcement_id = announcements.id)
    """)
    db.execute("""
        CREATE TRIGGER announcement_readers_counted AFTER INSERT ON announcement_readers
        BEGIN
            UPDATE announcements
               SET people_count = people_count + 1, read_count = read_count + (NEW.read_at IS NOT NULL)
             WHERE id = NEW.announcement_id;
        END
    """)
    db.execute("""
        CREATE TRIGGER announcement_readers_counted_anew AFTER UPDATE OF read_at ON announcement_readers
        WHEN (OLD.read_at IS NULL) <> (NEW.read_at IS NULL)
        BEGIN
            UPDATE announcements SET read_count = read_count + iif(NEW.read_at IS NULL, -1, 1)
             WHERE id = NEW.announcement_id;
        END
    """)
    db.execute("DROP INDEX announcements_published")
    # The order of the office's list, and that of an owner's.
    db.execute(
        "CREATE INDEX announcements_listed ON announcements (published_at IS NOT NULL, published_at DESC, id DESC)"
    )
    db.execute(
        "CREATE INDEX announcements_own ON announcements (pinned DESC, published_at DESC) WHERE published_at IS NOT NULL"
    )


@schema()
def keep_causes(db: Database) -> None:
    """The work order or the piece of equipment that suggested an announcement; fixed with the rest when it is published."""
    for column, table in (("order_id", "work_orders"), ("equipment_id", "equipment")):
        db.execute(f"ALTER TABLE announcements ADD COLUMN {column} INTEGER REFERENCES {table} (id)")
        db.execute(
            f"CREATE INDEX announcements_by_{column} ON announcements ({column}) WHERE {column} IS NOT NULL"
        )
    db.execute(f"""
        CREATE TRIGGER announcements_keep_causes BEFORE UPDATE OF order_id, equipment_id ON announcements
        WHEN OLD.published_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
