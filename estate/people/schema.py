"""Tables of people: persons and companies, phones, who lived or owned where and when, vehicles, care needs."""

from sqlite_utils import Database, Migrations

schema = Migrations("people")


@schema()
def create_people(db: Database) -> None:
    db.execute("""
        CREATE TABLE people (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'company')),
            name TEXT NOT NULL CHECK (trim(name) <> ''),
            initials TEXT NOT NULL,
            pinyin TEXT NOT NULL,
            contact_name TEXT NOT NULL DEFAULT '',
            sealed_id_number BLOB,
            birth_year INTEGER CHECK (birth_year BETWEEN 1880 AND 2200),
            note TEXT NOT NULL DEFAULT '',
            import_batch_id INTEGER,
            created_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX people_by_pinyin ON people (pinyin, id)")
    db.execute("CREATE INDEX people_by_initials ON people (initials)")
    db.execute("CREATE INDEX people_by_name ON people (name)")
    db.execute("CREATE INDEX people_by_batch ON people (import_batch_id) WHERE import_batch_id IS NOT NULL")
    db.execute("""
        CREATE TABLE phones (
            id INTEGER PRIMARY KEY,
            person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            number TEXT NOT NULL CHECK (number <> ''),
            note TEXT NOT NULL DEFAULT '',
            rank INTEGER NOT NULL DEFAULT 0,
            UNIQUE (person_id, number)
        ) STRICT
    """)
    db.execute("CREATE INDEX phones_by_number ON phones (number)")
    db.execute("CREATE INDEX phones_by_tail ON phones (substr(number, -4))")


@schema()
def create_residencies(db: Database) -> None:
    """`to_date` is the last day, inclusive; an empty date is unknown (from) or open (to)."""
    db.execute("""
        CREATE TABLE residencies (
            id INTEGER PRIMARY KEY,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            role TEXT NOT NULL CHECK (role IN ('owner', 'co_owner', 'tenant', 'family', 'contact')),
            relation TEXT NOT NULL DEFAULT '',
            share_num INTEGER CHECK (share_num > 0),
            share_den INTEGER CHECK (share_den > 0),
            from_date TEXT CHECK (from_date = date(from_date)),
            to_date TEXT CHECK (to_date = date(to_date)),
            import_batch_id INTEGER,
            created_at TEXT NOT NULL,
            CHECK (to_date IS NULL OR from_date IS NULL OR to_date >= from_date),
            CHECK ((share_num IS NULL) = (share_den IS NULL)),
            CHECK (share_num IS NULL OR (share_num <= share_den AND role IN ('owner', 'co_owner')))
        ) STRICT
    """)
    db.execute(
        "CREATE UNIQUE INDEX residencies_open ON residencies (home_id, person_id, role) WHERE to_date IS NULL"
    )
    db.execute("CREATE INDEX residencies_of_home ON residencies (home_id, role, from_date, to_date)")
    db.execute("CREATE INDEX residencies_of_person ON residencies (person_id)")
    db.execute("CREATE INDEX residencies_by_role ON residencies (role, person_id, from_date, to_date)")
    db.execute(
        "CREATE INDEX residencies_by_batch ON residencies (import_batch_id) WHERE import_batch_id IS NOT NULL"
    )


@schema()
def create_handovers(db: Database) -> None:
    """A handover remembers which residencies it ended and began, so that a mistaken one can be undone."""
    db.execute("""
        CREATE TABLE handovers (
            id INTEGER PRIMARY KEY,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            on_date TEXT NOT NULL CHECK (on_date = date(on_date)),
            note TEXT NOT NULL DEFAULT '',
            key TEXT NOT NULL UNIQUE,
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            undone_at TEXT,
            undone_by TEXT,
            undone_reason TEXT NOT NULL DEFAULT ''
        ) STRICT
    """)
    db.execute("CREATE INDEX handovers_of_home ON handovers (home_id, on_date)")
    db.execute("""
        CREATE TABLE handover_changes (
            handover_id INTEGER NOT NULL REFERENCES handovers (id),
            subject TEXT NOT NULL CHECK (subject IN ('residency', 'vehicle')),
            subject_id INTEGER NOT NULL,
            change TEXT NOT NULL CHECK (change IN ('ended', 'began')),
            to_date_before TEXT,
            PRIMARY KEY (handover_id, subject, subject_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX handover_changes_by_subject ON handover_changes (subject, subject_id)")


@schema()
def create_vehicles_and_care(db: Database) -> None:
    """A care need says what help was agreed (for all staff) apart from its sealed detail (for the few)."""
    db.execute("""
        CREATE TABLE vehicles (
            id INTEGER PRIMARY KEY,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            person_id INTEGER REFERENCES people (id),
            plate TEXT NOT NULL CHECK (plate <> ''),
            note TEXT NOT NULL DEFAULT '',
            ended_on TEXT CHECK (ended_on = date(ended_on)),
            import_batch_id INTEGER
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX vehicles_by_plate ON vehicles (plate) WHERE ended_on IS NULL")
    db.execute("CREATE INDEX vehicles_of_home ON vehicles (home_id)")
    db.execute("CREATE INDEX vehicles_of_person ON vehicles (person_id)")
    db.execute("""
        CREATE TABLE care_needs (
            id INTEGER PRIMARY KEY,
            person_id INTEGER NOT NULL REFERENCES people (id),
            category TEXT NOT NULL CHECK (category IN ('elderly_alone', 'very_old', 'disability', 'dependent',
                'illness', 'pregnancy', 'child', 'hardship', 'language', 'other')),
            sealed_detail BLOB,
            agreed_help TEXT NOT NULL DEFAULT '',
            consent_on TEXT CHECK (consent_on = date(consent_on)),
            consent_by TEXT CHECK (consent_by <> ''),
            consent_as TEXT CHECK (consent_as IN ('self', 'guardian')),
            review_on TEXT CHECK (review_on = date(review_on)),
            ended_on TEXT CHECK (ended_on = date(ended_on)),
            import_batch_id INTEGER,
            created_at TEXT NOT NULL,
            CHECK ((consent_on IS NULL) = (consent_by IS NULL) AND (consent_on IS NULL) = (consent_as IS NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX care_needs_of_person ON care_needs (person_id)")


@schema()
def create_views(db: Database) -> None:
    db.execute("""
        CREATE VIEW v_residents AS
        SELECT h.code AS home, p.name, r.role,
               (SELECT number FROM phones f WHERE f.person_id = p.id ORDER BY f.rank, f.id LIMIT 1) AS phone,
               r.from_date, r.to_date
          FROM residencies r JOIN homes h ON h.id = r.home_id JOIN people p ON p.id = r.person_id
         WHERE r.role <> 'contact'
    """)
    # Of the rows that hold on a day, the lowest `rank` of a home is its payer (see queries.PAYERS_ON): the owner
    # who was entered first, else the co-owner. Before delivery nobody owes but a company, the developer.
    db.execute("""
        CREATE VIEW v_liable_owners AS
        SELECT r.home_id, r.person_id, p.name, r.from_date, r.to_date,
               (r.role = 'co_owner') * 1000000000000 + r.id AS rank
          FROM residencies r JOIN people p ON p.id = r.person_id JOIN homes h ON h.id = r.home_id
         WHERE r.role IN ('owner', 'co_owner')
           AND (h.state NOT IN ('unsold', 'sold') OR p.kind = 'company')
    """)


@schema()
def index_companies(db: Database) -> None:
    db.execute("CREATE INDEX companies_by_pinyin ON people (pinyin, id) WHERE kind = 'company'")
