"""Reporting a fault and moving its order on: what owner, clerk, scan, patrol, plans and contractors call.

Both are idempotent by their key and run in the caller's transaction, so that a check of a round and its order, or a
step and its photo, are there together or not at all. Pages that listen are told after the commit.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from estate.community import queries as community
from estate.data import Tx, audit, clock
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.refusal import Refused, require_key
from estate.repairs import finished, guards, pooled, queries, records, rules_steps, telling, words
from estate.repairs.details import NOTHING, Details
from estate.repairs.finished import Finished
from estate.repairs.queries import Order
from estate.repairs.required import assignee_name, in_warranty, moved_on, require_details, require_warranty
from estate.repairs.rules_clocks import Dues, Hours, dues, starts, stood_still
from estate.repairs.rules_steps import OFFICE, STEPS

BOARD = "board"
LONGEST_TITLE = 80
NOT_SATISFIED = 2
"""A return visit that is answered with this or less takes the work up again while it is under warranty (DOMAIN D)."""


class Report(NamedTuple):
    """A fault as it is reported.

    The place: home_id; or place_id, equipment_id or neither, with `location` as the words for it (of a home they are
    its code). reporter_id: the person of the community who reports, reporter_account_id: the account of the office.
    wished_from, wished_to: when somebody may come, UTC text. join: whether the same open fault in the same place is
    joined, rather than a second order made.
    """

    source: str
    category: str
    urgency: str
    title: str
    text: str = ""
    home_id: int | None = None
    building_id: int | None = None
    place_id: int | None = None
    equipment_id: int | None = None
    location: str = ""
    reporter_id: int | None = None
    reporter_account_id: int | None = None
    reporter_name: str = ""
    reporter_phone: str = ""
    wished_from: str | None = None
    wished_to: str | None = None
    chargeable: bool = False
    join: bool = True


def report(tx: Tx, told: Report, key: str) -> int:
    """Make a work order of a fault, or join the open one for the same; answers its id. The same key reports once.

    Refused: without a title, a place or a key, for a wished time that ends before it begins.
    """
    require_key(key)
    if known := records.of_key(tx, key):
        return known
    told = _placed(tx, told)
    if told.join and (same := _alike(tx, told)):
        return _join(tx, same, told, key)
    order_id = _insert(tx, told, key)
    step_id = records.insert_step(
        tx,
        order_id=order_id,
        key=f"{key}:report",
        step="report",
        from_state=None,
        to_state="reported",
        party="owner" if told.source in ("owner", "scan", "patrol") else "office",
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
        note=told.text.strip(),
    )
    order = require(tx, order_id)
    audit.record(
        tx,
        "order.reported",
        "work_orders",
        order_id,
        after={"number": order.number, "place": order.location, "fault": order.title},
    )
    telling.progress(tx, order, step_id, "reported")
    pooled.tell(tx, order_id, step_id)
    signals.tell(tx, BOARD, f"order-{order_id}")
    return order_id


def step(
    tx: Tx, order_id: int, name: str, key: str, parties: Collection[str], details: Details = NOTHING
) -> int:
    """Let an order take a step; answers the step's id. The same key takes it once.

    parties: as what the person acts (queries.parties; a contractor's link as `assignee`). Refused: from a state in
    which it makes no sense, with who was quicker where two took the same order; by somebody whose step it is not;
    without what the step needs. LookupError for an order or a step that there is none of.
    """
    require_key(key)
    if known := records.step_of_key(tx, key):
        if (known.order_id, known.step) != (order_id, name):
            raise Refused(_("This page is not complete. Open it again and repeat what you want to do."))
        return known.id
    order, rule = require(tx, order_id), STEPS[name]
    if order.state not in rule.allowed:
        raise Refused(moved_on(order))
    party = rules_steps.party(name, parties)
    if party is None:
        raise Refused(_("This step is not yours to take."))
    if name == "take":
        details = details._replace(assignee_id=tx.by.account_id)
    require_details(tx, order, rule.needs, details)
    if name == "reopen":
        require_warranty(order)
    guards.ask(tx, order, name)
    to = rules_steps.leads_to(name, order.state, queries.before_waiting(tx, order_id))
    step_id = _take(tx, order, name, to, party, key, details)
    _move_clocks(tx, order, name, to)
    after = require(tx, order_id)
    _record(tx, order, after, name, details)
    telling.step(tx, order, after, step_id, name)
    if after.state in finished.AT and after.state != order.state:
        finished.tell(tx, Finished(order_id, step_id, after.state))
    if name == "reopen":
        pooled.tell(tx, order_id, step_id)
    signals.tell(tx, BOARD, f"order-{order_id}")
    if name == "call" and (details.result or 0) <= NOT_SATISFIED and in_warranty(order):
        reason = details.note.strip() or str(words.RESULTS[details.result or 1])
        step(tx, order_id, "reopen", f"{key}:reopen", {OFFICE}, Details(reason=reason))
    return step_id


def write_message(tx: Tx, order_id: int, side: str, text: str, key: str) -> int:
    """A word of the owner or of the office about an order. The same key writes once. Refused: empty, without a key."""
    require_key(key)
    if not (text := text.strip()):
        raise Refused(_("Write something."), "text")
    order = require(tx, order_id)
    if known := tx.value("SELECT id FROM work_order_messages WHERE key = :key", key=key):
        return int(known)
    message_id = tx.insert(
        "work_order_messages",
        order_id=order_id,
        key=key,
        side=side,
        text=text,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    if side == "office":
        telling.message(tx, order, message_id, text)
    signals.tell(tx, f"order-{order_id}")
    return message_id


def require(tx: Tx, order_id: int) -> Order:
    """The order; LookupError when there is none."""
    found = queries.order(tx, order_id)
    if found is None:
        raise LookupError(f"there is no work order {order_id}")
    return found


def hours(settings: records.Settings) -> Hours:
    """The office's hours for the clocks."""
    return Hours(settings.open_from, settings.open_to, clock.zone())


def _placed(tx: Tx, told: Report) -> Report:
    """The report with its place in words. Refused where there is none, or something else is missing."""
    if told.home_id is not None:
        home = community.home(tx, told.home_id)
        if home is None:
            raise LookupError(f"there is no home {told.home_id}")
        told = told._replace(location=home.code, building_id=home.building_id)
    if not told.title.strip():
        raise Refused(_("Write in a few words what is broken."), "title")
    if not told.location.strip():
        raise Refused(_("Name the home or the place."), "location")
    if told.wished_from and told.wished_to and told.wished_to < told.wished_from:
        raise Refused(_("This ends before it begins."), "wished_to")
    if told.category not in words.CATEGORIES or told.urgency not in words.URGENCIES:
        raise LookupError(f"{told.category}, {told.urgency}")
    return told._replace(title=told.title.strip()[:LONGEST_TITLE], location=told.location.strip())


def _alike(tx: Tx, told: Report) -> Order | None:
    return queries.alike(
        tx,
        told.category,
        home_id=told.home_id,
        place_id=told.place_id,
        equipment_id=told.equipment_id,
        location=told.location,
    )


def _join(tx: Tx, same: Order, told: Report, key: str) -> int:
    text = told.title if not told.text.strip() else f"{told.title}{_(': ')}{told.text.strip()}"
    tx.insert(
        "work_order_joins",
        order_id=same.id,
        key=key,
        source=told.source,
        text=text,
        reporter_id=told.reporter_id,
        reporter_account_id=told.reporter_account_id,
        reporter_name=told.reporter_name,
        reporter_phone=told.reporter_phone,
        at=clock.stamp(),
        who=tx.by.name,
    )
    audit.record(tx, "order.joined", "work_orders", same.id, after={"number": same.number, "fault": text})
    signals.tell(tx, BOARD, f"order-{same.id}")
    return same.id


def _insert(tx: Tx, told: Report, key: str) -> int:
    now, day = clock.now(), clock.today()
    number, seq = records.next_number(tx, day.year)
    norm, open_hours = records.norm(tx, told.category, told.urgency), hours(records.settings(tx))
    until = dues(now, norm, open_hours)
    values = told._asdict()
    for gone in ("join", "chargeable"):
        values.pop(gone)
    return tx.insert(
        "work_orders",
        number=number,
        year=day.year,
        seq=seq,
        key=key,
        **{**values, "text": told.text.strip()},
        chargeable=int(told.chargeable),
        reported_at=clock.stamp_of(now),
        reported_on=day.isoformat(),
        who=tx.by.name,
        since=clock.stamp_of(now),
        clock_from=clock.stamp_of(starts(now, norm, open_hours)),
        **_stamps(until),
    )


def _take(tx: Tx, order: Order, name: str, to: str, party: str, key: str, details: Details) -> int:
    handed = name in ("assign", "take")
    warranty = None
    if name == "finish":
        days = records.settings(tx).warranty_days
        warranty = (clock.today() + timedelta(days=days)).isoformat()
    step_id = records.insert_step(
        tx,
        order_id=order.id,
        key=key,
        step=name,
        from_state=order.state,
        to_state=to,
        party=party,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
        assignee_id=details.assignee_id if handed else None,
        assignee_name=assignee_name(tx, details) if handed else "",
        contractor_id=details.contractor_id if handed else None,
        waiting_for=details.waiting_for if name == "wait" else None,
        reason=details.reason.strip(),
        note=details.note.strip(),
        result=details.result,
        warranty_until=warranty,
        lat_e6=details.lat_e6,
        lon_e6=details.lon_e6,
        device_at=details.device_at,
    )
    tx.many(
        "INSERT INTO work_order_step_papers (step_id, paper_id) VALUES (?, ?)",
        [(step_id, paper_id) for paper_id in details.paper_ids],
    )
    return step_id


def _move_clocks(tx: Tx, order: Order, name: str, to: str) -> None:
    """After a pause the clocks that still run end later by it; a reopened order's begin anew."""
    if name == "reopen":
        norm, open_hours = records.norm(tx, order.category, order.urgency), hours(records.settings(tx))
        now = clock.now()
        tx.update(
            "work_orders",
            order.id,
            clock_from=clock.stamp_of(starts(now, norm, open_hours)),
            paused_seconds=0,
            **_stamps(dues(now, norm, open_hours)),
        )
    elif order.state == "waiting" and to != "waiting":
        since, begun = (datetime.fromisoformat(one) for one in (order.since, order.clock_from))
        pause = stood_still(since, clock.now(), begun)
        later = Dues(*(datetime.fromisoformat(one) for one in order_dues(order))).shifted(pause)
        moved = _stamps(later)
        if order.arrived_at:
            moved.pop("arrive_by")
        moved.pop("respond_by")  # who waits has answered
        waited = order.paused_seconds + int(pause.total_seconds())
        tx.update("work_orders", order.id, paused_seconds=waited, **moved)


def order_dues(order: Order) -> tuple[str, str, str]:
    """Until when the clocks of an order are kept, as text."""
    return order.respond_by, order.arrive_by, order.complete_by


def _stamps(until: Dues) -> dict[str, str]:
    return {name: clock.stamp_of(one) for name, one in until._asdict().items()}


def _record(tx: Tx, before: Order, after: Order, name: str, details: Details) -> None:
    audit.record(
        tx,
        "order.stepped",
        "work_orders",
        before.id,
        before={"order_state": before.state, "assignee": before.assignee_name},
        after={
            "number": before.number,
            "order_step": name,
            "order_state": after.state,
            "assignee": after.assignee_name,
            "reason": details.reason.strip(),
        },
    )
