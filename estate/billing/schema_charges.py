"""Charges, their balances and the views that report them, and what a run came to.

The database itself keeps: a posted charge as it is, no day charged twice, each charge = paid + waived + reversed
+ balance.
"""

from sqlite_utils import Database

from estate.billing.schema_first import LINE_COLUMNS, schema


@schema()
def create_charges(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE charges (
            id INTEGER PRIMARY KEY,
            run_id INTEGER REFERENCES bill_runs (id),
            {LINE_COLUMNS},
            due_on TEXT NOT NULL CHECK (due_on = date(due_on)),
            posted_at TEXT NOT NULL,
            posted_by TEXT NOT NULL,
            reverses_id INTEGER REFERENCES charges (id),
            reversed_by INTEGER REFERENCES charges (id),
            reason TEXT,
            CHECK (period_from = date(period_from)),
            CHECK (period_to >= period_from AND period_to < date(period_from, '+1 year')),
            CHECK ((reverses_id IS NULL) = (amount_fen > 0)),
            CHECK ((reverses_id IS NULL) = (reason IS NULL)),
            CHECK (amount_fen <> 0 AND (reason IS NULL OR reason <> ''))
        ) STRICT
    """)
    db.execute("CREATE INDEX charges_by_home ON charges (home_id, fee_item_id, period_from, period_to)")
    db.execute(
        "CREATE UNIQUE INDEX charges_reversed_once ON charges (reverses_id) WHERE reverses_id IS NOT NULL"
    )
    db.execute("CREATE INDEX charges_by_run ON charges (run_id) WHERE run_id IS NOT NULL")
    db.execute("CREATE INDEX charges_by_payer ON charges (payer_id)")
    db.execute("""
        CREATE INDEX charges_live_by_period ON charges
            (period_to, period_from, home_id, fee_item_id, parking_space_id)
         WHERE reverses_id IS NULL AND reversed_by IS NULL AND kind <> 'one_off'
    """)
    db.execute("""
        CREATE TABLE charge_balances (
            charge_id INTEGER PRIMARY KEY REFERENCES charges (id),
            home_id INTEGER NOT NULL,
            payer_id INTEGER NOT NULL,
            due_on TEXT NOT NULL,
            amount_fen INTEGER NOT NULL,
            waived_fen INTEGER NOT NULL DEFAULT 0 CHECK (waived_fen >= 0),
            paid_fen INTEGER NOT NULL DEFAULT 0 CHECK (paid_fen >= 0),
            reversed_fen INTEGER NOT NULL DEFAULT 0,
            balance_fen INTEGER NOT NULL
                GENERATED ALWAYS AS (amount_fen - waived_fen - paid_fen - reversed_fen) VIRTUAL
                CHECK (balance_fen >= 0)
        ) STRICT
    """)
    db.execute("""
        CREATE INDEX charge_balances_open ON charge_balances (home_id, due_on, payer_id, balance_fen)
         WHERE balance_fen > 0
    """)
    db.execute("""
        CREATE TABLE one_off_charges (
            key TEXT PRIMARY KEY,
            charge_id INTEGER NOT NULL UNIQUE REFERENCES charges (id)
        ) STRICT, WITHOUT ROWID
    """)


@schema()
def guard_what_is_posted(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER tariffs_stay BEFORE UPDATE ON tariffs
        BEGIN SELECT RAISE(ABORT, 'a tariff stays as it is; a later one supersedes it'); END
    """)
    db.execute("""
        CREATE TRIGGER charges_stay BEFORE UPDATE ON charges
        WHEN OLD.reversed_by IS NOT NULL OR NEW.reversed_by IS NULL
        BEGIN SELECT RAISE(ABORT, 'a posted charge stays as it is; reverse it'); END
    """)
    every = """
        id, run_id, home_id, home_code, fee_item_id, fee_item_name, kind, tariff_id, parking_space_id,
        parking_code, payer_id, payer_name, period_from, period_to, quantity, price, formula, amount_fen, due_on,
        posted_at, posted_by, reverses_id, reason"""
    db.execute(f"""
        CREATE TRIGGER charges_stay_in_every_column BEFORE UPDATE OF {every} ON charges
        BEGIN SELECT RAISE(ABORT, 'a posted charge stays as it is; reverse it'); END
    """)
    for table in ("charges", "charge_balances"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, 'a posted charge stays as it is; reverse it'); END
        """)
    db.execute("""
        CREATE TRIGGER charges_no_day_twice BEFORE INSERT ON charges
        WHEN NEW.reverses_id IS NULL AND NEW.kind <> 'one_off' AND EXISTS (
            SELECT 1 FROM charges AS c
             WHERE c.home_id = NEW.home_id AND c.fee_item_id = NEW.fee_item_id
               AND c.period_from <= NEW.period_to AND c.period_from > date(NEW.period_from, '-1 year')
               AND c.period_to >= NEW.period_from
               AND c.parking_space_id IS NEW.parking_space_id
               AND c.reversed_by IS NULL AND c.reverses_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'this is charged already for a part of the period'); END
    """)
    db.execute("""
        CREATE TRIGGER charges_open_a_balance AFTER INSERT ON charges
        WHEN NEW.reverses_id IS NULL
        BEGIN
            INSERT INTO charge_balances (charge_id, home_id, payer_id, due_on, amount_fen)
            VALUES (NEW.id, NEW.home_id, NEW.payer_id, NEW.due_on, NEW.amount_fen);
        END
    """)
    db.execute("""
        CREATE TRIGGER charges_reverse AFTER INSERT ON charges
        WHEN NEW.reverses_id IS NOT NULL
        BEGIN
            SELECT RAISE(ABORT, 'only an unpaid live charge can be reversed, with its whole amount')
              FROM charges AS c JOIN charge_balances AS b ON b.charge_id = c.id
             WHERE c.id = NEW.reverses_id
               AND (c.reverses_id IS NOT NULL OR c.reversed_by IS NOT NULL OR c.amount_fen <> -NEW.amount_fen
                    OR c.home_id <> NEW.home_id OR b.paid_fen <> 0 OR b.waived_fen <> 0);
            INSERT INTO charge_balances
                (charge_id, home_id, payer_id, due_on, amount_fen, reversed_fen)
            VALUES (NEW.id, NEW.home_id, NEW.payer_id, NEW.due_on, NEW.amount_fen, NEW.amount_fen);
            UPDATE charge_balances SET reversed_fen = amount_fen WHERE charge_id = NEW.reverses_id;
            UPDATE charges SET reversed_by = NEW.id WHERE id = NEW.reverses_id;
        END
    """)


@schema()
def create_reporting_views(db: Database) -> None:
    db.execute("""
        CREATE VIEW v_charges (charge_id, home, fee_item, period_from, period_to, amount_fen, waived_fen, paid_fen,
                               balance_fen, due_on, state) AS
        SELECT c.id, c.home_code, c.fee_item_name, c.period_from, c.period_to, c.amount_fen, b.waived_fen,
               b.paid_fen, b.balance_fen, c.due_on,
               CASE WHEN c.reverses_id IS NOT NULL THEN 'reversal'
                    WHEN c.reversed_by IS NOT NULL THEN 'reversed'
                    WHEN b.balance_fen = 0 THEN 'settled'
                    WHEN b.paid_fen + b.waived_fen > 0 THEN 'part_paid'
                    ELSE 'open' END
          FROM charges AS c JOIN charge_balances AS b ON b.charge_id = c.id
    """)
    # No penalties exist yet. The day is China's; a later step reckons with the community's.
    db.execute("""
        CREATE VIEW v_arrears (home, payer, oldest_due_on, balance_fen, penalty_fen, bracket) AS
        SELECT h.code, p.name, o.oldest_due_on, o.balance_fen, 0,
               CASE WHEN o.days <= 0 THEN 'not_due'
                    WHEN o.days <= 30 THEN '1-30'
                    WHEN o.days <= 90 THEN '31-90'
                    WHEN o.days <= 180 THEN '91-180'
                    WHEN o.days <= 365 THEN '181-365'
                    WHEN o.days <= 730 THEN '1-2y'
                    WHEN o.days <= 1095 THEN '2-3y'
                    ELSE 'over-3y' END
          FROM (SELECT home_id, payer_id, min(due_on) AS oldest_due_on, sum(balance_fen) AS balance_fen,
                       CAST(julianday(date('now', '+8 hours')) - julianday(min(due_on)) AS INTEGER) AS days
                  FROM charge_balances WHERE balance_fen > 0
                 GROUP BY home_id, payer_id) AS o
          JOIN homes AS h ON h.id = o.home_id
          JOIN people AS p ON p.id = o.payer_id
    """)


@schema()
def create_run_totals(db: Database) -> None:
    db.execute("""
        CREATE TABLE bill_run_totals (
            run_id INTEGER NOT NULL REFERENCES bill_runs (id) ON DELETE CASCADE,
            building TEXT NOT NULL,
            fee_item_id INTEGER NOT NULL REFERENCES fee_items (id),
            homes INTEGER NOT NULL,
            lines INTEGER NOT NULL,
            amount_fen INTEGER NOT NULL,
            PRIMARY KEY (run_id, building, fee_item_id)
        ) STRICT, WITHOUT ROWID
    """)
