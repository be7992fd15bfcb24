"""Metered fees: which meters an item charges, and which readings each charge was computed from."""

from sqlite_utils import Database


def charge_by_meter(db: Database) -> None:
    """The columns, and what guards them: usage once billed is not billed again, and its readings stay."""
    kinds = "'water', 'electricity', 'gas', 'heat', 'other'"
    db.execute(f"ALTER TABLE fee_items ADD COLUMN meter_kind TEXT CHECK (meter_kind IN ({kinds}))")
    for table in ("bill_run_lines", "charges"):
        for column in ("from_reading_id", "to_reading_id"):
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER REFERENCES readings (id)")
    db.execute("CREATE INDEX fee_items_metered ON fee_items (meter_kind) WHERE meter_kind IS NOT NULL")
    live = "reverses_id IS NULL AND reversed_by IS NULL"
    db.execute(
        f"CREATE INDEX charges_by_meter ON charges (meter_id, fee_item_id, id) WHERE meter_id IS NOT NULL AND {live}"
    )
    for column in ("from_reading_id", "to_reading_id"):
        db.execute(f"CREATE INDEX charges_{column} ON charges ({column}) WHERE {column} IS NOT NULL")
        db.execute(
            f"CREATE INDEX bill_run_lines_{column} ON bill_run_lines ({column}) WHERE {column} IS NOT NULL"
        )
    db.execute("""
        CREATE TRIGGER charges_keep_their_readings BEFORE UPDATE OF from_reading_id, to_reading_id ON charges
        BEGIN SELECT RAISE(ABORT, 'a posted charge stays as it is; reverse it'); END
    """)
    db.execute("""
        CREATE TRIGGER charges_name_their_readings BEFORE INSERT ON charges
        WHEN (NEW.from_reading_id IS NULL) <> (NEW.to_reading_id IS NULL)
             OR (NEW.to_reading_id IS NOT NULL AND (NEW.meter_id IS NULL OR NEW.kind <> 'metered'))
             OR (NEW.to_reading_id IS NOT NULL AND NEW.reverses_id IS NULL AND 2 <> (
                    SELECT count(*) FROM readings AS r WHERE r.id IN (NEW.from_reading_id, NEW.to_reading_id)
                       AND r.meter_id = NEW.meter_id AND r.ended_at IS NULL AND r.confirmed))
        BEGIN SELECT RAISE(ABORT, 'a metered charge is computed from two readings that count'); END
    """)
    # Charges of a meter follow each other: the next one begins at, or after, the reading that ended the last.
    db.execute(f"""
        CREATE TRIGGER charges_no_usage_twice BEFORE INSERT ON charges
        WHEN NEW.to_reading_id IS NOT NULL AND NEW.reverses_id IS NULL AND EXISTS (
            SELECT 1 FROM readings AS billed JOIN readings AS base ON base.id = NEW.from_reading_id
             WHERE billed.id = (SELECT c.to_reading_id FROM charges AS c
                                 WHERE c.meter_id = NEW.meter_id AND c.fee_item_id = NEW.fee_item_id
                                   AND {live.replace("rever", "c.rever")} AND c.meter_id IS NOT NULL
                                 ORDER BY c.id DESC LIMIT 1)
               AND (billed.read_on, billed.place) > (base.read_on, base.place))
        BEGIN SELECT RAISE(ABORT, 'this usage is charged already'); END
    """)
    db.execute(f"""
        CREATE TRIGGER charges_of_a_meter_backwards BEFORE INSERT ON charges
        WHEN NEW.reverses_id IS NOT NULL AND NEW.to_reading_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM charges AS c
             WHERE c.meter_id = NEW.meter_id AND c.fee_item_id = NEW.fee_item_id AND c.id > NEW.reverses_id
               AND {live.replace("rever", "c.rever")})
        BEGIN SELECT RAISE(ABORT, 'a later bill goes on from this reading; reverse that first'); END
    """)
    db.execute(f"""
        CREATE TRIGGER readings_billed_stay BEFORE UPDATE OF ended_at ON readings
        WHEN EXISTS (SELECT 1 FROM charges AS c JOIN readings AS billed ON billed.id = c.to_reading_id
                      WHERE c.meter_id = OLD.meter_id AND {live.replace("rever", "c.rever")}
                        AND (billed.read_on, billed.place) >= (OLD.read_on, OLD.place))
        BEGIN SELECT RAISE(ABORT, 'a bill was made with this reading'); END
    """)
    # The same days may be charged again, when more was read of them; the same usage may not.
    db.execute("DROP TRIGGER charges_no_day_twice")
    db.execute("""
        CREATE TRIGGER charges_no_day_twice BEFORE INSERT ON charges
        WHEN NEW.reverses_id IS NULL AND NEW.kind NOT IN ('one_off', 'penalty') AND NEW.to_reading_id IS NULL AND EXISTS (
            SELECT 1 FROM charges AS c
             WHERE c.home_id = NEW.home_id AND c.fee_item_id = NEW.fee_item_id
               AND c.period_from <= NEW.period_to AND c.period_from > date(NEW.period_from, '-1 year')
               AND c.period_to >= NEW.period_from
               AND c.parking_space_id IS NEW.parking_space_id AND c.meter_id IS NEW.meter_id
               AND c.kind NOT IN ('one_off', 'penalty') AND c.to_reading_id IS NULL
               AND c.reversed_by IS NULL AND c.reverses_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'this is charged already for a part of the period'); END
    """)
