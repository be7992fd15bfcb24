"""What the office says of itself: hours, numbers, services; each is one transaction."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from estate.data import Actor, Tx, audit, clock, write
from estate.data.edits import Edits
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.window import queries
from estate.window.rules_hours import Span

HOURS = Edits("office_hours", ("office_hours.changed",))
PHONES = Edits("office_phones", ("office_phone.added", "office_phone.changed", "office_phone.retired"))
SERVICES = Edits("service_items", ("service_item.added", "service_item.changed", "service_item.retired"))


class Number(NamedTuple):
    """A number as it is entered."""

    kind: str
    name: str
    number: str
    note: str = ""


class Priced(NamedTuple):
    """A service as it is entered: with a price of its own in fen, or with the item of the price list that has it."""

    name: str
    unit: str
    price_fen: int | None
    basis: str
    note: str = ""
    material_item_id: int | None = None


def set_week(week: Mapping[int, Sequence[Span]], by: Actor, seen: int | None = None) -> None:
    """The hours of every weekday instead of those before; what is not named is closed. Refused where another has set them
    since (`HOURS`)."""
    with write(by) as tx:
        before = _written(queries.hours(tx).week)
        after = _written({day: tuple(spans) for day, spans in week.items()})
        if before == after:
            return
        HOURS.require_seen(tx, None, seen)
        tx.run("DELETE FROM office_hours")
        tx.many(
            "INSERT INTO office_hours (weekday, opens, closes) VALUES (?, ?, ?)",
            [(day, _text(one.opens), _text(one.closes)) for day, spans in week.items() for one in spans],
        )
        audit.record(tx, "office_hours.changed", "office_hours", before=before, after=after)


def set_days(days: Sequence[date], spans: Sequence[Span], note: str, by: Actor) -> None:
    """Hours of their own for some days, instead of what was said of them before; no spans: closed."""
    with write(by) as tx:
        for day in days:
            tx.run("DELETE FROM office_special_days WHERE day = :day", day=day.isoformat())
            tx.insert("office_special_days", day=day.isoformat(), note=note)
            tx.many(
                "INSERT INTO office_special_hours (day, opens, closes) VALUES (?, ?, ?)",
                [(day.isoformat(), _text(one.opens), _text(one.closes)) for one in spans],
            )
        after = {"days": [one.isoformat() for one in days], "hours": _written({0: tuple(spans)}).get("0", [])}
        audit.record(tx, "office_days.set", "office_special_days", after=after | {"note": note})


def drop_day(day: str, by: Actor) -> None:
    """A day is as any other of its weekday again."""
    with write(by) as tx:
        if tx.run("DELETE FROM office_special_days WHERE day = :day", day=day):
            audit.record(tx, "office_days.dropped", "office_special_days", before={"day": day})


def save_phone(number: Number, by: Actor, phone_id: int | None = None, seen: int | None = None) -> int:
    """Enter a number or change it; answers its id. Refused where another has changed it since (`PHONES`)."""
    with write(by) as tx:
        return _save(tx, PHONES, "office_phone", number._asdict(), phone_id, seen)


def save_service(service: Priced, by: Actor, service_id: int | None = None, seen: int | None = None) -> int:
    """Enter a service or change it; answers its id. Refused: an item of the price list that another one shows, a service
    that another has changed since (`SERVICES`)."""
    with write(by) as tx:
        try:
            return _save(tx, SERVICES, "service_item", service._asdict(), service_id, seen)
        except sqlite3.IntegrityError as error:
            if "material_item_id" not in str(error):
                raise
            raise Refused(_("Another service shows this item of the price list."), "item") from error


def retire(table: str, row_id: int, by: Actor) -> None:
    """A number or a service is shown no more. Again changes nothing."""
    act = {"office_phones": "office_phone.retired", "service_items": "service_item.retired"}[table]
    with write(by) as tx:
        changed = tx.run(
            f"UPDATE {table} SET retired_at = :now WHERE id = :id AND retired_at IS NULL",
            now=clock.stamp(),
            id=row_id,
        )
        if changed:
            audit.record(tx, act, table, row_id)


def _save(
    tx: Tx, edits: Edits, action: str, values: dict[str, Any], row_id: int | None, seen: int | None
) -> int:
    table = edits.subject
    if row_id is None:
        row_id = tx.insert(table, **values)
        audit.record(tx, f"{action}.added", table, row_id, after=values)
        return row_id
    names = ", ".join(values)
    was = dict(
        zip(values, tx.tuples(f"SELECT {names} FROM {table} WHERE id = :id", id=row_id)[0], strict=True)
    )
    changed = [name for name in values if was[name] != values[name]]
    if changed:
        edits.require_seen(tx, row_id, seen)
        tx.update(table, row_id, **values)
        audit.record(
            tx,
            f"{action}.changed",
            table,
            row_id,
            before={name: was[name] for name in changed},
            after={name: values[name] for name in changed},
        )
    return row_id


def _text(at: Any) -> str:
    return f"{at:%H:%M}"


def _written(week: Mapping[int, Sequence[Span]]) -> dict[str, list[str]]:
    return {
        str(day): [f"{_text(one.opens)}-{_text(one.closes)}" for one in spans]
        for day, spans in sorted(week.items())
        if spans
    }
