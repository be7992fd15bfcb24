"""What the pages of a bill run show: sums by fee item and building, homes beside the month before, what is skipped."""

from typing import NamedTuple

from estate.billing.records_runs import Run
from estate.data import Reader

PAGE = 50


class ItemTotal(NamedTuple):
    name: str
    homes: int
    lines: int
    amount_fen: int


class BuildingTotal(NamedTuple):
    building: str
    lines: int
    amount_fen: int


class Beside(NamedTuple):
    """A run beside the period before. Amounts of monthly items only; changed, new, gone, same are numbers of homes."""

    compared_fen: int
    before_fen: int
    changed: int
    new: int
    gone: int
    same: int


class HomeBeside(NamedTuple):
    home_id: int
    home_code: str
    lines: int
    amount_fen: int
    compared_fen: int
    before_fen: int
    kind: str

    @property
    def difference_fen(self) -> int:
        """How much more, or less, than in the period before."""
        return self.compared_fen - self.before_fen


class Skip(NamedTuple):
    home_id: int
    home_code: str
    fee_item: str | None
    reason: str
    whole_home: int


class SkipCount(NamedTuple):
    reason: str
    homes: int


class RunLine(NamedTuple):
    """A line of a home in a run. charge_id is None before the posting."""

    charge_id: int | None
    fee_item_name: str
    parking_code: str | None
    payer_name: str
    period_from: str
    period_to: str
    quantity: str
    price: str
    formula: str
    amount_fen: int
    reversed_by: int | None


def item_totals(db: Reader, run_id: int) -> list[ItemTotal]:
    """The sum of each fee item."""
    return db.rows(
        ItemTotal,
        """
        SELECT f.name, sum(t.homes) AS homes, sum(t.lines) AS lines, sum(t.amount_fen) AS amount_fen
          FROM bill_run_totals AS t JOIN fee_items AS f ON f.id = t.fee_item_id
         WHERE t.run_id = :run_id GROUP BY f.id ORDER BY f.sort, f.id
        """,
        run_id=run_id,
    )


def building_totals(db: Reader, run_id: int) -> list[BuildingTotal]:
    """The sum of each building."""
    return db.rows(
        BuildingTotal,
        """
        SELECT t.building, sum(t.lines) AS lines, sum(t.amount_fen) AS amount_fen
          FROM bill_run_totals AS t LEFT JOIN buildings AS b ON b.code = t.building
         WHERE t.run_id = :run_id GROUP BY t.building ORDER BY b.sort, t.building
        """,
        run_id=run_id,
    )


_KIND = """
    CASE WHEN compared_fen = before_fen THEN 'same' WHEN before_fen = 0 THEN 'new'
         WHEN compared_fen = 0 THEN 'gone' ELSE 'changed' END
"""


def beside(db: Reader, run_id: int) -> Beside:
    """How the run compares with the period before."""
    found = db.row(
        Beside,
        f"""
        SELECT ifnull(sum(compared_fen), 0) AS compared_fen, ifnull(sum(before_fen), 0) AS before_fen,
               count(*) FILTER (WHERE {_KIND} = 'changed') AS changed, count(*) FILTER (WHERE {_KIND} = 'new') AS new,
               count(*) FILTER (WHERE {_KIND} = 'gone') AS gone, count(*) FILTER (WHERE {_KIND} = 'same') AS same
          FROM bill_run_homes WHERE run_id = :run_id
        """,
        run_id=run_id,
    )
    return found or Beside(0, 0, 0, 0, 0, 0)


def homes(db: Reader, run_id: int, kind: str, page: int) -> list[HomeBeside]:
    """A page of the run's homes, those that differ most from the period before first. kind: new, gone, changed, same."""
    return db.rows(
        HomeBeside,
        f"""
        SELECT home_id, home_code, lines, amount_fen, compared_fen, before_fen, {_KIND} AS kind
          FROM bill_run_homes
         WHERE run_id = :run_id AND (:kind = '' OR {_KIND} = :kind)
         ORDER BY abs(compared_fen - before_fen) DESC, home_id LIMIT :limit OFFSET :offset
        """,
        run_id=run_id,
        kind=kind,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )


def skip_counts(db: Reader, run_id: int) -> list[SkipCount]:
    """How many homes each reason holds for."""
    return db.rows(
        SkipCount,
        """
        SELECT reason, count(DISTINCT home_id) AS homes FROM bill_run_skips
         WHERE run_id = :run_id GROUP BY reason ORDER BY homes DESC, reason
        """,
        run_id=run_id,
    )


def skips(db: Reader, run_id: int, reason: str, page: int) -> tuple[list[Skip], int]:
    """A page of what is not charged, and how many there are in all; of one reason when given."""
    where = "s.run_id = :run_id" + (" AND s.reason = :reason" if reason else "")
    total = int(
        db.value(f"SELECT count(*) FROM bill_run_skips AS s WHERE {where}", run_id=run_id, reason=reason)
    )
    rows = db.rows(
        Skip,
        f"""
        SELECT s.home_id, s.home_code, f.name AS fee_item, s.reason, s.whole_home
          FROM bill_run_skips AS s LEFT JOIN fee_items AS f ON f.id = s.fee_item_id
         WHERE {where} ORDER BY s.id LIMIT :limit OFFSET :offset
        """,
        run_id=run_id,
        reason=reason,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    return rows, total


def lines(db: Reader, run: Run, home_id: int) -> list[RunLine]:
    """The lines of a home: staged ones before the posting, its charges after."""
    staged = run.state in ("computing", "ready", "failed")
    columns = "fee_item_name, parking_code, payer_name, period_from, period_to, quantity, price, formula, amount_fen"
    if staged:
        source = f"SELECT NULL AS charge_id, {columns}, NULL AS reversed_by FROM bill_run_lines"
    else:
        source = f"SELECT id AS charge_id, {columns}, reversed_by FROM charges"
    live = "" if staged else " AND reverses_id IS NULL"
    sql = f"{source} WHERE home_id = :home_id AND run_id = :run_id{live} ORDER BY period_from, fee_item_id, rowid"
    return db.rows(RunLine, sql, run_id=run.id, home_id=home_id)


def last_day_staged(db: Reader, run_id: int) -> str | None:
    """The last day that a run would charge for, before it is posted."""
    return db.value("SELECT max(period_to) FROM bill_run_lines WHERE run_id = :run_id", run_id=run_id)


def home_skips(db: Reader, run_id: int, home_id: int) -> list[Skip]:
    """What is not charged to one home."""
    return db.rows(
        Skip,
        """
        SELECT s.home_id, s.home_code, f.name AS fee_item, s.reason, s.whole_home
          FROM bill_run_skips AS s LEFT JOIN fee_items AS f ON f.id = s.fee_item_id
         WHERE s.home_id = :home_id AND s.run_id = :run_id ORDER BY s.id
        """,
        run_id=run_id,
        home_id=home_id,
    )
