"""Bill runs in the database: their state, the staged lines, what is shown of them, posting and reversing."""

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from estate.billing.rules_run import Staged
from estate.billing.rules_tally import RunHome, RunTotal
from estate.data import Reader, Tx, clock


class Run(NamedTuple):
    """A bill run. state: computing, ready, posted, voided, failed. token: of the latest computing."""

    id: int
    key: str
    period_from: str
    period_to: str
    due_on: str
    state: str
    token: str
    fingerprint: str | None
    homes: int
    lines: int
    total_fen: int
    started_at: str
    started_by: str
    computed_at: str | None
    posted_at: str | None
    posted_by: str | None
    voided_at: str | None
    voided_by: str | None
    reason: str | None
    error: str | None

    @property
    def task_key(self) -> str:
        """The outbox key of its latest computing."""
        return f"billing.compute_run:{self.id}:{self.token}"


_RUN = f"SELECT {', '.join(Run._fields)} FROM bill_runs "
_COLUMNS = ", ".join(Staged._fields)
_LIVE = "reverses_id IS NULL AND reversed_by IS NULL"


def run(db: Reader, run_id: int) -> Run | None:
    """One run."""
    return db.row(Run, _RUN + "WHERE id = :run_id", run_id=run_id)


def runs(db: Reader, limit: int, offset: int) -> list[Run]:
    """Runs, the latest period first."""
    sql = _RUN + "ORDER BY period_from DESC, id DESC LIMIT :limit OFFSET :offset"
    return db.rows(Run, sql, limit=limit, offset=offset)


def count_runs(db: Reader) -> int:
    return int(db.value("SELECT count(*) FROM bill_runs"))


def open_run(db: Reader, first: str, last: str) -> Run | None:
    """The run of a period that is being prepared, if any."""
    sql = (
        _RUN
        + "WHERE period_from = :first AND period_to = :last AND state IN ('computing', 'ready', 'failed')"
    )
    return db.row(Run, sql, first=first, last=last)


def posted_of(db: Reader, first: str, last: str) -> list[Run]:
    """The posted runs of a period."""
    sql = _RUN + "WHERE period_from = :first AND period_to = :last AND state = 'posted' ORDER BY id"
    return db.rows(Run, sql, first=first, last=last)


def add(tx: Tx, first: str, last: str, due_on: str, token: str, now: str, state: str = "computing") -> int:
    """A new run of a period; its key counts how many there have been."""
    number = tx.value(
        "SELECT count(*) + 1 FROM bill_runs WHERE period_from = :f AND period_to = :l", f=first, l=last
    )
    while tx.value("SELECT 1 FROM bill_runs WHERE key = :key", key=f"{first}..{last}#{number}"):
        number += 1  # a run in between was thrown away
    return tx.insert(
        "bill_runs",
        key=f"{first}..{last}#{number}",
        period_from=first,
        period_to=last,
        due_on=due_on,
        state=state,
        token=token,
        started_at=now,
        started_by=tx.by.name,
        posted_at=now if state == "posted" else None,
        posted_by=tx.by.name if state == "posted" else None,
    )


def computes(db: Reader, run_id: int, token: str) -> bool:
    """Whether this computing is still the wanted one: neither overtaken by a later one nor thrown away."""
    sql = "SELECT 1 FROM bill_runs WHERE id = :run_id AND token = :token AND state = 'computing'"
    return bool(db.value(sql, run_id=run_id, token=token))


def clear(tx: Tx, run_id: int) -> None:
    """Empty what was staged."""
    for table in ("bill_run_lines", "bill_run_homes", "bill_run_skips", "bill_run_totals"):
        tx.run(f"DELETE FROM {table} WHERE run_id = :run_id", run_id=run_id)


def stage(tx: Tx, run_id: int, lines: Iterable[Staged]) -> None:
    """Stage lines in their order; columns that a stretch of lines leaves empty are not sent, which most lines do."""
    for (parked, metered), stretch in groupby(lines, _shape):
        columns, values = _SHAPES[parked, metered]
        marks = ", ".join("?" * (columns.count(",") + 1))
        sql = f"INSERT INTO bill_run_lines (run_id, {columns}) VALUES ({int(run_id)}, {marks})"
        tx.many(sql, map(values, stretch))


