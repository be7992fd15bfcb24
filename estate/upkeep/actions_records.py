"""Writing a service record: it closes what was due, moves the register on, and is never changed afterwards."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from estate.data import Tx, audit, clock
from estate.equipment import actions as equipment
from estate.equipment import served
from estate.equipment.queries import Equipment
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.refusal import Refused, require_key
from estate.repairs import actions as repairs
from estate.repairs.details import Details
from estate.repairs.rules_steps import OFFICE
from estate.upkeep import actions_counters, orders, planner, queries, queries_records, records, words
from estate.upkeep.papers import RECORD
from estate.upkeep.queries import Due
from estate.upkeep.rules_dues import closed_by
from estate.upkeep.rules_records import Item, encoded, judged, kept_until, left_open


class Entry(NamedTuple):
    """What is written of a service. answers: by the number of the item; numbers in thousandths.

    photos: those that answer an item, by its number. readings: what counters showed, in thousandths, by counter.
    order: whether a fault becomes a work order.
    """

    done_on: date
    person: str
    outcome: str
    title: str = ""
    work: str = "service"
    company: str = ""
    findings: str = ""
    parts: str = ""
    answers: Mapping[int, str] = {}
    photos: Mapping[int, Kept] = {}
    cost_fen: int = 0
    valid_until: date | None = None
    readings: Mapping[str, int] = {}
    signed_name: str = ""
    order: bool = False


def of_due(tx: Tx, due_id: int, entry: Entry, key: str) -> int:
    """The record of something that was due; answers its id. It closes this due, and shallower ones of its ladder.

    What was given up meanwhile stays so: a record that comes late, as from a tablet without network, is kept and closes
    the due that took its place, when that is near. The same key writes once. Refused: recorded already; a day to come or
    before the installation; a required answer or the next inspection missing; a fault or a bad answer without findings.
    """
    due = queries.due(tx, due_id)
    if due is None:
        raise LookupError(f"there is no due {due_id}")
    if known := _known(tx, key):
        return known
    if due.record_id:
        raise Refused(_("This was recorded already."))
    items = queries.items_of_version(tx, due.list_version_id)
    entry = entry._replace(title=due.title, work=due.work)
    record_id = _write(tx, due.equipment_id, entry, items, key, due=due)
    if (closes := due if due.is_open else _in_its_place(tx, due, entry.done_on)) is not None:
        _close(tx, closes, record_id, entry.done_on)
    planner.foresee(tx, clock.today(), due.equipment_id)
    signals.tell(tx, planner.TOPIC)
    return record_id


def of_piece(tx: Tx, equipment_id: int, entry: Entry, key: str) -> int:
    """A record of work that no plan asked for. Refused as in `of_due`, and without a title."""
    if known := _known(tx, key):
        return known
    if not entry.title.strip():
        raise Refused(_("Write what was done."), "title")
    record_id = _write(tx, equipment_id, entry, [], key)
    planner.foresee(tx, clock.today(), equipment_id)
    return record_id


def correct(tx: Tx, record_id: int, entry: Entry, reason: str, key: str) -> int:
    """A further record that says what is right; the first stays as it was written. Refused: corrected already, no reason."""
    if known := _known(tx, key):
        return known
    first = queries_records.record(tx, record_id)
    if first is None:
        raise LookupError(f"there is no record {record_id}")
    if first.corrected_by:
        raise Refused(_("This record was corrected already. Correct the later one."))
    if not reason.strip():
        raise Refused(_("Write the reason."), "reason")
    items = queries.items_of_version(tx, first.list_version_id)
    photos = {**queries_records.photos(tx, first, items), **entry.photos}
    entry = entry._replace(title=first.title, work=first.work, photos=photos)
    correction_id = _write(tx, first.equipment_id, entry, items, key, corrects=first, reason=reason.strip())
    served.was_not(tx, first.equipment_id, date.fromisoformat(first.done_on))
    records.drop_planned(tx)
    planner.foresee(tx, clock.today(), first.equipment_id)
    return correction_id


def sign(tx: Tx, record_id: int, side: str, name: str) -> bool:
    """Sign a record as the safety officer of the user, or for the maintenance company; answers whether it is signed by this.

    Again changes nothing. Refused: no name.
    """
    if not (name := name.strip()):
        raise Refused(_("Write the name."), "name")
    found = queries_records.record(tx, record_id)
    if found is None:
        raise LookupError(f"there is no record {record_id}")
    if any(one.side == side for one in queries_records.signatures(tx, record_id)):
        return False
    tx.insert(
        "service_signatures",
        record_id=record_id,
        side=side,
        name=name,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    audit.record(
        tx, "upkeep.signed", "service_records", record_id, after={"title": found.title, "name": name}
    )
    return True


def _known(tx: Tx, key: str) -> int | None:
    require_key(key)
    return queries_records.of_key(tx, key)


def _write(
    tx: Tx,
    equipment_id: int,
    entry: Entry,
    items: list[Item],
    key: str,
    *,
    due: Due | None = None,
    corrects: queries_records.Record | None = None,
    reason: str = "",
) -> int:
    piece = equipment.require(tx, equipment_id)
    entry = entry._replace(
        answers={**entry.answers, **{number: one.file for number, one in entry.photos.items()}}
    )
    _checked(piece, entry, items)
    findings = "\n".join(one for one in (entry.findings.strip(), reason) if one)
    source = due or corrects
    order_id = due.order_id if due else corrects.order_id if corrects else None
    record_id = tx.insert(
        "service_records",
        key=key,
        equipment_id=equipment_id,
        order_id=order_id,
        title=entry.title.strip(),
        work=entry.work,
        ladder=source.ladder if source else "",
        level=source.level if source else 0,
        done_on=entry.done_on.isoformat(),
        person=entry.person.strip(),
        company=entry.company.strip(),
        outcome=entry.outcome,
        findings=findings,
        parts=entry.parts.strip(),
        list_version_id=source.list_version_id if source else None,
        answers=encoded(judged(items, entry.answers)),
        cost_fen=entry.cost_fen,
        valid_until=entry.valid_until.isoformat() if entry.valid_until else None,
        corrects_id=corrects.id if corrects else None,
        kept_until=kept_until(entry.done_on, piece.statutory).isoformat(),
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    for number, photo in entry.photos.items():
        attach(tx, RECORD, record_id, [photo], "photo", items[number].question)
    for counter, value in entry.readings.items():
        actions_counters.read_counter(tx, equipment_id, counter, value, entry.done_on, record_id=record_id)
    _move_register(tx, piece, entry)
    after = {"equipment": piece.title, "title": entry.title, "done_on": entry.done_on.isoformat()}
    audit.record(tx, "upkeep.recorded", "service_records", record_id, after=after)
    if entry.signed_name.strip():
        sign(tx, record_id, "user", entry.signed_name)
    if entry.order and entry.outcome == "fault" and corrects is None:
        _report_fault(tx, piece, findings, record_id)
    return record_id


def _checked(piece: Equipment, entry: Entry, items: list[Item]) -> None:
    if entry.done_on > clock.today():
        raise Refused(_("This day is still to come. Record it when it is done."), "done_on")
    if piece.installed_on and entry.done_on.isoformat() < piece.installed_on:
        raise Refused(_("This is before it was installed."), "done_on")
    if not entry.person.strip():
        raise Refused(_("Write who did it."), "person")
    for number in left_open(items, entry.answers):
        word = _("Take a photo.") if items[number].kind == "photo" else _("Answer this.")
        raise Refused(word, f"item_{number}")
    bad = any(one.bad for one in judged(items, entry.answers))
    if bad and entry.outcome == "in_order":
        raise Refused(
            _("An answer is out of order. Choose whether it was put right or is still at fault."), "outcome"
        )
    if (bad or entry.outcome == "fault") and not entry.findings.strip():
        raise Refused(_("Write what was found."), "findings")
    if entry.work == "inspection":
        if entry.valid_until is None:
            raise Refused(_("Write until when this inspection is valid."), "valid_until")
        if entry.valid_until <= entry.done_on:
            raise Refused(_("This is not after the inspection."), "valid_until")


def _in_its_place(tx: Tx, missed: Due, done_on: date) -> Due | None:
    """The open due of the same plan and piece, when it is not further from the service than half its interval."""
    opened = records.opened(tx, missed.equipment_id)
    near = [planner.rung(one) for one in opened if one.plan_id == missed.plan_id]
    found = [one.id for one in near if one.due_on <= done_on + timedelta(days=one.days // 2)]
    return queries.due(tx, found[0]) if found else None


def _close(tx: Tx, due: Due, record_id: int, done_on: date) -> None:
    rows = [("done", record_id, done_on.isoformat(), due.id)]
    if due.ladder:
        others = [one for one in records.opened(tx, due.equipment_id) if one.ladder == due.ladder]
        shallower = closed_by(due.level, done_on, [planner.rung(one) for one in others])
        rows += [("closed_by_deeper", record_id, done_on.isoformat(), one) for one in shallower]
        needless = [one for one in others if one.id in shallower and one.order_open]
    else:
        needless = []
    tx.many("UPDATE upkeep_dues SET state = ?, record_id = ?, closed_on = ? WHERE id = ?", rows)
    reason = Details(reason=_("Done with %(name)s", name=due.title))
    for one in needless:
        if one.order_id and one.order_id != due.order_id:
            repairs.step(tx, one.order_id, "cancel", f"upkeep-deeper:{one.id}", {OFFICE}, reason)


def _move_register(tx: Tx, piece: Equipment, entry: Entry) -> None:
    if entry.work == "inspection" and entry.valid_until:
        served.inspected(tx, piece.id, entry.done_on, entry.valid_until)
    elif entry.work == "service":
        served.serviced(tx, piece.id, entry.done_on)


def _report_fault(tx: Tx, piece: Equipment, findings: str, record_id: int) -> None:
    order_id = repairs.report(
        tx,
        repairs.Report(
            "clerk",
            orders.category_of(piece.statutory, piece.category, piece.name),
            "normal",
            f"{piece.name}{_(': ')}{findings.splitlines()[0]}",
            text=findings,
            building_id=piece.building_id,
            equipment_id=piece.id,
            location=words.place(piece.location, piece.building, piece.entrance) or piece.title,
            reporter_account_id=tx.by.account_id,
            reporter_name=tx.by.name,
        ),
        f"service-record:{record_id}",
    )
    orders.link_record(tx, order_id, record_id)
