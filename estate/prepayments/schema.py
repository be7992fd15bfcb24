"""Prepayment accounts: one for each payer of a home, and every entry on it. Amounts in fen, dates ISO text.

The database itself keeps: an entry stays as it is, it belongs to the document that it comes from, no balance falls
below zero, each balance is the sum of its entries. Receipts make their entries here: one that is paid in advance pays
in, one that is paid from the account is an offset, and their reversals take back what they did.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("prepayments")


@schema()
def create_accounts(db: Database) -> None:
    db.execute("""
        CREATE TABLE prepayment_balances (
            home_id INTEGER NOT NULL REFERENCES homes (id),
            payer_id INTEGER NOT NULL REFERENCES people (id),
            balance_fen INTEGER NOT NULL DEFAULT 0 CHECK (balance_fen >= 0),
            auto INTEGER NOT NULL DEFAULT 1 CHECK (auto IN (0, 1)),
            PRIMARY KEY (home_id, payer_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX prepayment_balances_by_payer ON prepayment_balances (payer_id)")
    db.execute("""
        CREATE TABLE prepayment_entries (
            id INTEGER PRIMARY KEY,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            payer_id INTEGER NOT NULL REFERENCES people (id),
            kind TEXT NOT NULL CHECK (kind IN ('paid_in', 'offset', 'refund', 'credit', 'transfer')),
            amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
            receipt_id INTEGER REFERENCES receipts (id),
            voucher_id INTEGER,
            reverses_id INTEGER REFERENCES prepayment_entries (id),
            booked_on TEXT NOT NULL CHECK (booked_on = date(booked_on)),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            CHECK (CASE kind WHEN 'paid_in' THEN (amount_fen > 0) = (reverses_id IS NULL)
                             WHEN 'credit' THEN (amount_fen > 0) = (reverses_id IS NULL)
                             WHEN 'transfer' THEN 1
                             ELSE (amount_fen < 0) = (reverses_id IS NULL) END),
            CHECK (CASE WHEN kind IN ('paid_in', 'offset') THEN receipt_id IS NOT NULL AND voucher_id IS NULL
                        ELSE receipt_id IS NULL AND voucher_id IS NOT NULL END)
        ) STRICT
    """)
    db.execute("CREATE INDEX prepayment_entries_by_account ON prepayment_entries (home_id, payer_id, id)")
    db.execute("CREATE INDEX prepayment_entries_by_payer ON prepayment_entries (payer_id)")
    db.execute("CREATE INDEX prepayment_entries_by_day ON prepayment_entries (booked_on, kind, amount_fen)")
    db.execute("""
        CREATE UNIQUE INDEX prepayment_entries_by_receipt ON prepayment_entries (receipt_id, reverses_id IS NULL)
         WHERE receipt_id IS NOT NULL
    """)
    db.execute("""
        CREATE INDEX prepayment_entries_by_voucher ON prepayment_entries (voucher_id) WHERE voucher_id IS NOT NULL
    """)
    db.execute("""
        CREATE UNIQUE INDEX prepayment_entries_reversed_once ON prepayment_entries (reverses_id)
         WHERE reverses_id IS NOT NULL
    """)


@schema()
def guard_entries(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER prepayment_entries_fit BEFORE INSERT ON prepayment_entries
        BEGIN
            SELECT RAISE(ABORT, 'an entry is what its receipt says')
             WHERE NEW.receipt_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM receipts AS r
                 WHERE r.id = NEW.receipt_id AND r.home_id = NEW.home_id AND r.payer_id = NEW.payer_id
                   AND CASE NEW.kind WHEN 'offset' THEN -r.amount_fen ELSE r.advance_fen END
                       = CASE WHEN r.kind = 'receipt' AND NEW.reverses_id IS NOT NULL  -- a void
                              THEN -NEW.amount_fen ELSE NEW.amount_fen END
                   AND (NEW.kind = 'offset') = (r.method = 'prepayment'));
            SELECT RAISE(ABORT, 'a reversal takes back one live entry in whole')
             WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM prepayment_entries AS e
                 WHERE e.id = NEW.reverses_id AND e.reverses_id IS NULL AND e.kind = NEW.kind
                   AND e.amount_fen = -NEW.amount_fen AND e.home_id = NEW.home_id AND e.payer_id = NEW.payer_id);
        END
    """)
    db.execute("""
        CREATE TRIGGER prepayment_entries_move_the_balance AFTER INSERT ON prepayment_entries
        BEGIN
            INSERT INTO prepayment_balances (home_id, payer_id) VALUES (NEW.home_id, NEW.payer_id)
                ON CONFLICT DO NOTHING;
            UPDATE prepayment_balances SET balance_fen = balance_fen + NEW.amount_fen
             WHERE home_id = NEW.home_id AND payer_id = NEW.payer_id;
        END
    """)
    stays = "an entry of a prepayment account stays as it is"
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER prepayment_entries_no_{act.lower()} BEFORE {act} ON prepayment_entries
            BEGIN SELECT RAISE(ABORT, '{stays}'); END
        """)
    db.execute(f"""
        CREATE TRIGGER prepayment_balances_no_delete BEFORE DELETE ON prepayment_balances
        BEGIN SELECT RAISE(ABORT, '{stays}'); END
    """)


@schema()
def receipts_make_their_entries(db: Database) -> None:
    """In the database itself, so that no way of writing a receipt can leave its entry out."""
    columns = "home_id, payer_id, kind, amount_fen, receipt_id, booked_on, at, account_id, who"
    db.execute(f"""
        CREATE TRIGGER receipts_move_the_prepayment AFTER INSERT ON receipts
        WHEN NEW.reverses_id IS NULL AND (NEW.advance_fen <> 0 OR NEW.method = 'prepayment')
        BEGIN
            INSERT INTO prepayment_entries ({columns})
            VALUES (NEW.home_id, NEW.payer_id,
                    CASE NEW.method WHEN 'prepayment' THEN 'offset' ELSE 'paid_in' END,
                    CASE NEW.method WHEN 'prepayment' THEN -NEW.amount_fen ELSE NEW.advance_fen END,
                    NEW.id, NEW.taken_on, NEW.taken_at, NEW.cashier_id, NEW.cashier_name);
        END
    """)
    db.execute(f"""
        CREATE TRIGGER receipts_take_the_prepayment_back AFTER INSERT ON receipts
        WHEN NEW.reverses_id IS NOT NULL AND (NEW.advance_fen <> 0 OR NEW.method = 'prepayment')
        BEGIN
            INSERT INTO prepayment_entries ({columns}, reverses_id)
            SELECT e.home_id, e.payer_id, e.kind, -e.amount_fen, NEW.id, NEW.taken_on, NEW.taken_at,
                   NEW.cashier_id, NEW.cashier_name, e.id
              FROM prepayment_entries AS e WHERE e.receipt_id = NEW.reverses_id AND e.reverses_id IS NULL;
        END
    """)
    db.execute(f"""
        CREATE TRIGGER receipt_voids_take_the_prepayment_back AFTER INSERT ON receipt_voids
        BEGIN
            INSERT INTO prepayment_entries ({columns}, reverses_id)
            SELECT e.home_id, e.payer_id, e.kind, -e.amount_fen, e.receipt_id, NEW.voided_on, NEW.voided_at,
                   NEW.account_id, NEW.who, e.id
              FROM prepayment_entries AS e WHERE e.receipt_id = NEW.receipt_id AND e.reverses_id IS NULL;
        END
    """)
