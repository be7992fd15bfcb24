"""Money taken: receipts with gapless numbers, what each of them paid, and their reversals. Amounts in fen.

The database itself keeps: a number follows the one before it, a receipt and its allocations stay as they are, no
charge gets more than is owed on it, a reversal takes back exactly what its receipt paid, and the balance of each
charge follows the allocations that count. Voids and what is paid in advance came later (schema.py). That what a
receipt settles and what it pays in advance add up to its amount is asserted where it is written.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("cashier")

METHODS = "'cash', 'wechat', 'alipay', 'pos', 'transfer'"


@schema()
def create_receipts(db: Database) -> None:
    db.execute("""
        CREATE TABLE receipt_series (
            prefix TEXT NOT NULL CHECK (prefix <> ''),
            year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2200),
            next INTEGER NOT NULL DEFAULT 1 CHECK (next > 0),
            PRIMARY KEY (prefix, year)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute(f"""
        CREATE TABLE receipts (
            id INTEGER PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            prefix TEXT NOT NULL,
            year INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('receipt', 'reversal')),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            area_dm2 INTEGER NOT NULL,
            payer_id INTEGER NOT NULL REFERENCES people (id),
            payer_name TEXT NOT NULL,
            method TEXT NOT NULL CHECK (method IN ({METHODS})),
            channel_ref TEXT CHECK (channel_ref <> ''),
            amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
            tendered_fen INTEGER,
            owed_after_fen INTEGER NOT NULL CHECK (owed_after_fen >= 0),
            designated TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(designated)),
            taken_on TEXT NOT NULL CHECK (taken_on = date(taken_on)),
            taken_at TEXT NOT NULL,
            cashier_id INTEGER,
            cashier_name TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            reverses_id INTEGER REFERENCES receipts (id),
            reversed_by INTEGER REFERENCES receipts (id),
            reason TEXT CHECK (reason <> ''),
            UNIQUE (prefix, year, seq),
            FOREIGN KEY (prefix, year) REFERENCES receipt_series (prefix, year),
            CHECK (number = printf('%s%d-%06d', prefix, year, seq)),
            CHECK (year = CAST(substr(taken_on, 1, 4) AS INTEGER)),
            CHECK ((kind = 'receipt') = (amount_fen > 0)),
            CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
            CHECK ((kind = 'reversal') = (reason IS NOT NULL)),
            CHECK (method <> 'cash' OR channel_ref IS NULL),
            CHECK (method <> 'transfer' OR channel_ref IS NOT NULL),
            CHECK (tendered_fen IS NULL OR (method = 'cash' AND tendered_fen >= amount_fen AND kind = 'receipt'))
        ) STRICT
    """)
    db.execute(
        "CREATE UNIQUE INDEX receipts_reversed_once ON receipts (reverses_id) WHERE reverses_id IS NOT NULL"
    )
    db.execute("CREATE INDEX receipts_by_day ON receipts (taken_on, id)")
    db.execute("CREATE INDEX receipts_by_day_totals ON receipts (taken_on, method, cashier_name, amount_fen)")
    db.execute("CREATE INDEX receipts_by_home ON receipts (home_id, id)")
    db.execute("CREATE INDEX receipts_by_payer ON receipts (payer_id, id)")
    # One payment slip of a channel is money once; when its receipt is reversed it can be entered anew.
    db.execute("""
        CREATE UNIQUE INDEX receipts_by_channel_ref ON receipts (method, channel_ref)
         WHERE channel_ref IS NOT NULL AND kind = 'receipt' AND reversed_by IS NULL
    """)
    db.execute("""
        CREATE TABLE allocations (
            id INTEGER PRIMARY KEY,
            receipt_id INTEGER NOT NULL REFERENCES receipts (id),
            charge_id INTEGER NOT NULL REFERENCES charges (id),
            amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
            waived_fen INTEGER NOT NULL DEFAULT 0 CHECK (waived_fen >= 0),
            left_fen INTEGER NOT NULL CHECK (left_fen >= 0),
            UNIQUE (receipt_id, charge_id)
        ) STRICT
    """)
    db.execute("CREATE INDEX allocations_by_charge ON allocations (charge_id)")
    db.execute("""
        CREATE TABLE receipt_prints (
            id INTEGER PRIMARY KEY,
            receipt_id INTEGER NOT NULL REFERENCES receipts (id),
            paper TEXT NOT NULL CHECK (paper IN ('a5', 'a5x3', 'slip')),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX receipt_prints_by_receipt ON receipt_prints (receipt_id)")


@schema()
def number_without_gaps(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER receipts_take_the_next_number BEFORE INSERT ON receipts
        WHEN NEW.seq IS NOT (SELECT next FROM receipt_series WHERE prefix = NEW.prefix AND year = NEW.year)
        BEGIN SELECT RAISE(ABORT, 'a receipt takes the next number of its series'); END
    """)
    db.execute("""
        CREATE TRIGGER receipts_move_their_series_on AFTER INSERT ON receipts
        BEGIN
            UPDATE receipt_series SET next = next + 1 WHERE prefix = NEW.prefix AND year = NEW.year;
        END
    """)
    db.execute("""
        CREATE TRIGGER receipt_series_count_up BEFORE UPDATE ON receipt_series
        WHEN NEW.prefix <> OLD.prefix OR NEW.year <> OLD.year OR NEW.next <> OLD.next + 1
        BEGIN SELECT RAISE(ABORT, 'a series of receipts only counts up'); END
    """)


