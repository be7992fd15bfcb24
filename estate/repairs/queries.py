"""Work orders and their steps, for pages and for other features. Instants are UTC text, days ISO."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.access.me import Me
from estate.access.permissions import REPAIRS_ALL, REPAIRS_ASSIGN, REPAIRS_REPORT, REPAIRS_WORK
from estate.data import Reader
from estate.repairs.rules_steps import ASSIGNEE, HELD, OFFICE, OPEN, OWNER, POOL, WORKER


class Order(NamedTuple):
    """A work order as it stands.

    location: the home's code, or the public place in words. since: when it came into its state. respond_by,
    arrive_by, complete_by: until when its clocks are kept, pauses reckoned in; they began at clock_from and have
    stood still for paused_seconds.
    result: 1 to 5 by who had it mended. warranty_until: the last day on which the same fault is mended anew.
    """

    id: int
    number: str
    source: str
    home_id: int | None
    home_code: str | None
    building_id: int | None
    place_id: int | None
    equipment_id: int | None
    contractor_id: int | None
    location: str
    category: str
    urgency: str
    title: str
    text: str
    reporter_id: int | None
    reporter_account_id: int | None
    reporter_name: str
    reporter_phone: str
    wished_from: str | None
    wished_to: str | None
    reported_at: str
    who: str
    chargeable: int
    state: str
    since: str
    assignee_id: int | None
    assignee_name: str
    waiting_for: str | None
    clock_from: str
    paused_seconds: int
    respond_by: str
    arrive_by: str
    complete_by: str
    accepted_at: str | None
    arrived_at: str | None
    completed_at: str | None
    signed_off_at: str | None
    warranty_until: str | None
    result: int | None

    @property
    def is_open(self) -> bool:
        """Whether the work is still to be done."""
        return self.state in OPEN


class Step(NamedTuple):
    """One step that an order took, a recorded fact. at: when it was recorded; device_at: when the tablet says it was."""

    id: int
    order_id: int
    step: str
    from_state: str | None
    to_state: str
    party: str
    at: str
    account_id: int | None
    who: str
    assignee_id: int | None
    assignee_name: str
    waiting_for: str | None
    reason: str
    note: str
    result: int | None
    lat_e6: int | None
    lon_e6: int | None
    device_at: str | None


class Message(NamedTuple):
    """A word between owner and office about an order. side: owner or office."""

    id: int
    order_id: int
    side: str
    text: str
    at: str
    who: str


class Join(NamedTuple):
    """A further report of the same fault."""

    id: int
    source: str
    text: str
    reporter_name: str
    at: str
    who: str


COLUMNS = """
    o.id, o.number, o.source, o.home_id, h.code AS home_code, o.building_id, o.place_id, o.equipment_id,
    o.contractor_id, o.location, o.category, o.urgency, o.title, o.text, o.reporter_id, o.reporter_account_id,
    o.reporter_name, o.reporter_phone, o.wished_from, o.wished_to, o.reported_at, o.who, o.chargeable, o.state,
    o.since, o.assignee_id, o.assignee_name, o.waiting_for, o.clock_from, o.paused_seconds, o.respond_by, o.arrive_by,
    o.complete_by,
    o.accepted_at, o.arrived_at, o.completed_at, o.signed_off_at, o.warranty_until, o.result
"""
ORDER = f"SELECT {COLUMNS} FROM work_orders AS o LEFT JOIN homes AS h ON h.id = o.home_id "

STEP = """
    SELECT s.id, s.order_id, s.step, s.from_state, s.to_state, s.party, s.at, s.account_id, s.who, s.assignee_id,
           s.assignee_name, s.waiting_for, s.reason, s.note, s.result, s.lat_e6, s.lon_e6, s.device_at
      FROM work_order_steps AS s
