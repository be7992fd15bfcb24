"""What was added to receipts since they began (schema_first.py): voids, and what is paid in advance.

A void leaves the number and makes the receipt count for nothing.
"""

from sqlite_utils import Database

from estate.cashier.schema_first import METHODS, schema
from estate.data.migrate import widen_check


@schema()
def make_room_for_voids(db: Database) -> None:
    """A void: the same cashier takes a receipt of the same day back as if it had never been; only the number stays."""
    db.execute("""
        CREATE TABLE receipt_voids (
            id INTEGER PRIMARY KEY,
            receipt_id INTEGER NOT NULL UNIQUE REFERENCES receipts (id),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            reason TEXT NOT NULL CHECK (reason <> ''),
            voided_on TEXT NOT NULL CHECK (voided_on = date(voided_on)),
            voided_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("ALTER TABLE receipts ADD COLUMN void_id INTEGER REFERENCES receipt_voids (id)")
    # What a receipt counts for in every total.
    db.execute("""
        ALTER TABLE receipts ADD COLUMN counted_fen INTEGER
            GENERATED ALWAYS AS (CASE WHEN void_id IS NULL THEN amount_fen ELSE 0 END) VIRTUAL
    """)
    db.execute("CREATE INDEX receipts_by_void ON receipts (void_id) WHERE void_id IS NOT NULL")
    db.execute("DROP INDEX receipts_by_day_totals")
    db.execute(
        "CREATE INDEX receipts_by_day_totals ON receipts (taken_on, method, cashier_name, amount_fen, void_id)"
    )
    db.execute("DROP INDEX receipts_by_channel_ref")
    db.execute("""
        CREATE UNIQUE INDEX receipts_by_channel_ref ON receipts (method, channel_ref)
         WHERE channel_ref IS NOT NULL AND kind = 'receipt' AND reversed_by IS NULL AND void_id IS NULL
    """)
    _guard_voids(db)
    db.execute("DROP VIEW v_receipts")
    db.execute("""
        CREATE VIEW v_receipts (receipt_no, taken_on, home, method, amount_fen, cashier, state, reverses) AS
        SELECT r.number, r.taken_on, r.home_code, r.method, r.counted_fen, r.cashier_name,
               CASE WHEN r.kind = 'reversal' THEN 'reversal'
                    WHEN r.void_id IS NOT NULL THEN 'voided'
                    WHEN r.reversed_by IS NOT NULL THEN 'reversed'
                    ELSE 'live' END,
               o.number
          FROM receipts AS r LEFT JOIN receipts AS o ON o.id = r.reverses_id
    """)


def _guard_voids(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER receipt_voids_fit BEFORE INSERT ON receipt_voids
        BEGIN
            SELECT RAISE(ABORT, 'only a live receipt is voided, by its own cashier, on its own day')
             WHERE NOT EXISTS (
                SELECT 1 FROM receipts AS r
                 WHERE r.id = NEW.receipt_id AND r.kind = 'receipt' AND r.reversed_by IS NULL AND r.void_id IS NULL
                   AND r.taken_on = NEW.voided_on AND r.cashier_id IS NEW.account_id
                   AND (r.cashier_id IS NOT NULL OR r.cashier_name = NEW.who));
        END
    """)
    db.execute("""
        CREATE TRIGGER receipt_voids_release AFTER INSERT ON receipt_voids
        BEGIN
            UPDATE charge_balances
               SET paid_fen = paid_fen - (SELECT a.amount_fen FROM allocations AS a
                                           WHERE a.receipt_id = NEW.receipt_id
                                             AND a.charge_id = charge_balances.charge_id)
             WHERE charge_id IN (SELECT charge_id FROM allocations WHERE receipt_id = NEW.receipt_id);
            UPDATE receipts SET void_id = NEW.id WHERE id = NEW.receipt_id;
        END
    """)
    db.execute("""
        CREATE TRIGGER receipts_are_voided_once BEFORE UPDATE OF void_id ON receipts
        WHEN OLD.void_id IS NOT NULL OR NEW.void_id IS NOT (SELECT id FROM receipt_voids WHERE receipt_id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'a receipt stays as it is; reverse it'); END
    """)
    db.execute("""
        CREATE TRIGGER receipts_voided_are_not_reversed BEFORE INSERT ON receipts
        WHEN EXISTS (SELECT 1 FROM receipt_voids WHERE receipt_id = NEW.reverses_id)
        BEGIN SELECT RAISE(ABORT, 'a voided receipt counts for nothing; there is nothing to reverse'); END
    """)
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER receipt_voids_no_{act.lower()} BEFORE {act} ON receipt_voids
            BEGIN SELECT RAISE(ABORT, 'a void stays as it is'); END
        """)


@schema()
def make_room_for_prepayments(db: Database) -> None:
    """A receipt says what of it is paid in advance; one that is paid from a prepayment brings no money in."""
    widen_check(db, "receipts", f"method IN ({METHODS})", f"method IN ({METHODS}, 'prepayment')")
    db.execute("""
        ALTER TABLE receipts ADD COLUMN advance_fen INTEGER NOT NULL DEFAULT 0 CHECK (
            CASE WHEN method = 'prepayment' THEN advance_fen = 0
                 WHEN amount_fen > 0 THEN advance_fen BETWEEN 0 AND amount_fen
                 ELSE advance_fen BETWEEN amount_fen AND 0 END)
    """)
    db.execute("""
        CREATE TRIGGER receipts_keep_their_advance BEFORE UPDATE OF advance_fen ON receipts
        BEGIN SELECT RAISE(ABORT, 'a receipt stays as it is; reverse it'); END
    """)
    db.execute("""
        CREATE TRIGGER receipts_reverse_their_advance BEFORE INSERT ON receipts
        WHEN NEW.reverses_id IS NOT NULL
         AND NEW.advance_fen IS NOT (SELECT -advance_fen FROM receipts WHERE id = NEW.reverses_id)
        BEGIN SELECT RAISE(ABORT, 'a reversal takes back what was paid in advance'); END
    """)
    db.execute("""
        CREATE TRIGGER allocations_leave_the_advance BEFORE INSERT ON allocations
        BEGIN
            SELECT RAISE(ABORT, 'what is paid in advance settles no charge')
              FROM receipts AS r
             WHERE r.id = NEW.receipt_id AND r.advance_fen <> 0
               AND abs(NEW.amount_fen + (SELECT ifnull(sum(a.amount_fen), 0) FROM allocations AS a
                                          WHERE a.receipt_id = NEW.receipt_id)) > abs(r.amount_fen - r.advance_fen);
        END
    """)
