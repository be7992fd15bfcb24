"""Price list, stock, lines of orders, quotes and their charges. Money in integer fen, quantities in thousandths.

An item is what its last version says, and there is as much of it as its movements add up to: the database itself keeps
both. Movements, lines, quotes and answers never change; what was wrong is taken back by a row of its own.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("materials")

MOST_E3 = 10**9
"""A million of something; with a price of at most 10**8 fen a line stays far below what an integer holds."""


@schema()
def create_price_list(db: Database) -> None:
    db.execute("""
        CREATE TABLE material_items (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (code <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('part', 'labour')),
            name TEXT NOT NULL DEFAULT '',
            unit TEXT NOT NULL DEFAULT '',
            price_fen INTEGER NOT NULL DEFAULT 0 CHECK (price_fen BETWEEN 0 AND 100000000),
            cost_fen INTEGER NOT NULL DEFAULT 0 CHECK (cost_fen BETWEEN 0 AND 100000000),
            warranty_days INTEGER NOT NULL DEFAULT 0 CHECK (warranty_days BETWEEN 0 AND 3650),
            minimum_e3 INTEGER CHECK (minimum_e3 >= 0),
            active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
            on_hand_e3 INTEGER NOT NULL DEFAULT 0 CHECK (on_hand_e3 >= 0),
            CHECK (kind = 'part' OR (minimum_e3 IS NULL AND on_hand_e3 = 0))
        ) STRICT
    """)
    db.execute("CREATE INDEX material_items_by_name ON material_items (kind, active, name)")
    db.execute("""
        CREATE INDEX material_items_low ON material_items (on_hand_e3, minimum_e3)
         WHERE minimum_e3 IS NOT NULL AND active
    """)
    db.execute("""
        CREATE TABLE material_versions (
            id INTEGER PRIMARY KEY,
            item_id INTEGER NOT NULL REFERENCES material_items (id),
            name TEXT NOT NULL CHECK (name <> ''),
            unit TEXT NOT NULL CHECK (unit <> ''),
            price_fen INTEGER NOT NULL CHECK (price_fen BETWEEN 0 AND 100000000),
            cost_fen INTEGER NOT NULL CHECK (cost_fen BETWEEN 0 AND 100000000),
            warranty_days INTEGER NOT NULL CHECK (warranty_days BETWEEN 0 AND 3650),
            minimum_e3 INTEGER CHECK (minimum_e3 >= 0),
            active INTEGER NOT NULL CHECK (active IN (0, 1)),
            at TEXT NOT NULL,
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX material_versions_by_item ON material_versions (item_id, id)")
    db.execute("CREATE INDEX material_versions_by_account ON material_versions (account_id)")
    fields = "name, unit, price_fen, cost_fen, warranty_days, minimum_e3, active"
    db.execute(f"""
        CREATE TRIGGER material_versions_hold AFTER INSERT ON material_versions
        BEGIN
            UPDATE material_items SET ({fields}) =
                   (SELECT {fields} FROM material_versions WHERE id = NEW.id) WHERE id = NEW.item_id;
        END
    """)
    _stays(db, "material_versions", "a version of the price list stays; a later one follows it")
    db.execute("""
        CREATE TRIGGER material_items_keep_their_code BEFORE UPDATE OF id, code, kind ON material_items
        BEGIN SELECT RAISE(ABORT, 'an item keeps its number and kind'); END
    """)
    db.execute("""
        CREATE TRIGGER material_items_no_delete BEFORE DELETE ON material_items
        BEGIN SELECT RAISE(ABORT, 'an item stays on record; retire it'); END
    """)


@schema()
def create_lines(db: Database) -> None:
    """What an order used. A reversing row takes a line back whole; the prices are those of its moment."""
    db.execute(f"""
        CREATE TABLE material_lines (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            source TEXT NOT NULL CHECK (source IN ('stock', 'own', 'labour')),
            item_id INTEGER NOT NULL REFERENCES material_items (id),
            code TEXT NOT NULL,
            name TEXT NOT NULL,
            unit TEXT NOT NULL,
            quantity_e3 INTEGER NOT NULL CHECK (abs(quantity_e3) BETWEEN 1 AND {MOST_E3}),
            price_fen INTEGER NOT NULL CHECK (price_fen >= 0),
            amount_fen INTEGER NOT NULL,
            cost_fen INTEGER NOT NULL,
            warranty_days INTEGER NOT NULL,
            chargeable INTEGER NOT NULL CHECK (chargeable IN (0, 1)),
            reverses_id INTEGER REFERENCES material_lines (id),
            reason TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            used_on TEXT NOT NULL CHECK (used_on = date(used_on)),
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL,
            CHECK ((reverses_id IS NULL) = (quantity_e3 > 0)),
            CHECK ((reverses_id IS NULL) = (reason = ''))
        ) STRICT
    """)
    db.execute("CREATE INDEX material_lines_by_order ON material_lines (order_id, id)")
    db.execute("CREATE INDEX material_lines_by_item ON material_lines (item_id)")
    db.execute("CREATE INDEX material_lines_by_day ON material_lines (used_on, order_id)")
    db.execute("CREATE INDEX material_lines_by_account ON material_lines (account_id)")
    db.execute("""
        CREATE UNIQUE INDEX material_lines_taken_back_once ON material_lines (reverses_id)
         WHERE reverses_id IS NOT NULL
    """)
    db.execute("""
        CREATE TRIGGER material_lines_mirror BEFORE INSERT ON material_lines
        WHEN NEW.reverses_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM material_lines AS l
             WHERE l.id = NEW.reverses_id AND l.reverses_id IS NULL AND l.order_id = NEW.order_id
               AND l.item_id = NEW.item_id AND l.source = NEW.source AND l.quantity_e3 = -NEW.quantity_e3
               AND l.amount_fen = -NEW.amount_fen AND l.cost_fen = -NEW.cost_fen AND l.chargeable = NEW.chargeable)
        BEGIN SELECT RAISE(ABORT, 'a line is taken back whole'); END
    """)
    db.execute("""
        CREATE TRIGGER material_lines_reckon BEFORE INSERT ON material_lines
        WHEN NEW.reverses_id IS NULL
             AND NEW.amount_fen <> (NEW.quantity_e3 * NEW.price_fen * 2 + 1000) / 2000
        BEGIN SELECT RAISE(ABORT, 'a line is its quantity times its price, rounded half up once'); END
    """)
    _stays(db, "material_lines", "a line stays; take it back by a row of its own")


@schema()
def create_stock(db: Database) -> None:
    """In, out to an order, back from it, and what a count found: what is there is their sum."""
    db.execute(f"""
        CREATE TABLE stock_movements (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            item_id INTEGER NOT NULL REFERENCES material_items (id),
            kind TEXT NOT NULL CHECK (kind IN ('in', 'out', 'back', 'count')),
            quantity_e3 INTEGER NOT NULL CHECK (abs(quantity_e3) BETWEEN 1 AND {MOST_E3}),
            after_e3 INTEGER NOT NULL CHECK (after_e3 >= 0),
            line_id INTEGER UNIQUE REFERENCES material_lines (id),
            reason TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            booked_on TEXT NOT NULL CHECK (booked_on = date(booked_on)),
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL,
            CHECK (CASE kind WHEN 'in' THEN quantity_e3 > 0 WHEN 'back' THEN quantity_e3 > 0
                             WHEN 'out' THEN quantity_e3 < 0 ELSE 1 END),
            CHECK ((kind IN ('out', 'back')) = (line_id IS NOT NULL)),
            CHECK (kind <> 'count' OR reason <> '')
        ) STRICT
    """)
    db.execute("CREATE INDEX stock_movements_by_item ON stock_movements (item_id, id, quantity_e3)")
    db.execute("CREATE INDEX stock_movements_by_account ON stock_movements (account_id)")
    db.execute("""
        CREATE TRIGGER stock_movements_fit BEFORE INSERT ON stock_movements
        BEGIN
            SELECT RAISE(ABORT, 'there is no stock of labour')
              FROM material_items WHERE id = NEW.item_id AND kind <> 'part';
            SELECT RAISE(ABORT, 'a movement says how much is there after it')
              FROM material_items WHERE id = NEW.item_id AND on_hand_e3 + NEW.quantity_e3 <> NEW.after_e3;
            SELECT RAISE(ABORT, 'a movement to an order is that of its line')
             WHERE NEW.line_id IS NOT NULL AND NOT EXISTS (
                   SELECT 1 FROM material_lines AS l WHERE l.id = NEW.line_id AND l.source = 'stock'
                      AND l.item_id = NEW.item_id AND l.quantity_e3 = -NEW.quantity_e3);
        END
    """)
    db.execute("""
        CREATE TRIGGER stock_movements_move AFTER INSERT ON stock_movements
        BEGIN UPDATE material_items SET on_hand_e3 = on_hand_e3 + NEW.quantity_e3 WHERE id = NEW.item_id; END
    """)
    db.execute("""
        CREATE TRIGGER material_items_are_counted BEFORE UPDATE OF on_hand_e3 ON material_items
        WHEN NEW.on_hand_e3 <> (SELECT after_e3 FROM stock_movements
                                 WHERE item_id = NEW.id ORDER BY id DESC LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'what is in stock is the sum of its movements'); END
    """)
    _stays(db, "stock_movements", "a movement stays; correct it by a count")


@schema()
def create_quotes(db: Database) -> None:
    """What the owner is asked to agree to, frozen as it was sent; the answer is a row of its own."""
    db.execute(f"""
        CREATE TABLE quote_drafts (
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            item_id INTEGER NOT NULL REFERENCES material_items (id),
            source TEXT NOT NULL CHECK (source IN ('stock', 'own', 'labour')),
            quantity_e3 INTEGER NOT NULL CHECK (quantity_e3 BETWEEN 1 AND {MOST_E3}),
            PRIMARY KEY (order_id, item_id, source)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX quote_drafts_by_item ON quote_drafts (item_id)")
    db.execute("""
        CREATE TABLE quotes (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            total_fen INTEGER NOT NULL CHECK (total_fen > 0),
            note TEXT NOT NULL DEFAULT '',
            waits INTEGER NOT NULL CHECK (waits IN (0, 1)),
            at TEXT NOT NULL,
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX quotes_by_order ON quotes (order_id, id)")
    db.execute("CREATE INDEX quotes_by_account ON quotes (account_id)")
    db.execute(f"""
        CREATE TABLE quote_lines (
            quote_id INTEGER NOT NULL REFERENCES quotes (id),
            seq INTEGER NOT NULL,
            source TEXT NOT NULL CHECK (source IN ('stock', 'own', 'labour')),
            item_id INTEGER NOT NULL REFERENCES material_items (id),
            code TEXT NOT NULL,
            name TEXT NOT NULL,
            unit TEXT NOT NULL,
            quantity_e3 INTEGER NOT NULL CHECK (quantity_e3 BETWEEN 1 AND {MOST_E3}),
            price_fen INTEGER NOT NULL CHECK (price_fen >= 0),
            amount_fen INTEGER NOT NULL,
            warranty_days INTEGER NOT NULL,
            PRIMARY KEY (quote_id, seq),
            CHECK (amount_fen = (quantity_e3 * price_fen * 2 + 1000) / 2000)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX quote_lines_by_item ON quote_lines (item_id)")
    db.execute("""
        CREATE TABLE quote_answers (
            quote_id INTEGER PRIMARY KEY REFERENCES quotes (id),
            answer TEXT NOT NULL CHECK (answer IN ('accepted', 'declined', 'withdrawn')),
            way TEXT NOT NULL CHECK (way IN ('own', 'glass', 'phone', 'office')),
            words TEXT NOT NULL DEFAULT '',
            signer TEXT NOT NULL DEFAULT '',
            paper_id INTEGER REFERENCES papers (id),
            at TEXT NOT NULL,
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL,
            CHECK ((answer = 'withdrawn') = (way = 'office')),
            CHECK (way <> 'phone' OR words <> ''),
            CHECK (way <> 'glass' OR answer = 'declined' OR (signer <> '' AND paper_id IS NOT NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX quote_answers_by_paper ON quote_answers (paper_id) WHERE paper_id IS NOT NULL")
    db.execute("CREATE INDEX quote_answers_by_account ON quote_answers (account_id)")
    db.execute("""
        CREATE TRIGGER quotes_one_open BEFORE INSERT ON quotes
        WHEN EXISTS (SELECT 1 FROM quotes AS q LEFT JOIN quote_answers AS a ON a.quote_id = q.id
                      WHERE q.order_id = NEW.order_id AND a.quote_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'an order has one open quote'); END
    """)
    db.execute("""
        CREATE TRIGGER quote_answers_to_the_whole BEFORE INSERT ON quote_answers
        WHEN (SELECT total_fen FROM quotes WHERE id = NEW.quote_id)
             IS NOT (SELECT sum(amount_fen) FROM quote_lines WHERE quote_id = NEW.quote_id)
        BEGIN SELECT RAISE(ABORT, 'a quote is the sum of its lines'); END
    """)
    for table in ("quotes", "quote_lines", "quote_answers"):
        _stays(db, table, "a quote stays as it was sent and answered")


@schema()
def create_charges(db: Database) -> None:
    """Which lines a charge is for. A line is in one charge that stands; when that is reversed it is free again."""
    db.execute("""
        CREATE TABLE order_charges (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES work_orders (id),
            charge_id INTEGER NOT NULL UNIQUE REFERENCES charges (id),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            total_fen INTEGER NOT NULL CHECK (total_fen > 0),
            at TEXT NOT NULL,
            account_id INTEGER REFERENCES accounts (id),
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX order_charges_by_order ON order_charges (order_id)")
    db.execute("CREATE INDEX order_charges_by_account ON order_charges (account_id)")
    db.execute("""
        CREATE TABLE order_charge_lines (
            order_charge_id INTEGER NOT NULL REFERENCES order_charges (id),
            line_id INTEGER NOT NULL REFERENCES material_lines (id),
            PRIMARY KEY (order_charge_id, line_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX order_charge_lines_by_line ON order_charge_lines (line_id)")
    db.execute("""
        CREATE TRIGGER order_charges_match BEFORE INSERT ON order_charges
        WHEN NEW.total_fen IS NOT (SELECT amount_fen FROM charges WHERE id = NEW.charge_id)
        BEGIN SELECT RAISE(ABORT, 'what an order is charged is the amount of its charge'); END
    """)
    db.execute("""
        CREATE TRIGGER order_charge_lines_once BEFORE INSERT ON order_charge_lines
        BEGIN
            SELECT RAISE(ABORT, 'a line is charged once')
              FROM order_charge_lines AS k
              JOIN order_charges AS o ON o.id = k.order_charge_id
              JOIN charges AS c ON c.id = o.charge_id AND c.reversed_by IS NULL
             WHERE k.line_id = NEW.line_id;
            SELECT RAISE(ABORT, 'only what costs the owner something is charged')
             WHERE NOT EXISTS (
                   SELECT 1 FROM material_lines AS l JOIN order_charges AS o ON o.id = NEW.order_charge_id
                    WHERE l.id = NEW.line_id AND l.order_id = o.order_id AND l.chargeable);
        END
    """)
    for table in ("order_charges", "order_charge_lines"):
        _stays(db, table, "a charge stays as it was posted; reverse it")
    db.execute("""
        CREATE TABLE material_settings (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            tolerance_fen INTEGER NOT NULL DEFAULT 0 CHECK (tolerance_fen BETWEEN 0 AND 10000000),
            charge_when TEXT NOT NULL DEFAULT 'signed_off' CHECK (charge_when IN ('done', 'signed_off')),
            fee_item_id INTEGER REFERENCES fee_items (id)
        ) STRICT
    """)
    db.execute("INSERT INTO material_settings (id) VALUES (1)")


@schema()
def create_reporting_views(db: Database) -> None:
    db.execute("""
        CREATE VIEW v_stock (code, name, unit, on_hand_e3, minimum_e3, price_fen) AS
        SELECT code, name, unit, on_hand_e3, minimum_e3, price_fen FROM material_items WHERE kind = 'part'
    """)
    db.execute("""
        CREATE VIEW v_repair_costs (number, home, equipment_id, category, used_on, item, source, quantity_e3,
                                    amount_fen, cost_fen, chargeable) AS
        SELECT o.number, h.code, o.equipment_id, o.category, l.used_on, l.name, l.source, l.quantity_e3,
               l.amount_fen, l.cost_fen, l.chargeable
          FROM material_lines AS l
          JOIN work_orders AS o ON o.id = l.order_id
          LEFT JOIN homes AS h ON h.id = o.home_id
    """)


@schema()
def hold_answered_quotes(db: Database) -> None:
    """Nothing is added to a quote that was answered."""
    db.execute("""
        CREATE TRIGGER quote_lines_before_the_answer BEFORE INSERT ON quote_lines
        WHEN EXISTS (SELECT 1 FROM quote_answers WHERE quote_id = NEW.quote_id)
        BEGIN SELECT RAISE(ABORT, 'a quote stays as it was sent and answered'); END
    """)


def _stays(db: Database, table: str, why: str) -> None:
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
            BEGIN SELECT RAISE(ABORT, '{why}'); END
        """)
