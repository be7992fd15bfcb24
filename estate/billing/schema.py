"""What was added to billing's tables since they began (schema_first.py, schema_charges.py): kinds, cycles, meters."""

from sqlite_utils import Database

from estate.billing.schema_charges import schema
from estate.billing.schema_first import KINDS
from estate.billing.schema_meters import charge_by_meter
from estate.billing.schema_open import age_without_the_table, find_what_is_open
from estate.data.migrate import widen_check


@schema()
def make_room_for_more_kinds(db: Database) -> None:
    """Fees by person, meter, share and formula, penalties; the day on which a charge enters the books."""
    kinds = f"{KINDS}, 'per_person', 'metered', 'shared', 'formula'"
    widen_check(db, "fee_items", f"kind IN ({KINDS})", f"kind IN ({kinds})")
    for table in ("bill_run_lines", "charges"):
        widen_check(db, table, f"kind IN ({KINDS})", f"kind IN ({kinds}, 'penalty')")
        db.execute(f"ALTER TABLE {table} ADD COLUMN meter_id INTEGER")
    db.execute("ALTER TABLE charges ADD COLUMN principal_id INTEGER REFERENCES charges (id)")
    db.execute("ALTER TABLE charges ADD COLUMN booked_on TEXT CHECK (booked_on = date(booked_on))")
    db.execute("ALTER TABLE tariffs ADD COLUMN tiers TEXT CHECK (tiers IS NULL OR json_valid(tiers))")
    db.execute("ALTER TABLE tariffs ADD COLUMN formula TEXT CHECK (formula <> '')")
    widen_check(
        db,
        "tariffs",
        "CHECK ((price_e4 IS NULL) <> (amount_fen IS NULL))",
        """CHECK ((price_e4 IS NOT NULL) + (amount_fen IS NOT NULL) + (tiers IS NOT NULL) + (formula IS NOT NULL) = 1)""",
    )
    for trigger in ("charges_stay", "charges_stay_in_every_column", "charges_no_day_twice"):
        db.execute(f"DROP TRIGGER {trigger}")
    # What is there was posted in China's time; from now on the action says the community's day.
    db.execute("UPDATE charges SET booked_on = date(posted_at, '+8 hours')")
    db.execute("DROP INDEX charges_live_by_period")
    db.execute("""
        CREATE INDEX charges_live_by_period ON charges
            (period_to, period_from, home_id, fee_item_id, parking_space_id, meter_id)
         WHERE reverses_id IS NULL AND reversed_by IS NULL AND kind NOT IN ('one_off', 'penalty')
    """)
    db.execute("CREATE INDEX charges_by_booking ON charges (booked_on, fee_item_id, amount_fen)")
    db.execute("CREATE INDEX charges_by_principal ON charges (principal_id) WHERE principal_id IS NOT NULL")
    _guard_charges(db)


def _guard_charges(db: Database) -> None:
    stays = "a posted charge stays as it is; reverse it"
    db.execute(f"""
        CREATE TRIGGER charges_stay BEFORE UPDATE ON charges
        WHEN OLD.reversed_by IS NOT NULL OR NEW.reversed_by IS NULL
        BEGIN SELECT RAISE(ABORT, '{stays}'); END
    """)
    every = """
        id, run_id, home_id, home_code, fee_item_id, fee_item_name, kind, tariff_id, parking_space_id,
        parking_code, payer_id, payer_name, period_from, period_to, quantity, price, formula, amount_fen, due_on,
        posted_at, posted_by, reverses_id, reason, meter_id, principal_id, booked_on"""
    db.execute(f"""
        CREATE TRIGGER charges_stay_in_every_column BEFORE UPDATE OF {every} ON charges
        BEGIN SELECT RAISE(ABORT, '{stays}'); END
    """)
    db.execute("""
        CREATE TRIGGER charges_are_booked BEFORE INSERT ON charges
        WHEN NEW.booked_on IS NULL OR (NEW.kind = 'penalty') <> (NEW.principal_id IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, 'a charge has the day of its booking; a penalty, and it alone, its principal'); END
    """)
    db.execute("""
        CREATE TRIGGER charges_no_day_twice BEFORE INSERT ON charges
        WHEN NEW.reverses_id IS NULL AND NEW.kind NOT IN ('one_off', 'penalty') AND EXISTS (
            SELECT 1 FROM charges AS c
             WHERE c.home_id = NEW.home_id AND c.fee_item_id = NEW.fee_item_id
               AND c.period_from <= NEW.period_to AND c.period_from > date(NEW.period_from, '-1 year')
               AND c.period_to >= NEW.period_from
               AND c.parking_space_id IS NEW.parking_space_id AND c.meter_id IS NEW.meter_id
               AND c.kind NOT IN ('one_off', 'penalty')
               AND c.reversed_by IS NULL AND c.reverses_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'this is charged already for a part of the period'); END
    """)


