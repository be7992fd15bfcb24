"""Deposits: taken on a number of their own, then inspected, deducted from, returned. Amounts in fen, dates ISO text.

A deposit is owed to the payer: no charge, no receipt of a fee, in no collection rate. The database itself keeps:
numbers without gaps, papers and steps as they are, what is held never below nothing and always the sum of the steps.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("deposits")

KINDS = "'renovation', 'access_card', 'other'"
METHODS = "'cash', 'wechat', 'alipay', 'pos', 'transfer'"
STAYS = "a deposit and its steps stay as they are; reverse them"


@schema()
def create_deposits(db: Database) -> None:
    db.execute("""
        CREATE TABLE deposit_series (
            prefix TEXT NOT NULL CHECK (prefix <> ''),
            year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2200),
            next INTEGER NOT NULL DEFAULT 1 CHECK (next > 0),
            PRIMARY KEY (prefix, year)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute(f"""
        CREATE TABLE deposits (
            id INTEGER PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            prefix TEXT NOT NULL,
            year INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            kind TEXT NOT NULL CHECK (kind IN ({KINDS})),
            basis TEXT NOT NULL CHECK (basis <> ''),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            payer_id INTEGER NOT NULL REFERENCES people (id),
            payer_name TEXT NOT NULL,
            amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
            method TEXT NOT NULL CHECK (method IN ({METHODS})),
            channel_ref TEXT CHECK (channel_ref <> ''),
            booked_on TEXT NOT NULL CHECK (booked_on = date(booked_on)),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            reverses_id INTEGER REFERENCES deposits (id),
            reversed_by INTEGER REFERENCES deposits (id),
            reason TEXT CHECK (reason <> ''),
            UNIQUE (prefix, year, seq),
            FOREIGN KEY (prefix, year) REFERENCES deposit_series (prefix, year),
            CHECK (number = printf('%s%d-%06d', prefix, year, seq)),
            CHECK (year = CAST(substr(booked_on, 1, 4) AS INTEGER)),
            CHECK ((amount_fen > 0) = (reverses_id IS NULL)),
            CHECK ((reverses_id IS NULL) = (reason IS NULL)),
            CHECK (method <> 'cash' OR channel_ref IS NULL),
            CHECK (method <> 'transfer' OR channel_ref IS NOT NULL)
        ) STRICT
    """)
    db.execute(
        "CREATE UNIQUE INDEX deposits_reversed_once ON deposits (reverses_id) WHERE reverses_id IS NOT NULL"
    )
    db.execute("CREATE INDEX deposits_by_reversal ON deposits (reversed_by) WHERE reversed_by IS NOT NULL")
    db.execute("CREATE INDEX deposits_by_day ON deposits (booked_on, method, who, amount_fen)")
    db.execute("CREATE INDEX deposits_by_home ON deposits (home_id, id)")
    db.execute("CREATE INDEX deposits_by_payer ON deposits (payer_id)")
    db.execute("""
        CREATE TABLE deposit_steps (
            id INTEGER PRIMARY KEY,
            deposit_id INTEGER NOT NULL REFERENCES deposits (id),
            kind TEXT NOT NULL CHECK (kind IN ('taken', 'inspected', 'deducted', 'returned')),
            amount_fen INTEGER NOT NULL,
            key TEXT UNIQUE CHECK (key <> ''),
            reason TEXT NOT NULL DEFAULT '',
            papers TEXT NOT NULL DEFAULT '',
            voucher_id INTEGER,
            reverses_id INTEGER REFERENCES deposit_steps (id),
            booked_on TEXT NOT NULL CHECK (booked_on = date(booked_on)),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            CHECK (CASE kind WHEN 'inspected' THEN amount_fen = 0 AND papers <> '' AND reverses_id IS NULL
                             WHEN 'taken' THEN (amount_fen > 0) = (reverses_id IS NULL)
                             ELSE (amount_fen < 0) = (reverses_id IS NULL) END),
            CHECK (kind <> 'deducted' OR (reason <> '' AND papers <> '')),
            CHECK ((kind = 'returned') = (voucher_id IS NOT NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX deposit_steps_by_deposit ON deposit_steps (deposit_id, id)")
    db.execute("CREATE INDEX deposit_steps_by_day ON deposit_steps (booked_on, kind, amount_fen)")
    db.execute("""
        CREATE UNIQUE INDEX deposit_steps_reversed_once ON deposit_steps (reverses_id) WHERE reverses_id IS NOT NULL
    """)
    db.execute("""
        CREATE TABLE deposit_balances (
            deposit_id INTEGER PRIMARY KEY REFERENCES deposits (id),
            held_fen INTEGER NOT NULL DEFAULT 0 CHECK (held_fen >= 0)
        ) STRICT
    """)
    db.execute("CREATE INDEX deposit_balances_held ON deposit_balances (held_fen) WHERE held_fen > 0")


@schema()
def guard_deposits(db: Database) -> None:
    db.execute("""
        CREATE TRIGGER deposits_take_the_next_number BEFORE INSERT ON deposits
        WHEN NEW.seq IS NOT (SELECT next FROM deposit_series WHERE prefix = NEW.prefix AND year = NEW.year)
        BEGIN SELECT RAISE(ABORT, 'a deposit takes the next number of its series'); END
    """)
    db.execute("""
        CREATE TRIGGER deposit_series_count_up BEFORE UPDATE ON deposit_series
        WHEN NEW.prefix <> OLD.prefix OR NEW.year <> OLD.year OR NEW.next <> OLD.next + 1
        BEGIN SELECT RAISE(ABORT, 'a series of deposits only counts up'); END
    """)
    db.execute(f"""
        CREATE TRIGGER deposits_stay BEFORE UPDATE ON deposits
        WHEN OLD.reversed_by IS NOT NULL
          OR NEW.reversed_by IS NOT (SELECT id FROM deposits WHERE reverses_id = NEW.id)
          OR (NEW.number, NEW.key, NEW.kind, NEW.basis, NEW.home_id, NEW.home_code, NEW.payer_id, NEW.payer_name,
              NEW.amount_fen, NEW.method, NEW.booked_on, NEW.at, NEW.who, NEW.note)
             IS NOT (OLD.number, OLD.key, OLD.kind, OLD.basis, OLD.home_id, OLD.home_code, OLD.payer_id,
                     OLD.payer_name, OLD.amount_fen, OLD.method, OLD.booked_on, OLD.at, OLD.who, OLD.note)
          OR (NEW.id, NEW.prefix, NEW.year, NEW.seq, NEW.channel_ref, NEW.account_id, NEW.reverses_id, NEW.reason)
             IS NOT (OLD.id, OLD.prefix, OLD.year, OLD.seq, OLD.channel_ref, OLD.account_id, OLD.reverses_id,
                     OLD.reason)
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER deposit_steps_no_update BEFORE UPDATE ON deposit_steps
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    for table in ("deposits", "deposit_steps", "deposit_balances", "deposit_series"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
        """)


@schema()
def keep_what_is_held(db: Database) -> None:
    steps = "deposit_id, kind, amount_fen, booked_on, at, account_id, who"
    db.execute(f"""
        CREATE TRIGGER deposits_are_held AFTER INSERT ON deposits
        BEGIN
            UPDATE deposit_series SET next = next + 1 WHERE prefix = NEW.prefix AND year = NEW.year;
            SELECT RAISE(ABORT, 'only a live deposit that nothing was done with is reversed, in whole')
             WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM deposits AS d JOIN deposit_balances AS b ON b.deposit_id = d.id
                 WHERE d.id = NEW.reverses_id AND d.reverses_id IS NULL AND d.reversed_by IS NULL
                   AND d.amount_fen = -NEW.amount_fen AND b.held_fen = d.amount_fen AND d.home_id = NEW.home_id
                   AND d.payer_id = NEW.payer_id AND d.method = NEW.method AND d.kind = NEW.kind);
            UPDATE deposits SET reversed_by = NEW.id WHERE id = NEW.reverses_id;
            INSERT INTO deposit_balances (deposit_id) SELECT NEW.id WHERE NEW.reverses_id IS NULL;
            INSERT INTO deposit_steps ({steps}, reason, reverses_id)
            SELECT ifnull(NEW.reverses_id, NEW.id), 'taken', NEW.amount_fen, NEW.booked_on, NEW.at, NEW.account_id,
                   NEW.who, ifnull(NEW.reason, ''),
                   (SELECT id FROM deposit_steps WHERE deposit_id = NEW.reverses_id AND kind = 'taken');
        END
    """)
    db.execute("""
        CREATE TRIGGER deposit_steps_move_what_is_held AFTER INSERT ON deposit_steps
        BEGIN
            SELECT RAISE(ABORT, 'a reversal takes back one step in whole')
             WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM deposit_steps AS s
                 WHERE s.id = NEW.reverses_id AND s.reverses_id IS NULL AND s.kind = NEW.kind
                   AND s.deposit_id = NEW.deposit_id AND s.amount_fen = -NEW.amount_fen);
            UPDATE deposit_balances SET held_fen = held_fen + NEW.amount_fen WHERE deposit_id = NEW.deposit_id;
        END
    """)
