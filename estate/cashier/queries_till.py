"""Receipts as documents of a cashier's day, for the day close."""

MOVEMENTS = """
    SELECT 'receipts' AS source,
           CASE WHEN r.void_id IS NOT NULL THEN 'void' ELSE r.kind END AS kind, r.method,
           abs(r.amount_fen) AS amount_fen, r.number, r.prefix || r.year AS series, r.seq, r.taken_on AS day,
           r.cashier_id, r.cashier_name, r.home_code, r.payer_name, r.taken_at AS at,
           ifnull(ifnull(r.reason, v.reason), '') AS reason, o.number AS reverses, '/receipts/' || r.number AS href
      FROM receipts AS r LEFT JOIN receipt_voids AS v ON v.id = r.void_id
      LEFT JOIN receipts AS o ON o.id = r.reverses_id
     WHERE r.method <> 'prepayment'
"""
"""One row for each receipt, reversal and void that moved money, in the columns that every source of the day close has."""

NUMBERS = "SELECT r.prefix || r.year AS series, r.seq, r.number FROM receipts AS r"
"""Every number that was given, for the check that none is missing."""