def _shape(line: Staged) -> tuple[bool, bool]:
    """Whether a line is for a parking space, and whether for a meter."""
    return line.parking_space_id is not None, line.meter_id is not None


def _sent(parked: bool, metered: bool) -> tuple[str, Callable[[Staged], tuple[Any, ...]]]:
    """The columns that lines of a shape fill, and their values."""
    empty = () if parked else ("parking_space_id", "parking_code")
    empty += () if metered else ("meter_id", "from_reading_id", "to_reading_id")
    at = [place for place, field in enumerate(Staged._fields) if field not in empty]
    return ", ".join(Staged._fields[place] for place in at), itemgetter(*at)


_SHAPES = {(parked, metered): _sent(parked, metered) for parked in (False, True) for metered in (False, True)}


def note_homes(tx: Tx, run_id: int, homes: Iterable[RunHome]) -> None:
    sql = f"INSERT INTO bill_run_homes (run_id, {', '.join(RunHome._fields)}) VALUES ({int(run_id)}, ?, ?, ?, ?, ?, ?)"
    tx.many(sql, homes)


def note_skips(tx: Tx, run_id: int, skips: Iterable[tuple[int, str, int | None, str, int]]) -> None:
    """skips: home id, home code, fee item id or None, reason, whether nothing at all is charged to the home."""
    tx.many(
        "INSERT INTO bill_run_skips (run_id, home_id, home_code, fee_item_id, reason, whole_home) "
        f"VALUES ({int(run_id)}, ?, ?, ?, ?, ?)",
        skips,
    )


def note_totals(tx: Tx, run_id: int, totals: Iterable[RunTotal]) -> None:
    tx.many(f"INSERT INTO bill_run_totals VALUES ({int(run_id)}, ?, ?, ?, ?, ?)", totals)


def amounts_before(db: Reader, first: str, last: str) -> dict[int, int]:
    """What each home was charged for monthly items in the runs of the months between two days, in fen.

    What is charged in arrears is for a month earlier.
    """
    rows = db.tuples(
        f"""
        SELECT c.home_id, sum(c.amount_fen) FROM charges AS c JOIN fee_items AS f ON f.id = c.fee_item_id
         WHERE c.period_to BETWEEN date(:first, '-1 month') AND :last AND c.{_LIVE.replace(" AND ", " AND c.")}
           AND c.kind NOT IN ('one_off', 'penalty') AND c.kind <> 'shared' AND f.cycle_months = 1 AND f.anchor = 'calendar'
           AND CASE f.timing WHEN 'advance' THEN c.period_to >= :first
                             ELSE c.period_to < date(:last, 'start of month') END
         GROUP BY c.home_id
        """,
        first=first,
        last=last,
    )
    return dict(rows)


def post_staged(tx: Tx, run: Run, now: str) -> int:
    """The staged lines become charges; answers how many."""
    posted = tx.run(
        f"""
        INSERT INTO charges (run_id, {_COLUMNS}, due_on, posted_at, posted_by, booked_on)
        SELECT run_id, {_COLUMNS}, :due_on, :now, :by, :today FROM bill_run_lines WHERE run_id = :run_id ORDER BY rowid
        """,
        run_id=run.id,
        due_on=run.due_on,
        now=now,
        by=tx.by.name,
        today=clock.day_of(now),
    )
    tx.run("DELETE FROM bill_run_lines WHERE run_id = :run_id", run_id=run.id)
    return posted


def post_lines(
    tx: Tx, lines: Sequence[Staged], due_on: str, now: str, by: str, run_id: int | None = None
) -> None:
    """Lines become charges at once, without a preview."""
    marks, booked_on = ", ".join("?" * len(Staged._fields)), clock.day_of(now)
    tx.many(
        f"INSERT INTO charges ({_COLUMNS}, run_id, due_on, posted_at, posted_by, booked_on) "
        f"VALUES ({marks}, ?, ?, ?, ?, ?)",
        ((*line, run_id, due_on, now, by, booked_on) for line in lines),
    )


