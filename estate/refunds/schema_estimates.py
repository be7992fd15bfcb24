"""Credits of estimates that were too high: which charge a credit puts right."""

from sqlite_utils import Database


def credit_estimates(db: Database) -> None:
    """A credit may be for a charge by an estimate that was too high: once, and that charge is not reversed then."""
    db.execute("""
        ALTER TABLE refund_requests ADD COLUMN charge_id INTEGER REFERENCES charges (id)
            CHECK (charge_id IS NULL OR kind = 'credit')
    """)
    db.execute(
        "CREATE INDEX refund_requests_by_charge ON refund_requests (charge_id) WHERE charge_id IS NOT NULL"
    )
    live = """
        SELECT 1 FROM refund_requests AS r
          LEFT JOIN refund_decisions AS d ON d.request_id = r.id
          LEFT JOIN vouchers AS v ON v.request_id = r.id AND v.reverses_id IS NULL
         WHERE r.charge_id = {charge} AND ifnull(d.approved, 1) AND v.reversed_by IS NULL"""
    db.execute(f"""
        CREATE TRIGGER refund_requests_credit_once BEFORE INSERT ON refund_requests
        WHEN NEW.charge_id IS NOT NULL AND EXISTS ({live.format(charge="NEW.charge_id")})
        BEGIN SELECT RAISE(ABORT, 'this charge is credited already'); END
    """)
    db.execute(f"""
        CREATE TRIGGER charges_credited_stay BEFORE INSERT ON charges
        WHEN NEW.reverses_id IS NOT NULL AND EXISTS ({live.format(charge="NEW.reverses_id")})
        BEGIN SELECT RAISE(ABORT, 'this charge is credited; take the credit back first'); END
    """)
