"""Every row that changes what somebody owes, whatever table it stands in: the receivables ledger. Amounts in fen.

A new kind of row is one more query here and one `sum_up` in a step of the schema. amount_fen: above zero more is owed.
A voided receipt is two rows of its kind on the same day: the payment, and the void that takes it back. The joins are
CROSS, which in SQLite says only their order: from the few receipts of a day or home to what they paid.
"""

COLUMNS = """day, kind, fee_item_id, fee_item_name, home_id, home_code, payer_id, payer_name, amount_fen, at, number,
    href, charge_id, period_from, period_to, note"""

_OF_CHARGE = "c.fee_item_id, c.fee_item_name, c.home_id, c.home_code, c.payer_id, c.payer_name"
_OF_RECEIPT = (
    "c.fee_item_id, c.fee_item_name, r.home_id, r.home_code, r.payer_id, r.payer_name"  # both have the same
)
_PERIOD = "c.id AS charge_id, c.period_from, c.period_to"
_PAID = "CASE r.method WHEN 'prepayment' THEN 'offset' ELSE 'receipt' END"

CHARGES = f"""
    SELECT c.booked_on AS day, CASE WHEN c.reverses_id IS NULL THEN 'charge' ELSE 'charge_reversal' END AS kind,
           {_OF_CHARGE}, c.amount_fen, c.posted_at AS at, '' AS number, '/charges/' || c.id AS href,
           {_PERIOD}, ifnull(c.reason, '') AS note
      FROM charges AS c
"""

WAIVERS = f"""
    SELECT w.booked_on AS day, CASE WHEN w.revokes_id IS NULL THEN 'waiver' ELSE 'waiver_revoked' END AS kind,
           {_OF_CHARGE}, -w.amount_fen AS amount_fen, w.approved_at AS at, '' AS number,
           '/charges/' || c.id AS href, {_PERIOD}, w.reason AS note
      FROM waivers AS w JOIN charges AS c ON c.id = w.charge_id
"""

PAYMENTS = f"""
    SELECT r.taken_on AS day, {_PAID} || CASE r.kind WHEN 'reversal' THEN '_reversal' ELSE '' END AS kind,
           {_OF_RECEIPT}, -a.amount_fen AS amount_fen, r.taken_at AS at, r.number, '/receipts/' || r.number AS href,
           {_PERIOD}, ifnull(r.reason, r.note) AS note
      FROM receipts AS r CROSS JOIN allocations AS a ON a.receipt_id = r.id CROSS JOIN charges AS c ON c.id = a.charge_id
"""

VOIDS = f"""
    SELECT v.voided_on AS day, {_PAID} AS kind,
           {_OF_RECEIPT}, a.amount_fen, v.voided_at AS at, r.number, '/receipts/' || r.number AS href,
           {_PERIOD}, v.reason AS note
      FROM receipt_voids AS v CROSS JOIN receipts AS r ON r.id = v.receipt_id
     CROSS JOIN allocations AS a ON a.receipt_id = r.id CROSS JOIN charges AS c ON c.id = a.charge_id
"""

SOURCES = (CHARGES, WAIVERS, PAYMENTS, VOIDS)

KINDS = (
    "charge",
    "charge_reversal",
    "waiver",
    "waiver_revoked",
    "receipt",
    "receipt_reversal",
    "offset",
    "offset_reversal",
)


def entries(where: str) -> str:
    """All rows for which a condition on COLUMNS holds. It stands inside each part, so that their indexes serve it."""
    return " UNION ALL ".join(f"SELECT {COLUMNS} FROM ({source}) WHERE {where}" for source in SOURCES)
