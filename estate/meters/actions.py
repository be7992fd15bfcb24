"""The register of meters: add, change, replace the counter. Values in thousandths of the unit."""

from datetime import date
from typing import NamedTuple

from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.meters import records
from estate.meters.records import Meter
from estate.meters.rules import MOST_MULTIPLIER_E3, Below, Device, Point, Unfit, total_at
from estate.refusal import Refused


class MeterSpec(NamedTuple):
    """A meter to be registered. home_id None: a common or master meter, which then has a place."""

    home_id: int | None
    kind: str
    number: str
    installed_on: date
    initial_e3: int = 0
    place: str = ""
    multiplier_e3: int = 1000
    digits: int = 5


class Replacement(NamedTuple):
    """A counter taken away and a new one put in on the same day. final_e3: the last value of the old one."""

    on: date
    final_e3: int
    passed_zero: bool
    number: str
    initial_e3: int = 0
    multiplier_e3: int = 1000
    digits: int = 5
    note: str = ""
    photo: str | None = None


def add_meter(spec: MeterSpec, by: Actor, import_batch_id: int | None = None) -> int:
    """Register a meter with its first value; answers its id.

    Refused when another meter of this kind in use bears the number, or a value does not fit the counter.
    """
    with write(by) as tx:
        _check(tx, spec.kind, spec.number, Device(spec.multiplier_e3, spec.digits), spec.initial_e3)
        if spec.home_id is None and not spec.place:
            raise Refused(_("Say which home it belongs to, or where the common meter is."), "place")
        if spec.installed_on > clock.today():
            raise Refused(_("This day is still to come."), "installed_on")
        values = {**spec._asdict(), "installed_on": spec.installed_on.isoformat()}
        del values["initial_e3"]
        meter_id = tx.insert("meters", **values, import_batch_id=import_batch_id)
        _first(tx, meter_id, spec, import_batch_id)
        audit.record(tx, "meter.added", "meters", meter_id, after=values)
        return meter_id


def change_meter(meter_id: int, spec: MeterSpec, active: bool, by: Actor) -> None:
    """Correct the register. Once the meter was read, only its number, its place and whether it is in use can change.

    Refused when the number is another meter's, and when more is changed of a meter that was read.
    """
    with write(by) as tx:
        meter = _meter(tx, meter_id)
        first = records.first(tx, meter_id)
        values = {**spec._asdict(), "installed_on": spec.installed_on.isoformat(), "active": int(active)}
        del values["initial_e3"]
        device = Device(spec.multiplier_e3, spec.digits)
        _check(
            tx,
            spec.kind,
            spec.number,
            device,
            spec.initial_e3,
            besides=meter_id if active else None,
            active=active,
        )
        if was_read(tx, meter_id):
            kept = {
                name: getattr(meter, name)
                for name in ("home_id", "kind", "multiplier_e3", "digits", "installed_on")
            }
            if any(values[name] != old for name, old in kept.items()) or spec.initial_e3 != first.value_e3:
                raise Refused(_("This meter was read. Replace its counter instead of changing it."))
            tx.update("meters", meter_id, number=spec.number, place=spec.place, active=int(active))
        else:
            tx.update("meters", meter_id, **values)
            records.end_reading(tx, first.id, _("The register was corrected"))
            _first(tx, meter_id, spec, None, supersedes_id=first.id)
        audit.record(tx, "meter.changed", "meters", meter_id, before=_facts(meter), after=values)


def replace_counter(meter_id: int, new: Replacement, by: Actor) -> None:
    """The old counter's last value and the new one's first, on one day; the usage goes on (A14).

    Refused when the last value is below the one before (unless the counter passed zero), when a later reading exists,
    and when the new number is another meter's.
    """
    on = new.on.isoformat()
    with write(by) as tx:
        meter = _meter(tx, meter_id)
        if new.on > clock.today():
            raise Refused(_("This day is still to come."), "on")
        before, latest = records.real_before(tx, meter_id, on), records.last(tx, meter_id)
        if (
            before is None
            or latest is None
            or latest.read_on > on
            or (before.kind == "initial" and before.read_on == on)
        ):
            raise Refused(_("There is a later reading. A counter is replaced after its last reading."), "on")
        if new.final_e3 >= meter.device.round_e3:
            raise Refused(_("The counter has only %(n)s digits.", n=meter.digits), "final")
        try:
            total = total_at(new.final_e3, meter.device, before.point, passed_zero=new.passed_zero)
        except Below as error:
            raise Refused(
                _("Below the last reading. If the counter passed zero, say so."), "final"
            ) from error
        except Unfit as error:
            raise Refused(
                _("The counter stands above the last reading: it has not passed zero."), "final"
            ) from error
        device = Device(new.multiplier_e3, new.digits)
        _check(tx, meter.kind, new.number, device, new.initial_e3, besides=meter_id)
        told = {"note": new.note, "photo": new.photo}
        point = Point(new.final_e3, total)
        passed = int(new.passed_zero)
        records.add_reading(
            tx, meter_id, on, "final", point, meter.device, number=meter.number, passed_zero=passed, **told
        )
        records.add_reading(
            tx, meter_id, on, "initial", Point(new.initial_e3, total), device, number=new.number, **told
        )
        tx.update("meters", meter_id, number=new.number, multiplier_e3=new.multiplier_e3, digits=new.digits)
        after = {"on": on, "number": new.number, "final_e3": new.final_e3, "initial_e3": new.initial_e3}
        audit.record(tx, "meter.replaced", "meters", meter_id, before=_facts(meter), after=after)


def was_read(tx: Tx, meter_id: int) -> bool:
    """Whether anything but the first value is kept of it."""
    sql = "SELECT EXISTS (SELECT 1 FROM readings WHERE meter_id = :id AND kind <> 'initial')"
    return bool(tx.value(sql, id=meter_id))


def _first(
    tx: Tx, meter_id: int, spec: MeterSpec, import_batch_id: int | None, supersedes_id: int | None = None
) -> None:
    records.add_reading(
        tx,
        meter_id,
        spec.installed_on.isoformat(),
        "initial",
        Point(spec.initial_e3, 0),
        Device(spec.multiplier_e3, spec.digits),
        number=spec.number,
        supersedes_id=supersedes_id,
        import_batch_id=import_batch_id,
    )


def _check(
    tx: Tx,
    kind: str,
    number: str,
    device: Device,
    value_e3: int,
    *,
    besides: int | None = None,
    active: bool = True,
) -> None:
    if not 0 < device.multiplier_e3 <= MOST_MULTIPLIER_E3:
        raise Refused(_("A multiplier lies between 0.001 and 10000."), "multiplier")
    if value_e3 >= device.round_e3:
        raise Refused(_("The counter has only %(n)s digits.", n=device.digits), "initial")
    if number and active:
        other = records.meter_numbered(tx, kind, number)
        if other and other.id != besides:
            where = other.home_code or other.place
            raise Refused(
                _("The meter %(number)s is registered at %(where)s.", number=number, where=where), "number"
            )


def _meter(tx: Tx, meter_id: int) -> Meter:
    found = records.meter(tx, meter_id)
    if found is None:
        raise LookupError(f"there is no meter {meter_id}")
    return found


def _facts(meter: Meter) -> dict[str, object]:
    return {name: value for name, value in meter._asdict().items() if name not in ("id", "home_code")}
