"""What the office does with equipment: enter it, change it, say in which state it is, and what replaced it."""

import sqlite3
from datetime import date
from typing import Any, NamedTuple

from estate.community.rules import changes, natural_key
from estate.data import Actor, Tx, audit, clock, write
from estate.equipment import queries, queries_outages
from estate.equipment.queries import Equipment
from estate.equipment.rules import canonical_code
from estate.i18n import gettext as _
from estate.refusal import Refused


class EquipmentSpec(NamedTuple):
    """A piece of equipment as it is entered. cost_fen: what it was bought for, in fen; dates ISO, None when unknown.

    installed_precision: `month` when only the month is known (then the day is its first). code: empty for the next free one.
    """

    code: str
    name: str
    category: str = ""
    model: str = ""
    brand: str = ""
    serial_no: str = ""
    registration_no: str = ""
    location: str = ""
    building_id: int | None = None
    entrance_id: int | None = None
    place_id: int | None = None
    quantity: int = 1
    installed_on: str | None = None
    installed_precision: str = "day"
    life_years: int | None = None
    warranty_until: str | None = None
    supplier: str = ""
    cost_fen: int | None = None
    vendor: str = ""
    vendor_phone: str = ""
    keeper: str = ""
    statutory: str = "none"
    last_inspection_on: str | None = None
    next_inspection_on: str | None = None
    service_cycle: str = ""
    last_service_on: str | None = None
    next_service_on: str | None = None
    parent_id: int | None = None
    note: str = ""


def add(
    tx: Tx, spec: EquipmentSpec, state: str = "in_use", reason: str = "", import_batch_id: int | None = None
) -> int:
    """A new piece; answers its id. Refused: its number is taken (`code`), it has no name (`name`), its days contradict.

    And as a part of what is scrapped (`parent`).
    """
    _checked(spec)
    if state != "scrapped":
        _require_whole(tx, spec.parent_id, "parent")
    code = canonical_code(spec.code) or _next_code(tx)
    if taken := queries.by_code(tx, code):
        raise Refused(_("%(code)s is %(name)s already.", code=taken.code, name=taken.name), "code")
    values = {**spec._asdict(), "code": code}
    equipment_id = tx.insert(
        "equipment", **values, sort=natural_key(code), state=state, import_batch_id=import_batch_id
    )
    _note_state(tx, equipment_id, state, clock.today(), reason)
    told = {key: value for key, value in values.items() if value not in ("", None)}
    audit.record(tx, "equipment.added", "equipment", equipment_id, after={**told, "state": state})
    return equipment_id


def change(equipment_id: int, spec: EquipmentSpec, by: Actor) -> None:
    """Correct what is kept of a piece. Refused as in `add`, and when it would be a part of itself (`parent`)."""
    with write(by) as tx:
        before = require(tx, equipment_id)
        _checked(spec)
        code = canonical_code(spec.code) or before.code
        taken = queries.by_code(tx, code)
        if taken and taken.id != equipment_id:
            raise Refused(_("%(code)s is %(name)s already.", code=taken.code, name=taken.name), "code")
        after: dict[str, Any] = {**spec._asdict(), "code": code}
        was, now = changes({key: getattr(before, key) for key in after}, after)
        if not now:
            return
        if "parent_id" in now and before.state != "scrapped":
            _require_whole(tx, spec.parent_id, "parent")
        try:
            with tx.db.atomic():
                tx.update("equipment", equipment_id, **after, sort=natural_key(code))
        except sqlite3.IntegrityError as error:
            if "part of itself" not in str(error) and "parent_id" not in str(error):
                raise
            raise Refused(_("It cannot be a part of itself or of one of its parts."), "parent") from error
        audit.record(tx, "equipment.changed", "equipment", equipment_id, before=was, after=now)