@schema()
def guard_parking_days(db: Database) -> None:
    """A space that moved to another home is not charged again for a day that the former home was billed for."""
    db.execute("""
        CREATE INDEX charges_by_space ON charges (parking_space_id, fee_item_id, period_from)
         WHERE parking_space_id IS NOT NULL
    """)
    db.execute("""
        CREATE TRIGGER charges_no_parking_day_twice BEFORE INSERT ON charges
        WHEN NEW.parking_space_id IS NOT NULL AND NEW.reverses_id IS NULL AND NEW.kind NOT IN ('one_off', 'penalty') AND EXISTS (
            SELECT 1 FROM charges AS c
             WHERE c.parking_space_id = NEW.parking_space_id AND c.fee_item_id = NEW.fee_item_id
               AND c.period_from <= NEW.period_to AND c.period_from > date(NEW.period_from, '-1 year')
               AND c.period_to >= NEW.period_from
               AND c.kind NOT IN ('one_off', 'penalty')
               AND c.reversed_by IS NULL AND c.reverses_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'this is charged already for a part of the period'); END
    """)


@schema()
def reckon_arrears_by_the_communitys_day(db: Database) -> None:
    db.execute("DROP VIEW v_arrears")
    db.execute("""
        CREATE VIEW v_arrears (home, payer, oldest_due_on, balance_fen, penalty_fen, bracket) AS
        SELECT h.code, p.name, o.oldest_due_on, o.balance_fen, 0,
               CASE WHEN o.days <= 0 THEN 'not_due'
                    WHEN o.days <= 30 THEN '1-30'
                    WHEN o.days <= 90 THEN '31-90'
                    WHEN o.days <= 180 THEN '91-180'
                    WHEN o.days <= 365 THEN '181-365'
                    WHEN o.days <= 730 THEN '1-2y'
                    WHEN o.days <= 1095 THEN '2-3y'
                    ELSE 'over-3y' END
          FROM (SELECT home_id, payer_id, min(due_on) AS oldest_due_on, sum(balance_fen) AS balance_fen,
                       CAST(julianday(date('now', ifnull((SELECT utc_offset_minutes FROM office), 480) || ' minutes'))
                            - julianday(min(due_on)) AS INTEGER) AS days
                  FROM charge_balances WHERE balance_fen > 0
                 GROUP BY home_id, payer_id) AS o
          JOIN homes AS h ON h.id = o.home_id
          JOIN people AS p ON p.id = o.payer_id
    """)


@schema()
def choose_the_cycles_beginning_and_when_it_is_charged(db: Database) -> None:
    """Cycles of the calendar or of the home's own; charged in the run of their first month, or after their end."""
    db.execute("""
        ALTER TABLE fee_items ADD COLUMN anchor TEXT NOT NULL DEFAULT 'calendar'
            CHECK (anchor IN ('calendar', 'anniversary'))
    """)
    db.execute("""
        ALTER TABLE fee_items ADD COLUMN timing TEXT NOT NULL DEFAULT 'advance'
            CHECK (timing IN ('advance', 'arrears'))
    """)


@schema()
def charge_what_was_used(db: Database) -> None:
    """Metered fees: the meters they charge, the readings they are computed from, and what keeps both."""
    charge_by_meter(db)


@schema()
def know_the_fee_of_what_is_open(db: Database) -> None:
    """Ageing costs what is open, not what was ever charged (estate/arrears)."""
    find_what_is_open(db)


@schema()
def age_what_is_open_from_an_index_alone(db: Database) -> None:
    age_without_the_table(db)
