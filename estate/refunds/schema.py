"""Credits and money that goes back: requests, decisions about them, and the papers on which they are booked.

Amounts in fen, dates ISO text. The database itself keeps: all of it as it is, numbers without gaps, nobody's approval
of their own request above the limit, one live paper for a request, and the entry that each paper makes on the
prepayment account or the deposit.
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check
from estate.refunds.schema_estimates import credit_estimates

schema = Migrations("refunds")

KINDS = "'credit', 'refund', 'deposit'"
METHODS = "'cash', 'wechat', 'alipay', 'pos', 'transfer'"
STAYS = "a request and its papers stay as they are; reverse them"


@schema()
def create_requests(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE refund_requests (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            payer_id INTEGER NOT NULL REFERENCES people (id),
            payer_name TEXT NOT NULL,
            deposit_id INTEGER REFERENCES deposits (id),
            amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
            limit_fen INTEGER NOT NULL CHECK (limit_fen >= 0),
            reason TEXT NOT NULL CHECK (reason <> ''),
            sums TEXT NOT NULL DEFAULT '',
            requested_on TEXT NOT NULL CHECK (requested_on = date(requested_on)),
            requested_at TEXT NOT NULL,
            requested_by_id INTEGER,
            requested_by TEXT NOT NULL,
            CHECK ((kind = 'deposit') = (deposit_id IS NOT NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX refund_requests_by_account ON refund_requests (home_id, payer_id)")
    db.execute("CREATE INDEX refund_requests_by_payer ON refund_requests (payer_id)")
    db.execute("""
        CREATE INDEX refund_requests_by_deposit ON refund_requests (deposit_id) WHERE deposit_id IS NOT NULL
    """)
    db.execute("""
        CREATE TABLE refund_decisions (
            request_id INTEGER PRIMARY KEY REFERENCES refund_requests (id),
            approved INTEGER NOT NULL CHECK (approved IN (0, 1)),
            note TEXT NOT NULL DEFAULT '',
            decided_on TEXT NOT NULL CHECK (decided_on = date(decided_on)),
            decided_at TEXT NOT NULL,
            decided_by_id INTEGER,
            decided_by TEXT NOT NULL,
            CHECK (approved = 1 OR note <> '')
        ) STRICT
    """)


@schema()
def create_vouchers(db: Database) -> None:
    db.execute("""
        CREATE TABLE voucher_series (
            prefix TEXT NOT NULL CHECK (prefix <> ''),
            year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2200),
            next INTEGER NOT NULL DEFAULT 1 CHECK (next > 0),
            PRIMARY KEY (prefix, year)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute(f"""
        CREATE TABLE vouchers (
            id INTEGER PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            prefix TEXT NOT NULL,
            year INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            request_id INTEGER NOT NULL REFERENCES refund_requests (id),
            amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
            method TEXT CHECK (method IN ({METHODS})),
            channel_ref TEXT CHECK (channel_ref <> ''),
            booked_on TEXT NOT NULL CHECK (booked_on = date(booked_on)),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            reverses_id INTEGER REFERENCES vouchers (id),
            reversed_by INTEGER REFERENCES vouchers (id),
            reason TEXT CHECK (reason <> ''),
            UNIQUE (prefix, year, seq),
            FOREIGN KEY (prefix, year) REFERENCES voucher_series (prefix, year),
            CHECK (number = printf('%s%d-%06d', prefix, year, seq)),
            CHECK (year = CAST(substr(booked_on, 1, 4) AS INTEGER)),
            CHECK ((amount_fen > 0) = (reverses_id IS NULL)),
            CHECK ((reverses_id IS NULL) = (reason IS NULL)),
            CHECK ((kind = 'credit') = (method IS NULL)),
            CHECK (method <> 'transfer' OR channel_ref IS NOT NULL)
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX vouchers_of_request ON vouchers (request_id, reverses_id IS NULL)")
    db.execute(
        "CREATE UNIQUE INDEX vouchers_reversed_once ON vouchers (reverses_id) WHERE reverses_id IS NOT NULL"
    )
    db.execute("CREATE INDEX vouchers_by_reversal ON vouchers (reversed_by) WHERE reversed_by IS NOT NULL")
    db.execute("CREATE INDEX vouchers_by_day ON vouchers (booked_on, kind, method, who, amount_fen)")


@schema()
def guard_them(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER refund_decisions_are_another_persons BEFORE INSERT ON refund_decisions
        WHEN NEW.approved AND EXISTS (
            SELECT 1 FROM refund_requests AS r
             WHERE r.id = NEW.request_id AND r.amount_fen > r.limit_fen
               AND r.requested_by_id IS NEW.decided_by_id AND r.requested_by = NEW.decided_by)
        BEGIN SELECT RAISE(ABORT, 'nobody approves their own request above the limit'); END
    """)
    db.execute("""
        CREATE TRIGGER vouchers_fit BEFORE INSERT ON vouchers
        BEGIN
            SELECT RAISE(ABORT, 'a paper takes the next number of its series')
             WHERE NEW.seq IS NOT (SELECT next FROM voucher_series WHERE prefix = NEW.prefix AND year = NEW.year);
            SELECT RAISE(ABORT, 'what is booked is what was asked for and approved')
             WHERE NEW.reverses_id IS NULL AND NOT EXISTS (
                SELECT 1 FROM refund_requests AS r LEFT JOIN refund_decisions AS d ON d.request_id = r.id
                 WHERE r.id = NEW.request_id AND r.kind = NEW.kind AND r.amount_fen = NEW.amount_fen
                   AND ifnull(d.approved, r.amount_fen <= r.limit_fen));
            SELECT RAISE(ABORT, 'only a live paper is reversed, in whole')
             WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM vouchers AS v
                 WHERE v.id = NEW.reverses_id AND v.reverses_id IS NULL AND v.reversed_by IS NULL
                   AND v.request_id = NEW.request_id AND v.kind = NEW.kind AND v.amount_fen = -NEW.amount_fen
                   AND v.method IS NEW.method);
        END
    """)
    db.execute("""
        CREATE TRIGGER voucher_series_count_up BEFORE UPDATE ON voucher_series
        WHEN NEW.prefix <> OLD.prefix OR NEW.year <> OLD.year OR NEW.next <> OLD.next + 1
        BEGIN SELECT RAISE(ABORT, 'a series of papers only counts up'); END
    """)
    columns = """
        id, number, prefix, year, seq, key, kind, request_id, amount_fen, method, channel_ref, booked_on, at,
        account_id, who, reverses_id, reason"""
    db.execute(f"""
        CREATE TRIGGER vouchers_stay BEFORE UPDATE OF {columns} ON vouchers
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER vouchers_are_reversed_once BEFORE UPDATE OF reversed_by ON vouchers
        WHEN OLD.reversed_by IS NOT NULL OR NEW.reversed_by IS NOT (SELECT id FROM vouchers WHERE reverses_id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    for table in ("refund_requests", "refund_decisions"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
        """)
    for table in ("refund_requests", "refund_decisions", "vouchers", "voucher_series"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
        """)


@schema()
def vouchers_make_their_entries(db: Database) -> None:
    """In the database itself, so that no way of writing a paper can leave its entry out."""
    db.execute("""
        CREATE TRIGGER vouchers_are_booked AFTER INSERT ON vouchers
        BEGIN
            UPDATE voucher_series SET next = next + 1 WHERE prefix = NEW.prefix AND year = NEW.year;
            UPDATE vouchers SET reversed_by = NEW.id WHERE id = NEW.reverses_id;
            INSERT INTO prepayment_entries
                (home_id, payer_id, kind, amount_fen, voucher_id, booked_on, at, account_id, who, reverses_id)
            SELECT r.home_id, r.payer_id, NEW.kind,
                   CASE NEW.kind WHEN 'credit' THEN NEW.amount_fen ELSE -NEW.amount_fen END, NEW.id, NEW.booked_on,
                   NEW.at, NEW.account_id, NEW.who,
                   (SELECT e.id FROM prepayment_entries AS e WHERE e.voucher_id = NEW.reverses_id)
              FROM refund_requests AS r WHERE r.id = NEW.request_id AND NEW.kind <> 'deposit';
            INSERT INTO deposit_steps
                (deposit_id, kind, amount_fen, reason, voucher_id, booked_on, at, account_id, who, reverses_id)
            SELECT r.deposit_id, 'returned', -NEW.amount_fen, ifnull(NEW.reason, r.reason), NEW.id, NEW.booked_on,
                   NEW.at, NEW.account_id, NEW.who,
                   (SELECT s.id FROM deposit_steps AS s
                     WHERE s.deposit_id = r.deposit_id AND s.voucher_id = NEW.reverses_id)
              FROM refund_requests AS r WHERE r.id = NEW.request_id AND NEW.kind = 'deposit';
        END
    """)
    db.execute("""
        CREATE TRIGGER prepayment_entries_of_vouchers_fit BEFORE INSERT ON prepayment_entries
        WHEN NEW.voucher_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM vouchers AS v JOIN refund_requests AS r ON r.id = v.request_id
             WHERE v.id = NEW.voucher_id AND v.kind = NEW.kind AND r.home_id = NEW.home_id
               AND r.payer_id = NEW.payer_id AND abs(v.amount_fen) = abs(NEW.amount_fen))
        BEGIN SELECT RAISE(ABORT, 'an entry is what its paper says'); END
    """)
    db.execute("""
        CREATE TRIGGER deposit_steps_of_vouchers_fit BEFORE INSERT ON deposit_steps
        WHEN NEW.voucher_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM vouchers AS v JOIN refund_requests AS r ON r.id = v.request_id
             WHERE v.id = NEW.voucher_id AND v.kind = 'deposit' AND r.deposit_id = NEW.deposit_id
               AND v.amount_fen = -NEW.amount_fen)
        BEGIN SELECT RAISE(ABORT, 'a return is what its paper says'); END
    """)


@schema()
def know_people_by_their_accounts(db: Database) -> None:
    """A new name makes nobody another person."""
    db.execute("DROP TRIGGER refund_decisions_are_another_persons")
    db.execute("""
        CREATE TRIGGER refund_decisions_are_another_persons BEFORE INSERT ON refund_decisions
        WHEN NEW.approved AND EXISTS (
            SELECT 1 FROM refund_requests AS r
             WHERE r.id = NEW.request_id AND r.amount_fen > r.limit_fen
               AND r.requested_by_id IS NEW.decided_by_id
               AND (NEW.decided_by_id IS NOT NULL OR r.requested_by = NEW.decided_by))
        BEGIN SELECT RAISE(ABORT, 'nobody approves their own request above the limit'); END
    """)


@schema()
def let_a_prepayment_pass_to_another(db: Database) -> None:
    """A transfer: by written agreement a prepayment of who leaves a home becomes that of who comes. No money moves."""
    for table in ("refund_requests", "vouchers"):
        widen_check(db, table, f"kind IN ({KINDS})", f"kind IN ({KINDS}, 'transfer')")
    widen_check(
        db,
        "vouchers",
        "CHECK ((kind = 'credit') = (method IS NULL))",
        "CHECK ((kind IN ('credit', 'transfer')) = (method IS NULL))",
    )
    db.execute("""
        ALTER TABLE refund_requests ADD COLUMN to_payer_id INTEGER REFERENCES people (id)
            CHECK ((kind = 'transfer') = (to_payer_id IS NOT NULL) AND to_payer_id IS NOT payer_id)
    """)
    db.execute("ALTER TABLE refund_requests ADD COLUMN to_payer_name TEXT CHECK (to_payer_name <> '')")
    db.execute("""
        CREATE INDEX refund_requests_by_new_payer ON refund_requests (to_payer_id) WHERE to_payer_id IS NOT NULL
    """)
    db.execute("""
        CREATE TRIGGER transfers_are_booked AFTER INSERT ON vouchers WHEN NEW.kind = 'transfer'
        BEGIN
            INSERT INTO prepayment_entries
                (home_id, payer_id, kind, amount_fen, voucher_id, booked_on, at, account_id, who, reverses_id)
            SELECT r.home_id, r.to_payer_id, NEW.kind, NEW.amount_fen, NEW.id, NEW.booked_on, NEW.at, NEW.account_id,
                   NEW.who, (SELECT e.id FROM prepayment_entries AS e
                              WHERE e.voucher_id = NEW.reverses_id AND e.payer_id = r.to_payer_id)
              FROM refund_requests AS r WHERE r.id = NEW.request_id;
        END
    """)
    db.execute("DROP TRIGGER vouchers_are_booked")
    db.execute("""
        CREATE TRIGGER vouchers_are_booked AFTER INSERT ON vouchers
        BEGIN
            UPDATE voucher_series SET next = next + 1 WHERE prefix = NEW.prefix AND year = NEW.year;
            UPDATE vouchers SET reversed_by = NEW.id WHERE id = NEW.reverses_id;
            INSERT INTO prepayment_entries
                (home_id, payer_id, kind, amount_fen, voucher_id, booked_on, at, account_id, who, reverses_id)
            SELECT r.home_id, r.payer_id, NEW.kind,
                   CASE NEW.kind WHEN 'credit' THEN NEW.amount_fen ELSE -NEW.amount_fen END, NEW.id, NEW.booked_on,
                   NEW.at, NEW.account_id, NEW.who,
                   (SELECT e.id FROM prepayment_entries AS e
                     WHERE e.voucher_id = NEW.reverses_id AND e.payer_id = r.payer_id)
              FROM refund_requests AS r WHERE r.id = NEW.request_id AND NEW.kind <> 'deposit';
            INSERT INTO deposit_steps
                (deposit_id, kind, amount_fen, reason, voucher_id, booked_on, at, account_id, who, reverses_id)
            SELECT r.deposit_id, 'returned', -NEW.amount_fen, ifnull(NEW.reason, r.reason), NEW.id, NEW.booked_on,
                   NEW.at, NEW.account_id, NEW.who,
                   (SELECT s.id FROM deposit_steps AS s
                     WHERE s.deposit_id = r.deposit_id AND s.voucher_id = NEW.reverses_id)
              FROM refund_requests AS r WHERE r.id = NEW.request_id AND NEW.kind = 'deposit';
        END
    """)
    db.execute("DROP TRIGGER prepayment_entries_of_vouchers_fit")
    db.execute("""
        CREATE TRIGGER prepayment_entries_of_vouchers_fit BEFORE INSERT ON prepayment_entries
        WHEN NEW.voucher_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM vouchers AS v JOIN refund_requests AS r ON r.id = v.request_id
             WHERE v.id = NEW.voucher_id AND v.kind = NEW.kind AND r.home_id = NEW.home_id
               AND CASE WHEN NEW.payer_id IS r.to_payer_id THEN v.amount_fen = NEW.amount_fen
                        ELSE r.payer_id = NEW.payer_id AND abs(v.amount_fen) = abs(NEW.amount_fen) END)
        BEGIN SELECT RAISE(ABORT, 'an entry is what its paper says'); END
    """)


@schema()
def credit_an_estimate_once(db: Database) -> None:
    credit_estimates(db)