def set_state(
    tx: Tx,
    equipment_id: int,
    state: str,
    reason: str,
    since: date | None = None,
    replaced_by: int | None = None,
) -> None:
    """From a day on (today) it is in another state. replaced_by: what stands there now, when it is scrapped.

    The same state again changes nothing. Refused: no reason, a day to come or before its latest state, replaced by itself.
    """
    piece = require(tx, equipment_id)
    if piece.state == state and piece.replaced_by_id == replaced_by:
        return
    if state != "scrapped":
        _require_whole(tx, piece.parent_id, "state")
    since = since or clock.today()
    if not (reason := reason.strip()):
        raise Refused(_("Write the reason."), "reason")
    if since > clock.today():
        raise Refused(_("This day is still to come. Enter it when it is so."), "since")
    if piece.installed_on and since.isoformat() < piece.installed_on:
        raise Refused(_("This is before it was installed."), "since")
    latest, *earlier = queries.states_of(tx, equipment_id)
    if earlier and since.isoformat() < latest.from_date:
        raise Refused(
            _("It is in its present state since %(day)s; give this or a later day.", day=latest.from_date),
            "since",
        )
    if replaced_by == equipment_id:
        raise Refused(_("It cannot be replaced by itself."), "replaced_by")
    if queries_outages.open_of(tx, equipment_id):
        raise Refused(_("It is out of service. Note first that it is back."), "state")
    move(tx, piece, state, reason, since, replaced_by)


def move(
    tx: Tx,
    piece: Equipment,
    state: str,
    reason: str,
    since: date | None = None,
    replaced_by: int | None = None,
) -> None:
    """Put a piece into a state and its history, whatever the state was."""
    since = since or clock.today()
    tx.update("equipment", piece.id, state=state, replaced_by_id=replaced_by if state == "scrapped" else None)
    _note_state(tx, piece.id, state, since, reason)
    audit.record(
        tx,
        "equipment.state_set",
        "equipment",
        piece.id,
        before={"state": piece.state},
        after={"state": state, "since": since.isoformat(), "reason": reason, "replaced_by": replaced_by},
    )


def scrap_parts(tx: Tx, equipment_id: int, reason: str, since: date | None = None) -> None:
    """Everything that is a part of a piece is scrapped with it, each with its own entry in the history."""
    for part in queries.parts_of(tx, equipment_id)[1:]:
        if part.state != "scrapped":
            set_state(tx, part.id, "scrapped", reason, since)


def require(tx: Tx, equipment_id: int) -> Equipment:
    """The piece; Refused when it is gone."""
    found = queries.equipment(tx, equipment_id)
    if found is None:
        raise Refused(_("This equipment no longer exists."))
    return found


def _require_whole(tx: Tx, parent_id: int | None, field: str) -> None:
    """Refused where the whole, of which a piece is or becomes a part, is scrapped: then it stands for itself."""
    whole = queries.equipment(tx, parent_id) if parent_id is not None else None
    if whole and whole.state == "scrapped":
        told = _(
            "%(code)s %(name)s is scrapped: nothing in use is a part of it.", code=whole.code, name=whole.name
        )
        raise Refused(told, field)


def _note_state(tx: Tx, equipment_id: int, state: str, since: date, reason: str) -> None:
    tx.insert(
        "equipment_states",
        equipment_id=equipment_id,
        state=state,
        from_date=since.isoformat(),
        reason=reason,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )


def _checked(spec: EquipmentSpec) -> None:
    if not spec.name.strip():
        raise Refused(_("Give it a name."), "name")
    installed = spec.installed_on
    for field, day in (
        ("last_inspection_on", spec.last_inspection_on),
        ("warranty_until", spec.warranty_until),
    ):
        if installed and day and day < installed:
            raise Refused(_("This is before it was installed."), field)
    if installed and spec.last_service_on and spec.last_service_on < installed:
        told = _("It was serviced on %(day)s already, so it was installed before.", day=spec.last_service_on)
        raise Refused(told, "installed_on")
    for last, following, field in (
        (spec.last_inspection_on, spec.next_inspection_on, "next_inspection_on"),
        (spec.last_service_on, spec.next_service_on, "next_service_on"),
    ):
        if last and following and following < last:
            raise Refused(_("This is before the last one."), field)


def _next_code(tx: Tx) -> str:
    """EQ-0001 and on: for pieces that never had a number."""
    last = tx.value("""
        SELECT max(CAST(substr(code, 4) AS INTEGER)) FROM equipment
         WHERE code GLOB 'EQ-[0-9]*' AND length(code) <= 12 -- a longer one is somebody's own numbering
    """)
    return f"EQ-{(last or 0) + 1:04d}"
