"""The list of complaints with its filters, and the same as a table to take along. Unnamed is who wished it."""

from typing import Any, NamedTuple

from estate.access.me import Me
from estate.complaints.queries import COMPLAINT, VISIBLE, Complaint, scope
from estate.complaints.rules_steps import OPEN, STATES
from estate.data import Reader

PAGE = 50
MOST_EXPORTED = 20_000


class Wanted(NamedTuple):
    """What a list shows. late: one of its clocks is over at `now`. text: a number, words of it, the place, or the name
    or home of who complains and does not mind being named. building 0: of none.

    Where a figure of the analysis leads: since, a day; month, `2026-11`; cause; figure, a key of FIGURES.
    """

    state: str = ""
    category: str = ""
    kind: str = ""
    handler: int | None = None
    building: int | None = None
    late: bool = False
    text: str = ""
    now: str = ""
    since: str = ""
    month: str = ""
    cause: str = ""
    figure: str = ""


COUNTED = "c.state NOT IN ('merged', 'withdrawn')"
"""What the analysis counts."""
FIGURES = {
    "all": COUNTED,
    "open": f"c.state IN ({', '.join(repr(one) for one in OPEN)})",
    "first_due": f"{COUNTED} AND (c.first_at IS NOT NULL OR c.answer_by < :now)",
    "first_kept": f"{COUNTED} AND c.first_at <= c.answer_by",
    "first_given": f"{COUNTED} AND c.first_at IS NOT NULL",
    "reply_due": f"{COUNTED} AND (c.replied_at IS NOT NULL OR c.reply_by < :now)",
    "reply_kept": f"{COUNTED} AND c.replied_at <= c.reply_by",
    "reply_given": f"{COUNTED} AND c.replied_at IS NOT NULL",
    "rated": f"{COUNTED} AND c.result IS NOT NULL",
}
"""The complaints behind each figure of the analysis."""


def _where(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    clauses: list[str] = []
    if wanted.state == "open":
        clauses.append(f"c.state IN ({', '.join(repr(one) for one in OPEN)})")
    elif wanted.state in STATES:
        clauses.append("c.state = :state")
    for name in ("category", "kind"):
        if getattr(wanted, name):
            clauses.append(f"c.{name} = :{name}")
    if wanted.handler is not None:
        clauses.append("c.handler_id IS nullif(:handler, 0)")
    if wanted.building is not None:
        clauses.append("c.building_id IS nullif(:building, 0)")
    if wanted.since:
        clauses.append("c.received_on >= :since")
    if wanted.month:
        clauses.append("c.received_on BETWEEN :month || '-01' AND :month || '-31'")
    if wanted.cause:
        clauses.append("c.cause = :cause")
    if wanted.figure:
        clauses.append(FIGURES[wanted.figure])
    if wanted.late:
        clauses.append(
            """c.state NOT IN ('merged', 'withdrawn')
               AND (ifnull(c.first_at, :now) > c.answer_by OR ifnull(c.replied_at, :now) > c.reply_by)"""
        )
    if wanted.text:
        clauses.append(
            """(c.number = upper(:text) OR instr(c.title, :text) OR instr(c.text, :text) OR instr(c.location, :text)
                OR (c.unnamed = 0 AND (instr(c.reporter_name, :text)
                    OR c.home_id = (SELECT o.id FROM homes AS o WHERE o.code = :text))))"""
        )
    return " AND ".join([VISIBLE, *clauses]), {**wanted._asdict(), "late": int(wanted.late)}


def complaints(db: Reader, me: Me, wanted: Wanted, page: int) -> tuple[list[Complaint], int]:
    """A page of complaints, the latest first, and how many there are."""
    where, params = _where(wanted)
    params |= scope(me)
    total = int(db.value(f"SELECT count(*) FROM complaints AS c WHERE {where}", **params))
    rows = db.rows(
        Complaint,
        COMPLAINT
        + f"""WHERE c.id IN (SELECT c.id FROM complaints AS c WHERE {where}
                              ORDER BY c.id DESC LIMIT {PAGE} OFFSET :offset) ORDER BY c.id DESC""",
        **params,
        offset=(page - 1) * PAGE,
    )
    return rows, total


def exported(db: Reader, me: Me, wanted: Wanted) -> list[Complaint]:
    """The same as a whole, in the order of their numbers."""
    where, params = _where(wanted)
    sql = COMPLAINT + f"WHERE {where} ORDER BY c.id LIMIT {MOST_EXPORTED}"
    return db.rows(Complaint, sql, **params, **scope(me))


def state_counts(db: Reader, me: Me, wanted: Wanted) -> dict[str, int]:
    """How many are in each state, whatever state is chosen."""
    where, params = _where(wanted._replace(state=""))
    return dict(
        db.tuples(
            f"SELECT c.state, count(*) FROM complaints AS c WHERE {where} GROUP BY c.state",
            **params,
            **scope(me),
        )
    )
