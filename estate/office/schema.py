"""One row that says who the office is."""

from sqlite_utils import Database, Migrations

schema = Migrations("office")


@schema()
def create_office(db: Database) -> None:
    db.execute("""
        CREATE TABLE office (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            community_name TEXT NOT NULL,
            company TEXT NOT NULL,
            address TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            letterhead TEXT NOT NULL DEFAULT '',
            bank_account TEXT NOT NULL DEFAULT '',
            locale TEXT NOT NULL DEFAULT 'zh_CN',
            time_zone TEXT NOT NULL DEFAULT 'Asia/Shanghai',
            receipt_prefix TEXT NOT NULL DEFAULT 'SJ',
            due_day INTEGER NOT NULL DEFAULT 25 CHECK (due_day BETWEEN 1 AND 28),
            max_prepay_months INTEGER NOT NULL DEFAULT 12,
            set_up_at TEXT NOT NULL
        ) STRICT
    """)


@schema()
def keep_the_offset(db: Database) -> None:
    """How far the community's clock is from UTC now: what SQL alone, without a list of time zones, can reckon with."""
    db.execute("ALTER TABLE office ADD COLUMN utc_offset_minutes INTEGER NOT NULL DEFAULT 480")


@schema()
def limit_waivers(db: Database) -> None:
    """Above this sum a waiver needs another person's approval; in fen for one request."""
    db.execute(
        "ALTER TABLE office ADD COLUMN waiver_limit_fen INTEGER NOT NULL DEFAULT 5000 CHECK (waiver_limit_fen >= 0)"
    )


@schema()
def choose_how_penalties_are_asked_for(db: Database) -> None:
    """Whether the counter asks for penalties unless told otherwise, what a payment settles first, what moves due days."""
    db.execute("""
        ALTER TABLE office ADD COLUMN allocation_order TEXT NOT NULL DEFAULT 'principal_first'
              CHECK (allocation_order IN ('principal_first', 'penalty_first'))
    """)
    for column, usual in (("collect_penalty", 1), ("weekends_off", 0)):
        db.execute(
            f"ALTER TABLE office ADD COLUMN {column} INTEGER NOT NULL DEFAULT {usual} CHECK ({column} IN (0, 1))"
        )


@schema()
def say_what_prepayments_do(db: Database) -> None:
    """Whether bill runs draw on prepayments, also in part; above which sum another person approves what goes back."""
    for column in ("auto_offset", "offset_partial"):
        db.execute(
            f"ALTER TABLE office ADD COLUMN {column} INTEGER NOT NULL DEFAULT 1 CHECK ({column} IN (0, 1))"
        )
    db.execute(
        "ALTER TABLE office ADD COLUMN refund_limit_fen INTEGER NOT NULL DEFAULT 20000 CHECK (refund_limit_fen >= 0)"
    )


@schema()
def say_who_approves_instalments(db: Database) -> None:
    """Above which sum another person approves an instalment plan than who drafted it."""
    db.execute(
        "ALTER TABLE office ADD COLUMN plan_limit_fen INTEGER NOT NULL DEFAULT 500000 CHECK (plan_limit_fen >= 0)"
    )
