"""Month sums beside the rows, kept by triggers, so that a page over a million rows is quick; account codes. In fen.

The database itself keeps: each sum is that of its rows, since the rows never change and the sums change only with a
new row. tests/books asserts it after every step of a random office.
"""

from sqlite_utils import Database, Migrations

from estate.books.entries import SOURCES

schema = Migrations("books")

_UPSERT = """ON CONFLICT (month, fee_item_id, kind)
    DO UPDATE SET entries = entries + excluded.entries, amount_fen = amount_fen + excluded.amount_fen"""


def sum_up(db: Database, table: str, name: str, when: str, select: str) -> None:
    """Let a new row of a table change its month's sums.

    select: month, fee item id, kind, number of entries and amount, in terms of NEW; each combination once.
    """
    db.execute(f"""
        CREATE TRIGGER {table}_{name} AFTER INSERT ON {table} WHEN {when}
        BEGIN INSERT INTO book_months (month, fee_item_id, kind, entries, amount_fen) {select} {_UPSERT}; END
    """)


@schema()
def create_month_sums(db: Database) -> None:
    db.execute("""
        CREATE TABLE book_months (
            month TEXT NOT NULL CHECK (length(month) = 7),
            fee_item_id INTEGER NOT NULL REFERENCES fee_items (id),
            kind TEXT NOT NULL,
            entries INTEGER NOT NULL,
            amount_fen INTEGER NOT NULL,
            PRIMARY KEY (month, fee_item_id, kind)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX book_months_by_item ON book_months (fee_item_id)")
    # The statement that is here and not the functions' union: a later source must not change this step.
    for source in SOURCES[:4]:
        db.execute(f"""
            INSERT INTO book_months (month, fee_item_id, kind, entries, amount_fen)
            SELECT substr(day, 1, 7), fee_item_id, kind, count(*), sum(amount_fen) FROM ({source})
             WHERE 1 GROUP BY 1, 2, 3 {_UPSERT}
        """)
    # A void takes an entry back: it is not one of its own. CROSS: from the few voids to what they took back.
    db.execute("""
        UPDATE book_months SET entries = entries - 2 * (
            SELECT count(*) FROM receipt_voids AS v CROSS JOIN receipts AS r ON r.id = v.receipt_id
             CROSS JOIN allocations AS a ON a.receipt_id = r.id CROSS JOIN charges AS c ON c.id = a.charge_id
             WHERE substr(v.voided_on, 1, 7) = book_months.month AND c.fee_item_id = book_months.fee_item_id
               AND (r.method = 'prepayment') = (book_months.kind = 'offset'))
         WHERE kind IN ('receipt', 'offset')
    """)
    sum_up(
        db,
        "charges",
        "add_to_their_month",
        "1",
        """VALUES (substr(NEW.booked_on, 1, 7), NEW.fee_item_id,
                   CASE WHEN NEW.reverses_id IS NULL THEN 'charge' ELSE 'charge_reversal' END, 1, NEW.amount_fen)""",
    )
    sum_up(
        db,
        "waivers",
        "add_to_their_month",
        "1",
        """SELECT substr(NEW.booked_on, 1, 7), c.fee_item_id,
                  CASE WHEN NEW.revokes_id IS NULL THEN 'waiver' ELSE 'waiver_revoked' END, 1, -NEW.amount_fen
             FROM charges AS c WHERE c.id = NEW.charge_id""",
    )
    paid = """CASE r.method WHEN 'prepayment' THEN 'offset' ELSE 'receipt' END
              || CASE r.kind WHEN 'reversal' THEN '_reversal' ELSE '' END"""
    sum_up(
        db,
        "allocations",
        "add_to_their_month",
        "1",
        f"""SELECT substr(r.taken_on, 1, 7), c.fee_item_id, {paid}, 1, -NEW.amount_fen
              FROM receipts AS r, charges AS c WHERE r.id = NEW.receipt_id AND c.id = NEW.charge_id""",
    )
    sum_up(
        db,
        "receipt_voids",
        "take_from_their_month",
        "1",
        f"""SELECT substr(NEW.voided_on, 1, 7), c.fee_item_id, {paid}, -count(*), sum(a.amount_fen)
              FROM receipts AS r JOIN allocations AS a ON a.receipt_id = r.id JOIN charges AS c ON c.id = a.charge_id
             WHERE r.id = NEW.receipt_id GROUP BY 1, 2, 3""",
    )


@schema()
def create_accounts(db: Database) -> None:
    db.execute("""
        CREATE TABLE book_accounts (
            id INTEGER PRIMARY KEY,
            role TEXT NOT NULL CHECK (role IN (
                'receivable', 'cash', 'wechat', 'alipay', 'pos', 'transfer', 'prepayment', 'deposit', 'revenue',
                'penalty', 'waiver')),
            fee_item_id INTEGER REFERENCES fee_items (id),
            code TEXT NOT NULL CHECK (code <> ''),
            name TEXT NOT NULL CHECK (name <> ''),
            CHECK (fee_item_id IS NULL OR role = 'revenue')
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX book_accounts_by_role ON book_accounts (role, ifnull(fee_item_id, 0))")
    db.execute(
        "CREATE INDEX book_accounts_by_item ON book_accounts (fee_item_id) WHERE fee_item_id IS NOT NULL"
    )
    for role, code, name in (
        ("receivable", "1122", "应收账款"),
        ("cash", "1001", "库存现金"),
        ("wechat", "1002", "银行存款"),
        ("alipay", "1002", "银行存款"),
        ("pos", "1002", "银行存款"),
        ("transfer", "1002", "银行存款"),
        ("prepayment", "2203", "预收账款"),
        ("deposit", "2241", "其他应付款"),
        ("revenue", "6001", "主营业务收入"),
        ("penalty", "6301", "营业外收入"),
        ("waiver", "6001", "主营业务收入"),
    ):
        db.execute("INSERT INTO book_accounts (role, code, name) VALUES (?, ?, ?)", [role, code, name])


@schema()
def export_journals_in_the_worker(db: Database) -> None:
    """A month's journal as it was asked for once: the worker makes the file, and then it stays as it is."""
    db.execute("""
        CREATE TABLE journal_exports (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            month TEXT NOT NULL CHECK (month || '-01' = date(month || '-01')),
            started_at TEXT NOT NULL,
            started_by TEXT NOT NULL,
            lines INTEGER CHECK (lines >= 0),
            file TEXT CHECK (length(file) = 64),
            finished_at TEXT,
            error TEXT CHECK (error <> ''),
            CHECK ((finished_at IS NULL) = (file IS NULL) AND (file IS NULL) = (lines IS NULL))
        ) STRICT
    """)
    db.execute("""
        CREATE TRIGGER journal_exports_stay BEFORE UPDATE ON journal_exports
        WHEN OLD.finished_at IS NOT NULL OR NEW.key <> OLD.key OR NEW.month <> OLD.month
        BEGIN SELECT RAISE(ABORT, 'a journal that was made stays as it is'); END
    """)
    db.execute("""
        CREATE TRIGGER journal_exports_no_delete BEFORE DELETE ON journal_exports
        BEGIN SELECT RAISE(ABORT, 'a journal that was made stays as it is'); END
    """)