"""


def _list(states: Sequence[str]) -> str:
    return ", ".join(f"'{state}'" for state in states)


OPEN_SQL, POOL_SQL, HELD_SQL = _list(OPEN), _list(POOL), _list(HELD)

VISIBLE = f"""(:scope_all OR o.assignee_id = :scope_account OR o.reporter_account_id = :scope_account
    OR (:scope_pool AND o.state IN ({POOL_SQL}))
    OR (:scope_pool AND EXISTS (SELECT 1 FROM order_helpers AS g
                                 WHERE g.order_id = o.id AND g.account_id = :scope_account))
    OR (:scope_pool AND EXISTS (SELECT 1 FROM work_order_steps AS v
                                 WHERE v.order_id = o.id AND v.assignee_id = :scope_account)))"""
"""The orders `o` that somebody of the office may see: all, or the pool and those that are or were theirs, or in which they help."""


def scope(me: Me) -> dict[str, object]:
    """The parameters of VISIBLE."""
    return {
        "scope_all": int(me.may(REPAIRS_ALL)),
        "scope_pool": int(me.may(REPAIRS_WORK)),
        "scope_account": me.account_id,
    }


def order(db: Reader, order_id: int) -> Order | None:
    """One order, whoever asks."""
    return db.row(Order, ORDER + "WHERE o.id = :order_id", order_id=order_id)


def by_number(db: Reader, number: str) -> Order | None:
    """The order of a number, whoever asks."""
    return db.row(Order, ORDER + "WHERE o.number = :number", number=number)


def visible(db: Reader, me: Me, order_id: int) -> Order | None:
    """One order as somebody of the office may see it."""
    sql = ORDER + f"WHERE o.id = :order_id AND {VISIBLE}"
    return db.row(Order, sql, order_id=order_id, **scope(me))


def parties(me: Me, found: Order) -> frozenset[str]:
    """As what somebody of the office may act on an order (see rules_steps)."""
    mine = {
        OFFICE: me.may(REPAIRS_ASSIGN),
        WORKER: me.may(REPAIRS_WORK),
        ASSIGNEE: found.assignee_id is not None and found.assignee_id == me.account_id,
        # Who reported on a round withdraws what proved to be nothing. Owners act on pages of their own (queries_own).
        OWNER: me.may(REPAIRS_REPORT)
        and found.source == "patrol"
        and found.reporter_account_id == me.account_id,
    }
    return frozenset(party for party, yes in mine.items() if yes)


def writes(me: Me, found: Order) -> bool:
    """Whether somebody of the office writes to the reporter: who hands orders out, has this one, or took the report."""
    return bool(parties(me, found) & {OFFICE, ASSIGNEE}) or (
        me.may(REPAIRS_REPORT) and found.source == "clerk" and found.reporter_account_id == me.account_id
    )


def steps(db: Reader, order_id: int) -> list[Step]:
    """The steps that an order took, in order."""
    return db.rows(Step, STEP + "WHERE s.order_id = :order_id ORDER BY s.id", order_id=order_id)


def step_papers(db: Reader, order_id: int) -> dict[int, list[int]]:
    """The photos and files of an order's steps, by step."""
    found: dict[int, list[int]] = {}
    for step_id, paper_id in db.tuples(
        """
        SELECT p.step_id, p.paper_id FROM work_order_steps AS s
          JOIN work_order_step_papers AS p ON p.step_id = s.id
         WHERE s.order_id = :order_id ORDER BY p.paper_id
        """,
        order_id=order_id,
    ):
        found.setdefault(step_id, []).append(paper_id)
    return found


def messages(db: Reader, order_id: int) -> list[Message]:
    """What owner and office wrote to each other, in order."""
    sql = "SELECT id, order_id, side, text, at, who FROM work_order_messages WHERE order_id = :order_id ORDER BY id"
    return db.rows(Message, sql, order_id=order_id)


def joins(db: Reader, order_id: int) -> list[Join]:
    """Further reports of the same fault, in order."""
    sql = """SELECT id, source, text, reporter_name, at, who FROM work_order_joins
              WHERE order_id = :order_id ORDER BY id"""
    return db.rows(Join, sql, order_id=order_id)


def before_waiting(db: Reader, order_id: int) -> str | None:
    """The state in which an order was when it began to wait the last time."""
    return db.value(
        "SELECT from_state FROM work_order_steps WHERE order_id = :order_id AND step = 'wait' ORDER BY id DESC LIMIT 1",
        order_id=order_id,
    )


