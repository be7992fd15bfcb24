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


_UPSERT = (
    """ON CONFLICT (month, due_on, fee_item_id) DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen"""
)

_CHANGES = """
    SELECT substr(booked_on, 1, 7) AS month, due_on, fee_item_id, amount_fen FROM charges
     UNION ALL
    SELECT substr(w.booked_on, 1, 7), c.due_on, c.fee_item_id, -w.amount_fen
      FROM waivers AS w CROSS JOIN charges AS c ON c.id = w.charge_id
     UNION ALL
    SELECT substr(r.taken_on, 1, 7), c.due_on, c.fee_item_id, -a.amount_fen
      FROM receipts AS r CROSS JOIN allocations AS a ON a.receipt_id = r.id CROSS JOIN charges AS c ON c.id = a.charge_id
     WHERE r.void_id IS NULL
"""


@schema()
def create_month_sums(db: Database) -> None:
    """What changed the open sum in a month, by the due day and fee of its charge: the trend without reading every row.

    What was open at the end of a month is the sum of all months up to it.
    """
    db.execute("""
        CREATE TABLE arrears_months (
            month TEXT NOT NULL CHECK (length(month) = 7),
            due_on TEXT NOT NULL,
            fee_item_id INTEGER NOT NULL REFERENCES fee_items (id),
            amount_fen INTEGER NOT NULL,
            PRIMARY KEY (month, due_on, fee_item_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX arrears_months_by_item ON arrears_months (fee_item_id)")
    db.execute(f"""
        INSERT INTO arrears_months (month, due_on, fee_item_id, amount_fen)
        SELECT month, due_on, fee_item_id, sum(amount_fen) FROM ({_CHANGES}) WHERE 1 GROUP BY 1, 2, 3
    """)
    _sum_up(
        db, "charges", "VALUES (substr(NEW.booked_on, 1, 7), NEW.due_on, NEW.fee_item_id, NEW.amount_fen)"
    )
    _sum_up(
        db,
        "waivers",
        """SELECT substr(NEW.booked_on, 1, 7), c.due_on, c.fee_item_id, -NEW.amount_fen
             FROM charges AS c WHERE c.id = NEW.charge_id""",
    )
    _sum_up(
        db,
        "allocations",
        """SELECT substr(r.taken_on, 1, 7), c.due_on, c.fee_item_id, -NEW.amount_fen
             FROM receipts AS r, charges AS c WHERE r.id = NEW.receipt_id AND c.id = NEW.charge_id""",
    )
    _sum_up(
        db,
        "receipt_voids",
        """SELECT substr(r.taken_on, 1, 7), c.due_on, c.fee_item_id, sum(a.amount_fen)
             FROM receipts AS r JOIN allocations AS a ON a.receipt_id = r.id JOIN charges AS c ON c.id = a.charge_id
            WHERE r.id = NEW.receipt_id GROUP BY 1, 2, 3""",
    )


def _sum_up(db: Database, table: str, select: str) -> None:
    """Let a new row of a table change its month's sums; select: month, due day, fee item id, amount, in terms of NEW."""
    db.execute(f"""
        CREATE TRIGGER {table}_age_in_their_month AFTER INSERT ON {table}
        BEGIN INSERT INTO arrears_months (month, due_on, fee_item_id, amount_fen) {select} {_UPSERT}; END
    """)
