"""Lists of plans and what the daily work reads. Amounts in fen, dates ISO text."""

from estate.data import Reader
from estate.plans.queries import PAGE, PLAN, Plan


def plans(db: Reader, state: str, page: int) -> tuple[list[Plan], int]:
    """A page of plans, in one state when given, the latest first, and how many there are."""
    where = "WHERE state = :state" if state else ""
    total = int(db.value(f"SELECT count(*) FROM ({PLAN}) {where}", state=state))
    rows = db.rows(
        Plan,
        f"SELECT * FROM ({PLAN}) {where} ORDER BY id DESC LIMIT :limit OFFSET :offset",
        state=state,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    return rows, total


def state_counts(db: Reader) -> dict[str, int]:
    """How many plans are in each state."""
    return dict(db.tuples(f"SELECT state, count(*) FROM ({PLAN}) GROUP BY state"))


def running(db: Reader) -> list[Plan]:
    """The plans that are signed and have not ended."""
    return db.rows(Plan, f"SELECT * FROM ({PLAN}) WHERE state = 'signed' ORDER BY id")


def of_key(db: Reader, key: str) -> int | None:
    """The plan that this page has drafted already."""
    return db.value("SELECT id FROM plans WHERE key = :key", key=key)


def open_plan(db: Reader, home_id: int, payer_id: int) -> int | None:
    """The plan of a payer of a home that has not ended."""
    sql = f"SELECT id FROM ({PLAN}) WHERE home_id = :home_id AND payer_id = :payer_id"
    return db.value(sql + " AND state IN ('asked', 'drafted', 'signed')", home_id=home_id, payer_id=payer_id)


def approver(db: Reader, plan_id: int) -> tuple[str, str] | None:
    """Who approved a plan, and when."""
    rows = db.tuples(
        "SELECT who, at FROM plan_steps WHERE plan_id = :plan_id AND what = 'approved'", plan_id=plan_id
    )
    return rows[0] if rows else None
