"""The rules of penalties once more as one query over all homes: for the reporting views and for lists.

The same arithmetic as rules.accrue, in integers; tests hold the two against each other. Only charges that are still
open bear a penalty that can grow. Day numbers are Julian days; amounts fen; rates 1/10,000,000 a day, caps 1/10,000.
"""


def still_due(day: str) -> str:
    """A query of what can be asked for as of a day (an SQL expression), one row for each open charge that is late.

    Columns: charge_id, home_id, payer_id, due_on, effective_due_on, principal_fen, accrued_fen, posted_fen,
    waived_fen, penalty_fen.
    """
    late = _late(day)
    simple = {"left": "principal_fen", "days": "(day_no - start_no)"}
    return f"""
        WITH late AS MATERIALIZED ({late}),
        cuts AS (
            SELECT charge_id, start_no AS at_no, 0 AS fen FROM late WHERE changed
             UNION ALL
            SELECT l.charge_id, max(l.start_no, CAST(julianday(x.changed_on) AS INTEGER)), x.fen
              FROM late AS l JOIN charge_changes AS x ON x.charge_id = l.charge_id
             WHERE l.changed AND CAST(julianday(x.changed_on) AS INTEGER) < l.day_no),
        days AS (
            SELECT charge_id, at_no, sum(fen) AS fen FROM cuts GROUP BY charge_id, at_no),
        stretches AS (
            SELECT l.charge_id, l.rate_e7, l.lpr_bp, l.lpr_multiple_e2,
                   l.principal_fen - sum(d.fen) OVER by_day AS left_fen,
                   lead(d.at_no, 1, l.day_no) OVER by_day - d.at_no AS days
              FROM days AS d JOIN late AS l ON l.charge_id = d.charge_id
            WINDOW by_day AS (PARTITION BY d.charge_id ORDER BY d.at_no)),
        summed AS (
            SELECT charge_id, sum({_stretch("left_fen", "days")}) AS fen, sum({_lpr("left_fen", "days")}) AS lpr_fen
              FROM stretches GROUP BY charge_id),
        accrued AS (
            SELECT charge_id, home_id, payer_id, due_on, effective_due_on, principal_fen,
                   {_capped(_stretch(**simple), _lpr(**simple))} AS accrued_fen
              FROM late WHERE NOT changed
             UNION ALL
            SELECT l.charge_id, l.home_id, l.payer_id, l.due_on, l.effective_due_on, l.principal_fen,
                   {_capped("s.fen", "s.lpr_fen")}
              FROM summed AS s JOIN late AS l ON l.charge_id = s.charge_id)
        SELECT a.charge_id, a.home_id, a.payer_id, a.due_on, a.effective_due_on, a.principal_fen, a.accrued_fen,
               ifnull(p.fen, 0) AS posted_fen, ifnull(w.fen, 0) AS waived_fen,
               max(0, a.accrued_fen - ifnull(p.fen, 0) - ifnull(w.fen, 0)) AS penalty_fen
          FROM accrued AS a
          LEFT JOIN penalties_posted AS p ON p.principal_id = a.charge_id
          LEFT JOIN penalties_waived AS w ON w.charge_id = a.charge_id
         WHERE a.accrued_fen > 0"""


def _late(day: str) -> str:
    """The open charges that bear a penalty, with their terms and the day after which their days count."""
    return f"""
        SELECT *, CASE WHEN grace_mode = 'grace_shift' OR day_no <= due_no + grace_days
                       THEN min(due_no + grace_days, day_no)
                       WHEN changed AND principal_fen <= (
                            SELECT total(x.fen) FROM charge_changes AS x
                             WHERE x.charge_id = o.charge_id
                               AND CAST(julianday(x.changed_on) AS INTEGER) <= o.due_no + o.grace_days)
                       THEN due_no + grace_days
                       ELSE due_no END AS start_no
          FROM (SELECT b.charge_id, b.home_id, b.payer_id, b.due_on, ifnull(m.moves_to, b.due_on) AS effective_due_on,
                       b.amount_fen AS principal_fen, CAST(julianday(ifnull(m.moves_to, b.due_on)) AS INTEGER) AS due_no,
                       CAST(julianday({day}) AS INTEGER) AS day_no, t.rate_e7, t.grace_days, t.grace_mode, t.cap_bp,
                       t.lpr_bp, t.lpr_multiple_e2,
                       EXISTS (SELECT 1 FROM charge_changes AS x WHERE x.charge_id = b.charge_id) AS changed
                  FROM charge_balances AS b
                  JOIN charges AS c ON c.id = b.charge_id AND c.kind <> 'penalty'
                  JOIN penalty_terms AS t ON t.id = (
                        SELECT p.id FROM penalty_terms AS p
                         WHERE p.fee_item_id = c.fee_item_id AND p.effective_from <= b.due_on
                         ORDER BY p.effective_from DESC LIMIT 1)
                  LEFT JOIN due_moves AS m ON m.day = b.due_on
                 WHERE b.balance_fen > 0 AND b.due_on < {day} AND t.rate_e7 > 0) AS o
         WHERE day_no > due_no"""


def _half_up(amount: str, of: int) -> str:
    return f"((2 * {amount} + {of}) / {2 * of})"


def _stretch(left: str, days: str) -> str:
    return _half_up(f"{left} * rate_e7 * {days}", 10_000_000)


def _lpr(left: str, days: str) -> str:
    return _half_up(f"{left} * lpr_bp * lpr_multiple_e2 * {days}", 365_000_000)


def _capped(fen: str, lpr_fen: str) -> str:
    """The least of the sum, the contract's part, the principal, and the sum at the loan prime rate where it caps."""
    cap = _half_up("principal_fen * cap_bp", 10_000)
    return f"min({fen}, {cap}, principal_fen, ifnull({lpr_fen}, {fen}))"
