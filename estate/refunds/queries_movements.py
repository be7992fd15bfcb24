"""Refunds and returned deposits as documents of a cashier's day, for the day close; credits and transfers move no money."""

MOVEMENTS = """
    SELECT 'refunds' AS source, CASE WHEN v.reverses_id IS NULL THEN 'refund' ELSE 'refund_back' END AS kind, v.method,
           abs(v.amount_fen) AS amount_fen, v.number, v.prefix || v.year AS series, v.seq, v.booked_on AS day,
           v.account_id AS cashier_id, v.who AS cashier_name, r.home_code, r.payer_name, v.at,
           ifnull(v.reason, r.reason) AS reason, o.number AS reverses, '/refunds/' || r.id AS href
      FROM vouchers AS v JOIN refund_requests AS r ON r.id = v.request_id
      LEFT JOIN vouchers AS o ON o.id = v.reverses_id
     WHERE v.kind NOT IN ('credit', 'transfer')
"""
"""One row for each paper that moved money, in the columns that every source of the day close has."""

NUMBERS = "SELECT v.prefix || v.year AS series, v.seq, v.number FROM vouchers AS v"
"""Every number that was given, for the check that none is missing."""
