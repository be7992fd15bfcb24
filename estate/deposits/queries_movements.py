"""Deposits as documents of a cashier's day, for the day close."""

MOVEMENTS = """
    SELECT 'deposits' AS source, CASE WHEN d.reverses_id IS NULL THEN 'deposit' ELSE 'reversal' END AS kind, d.method,
           abs(d.amount_fen) AS amount_fen, d.number, d.prefix || d.year AS series, d.seq, d.booked_on AS day,
           d.account_id AS cashier_id, d.who AS cashier_name, d.home_code, d.payer_name, d.at,
           ifnull(d.reason, '') AS reason, o.number AS reverses, '/deposits/' || d.number AS href
      FROM deposits AS d LEFT JOIN deposits AS o ON o.id = d.reverses_id
"""
"""One row for each deposit and reversal of one, in the columns that every source of the day close has."""

NUMBERS = "SELECT d.prefix || d.year AS series, d.seq, d.number FROM deposits AS d"
"""Every number that was given, for the check that none is missing."""
