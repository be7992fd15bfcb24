"""Why somebody does not pay, month sums of what was open, and whether a list of debtors may be made public. In fen.

The database itself keeps: what was noted or decided stays; each sum is that of its rows (tests/arrears asserts it).
"""

from sqlite_utils import Database, Migrations

schema = Migrations("arrears")

CAUSES = """'quality', 'leak', 'not_moved_in', 'sold', 'tenant_pays', 'hardship', 'disputed_sum', 'developer',
    'parking', 'other', 'none'"""


def _stays(db: Database, table: str, said: str) -> None:
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
            BEGIN SELECT RAISE(ABORT, '{said}'); END
        """)


@schema()
def create_causes(db: Database) -> None:
    """The last row of a home and payer counts; 'none' says that the reason is gone."""
    db.execute(f"""
        CREATE TABLE arrears_causes (
            id INTEGER PRIMARY KEY,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            payer_id INTEGER NOT NULL REFERENCES people (id),
            code TEXT NOT NULL CHECK (code IN ({CAUSES})),
            note TEXT NOT NULL DEFAULT '',
            source TEXT NOT NULL DEFAULT 'office' CHECK (source <> ''),
            source_id INTEGER,
            noted_on TEXT NOT NULL CHECK (noted_on = date(noted_on)),
            noted_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX arrears_causes_by_home ON arrears_causes (home_id, payer_id, id)")
    db.execute("CREATE INDEX arrears_causes_by_payer ON arrears_causes (payer_id)")
    _stays(db, "arrears_causes", "what was noted stays; note what is so now")
    db.execute("""
        CREATE VIEW arrears_causes_now (home_id, payer_id, code) AS
        SELECT c.home_id, c.payer_id, c.code
          FROM arrears_causes AS c
          JOIN (SELECT max(id) AS id FROM arrears_causes GROUP BY home_id, payer_id) AS l ON l.id = c.id
         WHERE c.code <> 'none'
    """)


@schema()
def create_publication(db: Database) -> None:
    """Whether a list of debtors may be printed for the notice board: off until an administrator says why it is lawful."""
    db.execute("""
        CREATE TABLE arrears_publication (
            id INTEGER PRIMARY KEY,
            allowed INTEGER NOT NULL CHECK (allowed IN (0, 1)),
            basis TEXT NOT NULL CHECK (allowed = 0 OR basis <> ''),
            decided_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    _stays(db, "arrears_publication", "a decision stays; decide anew")
