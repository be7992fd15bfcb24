"""Parking spaces: made, changed and deleted; which home holds one, from when to when."""

import sqlite3
from datetime import date, timedelta
from typing import NamedTuple

from estate.community import queries, rules
from estate.community.actions_places import delete
from estate.data import Tx, audit, clock, write
from estate.data.store import Actor
from estate.i18n import gettext as _
from estate.refusal import Refused


class ParkingSpec(NamedTuple):
    """A parking space. area_dm2 in dm² (0.01 m²), None when it does not matter; home_id: whom it is assigned to."""

    code: str
    kind: str
    area_dm2: int | None = None
    home_id: int | None = None
    note: str = ""
    import_batch_id: int | None = None


def add_parking_space(tx: Tx, spec: ParkingSpec, since: date | None = None) -> int:
    """A parking space, with its home since a day or always; Refused when its number is taken."""
    code = _free_code(tx, spec.code, 0)
    space_id = tx.insert("parking_spaces", **{**spec._asdict(), "code": code}, sort=rules.natural_key(code))
    if spec.home_id:
        _not_to_come(since)
        _hold(tx, space_id, spec.home_id, since.isoformat() if since else None)
    after = {**spec._asdict(), "code": code, **_since(since)}
    audit.record(tx, "parking.added", "parking_spaces", space_id, after=after)
    return space_id


def change_parking_space(space_id: int, spec: ParkingSpec, by: Actor, since: date | None = None) -> None:
    """Change a parking space, or whom it belongs to from a day on; posted bills keep what they were made from.

    Without the day the present home was a slip and is replaced as if it had never been entered.
    Refused (`since`) when the day is still to come or lies within what is known of earlier homes.
    """
    with write(by) as tx:
        before = queries.parking_space(tx, space_id)
        if before is None:
            raise Refused(_("This parking space no longer exists."))
        after = {**spec._asdict(), "code": _free_code(tx, spec.code, space_id)}
        del after["import_batch_id"]
        was, now = rules.changes({key: getattr(before, key) for key in after}, after)
        if not now:
            return
        if "home_id" in now:
            _pass_on(tx, space_id, spec.home_id, since)
            now |= _since(since)
        tx.update("parking_spaces", space_id, **after, sort=rules.natural_key(after["code"]))
        audit.record(tx, "parking.changed", "parking_spaces", space_id, before=was, after=now)


def remove_parking_space(space_id: int, by: Actor) -> None:
    """Delete a parking space that nothing refers to."""
    with write(by) as tx:
        delete(tx, "parking_spaces", space_id, _("Bills refer to this parking space; it cannot be deleted."))


def remove_batch(tx: Tx, import_batch_id: int, brought_at: str) -> int:
    """Take back the spaces that came with an import at an instant; answers how many.

    Refused when bills refer to one of them, or it was changed or given to somebody else since.
    """
    if other := tx.value(
        """
        SELECT p.code FROM parking_spaces AS p JOIN audit AS a ON a.subject = 'parking_spaces' AND a.subject_id = p.id
         WHERE p.import_batch_id = :batch AND a.action = 'parking.changed' AND a.at > :brought_at LIMIT 1
        """,
        batch=import_batch_id,
        brought_at=brought_at,
    ):
        raise Refused(_("The parking space %(code)s was changed since; it cannot be taken back.", code=other))
    try:
        with tx.db.atomic():
            gone = tx.run("DELETE FROM parking_spaces WHERE import_batch_id = :batch", batch=import_batch_id)
    except sqlite3.IntegrityError as error:
        raise Refused(_("Bills refer to these parking spaces; they cannot be taken back.")) from error
    before = {"spaces": gone, "import_batch_id": import_batch_id}
    audit.record(tx, "parking.batch_removed", "parking_spaces", before=before)
    return gone


def _pass_on(tx: Tx, space_id: int, home_id: int | None, since: date | None) -> None:
    """End the present holding the day before and begin the next one."""
    _not_to_come(since)
    latest = next(iter(queries.holdings_of(tx, space_id)), None)
    begins = since.isoformat() if since else None
    if latest and latest.to_date is None:
        if begins is None or begins == latest.from_date:
            begins = latest.from_date
            tx.run("DELETE FROM parking_holdings WHERE id = :id", id=latest.id)
        elif since and begins > (latest.from_date or ""):
            tx.update("parking_holdings", latest.id, to_date=(since - timedelta(days=1)).isoformat())
        else:
            told = _("Home %(home)s holds it since %(day)s; give this or a later day.")
            raise Refused(told % {"home": latest.home_code, "day": latest.from_date}, "since")
    elif latest and latest.to_date and (begins is None or begins <= latest.to_date):
        told = _("Home %(home)s held it until %(day)s; give a later day.")
        raise Refused(told % {"home": latest.home_code, "day": latest.to_date}, "since")
    if home_id:
        _hold(tx, space_id, home_id, begins)


def _hold(tx: Tx, space_id: int, home_id: int, from_date: str | None) -> None:
    tx.insert(
        "parking_holdings",
        parking_space_id=space_id,
        home_id=home_id,
        from_date=from_date,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )


def _not_to_come(since: date | None) -> None:
    if since and since > clock.today():
        raise Refused(_("This day is still to come. Enter it when it is so."), "since")


def _since(since: date | None) -> dict[str, str]:
    return {"from": since.isoformat()} if since else {}


def _free_code(tx: Tx, text: str, own_id: int) -> str:
    code = rules.canonical_space(text)
    if not code:
        raise Refused(_("Give the parking space a number."), "code")
    if tx.value("SELECT 1 FROM parking_spaces WHERE code = :code AND id <> :id", code=code, id=own_id):
        raise Refused(_("There is a parking space %(code)s already.", code=code), "code")
    return code