@schema()
def guard_what_is_taken(db: Database) -> None:
    columns = """
        id, number, prefix, year, seq, key, kind, home_id, home_code, area_dm2, payer_id, payer_name, method,
        channel_ref, amount_fen, tendered_fen, owed_after_fen, designated, taken_on, taken_at, cashier_id,
        cashier_name, note, reverses_id, reason"""
    stays = "a receipt stays as it is; reverse it"
    db.execute(f"""
        CREATE TRIGGER receipts_stay BEFORE UPDATE OF {columns} ON receipts
        BEGIN SELECT RAISE(ABORT, '{stays}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER receipts_are_reversed_once BEFORE UPDATE OF reversed_by ON receipts
        WHEN OLD.reversed_by IS NOT NULL OR NEW.reversed_by IS NULL
          OR NEW.reversed_by IS NOT (SELECT id FROM receipts WHERE reverses_id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{stays}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER allocations_stay BEFORE UPDATE ON allocations
        BEGIN SELECT RAISE(ABORT, '{stays}'); END
    """)
    for table in ("receipts", "allocations", "receipt_prints", "receipt_series"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, '{stays}'); END
        """)


@schema()
def keep_balances(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER allocations_fit BEFORE INSERT ON allocations
        BEGIN
            SELECT RAISE(ABORT, 'a receipt pays live charges of its own home and payer')
             WHERE NOT EXISTS (
                SELECT 1 FROM receipts AS r JOIN charges AS c ON c.id = NEW.charge_id
                 WHERE r.id = NEW.receipt_id AND c.home_id = r.home_id AND c.payer_id = r.payer_id
                   AND c.reverses_id IS NULL AND c.reversed_by IS NULL
                   AND (r.amount_fen > 0) = (NEW.amount_fen > 0));
            SELECT RAISE(ABORT, 'more than is owed on this charge')
              FROM charge_balances WHERE charge_id = NEW.charge_id AND NEW.amount_fen > balance_fen;
            SELECT RAISE(ABORT, 'a receipt pays no more than its amount')
              FROM receipts AS r
             WHERE r.id = NEW.receipt_id
               AND abs(NEW.amount_fen + (SELECT ifnull(sum(a.amount_fen), 0) FROM allocations AS a
                                          WHERE a.receipt_id = NEW.receipt_id)) > abs(r.amount_fen);
            SELECT RAISE(ABORT, 'a reversal takes back what its receipt paid')
              FROM receipts AS r
             WHERE r.id = NEW.receipt_id AND r.kind = 'reversal'
               AND NOT EXISTS (SELECT 1 FROM allocations AS a
                                WHERE a.receipt_id = r.reverses_id AND a.charge_id = NEW.charge_id
                                  AND a.amount_fen = -NEW.amount_fen);
        END
    """)
    db.execute("""
        CREATE TRIGGER allocations_pay AFTER INSERT ON allocations
        BEGIN
            UPDATE charge_balances SET paid_fen = paid_fen + NEW.amount_fen WHERE charge_id = NEW.charge_id;
        END
    """)
    db.execute("""
        CREATE TRIGGER receipts_reverse AFTER INSERT ON receipts
        WHEN NEW.reverses_id IS NOT NULL
        BEGIN
            SELECT RAISE(ABORT, 'only a live receipt can be reversed, with its whole amount')
             WHERE NOT EXISTS (
                SELECT 1 FROM receipts AS r
                 WHERE r.id = NEW.reverses_id AND r.kind = 'receipt' AND r.reversed_by IS NULL
                   AND r.amount_fen = -NEW.amount_fen AND r.home_id = NEW.home_id AND r.payer_id = NEW.payer_id
                   AND r.method = NEW.method);
            INSERT INTO allocations (receipt_id, charge_id, amount_fen, waived_fen, left_fen)
            SELECT NEW.id, a.charge_id, -a.amount_fen, b.waived_fen, b.balance_fen + a.amount_fen
              FROM allocations AS a JOIN charge_balances AS b ON b.charge_id = a.charge_id
             WHERE a.receipt_id = NEW.reverses_id
             ORDER BY a.id;
            UPDATE receipts SET reversed_by = NEW.id WHERE id = NEW.reverses_id;
        END
    """)


@schema()
def create_reporting_view(db: Database) -> None:
    db.execute("""
        CREATE VIEW v_receipts (receipt_no, taken_on, home, method, amount_fen, cashier, state, reverses) AS
        SELECT r.number, r.taken_on, r.home_code, r.method, r.amount_fen, r.cashier_name,
               CASE WHEN r.kind = 'reversal' THEN 'reversal'
                    WHEN r.reversed_by IS NOT NULL THEN 'reversed'
                    ELSE 'live' END,
               o.number
          FROM receipts AS r LEFT JOIN receipts AS o ON o.id = r.reverses_id
    """)
