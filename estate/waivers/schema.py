"""Waivers: rows that lower what is owed on a charge and leave the charge as it is. Amounts in fen, dates ISO.

The database itself keeps: a waiver stays as it is and is taken back by a new row, never more is waived than is
unpaid, and what is waived of a charge follows its rows. Source: DOMAIN A1.16.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("waivers")

KINDS = "'one_off', 'vacancy', 'care', 'early_payment', 'penalty', 'other'"
REASONS = "'service', 'goodwill', 'error', 'vacant', 'agreed', 'penalty', 'other', 'standing'"


@schema()
def create_waivers(db: Database) -> None:
    db.execute("""
        CREATE TABLE waiver_requests (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            reason_code TEXT NOT NULL CHECK (
                reason_code IN ('service', 'goodwill', 'error', 'vacant', 'agreed', 'penalty', 'other')),
            reason TEXT NOT NULL CHECK (reason <> ''),
            basis TEXT NOT NULL CHECK (basis <> ''),
            paper TEXT NOT NULL DEFAULT '',
            asked_fen INTEGER CHECK (asked_fen > 0),
            asked_e4 INTEGER CHECK (asked_e4 BETWEEN 1 AND 10000),
            amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
            requested_id INTEGER,
            requested_by TEXT NOT NULL,
            requested_at TEXT NOT NULL,
            requested_on TEXT NOT NULL CHECK (requested_on = date(requested_on)),
            CHECK ((asked_fen IS NULL) <> (asked_e4 IS NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX waiver_requests_by_home ON waiver_requests (home_id, requested_on)")
    db.execute("""
        CREATE TABLE waiver_request_lines (
            request_id INTEGER NOT NULL REFERENCES waiver_requests (id),
            charge_id INTEGER NOT NULL REFERENCES charges (id),
            amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
            PRIMARY KEY (request_id, charge_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX waiver_request_lines_by_charge ON waiver_request_lines (charge_id)")
    db.execute("""
        CREATE TABLE waiver_decisions (
            request_id INTEGER PRIMARY KEY REFERENCES waiver_requests (id),
            decision TEXT NOT NULL CHECK (decision IN ('granted', 'declined', 'withdrawn')),
            decided_id INTEGER,
            decided_by TEXT NOT NULL,
            decided_at TEXT NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            CHECK (decision <> 'declined' OR reason <> '')
        ) STRICT
    """)
    db.execute(f"""
        CREATE TABLE waivers (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            charge_id INTEGER NOT NULL REFERENCES charges (id),
            amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            reason_code TEXT NOT NULL CHECK (reason_code IN ({REASONS})),
            reason TEXT NOT NULL CHECK (reason <> ''),
            basis TEXT NOT NULL,
            paper TEXT NOT NULL DEFAULT '',
            formula TEXT NOT NULL DEFAULT '',
            request_id INTEGER REFERENCES waiver_requests (id),
            discount_id INTEGER REFERENCES discounts (id),
            requested_id INTEGER,
            requested_by TEXT NOT NULL,
            requested_at TEXT NOT NULL,
            approved_id INTEGER,
            approved_by TEXT NOT NULL,
            approved_at TEXT NOT NULL,
            booked_on TEXT NOT NULL CHECK (booked_on = date(booked_on)),
            revokes_id INTEGER REFERENCES waivers (id),
            CHECK ((amount_fen < 0) = (revokes_id IS NOT NULL)),
            CHECK ((request_id IS NULL) <> (discount_id IS NULL)),
            CHECK ((discount_id IS NOT NULL) = (reason_code = 'standing'))
        ) STRICT
    """)
    db.execute("CREATE INDEX waivers_by_charge ON waivers (charge_id)")
    db.execute("CREATE INDEX waivers_by_request ON waivers (request_id) WHERE request_id IS NOT NULL")
    db.execute("CREATE INDEX waivers_by_discount ON waivers (discount_id) WHERE discount_id IS NOT NULL")
    db.execute("CREATE INDEX waivers_by_booking ON waivers (booked_on, amount_fen)")
    db.execute(
        "CREATE UNIQUE INDEX waivers_revoked_once ON waivers (revokes_id) WHERE revokes_id IS NOT NULL"
    )


@schema()
def create_discounts(db: Database) -> None:
    db.execute("""
        CREATE TABLE discounts (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('vacancy', 'care', 'early_payment')),
            name TEXT NOT NULL CHECK (name <> ''),
            payable_e4 INTEGER CHECK (payable_e4 BETWEEN 0 AND 9999),
            off_fen INTEGER CHECK (off_fen > 0),
            computed_from TEXT NOT NULL CHECK (computed_from IN ('raw', 'rounded')),
            from_month INTEGER CHECK (from_month >= 1),
            by_home INTEGER NOT NULL CHECK (by_home IN (0, 1)),
            months INTEGER CHECK (months IN (3, 6, 12)),
            days_before INTEGER CHECK (days_before >= 0),
            evidence TEXT NOT NULL DEFAULT '',
            basis TEXT NOT NULL CHECK (basis <> ''),
            from_date TEXT NOT NULL CHECK (from_date = date(from_date)),
            to_date TEXT CHECK (to_date = date(to_date) AND to_date >= from_date),
            created_by TEXT NOT NULL,
            created_at TEXT NOT NULL,
            ended_by TEXT,
            ended_at TEXT,
            CHECK ((payable_e4 IS NULL) <> (off_fen IS NULL)),
            CHECK (off_fen IS NULL OR kind = 'early_payment'),
            CHECK ((kind = 'vacancy') = (from_month IS NOT NULL)),
            CHECK (kind <> 'care' OR by_home),
            CHECK ((kind = 'early_payment') = (months IS NOT NULL AND days_before IS NOT NULL))
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE discount_items (
            discount_id INTEGER NOT NULL REFERENCES discounts (id),
            fee_item_id INTEGER NOT NULL REFERENCES fee_items (id),
            PRIMARY KEY (discount_id, fee_item_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX discount_items_by_item ON discount_items (fee_item_id)")
    db.execute("""
        CREATE TABLE discount_homes (
            id INTEGER PRIMARY KEY,
            discount_id INTEGER NOT NULL REFERENCES discounts (id),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            from_date TEXT NOT NULL CHECK (from_date = date(from_date)),
            to_date TEXT NOT NULL CHECK (to_date = date(to_date) AND to_date >= from_date),
            evidence TEXT NOT NULL CHECK (evidence <> ''),
            granted_by TEXT NOT NULL,
            granted_at TEXT NOT NULL,
            ended_by TEXT,
            ended_at TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX discount_homes_by_discount ON discount_homes (discount_id, home_id)")
    db.execute("CREATE INDEX discount_homes_by_home ON discount_homes (home_id)")
    db.execute("""
        CREATE TABLE bill_run_waivers (
            run_id INTEGER NOT NULL REFERENCES bill_runs (id) ON DELETE CASCADE,
            discount_id INTEGER NOT NULL REFERENCES discounts (id),
            building TEXT NOT NULL,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            fee_item_id INTEGER NOT NULL REFERENCES fee_items (id),
            parking_space_id INTEGER,
            meter_id INTEGER,
            period_from TEXT NOT NULL,
            amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
            formula TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX bill_run_waivers_by_run ON bill_run_waivers (run_id, home_id)")
    db.execute("CREATE INDEX bill_run_waivers_by_discount ON bill_run_waivers (discount_id)")
    db.execute("CREATE INDEX bill_run_waivers_by_home ON bill_run_waivers (home_id)")
    db.execute("CREATE INDEX bill_run_waivers_by_item ON bill_run_waivers (fee_item_id)")
    db.execute("""
        CREATE TABLE receipt_waivers (
            waiver_id INTEGER PRIMARY KEY REFERENCES waivers (id),
            receipt_id INTEGER NOT NULL REFERENCES receipts (id)
        ) STRICT
    """)
    db.execute("CREATE INDEX receipt_waivers_by_receipt ON receipt_waivers (receipt_id)")


@schema()
def guard_what_is_waived(db: Database) -> None:
    stays = "a waiver stays as it is; revoke it"
    for table in (
        "waivers",
        "waiver_requests",
        "waiver_request_lines",
        "waiver_decisions",
        "discount_items",
        "receipt_waivers",
    ):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, '{stays}'); END
            """)
    ends = {
        "discounts": """id, kind, name, payable_e4, off_fen, computed_from, from_month, by_home, months, days_before,
                        evidence, basis, from_date, created_by, created_at""",
        "discount_homes": "id, discount_id, home_id, from_date, evidence, granted_by, granted_at",
    }
    for table, columns in ends.items():
        db.execute(f"""
            CREATE TRIGGER {table}_stay BEFORE UPDATE OF {columns} ON {table}
            BEGIN SELECT RAISE(ABORT, 'a discount stays as it is; end it'); END
        """)
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, 'a discount stays as it is; end it'); END
        """)
    db.execute("""
        CREATE TRIGGER waivers_fit BEFORE INSERT ON waivers
        BEGIN
            SELECT RAISE(ABORT, 'a waiver is for a live charge')
             WHERE NOT EXISTS (SELECT 1 FROM charges AS c
                                WHERE c.id = NEW.charge_id AND c.reverses_id IS NULL AND c.reversed_by IS NULL);
            SELECT RAISE(ABORT, 'more is waived than is unpaid')
              FROM charge_balances AS b WHERE b.charge_id = NEW.charge_id AND NEW.amount_fen > b.balance_fen;
            SELECT RAISE(ABORT, 'a revocation takes back one waiver, with its whole amount')
             WHERE NEW.revokes_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM waivers AS w
                 WHERE w.id = NEW.revokes_id AND w.revokes_id IS NULL AND w.charge_id = NEW.charge_id
                   AND w.amount_fen = -NEW.amount_fen AND w.kind = NEW.kind);
        END
    """)
    db.execute("""
        CREATE TRIGGER waivers_lower_the_balance AFTER INSERT ON waivers
        BEGIN
            UPDATE charge_balances SET waived_fen = waived_fen + NEW.amount_fen WHERE charge_id = NEW.charge_id;
        END
    """)
    db.execute("""
        CREATE TRIGGER waiver_request_lines_fit BEFORE INSERT ON waiver_request_lines
        WHEN NOT EXISTS (SELECT 1 FROM waiver_requests AS r JOIN charges AS c ON c.home_id = r.home_id
                          WHERE r.id = NEW.request_id AND c.id = NEW.charge_id AND c.reverses_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'a request is for charges of its own home'); END
    """)


@schema()
def create_reporting_view(db: Database) -> None:
    db.execute("""
        CREATE VIEW v_waivers (waiver_id, charge_id, home, fee_item, booked_on, amount_fen, kind, requested_by,
                               approved_by, revokes) AS
        SELECT w.id, w.charge_id, c.home_code, c.fee_item_name, w.booked_on, w.amount_fen, w.kind, w.requested_by,
               w.approved_by, w.revokes_id
          FROM waivers AS w JOIN charges AS c ON c.id = w.charge_id
    """)
