"""Closes of days and months, and the locks that follow from them. Amounts in fen, dates ISO text, instants UTC.

The database itself keeps: while a cashier's day is closed, no document of that cashier and day is written; while a
month is closed, nothing is booked in it or before it; a close, its confirmation and its reopening stay as they are;
whoever confirms a hand-over is not who hands over.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("closing")

KEY = "ifnull('#' || {row}.{id}, {row}.{name})"
"""Who a cashier is: the account, or without one the name."""


def track_tills(
    db: Database, table: str, day: str, cashier_id: str, cashier_name: str, moves_money: str = "1"
) -> None:
    """Make a table of documents a source of the day close: its rows open a till day and respect a closed one.

    day, cashier_id, cashier_name: its columns. moves_money: which of its rows count, in terms of NEW.
    """
    key = KEY.format(row="NEW", id=cashier_id, name=cashier_name)
    db.execute(f"""
        CREATE TRIGGER {table}_wait_for_an_open_till BEFORE INSERT ON {table}
        WHEN {moves_money} AND EXISTS (SELECT 1 FROM till_days AS t
                      WHERE t.day = NEW.{day} AND t.cashier_key = {key} AND t.close_id IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, 'closed: the day of this cashier'); END
    """)
    db.execute(f"""
        CREATE TRIGGER {table}_open_a_till_day AFTER INSERT ON {table} WHEN {moves_money}
        BEGIN
            INSERT INTO till_days (day, cashier_key, cashier_id, cashier_name)
            VALUES (NEW.{day}, {key}, NEW.{cashier_id}, NEW.{cashier_name}) ON CONFLICT DO NOTHING;
        END
    """)


@schema()
def create_day_closes(db: Database) -> None:
    db.execute("""
        CREATE TABLE day_closes (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            till_day_id INTEGER NOT NULL REFERENCES till_days (id),
            day TEXT NOT NULL CHECK (day = date(day)),
            cashier_id INTEGER,
            cashier_name TEXT NOT NULL,
            sheet TEXT NOT NULL CHECK (json_valid(sheet)),
            float_fen INTEGER NOT NULL CHECK (float_fen >= 0),
            cash_due_fen INTEGER NOT NULL,
            counted_fen INTEGER CHECK (counted_fen >= 0),
            over_short_fen INTEGER,
            pieces TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(pieces)),
            reason TEXT NOT NULL,
            closed_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            reopening_id INTEGER REFERENCES day_reopenings (id),
            CHECK ((counted_fen IS NULL) = (over_short_fen IS NULL)),
            CHECK (over_short_fen IS NULL OR over_short_fen = counted_fen - float_fen - cash_due_fen),
            CHECK (reason <> '' OR over_short_fen = 0)
        ) STRICT
    """)
    db.execute("CREATE INDEX day_closes_by_day ON day_closes (day, id)")
    db.execute("CREATE INDEX day_closes_by_till ON day_closes (till_day_id)")
    db.execute(
        "CREATE INDEX day_closes_by_reopening ON day_closes (reopening_id) WHERE reopening_id IS NOT NULL"
    )
    db.execute("""
        CREATE TABLE till_days (
            id INTEGER PRIMARY KEY,
            day TEXT NOT NULL CHECK (day = date(day)),
            cashier_key TEXT NOT NULL,
            cashier_id INTEGER,
            cashier_name TEXT NOT NULL,
            close_id INTEGER REFERENCES day_closes (id),
            UNIQUE (day, cashier_key)
        ) STRICT
    """)
    db.execute("CREATE INDEX till_days_open ON till_days (day) WHERE close_id IS NULL")
    db.execute("CREATE INDEX till_days_by_close ON till_days (close_id) WHERE close_id IS NOT NULL")
    db.execute("""
        CREATE TABLE day_confirmations (
            close_id INTEGER PRIMARY KEY REFERENCES day_closes (id),
            at TEXT NOT NULL,
            account_id INTEGER NOT NULL,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE day_reopenings (
            id INTEGER PRIMARY KEY,
            close_id INTEGER NOT NULL UNIQUE REFERENCES day_closes (id),
            reason TEXT NOT NULL CHECK (reason <> ''),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    key = KEY.format(row="receipts", id="cashier_id", name="cashier_name")
    db.execute(f"""
        INSERT INTO till_days (day, cashier_key, cashier_id, cashier_name)
        SELECT taken_on, {key}, cashier_id, max(cashier_name) FROM receipts
         WHERE method <> 'prepayment' GROUP BY taken_on, {key}
    """)
    # What is paid from a prepayment moves no money, and a bill run may do so after the close.
    track_tills(db, "receipts", "taken_on", "cashier_id", "cashier_name", "NEW.method <> 'prepayment'")
    # A void is no document of its own: it changes what one of that day counts for.
    paid = "(SELECT method FROM receipts WHERE id = NEW.receipt_id) <> 'prepayment'"
    track_tills(db, "receipt_voids", "voided_on", "account_id", "who", paid)


@schema()
def guard_day_closes(db: Database) -> None:
    stays = "a close stays as it is; reopen the day"
    columns = """
        id, key, till_day_id, day, cashier_id, cashier_name, sheet, float_fen, cash_due_fen, counted_fen,
        over_short_fen, pieces, reason, closed_at, account_id, who"""
    db.execute(f"""
        CREATE TRIGGER day_closes_stay BEFORE UPDATE OF {columns} ON day_closes
        BEGIN SELECT RAISE(ABORT, '{stays}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER day_closes_are_reopened_once BEFORE UPDATE OF reopening_id ON day_closes
        WHEN OLD.reopening_id IS NOT NULL
          OR NEW.reopening_id IS NOT (SELECT id FROM day_reopenings WHERE close_id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{stays}'); END
    """)
    db.execute("""
        CREATE TRIGGER day_closes_lock BEFORE INSERT ON day_closes
        WHEN NOT EXISTS (SELECT 1 FROM till_days AS t
                          WHERE t.id = NEW.till_day_id AND t.close_id IS NULL AND t.day = NEW.day
                            AND t.cashier_id IS NEW.cashier_id)
        BEGIN SELECT RAISE(ABORT, 'closed: the day of this cashier'); END
    """)
    db.execute("""
        CREATE TRIGGER day_closes_locked AFTER INSERT ON day_closes
        BEGIN UPDATE till_days SET close_id = NEW.id WHERE id = NEW.till_day_id; END
    """)
    db.execute("""
        CREATE TRIGGER day_confirmations_fit BEFORE INSERT ON day_confirmations
        WHEN NOT EXISTS (SELECT 1 FROM day_closes AS d
                          WHERE d.id = NEW.close_id AND d.reopening_id IS NULL
                            AND d.cashier_id IS NOT NEW.account_id AND d.account_id IS NOT NEW.account_id)
        BEGIN SELECT RAISE(ABORT, 'a second person confirms a hand-over'); END
    """)
    db.execute("""
        CREATE TRIGGER day_reopenings_open AFTER INSERT ON day_reopenings
        BEGIN
            UPDATE day_closes SET reopening_id = NEW.id WHERE id = NEW.close_id;
            UPDATE till_days SET close_id = NULL WHERE close_id = NEW.close_id;
        END
    """)
    db.execute("""
        CREATE TRIGGER till_days_follow_their_closes BEFORE UPDATE ON till_days
        WHEN NEW.day IS NOT OLD.day OR NEW.cashier_key IS NOT OLD.cashier_key OR NEW.cashier_id IS NOT OLD.cashier_id
          OR NEW.close_id IS NOT (SELECT d.id FROM day_closes AS d
                                   WHERE d.till_day_id = NEW.id AND d.reopening_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'a till day follows its closes'); END
    """)
    for table in ("day_confirmations", "day_reopenings"):
        db.execute(f"""
            CREATE TRIGGER {table}_stay BEFORE UPDATE ON {table}
            BEGIN SELECT RAISE(ABORT, '{stays}'); END
        """)
    for table in ("day_closes", "till_days", "day_confirmations", "day_reopenings"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, '{stays}'); END
        """)


@schema()
def close_deposits_and_refunds_too(db: Database) -> None:
    track_tills(db, "deposits", "booked_on", "account_id", "who")
    track_tills(db, "vouchers", "booked_on", "account_id", "who", "NEW.kind <> 'credit'")


def lock_months(db: Database, table: str, day: str) -> None:
    """Let nothing be booked in a table on a day of a closed month, or before it. day: its column."""
    db.execute(f"""
        CREATE TRIGGER {table}_wait_for_an_open_month BEFORE INSERT ON {table}
        WHEN NEW.{day} <= (SELECT max(last_day) FROM month_closes WHERE reopening_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'closed: this month'); END
    """)


@schema()
def create_month_closes(db: Database) -> None:
    db.execute("""
        CREATE TABLE month_closes (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            month TEXT NOT NULL CHECK (length(month) = 7),
            last_day TEXT NOT NULL CHECK (last_day = date(month || '-01', '+1 month', '-1 day')),
            closing_fen INTEGER NOT NULL,
            closed_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            reopening_id INTEGER REFERENCES month_reopenings (id)
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX month_closes_live ON month_closes (last_day) WHERE reopening_id IS NULL")
    db.execute(
        "CREATE INDEX month_closes_by_reopening ON month_closes (reopening_id) WHERE reopening_id IS NOT NULL"
    )
    db.execute("""
        CREATE TABLE month_reopenings (
            id INTEGER PRIMARY KEY,
            close_id INTEGER NOT NULL UNIQUE REFERENCES month_closes (id),
            reason TEXT NOT NULL CHECK (reason <> ''),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    stays = "a close stays as it is; reopen the month"
    db.execute(f"""
        CREATE TRIGGER month_closes_stay BEFORE UPDATE ON month_closes
        WHEN OLD.reopening_id IS NOT NULL
          OR NEW.reopening_id IS NOT (SELECT id FROM month_reopenings WHERE close_id = NEW.id)
          OR (NEW.id, NEW.key, NEW.month, NEW.closing_fen, NEW.closed_at, NEW.account_id, NEW.who)
             IS NOT (OLD.id, OLD.key, OLD.month, OLD.closing_fen, OLD.closed_at, OLD.account_id, OLD.who)
        BEGIN SELECT RAISE(ABORT, '{stays}'); END
    """)
    db.execute("""
        CREATE TRIGGER month_closes_go_on BEFORE INSERT ON month_closes
        WHEN NEW.last_day <= (SELECT max(last_day) FROM month_closes WHERE reopening_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'closed: this month'); END
    """)
    db.execute("""
        CREATE TRIGGER month_reopenings_from_the_latest BEFORE INSERT ON month_reopenings
        WHEN NEW.close_id IS NOT (SELECT id FROM month_closes WHERE reopening_id IS NULL
                                   ORDER BY last_day DESC LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'the latest closed month is reopened first'); END
    """)
    db.execute("""
        CREATE TRIGGER month_reopenings_open AFTER INSERT ON month_reopenings
        BEGIN UPDATE month_closes SET reopening_id = NEW.id WHERE id = NEW.close_id; END
    """)
    db.execute(f"""
        CREATE TRIGGER month_reopenings_stay BEFORE UPDATE ON month_reopenings
        BEGIN SELECT RAISE(ABORT, '{stays}'); END
    """)
    for table in ("month_closes", "month_reopenings"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, '{stays}'); END
        """)
    for table, day in (
        ("charges", "booked_on"),
        ("receipts", "taken_on"),
        ("receipt_voids", "voided_on"),
        ("waivers", "booked_on"),
        ("prepayment_entries", "booked_on"),
        ("deposits", "booked_on"),
        ("deposit_steps", "booked_on"),
        ("vouchers", "booked_on"),
    ):
        lock_months(db, table, day)
    # A closed day of a closed month is not opened either.
    db.execute("""
        CREATE TRIGGER day_reopenings_wait_for_an_open_month BEFORE INSERT ON day_reopenings
        WHEN (SELECT day FROM day_closes WHERE id = NEW.close_id)
             <= (SELECT max(last_day) FROM month_closes WHERE reopening_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'closed: this month'); END
    """)


@schema()
def a_prepayment_that_passes_to_another_moves_no_money(db: Database) -> None:
    for trigger in ("vouchers_wait_for_an_open_till", "vouchers_open_a_till_day"):
        db.execute(f"DROP TRIGGER {trigger}")
    track_tills(db, "vouchers", "booked_on", "account_id", "who", "NEW.kind NOT IN ('credit', 'transfer')")
