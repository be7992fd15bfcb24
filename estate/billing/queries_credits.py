"""Estimates that were too high, of who has left: what they were charged beyond what the meter really showed then.

Who stays gets it off the next bill (see rules_metered). Who has left gets no bill any more, so the office credits it.
Amounts in fen, usage in millionths of the unit, dates ISO text.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from estate.billing import records_inputs
from estate.billing.rules import round_ratio
from estate.billing.rules_arithmetic import Tariff, yuan
from estate.billing.rules_metered import Mark, Quota, Use, corrected, readings
from estate.billing.rules_run import Home
from estate.data import Reader, clock


class OverEstimate(NamedTuple):
    """A charge that ends with an estimate above the last reading of its payer's time.

    credit_fen: what of it is theirs, after what was waived; None where only a person can say. sums: how that comes
    about. true_on: the day of the reading that shows it.
    """

    charge_id: int
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    fee_item_name: str
    meter_id: int
    meter_number: str
    period_from: str
    period_to: str
    true_on: str
    used: str
    credit_fen: int | None
    sums: str


def over_estimates(
    db: Reader, home_id: int | None = None, leaving: tuple[int, date] | None = None
) -> list[OverEstimate]:
    """Every one of who has left, the latest reading first; of one home when given.

    leaving: somebody of that home who is about to leave and their last day, as if they had left.
    """
    person_id, last = leaving or (0, date.min)
    rows = db.tuples(
        _OVER.format(source=_ALL if home_id is None else _OF_HOME),
        home_id=home_id,
        leaving_id=person_id,
        last=last.isoformat(),
        today=clock.today().isoformat(),
    )
    if not rows:
        return []
    homes, tariffs = _priced(db, sorted({row[1] for row in rows}))
    return [_over(row, homes, tariffs) for row in rows]


def over_estimate(db: Reader, charge_id: int) -> OverEstimate | None:
    """The one of a charge, of who has left."""
    found = db.value("SELECT home_id FROM charges WHERE id = :charge_id", charge_id=charge_id)
    if found is None:
        return None
    return next((one for one in over_estimates(db, int(found)) if one.charge_id == charge_id), None)


_ALL = "readings AS t INDEXED BY readings_estimated CROSS JOIN charges AS c ON c.to_reading_id = t.id WHERE 1"
_OF_HOME = "charges AS c CROSS JOIN readings AS t ON t.id = c.to_reading_id WHERE c.home_id = :home_id"
_OVER = """
    WITH ended AS (
        SELECT c.id, c.home_id, c.home_code, c.payer_id, c.payer_name, c.fee_item_name, c.meter_id, c.tariff_id,
               c.period_from, c.period_to, c.amount_fen, c.from_reading_id, c.to_reading_id, t.read_on, t.place,
               t.total_e6,
               CASE WHEN c.payer_id = :leaving_id THEN :last
                    ELSE (SELECT max(ifnull(v.to_date, '9999-12-31')) FROM v_liable_owners AS v
                           WHERE v.home_id = c.home_id AND v.person_id = c.payer_id) END AS left_on
          FROM {source}
           AND t.kind = 'estimated' AND t.ended_at IS NULL AND c.reverses_id IS NULL AND c.reversed_by IS NULL
    )
    SELECT e.id, e.home_id, e.home_code, e.payer_id, e.payer_name, e.fee_item_name, e.meter_id, m.number,
           e.period_from, e.period_to, e.tariff_id, e.amount_fen, b.waived_fen, r.read_on, r.total_e6,
           m.kind, m.installed_on,
           f.id, f.read_on, f.kind, f.value_e3, f.total_e6, f.multiplier_e3, f.digits,
           t.id, t.read_on, t.kind, t.value_e3, t.total_e6, t.multiplier_e3, t.digits,
           r.id, r.read_on, r.kind, r.value_e3, r.total_e6, r.multiplier_e3, r.digits,
           (SELECT y.total_e6 FROM readings AS y
             WHERE y.meter_id = e.meter_id AND y.ended_at IS NULL AND y.confirmed
               AND y.read_on < substr(f.read_on, 1, 4) || '-01-01'
             ORDER BY y.read_on DESC, y.place DESC LIMIT 1)
      FROM ended AS e JOIN charge_balances AS b ON b.charge_id = e.id JOIN meters AS m ON m.id = e.meter_id
      JOIN readings AS f ON f.id = e.from_reading_id JOIN readings AS t ON t.id = e.to_reading_id
      JOIN readings AS r ON r.id = (
            SELECT l.id FROM readings AS l
             WHERE l.meter_id = e.meter_id AND l.ended_at IS NULL AND l.confirmed AND l.read_on <= e.left_on
             ORDER BY l.read_on DESC, l.place DESC LIMIT 1)
     WHERE (e.left_on < :today OR e.payer_id = :leaving_id)
       AND (r.read_on, r.place) > (e.read_on, e.place) AND r.total_e6 < e.total_e6
     ORDER BY r.read_on DESC, e.id DESC
"""


def _priced(db: Reader, home_ids: Sequence[int]) -> tuple[dict[int, Home], dict[int, Tariff]]:
    """The homes with their quotas, and every tariff of the fee items in use."""
    today = clock.today().isoformat()
    inputs = records_inputs.load(db, today, today, home_ids)
    tariffs = {tariff.id: tariff for item in inputs.items for tariff in item.tariffs}
    return {home.id: home for home in inputs.homes}, tariffs


def _over(row: tuple[Any, ...], homes: dict[int, Home], tariffs: dict[int, Tariff]) -> OverEstimate:
    tariff_id, amount_fen, waived_fen, true_on, true_e6, kind, installed = row[10:17]
    base, billed, true = (_mark(row[at : at + 7]) for at in (17, 24, 31))
    own, tariff = homes.get(row[1]), tariffs.get(tariff_id)
    use = Use(row[6], kind, True, date.fromisoformat(installed), (base, billed), row[38] or 0)
    quotas: Sequence[Quota] = own.quotas if own else ()
    right = corrected(tariff, use, quotas, true_e6, amount_fen) if tariff else None
    used = readings([billed, true])
    if right is None:
        return OverEstimate._make((*row[:10], true_on, used, None, used))
    asked_fen = amount_fen - waived_fen
    kept_fen = round_ratio(asked_fen * right, amount_fen, "half_up_fen") if amount_fen else 0
    sums = f"{used}; {yuan(asked_fen)} − {yuan(kept_fen)} = {yuan(asked_fen - kept_fen)}"
    return OverEstimate._make((*row[:10], true_on, used, asked_fen - kept_fen, sums))


def _mark(values: tuple[Any, ...]) -> Mark:
    reading_id, on, *rest = values
    return Mark(reading_id, date.fromisoformat(on), *rest)
