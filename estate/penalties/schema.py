"""Penalties: terms that stay as they are once used, days off, what was posted and waived. Amounts in fen, dates ISO.

What has run up is computed, not kept. A posted penalty is a charge of kind 'penalty'; here stands how it came about.
The database itself keeps: terms, postings and decisions as they are; a waiver is decided once and withdrawn once; when
a receipt is taken back, the penalties that were posted with it are reversed in the same step.
"""

from sqlite_utils import Database, Migrations

from estate.penalties import sums

schema = Migrations("penalties")

TODAY = "date('now', ifnull((SELECT utc_offset_minutes FROM office), 480) || ' minutes')"


@schema()
def create_terms(db: Database) -> None:
    db.execute("""
        CREATE TABLE penalty_terms (
            id INTEGER PRIMARY KEY,
            fee_item_id INTEGER NOT NULL REFERENCES fee_items (id),
            effective_from TEXT NOT NULL CHECK (effective_from = date(effective_from)),
            rate_e7 INTEGER NOT NULL CHECK (rate_e7 BETWEEN 0 AND 1000000),
            grace_days INTEGER NOT NULL DEFAULT 0 CHECK (grace_days BETWEEN 0 AND 366),
            grace_mode TEXT NOT NULL DEFAULT 'grace_shift' CHECK (grace_mode IN ('grace_shift', 'grace_forgive')),
            cap_bp INTEGER NOT NULL DEFAULT 10000 CHECK (cap_bp BETWEEN 1 AND 10000),
            lpr_bp INTEGER CHECK (lpr_bp BETWEEN 1 AND 10000),
            lpr_multiple_e2 INTEGER CHECK (lpr_multiple_e2 BETWEEN 1 AND 10000),
            name TEXT NOT NULL CHECK (name <> ''),
            basis_text TEXT NOT NULL CHECK (basis_text <> ''),
            created_by TEXT NOT NULL,
            created_at TEXT NOT NULL,
            UNIQUE (fee_item_id, effective_from),
            CHECK ((lpr_bp IS NULL) = (lpr_multiple_e2 IS NULL))
        ) STRICT
    """)
    db.execute("""
        CREATE TRIGGER penalty_terms_stay BEFORE UPDATE ON penalty_terms
        BEGIN SELECT RAISE(ABORT, 'terms stay as they are; later ones supersede them'); END
    """)


@schema()
def create_days_off(db: Database) -> None:
    db.execute("""
        CREATE TABLE extra_days_off (
            day TEXT PRIMARY KEY CHECK (day = date(day)),
            name TEXT NOT NULL CHECK (name <> ''),
            added_by TEXT NOT NULL,
            added_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
    """)
    # Follows from the official days, the office's own and whether weekends count; kept so that SQL can reckon with it.
    db.execute("""
        CREATE TABLE due_moves (
            day TEXT PRIMARY KEY CHECK (day = date(day)),
            moves_to TEXT NOT NULL CHECK (moves_to = date(moves_to) AND moves_to > day)
        ) STRICT, WITHOUT ROWID
    """)