def post_line(tx: Tx, line: Staged, due_on: str, now: str) -> int:
    """One line becomes a charge of no run; answers its id."""
    return tx.insert(
        "charges",
        **line._asdict(),
        due_on=due_on,
        posted_at=now,
        posted_by=tx.by.name,
        booked_on=clock.day_of(now),
    )


def reverse(
    tx: Tx,
    now: str,
    reason: str,
    run_id: int | None = None,
    charge_id: int | None = None,
    charge_ids: Sequence[int] | None = None,
) -> int:
    """Reverse what is live of a run, or one charge or several, by new rows that refer to the old; answers how many."""
    copied = _COLUMNS.replace(", amount_fen", "")
    which = "run_id = :run_id" if run_id is not None else "id = :charge_id"
    if charge_ids is not None:
        which = "id IN (SELECT value FROM json_each(:charge_ids))"
    return tx.run(
        f"""
        INSERT INTO charges (run_id, {copied}, principal_id, amount_fen, due_on, posted_at, posted_by, booked_on,
                             reverses_id, reason)
        SELECT run_id, {copied}, principal_id, -amount_fen, due_on, :now, :by, :today, id, :reason
          FROM charges WHERE {which} AND {_LIVE} ORDER BY id DESC
        """,
        run_id=run_id,
        charge_id=charge_id,
        charge_ids=json.dumps(charge_ids),
        now=now,
        today=clock.day_of(now),
        by=tx.by.name,
        reason=reason,
    )


def post_in_order(tx: Tx, lines: Sequence[Staged], due_on: str, now: str) -> list[int]:
    """Lines become charges of no run; answers their ids in the order of the lines."""
    before = int(tx.value("SELECT ifnull(max(id), 0) FROM charges"))
    post_lines(tx, lines, due_on, now, tx.by.name)
    return tx.values("SELECT id FROM charges WHERE id > :before ORDER BY id", before=before)


def settled_among(db: Reader, charge_ids: Sequence[int]) -> tuple[int, int]:
    """How many homes have paid on these charges or on penalties for them, and for how many something is waived."""
    rows = db.tuples(
        """
        SELECT count(DISTINCT c.home_id) FILTER (WHERE b.paid_fen > 0),
               count(DISTINCT c.home_id) FILTER (WHERE b.waived_fen > 0)
          FROM (SELECT value AS id FROM json_each(:ids)
                 UNION SELECT p.id FROM charges AS p JOIN json_each(:ids) AS o ON p.principal_id = o.value) AS asked
          JOIN charges AS c ON c.id = asked.id JOIN charge_balances AS b ON b.charge_id = c.id
        """,
        ids=json.dumps(charge_ids),
    )
    return int(rows[0][0]), int(rows[0][1])


def paid_homes(db: Reader, run_id: int) -> int:
    """How many homes have paid something on this run's charges, or on a penalty for them (or had that waived)."""
    return int(
        db.value(
            """
            SELECT count(DISTINCT c.home_id) FROM charges AS c JOIN charge_balances AS b ON b.charge_id = c.id
             WHERE (c.run_id = :run_id AND b.paid_fen > 0)
                OR (c.principal_id IN (SELECT id FROM charges WHERE run_id = :run_id) AND b.paid_fen + b.waived_fen > 0)
            """,
            run_id=run_id,
        )
    )


def whole_homes_skipped(db: Reader, run_id: int) -> list[tuple[str, str]]:
    """The homes that nothing is charged to, in order, each with its reason."""
    sql = "SELECT home_code, reason FROM bill_run_skips WHERE run_id = :run_id AND whole_home ORDER BY id"
    return [(str(home), str(reason)) for home, reason in db.tuples(sql, run_id=run_id)]


def homes_billed(db: Reader, run_ids: Sequence[int]) -> int:
    """How many homes are charged something in these runs."""
    marks = ", ".join(str(int(run_id)) for run_id in run_ids)
    sql = f"SELECT count(DISTINCT home_id) FROM bill_run_homes WHERE run_id IN ({marks}) AND lines > 0"
    return int(db.value(sql))


def latest_billed(db: Reader) -> str | None:
    """The last day of the latest period that is posted."""
    return db.value("SELECT max(period_to) FROM bill_runs WHERE state = 'posted'")