def alike(
    db: Reader,
    category: str,
    *,
    home_id: int | None = None,
    place_id: int | None = None,
    equipment_id: int | None = None,
    location: str = "",
) -> Order | None:
    """The open order for the same fault in the same place: what was reported already. The latest, None without one.

    The same piece of equipment is the same place; else the same home; else the same public place; else a place
    that is described by the same words. What a plan asked for is no fault.
    """
    for column, wanted in (("equipment_id", equipment_id), ("home_id", home_id), ("place_id", place_id)):
        if wanted is not None:
            same = f"o.{column} = :wanted"
            break
    else:
        wanted = location.strip()
        same = "o.home_id IS NULL AND o.place_id IS NULL AND o.equipment_id IS NULL AND o.location = :wanted"
    return db.row(
        Order,
        ORDER
        + f"""WHERE {same} AND o.category = :category AND o.state IN ({OPEN_SQL}) AND o.source <> 'plan'
              ORDER BY o.id DESC LIMIT 1""",
        wanted=wanted,
        category=category,
    )


def of_home(db: Reader, home_id: int, limit: int = 50) -> list[Order]:
    """A home's orders, the latest first."""
    sql = ORDER + "WHERE o.home_id = :home_id ORDER BY o.id DESC LIMIT :limit"
    return db.rows(Order, sql, home_id=home_id, limit=limit)


def of_equipment(db: Reader, equipment_id: int, limit: int = 50, me: Me | None = None) -> list[Order]:
    """The orders of a piece of equipment, the latest first: all of them, or those that `me` may see."""
    return _of(db, "equipment_id", equipment_id, limit, me)


def of_place(db: Reader, place_id: int, limit: int = 50, me: Me | None = None) -> list[Order]:
    """The orders of a public place, the latest first: all of them, or those that `me` may see."""
    return _of(db, "place_id", place_id, limit, me)


def _of(db: Reader, column: str, wanted: int, limit: int, me: Me | None) -> list[Order]:
    seen, who = (VISIBLE, scope(me)) if me else ("1", {})
    return db.rows(
        Order,
        f"{ORDER} WHERE o.{column} = :wanted AND {seen} ORDER BY o.id DESC LIMIT :limit",
        wanted=wanted,
        limit=limit,
        **who,
    )


def open_of_person(db: Reader, account_ids: Sequence[int]) -> dict[int, int]:
    """How many orders each of these accounts has in hand."""
    marks = ", ".join(str(int(one)) for one in account_ids) or "NULL"
    return dict(
        db.tuples(
            f"""SELECT assignee_id, count(*) FROM work_orders
                 WHERE assignee_id IN ({marks}) AND state IN ({HELD_SQL}) GROUP BY assignee_id"""
        )
    )


def open_of_contractors(db: Reader) -> dict[int, int]:
    """How many orders each outside firm has in hand; those without any are not named."""
    return dict(
        db.tuples(
            f"""SELECT contractor_id, count(*) FROM work_orders
                 WHERE contractor_id IS NOT NULL AND state IN ({HELD_SQL}) GROUP BY contractor_id"""
        )
    )


def reopened(db: Reader, order_id: int) -> bool:
    """Whether the work was taken up again after it was done."""
    sql = "SELECT EXISTS (SELECT 1 FROM work_order_steps WHERE order_id = :order_id AND step = 'reopen')"
    return bool(db.value(sql, order_id=order_id))


def steps_of(db: Reader, order_ids: Sequence[int]) -> list[Step]:
    """The steps that several orders took, in order."""
    marks = ", ".join(str(int(one)) for one in order_ids) or "NULL"
    return db.rows(Step, STEP + f"WHERE s.order_id IN ({marks}) ORDER BY s.id")


def of_ids(db: Reader, order_ids: Sequence[int]) -> list[Order]:
    """Several orders, whoever asks."""
    marks = ", ".join(str(int(one)) for one in order_ids) or "NULL"
    return db.rows(Order, ORDER + f"WHERE o.id IN ({marks}) ORDER BY o.id")
