"""Batches of shared costs: what is to be shared, how, by whom; and once posted, what each home bears.

The database itself keeps: a posted batch stays as it is, its shares add up to its sum, and what was counted for a home
without a payer is not counted a second time. Sums in fen, weights and usages in millionths. Source: DOMAIN A1.12, A1.13.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("sharing")

KINDS = "'water', 'electricity', 'gas', 'heat', 'other'"
STAYS = "a posted batch of shared costs stays as it is; void it"


@schema()
def create_batches(db: Database) -> None:
    db.execute(f"""
        CREATE TABLE sharing_batches (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            fee_item_id INTEGER NOT NULL REFERENCES fee_items (id),
            fee_item_name TEXT NOT NULL,
            period_from TEXT NOT NULL CHECK (period_from = date(period_from, 'start of month')),
            period_to TEXT NOT NULL CHECK (period_to = date(period_to, 'start of month', '+1 month', '-1 day')),
            due_on TEXT NOT NULL CHECK (due_on = date(due_on)),
            pool_kind TEXT NOT NULL CHECK (pool_kind IN ('amount', 'residual')),
            amount_fen INTEGER,
            price_e4 INTEGER CHECK (price_e4 > 0),
            own_e6 INTEGER NOT NULL DEFAULT 0 CHECK (own_e6 >= 0),
            home_subs INTEGER NOT NULL DEFAULT 0 CHECK (home_subs IN (0, 1)),
            method TEXT NOT NULL CHECK (method IN ('area', 'household', 'usage', 'floor', 'area_floor')),
            meter_kind TEXT CHECK (meter_kind IN ({KINDS})),
            basis TEXT NOT NULL CHECK (basis <> ''),
            note TEXT NOT NULL DEFAULT '',
            state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'posted', 'voided')),
            created_at TEXT NOT NULL,
            created_by TEXT NOT NULL,
            pool_fen INTEGER,
            pool_formula TEXT,
            whole_e6 INTEGER,
            charged_fen INTEGER,
            kept_fen INTEGER,
            posted_at TEXT,
            posted_by TEXT,
            voided_at TEXT,
            voided_by TEXT,
            reason TEXT,
            CHECK (period_to > period_from AND period_to < date(period_from, '+1 year')),
            CHECK ((pool_kind = 'amount') = (amount_fen IS NOT NULL)),
            CHECK ((pool_kind = 'residual') = (price_e4 IS NOT NULL)),
            CHECK ((method = 'usage') = (meter_kind IS NOT NULL)),
            CHECK ((state = 'draft') = (posted_at IS NULL)),
            CHECK (state = 'draft' OR (pool_fen > 0 AND whole_e6 > 0 AND charged_fen + kept_fen = pool_fen)),
            CHECK ((state = 'voided') = (voided_at IS NOT NULL)),
            CHECK (state <> 'voided' OR reason <> '')
        ) STRICT
    """)
    db.execute("CREATE INDEX sharing_batches_by_item ON sharing_batches (fee_item_id, period_from)")
    db.execute("CREATE INDEX sharing_batches_by_period ON sharing_batches (period_from, id)")
    db.execute("""
        CREATE TABLE sharing_rules (
            id INTEGER PRIMARY KEY,
            batch_id INTEGER NOT NULL REFERENCES sharing_batches (id) ON DELETE CASCADE,
            scope TEXT NOT NULL CHECK (scope IN ('all', 'zone', 'building', 'entrance', 'usage', 'home')),
            key TEXT NOT NULL DEFAULT '' CHECK ((key = '') = (scope = 'all')),
            name TEXT NOT NULL,
            excluded INTEGER NOT NULL DEFAULT 0 CHECK (excluded IN (0, 1)),
            reason TEXT NOT NULL DEFAULT '' CHECK (excluded = 0 OR reason <> ''),
            UNIQUE (batch_id, scope, key, excluded)
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE sharing_floors (
            id INTEGER PRIMARY KEY,
            batch_id INTEGER NOT NULL REFERENCES sharing_batches (id) ON DELETE CASCADE,
            from_floor INTEGER,
            to_floor INTEGER CHECK (to_floor >= from_floor),
            factor_e4 INTEGER NOT NULL CHECK (factor_e4 >= 0)
        ) STRICT
    """)
    db.execute("CREATE INDEX sharing_floors_by_batch ON sharing_floors (batch_id, from_floor)")
    db.execute("""
        CREATE TABLE sharing_meters (
            batch_id INTEGER NOT NULL REFERENCES sharing_batches (id) ON DELETE CASCADE,
            meter_id INTEGER NOT NULL REFERENCES meters (id),
            part TEXT NOT NULL CHECK (part IN ('master', 'sub')),
            PRIMARY KEY (batch_id, meter_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX sharing_meters_by_meter ON sharing_meters (meter_id)")


@schema()
def create_shares(db: Database) -> None:
    """What a posted batch was computed from, home by home, and the charges that came of it."""
    db.execute("""
        CREATE TABLE sharing_shares (
            batch_id INTEGER NOT NULL REFERENCES sharing_batches (id),
            position INTEGER NOT NULL,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            area_dm2 INTEGER NOT NULL,
            floor INTEGER,
            weight_e6 INTEGER CHECK (weight_e6 >= 0),
            quantity TEXT NOT NULL,
            formula TEXT NOT NULL,
            share_fen INTEGER CHECK ((share_fen IS NULL) = (weight_e6 IS NULL)),
            kept_fen INTEGER NOT NULL CHECK (kept_fen BETWEEN 0 AND ifnull(share_fen, 0)),
            why TEXT NOT NULL CHECK (why IN ('', 'excluded', 'no_payer')),
            reason TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (batch_id, position),
            UNIQUE (batch_id, home_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX sharing_shares_by_home ON sharing_shares (home_id)")
    db.execute("""
        CREATE TABLE sharing_charges (
            charge_id INTEGER PRIMARY KEY REFERENCES charges (id),
            batch_id INTEGER NOT NULL REFERENCES sharing_batches (id),
            home_id INTEGER NOT NULL REFERENCES homes (id)
        ) STRICT
    """)
    db.execute("CREATE INDEX sharing_charges_by_batch ON sharing_charges (batch_id, home_id)")
    db.execute("CREATE INDEX sharing_charges_by_home ON sharing_charges (home_id)")


@schema()
def guard_batches(db: Database) -> None:
    db.execute(f"""
        CREATE TRIGGER sharing_batches_stay BEFORE UPDATE ON sharing_batches
        WHEN OLD.state = 'voided' OR (OLD.state = 'posted' AND NEW.state <> 'voided')
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    copied = """
        id, key, fee_item_id, fee_item_name, period_from, period_to, due_on, pool_kind, amount_fen, price_e4, own_e6,
        home_subs, method, meter_kind, basis, note, created_at, created_by, pool_fen, pool_formula, whole_e6, charged_fen,
        kept_fen, posted_at, posted_by"""
    db.execute(f"""
        CREATE TRIGGER sharing_batches_stay_in_every_column BEFORE UPDATE OF {copied} ON sharing_batches
        WHEN OLD.state <> 'draft'
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    db.execute(f"""
        CREATE TRIGGER sharing_batches_no_delete BEFORE DELETE ON sharing_batches WHEN OLD.state <> 'draft'
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """)
    for table in ("sharing_rules", "sharing_floors", "sharing_meters", "sharing_shares", "sharing_charges"):
        for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            db.execute(f"""
                CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table}
                WHEN (SELECT state FROM sharing_batches WHERE id = {row}.batch_id) <> 'draft'
                BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
            """)
    db.execute("""
        CREATE TRIGGER sharing_kept_once BEFORE INSERT ON sharing_shares
        WHEN NEW.share_fen IS NOT NULL AND EXISTS (
            SELECT 1 FROM sharing_batches AS n
              JOIN sharing_shares AS s ON s.home_id = NEW.home_id AND s.kept_fen > 0
              JOIN sharing_batches AS b ON b.id = s.batch_id
             WHERE n.id = NEW.batch_id AND b.fee_item_id = n.fee_item_id AND b.state = 'posted'
               AND b.period_from <= n.period_to AND b.period_to >= n.period_from)
        BEGIN SELECT RAISE(ABORT, 'this home was counted already for a part of the period'); END
    """)
    db.execute("""
        CREATE TRIGGER sharing_adds_up BEFORE UPDATE OF state ON sharing_batches
        WHEN NEW.state = 'posted' AND (
            NEW.pool_fen IS NOT (SELECT sum(share_fen) FROM sharing_shares WHERE batch_id = NEW.id)
            OR NEW.kept_fen IS NOT (SELECT sum(kept_fen) FROM sharing_shares WHERE batch_id = NEW.id)
            OR NEW.charged_fen IS NOT (SELECT ifnull(sum(c.amount_fen), 0) FROM sharing_charges AS l
                                         JOIN charges AS c ON c.id = l.charge_id WHERE l.batch_id = NEW.id))
        BEGIN SELECT RAISE(ABORT, 'the shares do not add up to the sum'); END
    """)