@schema()
def create_postings(db: Database) -> None:
    db.execute("""
        CREATE TABLE penalties (
            charge_id INTEGER PRIMARY KEY REFERENCES charges (id),
            principal_id INTEGER NOT NULL REFERENCES charges (id),
            terms_id INTEGER NOT NULL REFERENCES penalty_terms (id),
            as_of TEXT NOT NULL CHECK (as_of = date(as_of)),
            accrued_fen INTEGER NOT NULL CHECK (accrued_fen > 0),
            receipt_id INTEGER REFERENCES receipts (id),
            key TEXT UNIQUE CHECK (key <> ''),
            reason TEXT CHECK (reason <> ''),
            CHECK ((receipt_id IS NULL) = (reason IS NOT NULL) AND (receipt_id IS NULL) = (key IS NOT NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX penalties_by_principal ON penalties (principal_id)")
    db.execute("CREATE INDEX penalties_by_terms ON penalties (terms_id)")
    db.execute("CREATE INDEX penalties_by_receipt ON penalties (receipt_id) WHERE receipt_id IS NOT NULL")
    db.execute("""
        CREATE TRIGGER penalties_fit BEFORE INSERT ON penalties
        WHEN NOT EXISTS (SELECT 1 FROM charges AS c JOIN charges AS o ON o.id = c.principal_id
                          WHERE c.id = NEW.charge_id AND c.kind = 'penalty' AND c.principal_id = NEW.principal_id
                            AND c.home_id = o.home_id AND c.payer_id = o.payer_id AND o.kind <> 'penalty')
        BEGIN SELECT RAISE(ABORT, 'a penalty is for a charge of the same payer that is none itself'); END
    """)


@schema()
def create_waivers(db: Database) -> None:
    db.execute("""
        CREATE TABLE penalty_waivers (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            charge_id INTEGER NOT NULL REFERENCES charges (id),
            terms_id INTEGER NOT NULL REFERENCES penalty_terms (id),
            as_of TEXT NOT NULL CHECK (as_of = date(as_of)),
            amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
            reason TEXT NOT NULL CHECK (reason <> ''),
            asked_by_id INTEGER,
            asked_by TEXT NOT NULL,
            asked_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX penalty_waivers_by_charge ON penalty_waivers (charge_id)")
    db.execute("CREATE INDEX penalty_waivers_by_terms ON penalty_waivers (terms_id)")
    db.execute("""
        CREATE TABLE penalty_waiver_decisions (
            id INTEGER PRIMARY KEY,
            waiver_id INTEGER NOT NULL REFERENCES penalty_waivers (id),
            decision TEXT NOT NULL CHECK (decision IN ('granted', 'refused', 'withdrawn')),
            note TEXT NOT NULL DEFAULT '',
            decided_by_id INTEGER,
            decided_by TEXT NOT NULL,
            decided_at TEXT NOT NULL,
            booked_on TEXT NOT NULL CHECK (booked_on = date(booked_on)),
            UNIQUE (waiver_id, decision)
        ) STRICT
    """)
    db.execute("""
        CREATE TRIGGER penalty_waivers_are_decided_once BEFORE INSERT ON penalty_waiver_decisions
        WHEN EXISTS (SELECT 1 FROM penalty_waiver_decisions AS d
                      WHERE d.waiver_id = NEW.waiver_id AND NEW.decision <> 'withdrawn')
          OR (NEW.decision = 'withdrawn' AND NOT EXISTS (
                SELECT 1 FROM penalty_waiver_decisions AS d
                 WHERE d.waiver_id = NEW.waiver_id AND d.decision = 'granted'))
        BEGIN SELECT RAISE(ABORT, 'a waiver is decided once; only one that was granted can be withdrawn'); END
    """)
    db.execute("""
        CREATE VIEW penalties_waived (charge_id, fen) AS
        SELECT w.charge_id, sum(w.amount_fen)
          FROM penalty_waivers AS w JOIN penalty_waiver_decisions AS g ON g.waiver_id = w.id AND g.decision = 'granted'
         WHERE NOT EXISTS (SELECT 1 FROM penalty_waiver_decisions AS d
                            WHERE d.waiver_id = w.id AND d.decision = 'withdrawn')
         GROUP BY w.charge_id
    """)
    db.execute("""
        CREATE VIEW penalties_posted (principal_id, fen) AS
        SELECT principal_id, sum(amount_fen) FROM charges
         WHERE principal_id IS NOT NULL AND reverses_id IS NULL AND reversed_by IS NULL
         GROUP BY principal_id
    """)


@schema()
def guard_what_is_decided(db: Database) -> None:
    for table in ("penalties", "penalty_waivers", "penalty_waiver_decisions"):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, 'what was posted or decided stays as it is; reverse it'); END
            """)
    _take_back(db)


def _take_back(db: Database) -> None:
    """Penalties go with what they were posted with, whatever takes that back."""
    reverse = """
            INSERT INTO charges (home_id, home_code, fee_item_id, fee_item_name, kind, payer_id, payer_name,
                period_from, period_to, quantity, price, formula, principal_id, amount_fen, due_on, posted_at,
                posted_by, booked_on, reverses_id, reason)
            SELECT c.home_id, c.home_code, c.fee_item_id, c.fee_item_name, c.kind, c.payer_id, c.payer_name,
                   c.period_from, c.period_to, c.quantity, c.price, c.formula, c.principal_id, -c.amount_fen, c.due_on,
                   {said}, c.id, r.reason"""
    # By the time these fire, the receipt has released what it paid.
    taken_back = {
        "reversed_by": ("receipts", "r.taken_at, r.cashier_name, r.taken_on"),
        "void_id": ("receipt_voids", "r.voided_at, r.who, r.voided_on"),
    }
    for column, (table, said) in taken_back.items():
        db.execute(f"""
            CREATE TRIGGER penalties_go_with_{column} AFTER UPDATE OF {column} ON receipts
            WHEN NEW.{column} IS NOT NULL
            BEGIN
                {reverse.format(said=said)}
                  FROM penalties AS p JOIN charges AS c ON c.id = p.charge_id JOIN {table} AS r ON r.id = NEW.{column}
                 WHERE p.receipt_id = NEW.id AND c.reversed_by IS NULL
                 ORDER BY c.id;
            END
        """)
    db.execute(f"""
        CREATE TRIGGER penalties_go_with_their_principal AFTER UPDATE OF reversed_by ON charges
        WHEN NEW.reversed_by IS NOT NULL AND NEW.kind <> 'penalty'
        BEGIN
            {reverse.format(said="r.posted_at, r.posted_by, r.booked_on")}
              FROM charges AS c JOIN charges AS r ON r.id = NEW.reversed_by
             WHERE c.principal_id = NEW.id AND c.reverses_id IS NULL AND c.reversed_by IS NULL
             ORDER BY c.id;
        END
    """)


@schema()
def create_reporting_views(db: Database) -> None:
    # What made the unpaid part of a charge less (or, below zero, more again), by the day on which it counts. A voided
    # receipt is as if it had never been.
    db.execute("""
        CREATE VIEW charge_changes (charge_id, changed_on, fen) AS
        SELECT a.charge_id, r.taken_on, a.amount_fen
          FROM allocations AS a JOIN receipts AS r ON r.id = a.receipt_id WHERE r.void_id IS NULL
         UNION ALL
        SELECT w.charge_id, w.booked_on, w.amount_fen FROM waivers AS w
    """)
    db.execute(f"""
        CREATE VIEW v_penalties (charge_id, home, payer, fee_item, due_on, effective_due_on, principal_fen,
                                 accrued_fen, posted_fen, waived_fen, penalty_fen) AS
        SELECT d.charge_id, c.home_code, c.payer_name, c.fee_item_name, d.due_on, d.effective_due_on, d.principal_fen,
               d.accrued_fen, d.posted_fen, d.waived_fen, d.penalty_fen
          FROM ({sums.still_due(TODAY)}) AS d JOIN charges AS c ON c.id = d.charge_id
    """)
    db.execute("DROP VIEW v_arrears")
    db.execute(f"""
        CREATE VIEW v_arrears (home, payer, oldest_due_on, balance_fen, penalty_fen, bracket) AS
        SELECT h.code, p.name, o.oldest_due_on, o.balance_fen, ifnull(n.penalty_fen, 0),
               CASE WHEN o.days <= 0 THEN 'not_due'
                    WHEN o.days <= 30 THEN '1-30'
                    WHEN o.days <= 90 THEN '31-90'
                    WHEN o.days <= 180 THEN '91-180'
                    WHEN o.days <= 365 THEN '181-365'
                    WHEN o.days <= 730 THEN '1-2y'
                    WHEN o.days <= 1095 THEN '2-3y'
                    ELSE 'over-3y' END
          FROM (SELECT home_id, payer_id, min(due_on) AS oldest_due_on, sum(balance_fen) AS balance_fen,
                       CAST(julianday({TODAY}) - julianday(min(due_on)) AS INTEGER) AS days
                  FROM charge_balances WHERE balance_fen > 0
                 GROUP BY home_id, payer_id) AS o
          LEFT JOIN (SELECT home_id, payer_id, sum(penalty_fen) AS penalty_fen
                       FROM ({sums.still_due(TODAY)}) GROUP BY home_id, payer_id) AS n
            ON n.home_id = o.home_id AND n.payer_id = o.payer_id
          JOIN homes AS h ON h.id = o.home_id
          JOIN people AS p ON p.id = o.payer_id
    """)


@schema()
def age_arrears_by_the_day_that_a_due_day_moves_to(db: Database) -> None:
    # As the pages do: a due day on a day off counts from the day it moves to. Moves keep the order of days.
    db.execute("DROP VIEW v_arrears")
    db.execute(f"""
        CREATE VIEW v_arrears (home, payer, oldest_due_on, balance_fen, penalty_fen, bracket) AS
        SELECT h.code, p.name, o.oldest_due_on, o.balance_fen, ifnull(n.penalty_fen, 0),
               CASE WHEN o.days <= 0 THEN 'not_due'
                    WHEN o.days <= 30 THEN '1-30'
                    WHEN o.days <= 90 THEN '31-90'
                    WHEN o.days <= 180 THEN '91-180'
                    WHEN o.days <= 365 THEN '181-365'
                    WHEN o.days <= 730 THEN '1-2y'
                    WHEN o.days <= 1095 THEN '2-3y'
                    ELSE 'over-3y' END
          FROM (SELECT b.home_id, b.payer_id, b.oldest_due_on, b.balance_fen,
                       CAST(julianday({TODAY}) - julianday(ifnull(m.moves_to, b.oldest_due_on)) AS INTEGER) AS days
                  FROM (SELECT home_id, payer_id, min(due_on) AS oldest_due_on, sum(balance_fen) AS balance_fen
                          FROM charge_balances WHERE balance_fen > 0
                         GROUP BY home_id, payer_id) AS b
                  LEFT JOIN due_moves AS m ON m.day = b.oldest_due_on) AS o
          LEFT JOIN (SELECT home_id, payer_id, sum(penalty_fen) AS penalty_fen
                       FROM ({sums.still_due(TODAY)}) GROUP BY home_id, payer_id) AS n
            ON n.home_id = o.home_id AND n.payer_id = o.payer_id
          JOIN homes AS h ON h.id = o.home_id
          JOIN people AS p ON p.id = o.payer_id
    """)
