"""The community's own SQL: bulk inserts, order, deletion."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from estate.community import rules
from estate.community.rules import HomeSpec
from estate.data import Reader, Tx, clock
from estate.people.queries import PAYERS_ON, Payer


class Neighbour(NamedTuple):
    id: int
    code: str


class Beside(NamedTuple):
    """The homes next to one in natural order."""

    before: Neighbour | None
    after: Neighbour | None


def existing_codes(db: Reader, codes: Iterable[str]) -> dict[str, int]:
    """The ids of those of these codes that exist."""
    wanted = list(codes)
    if len(wanted) == 1:
        return dict(db.tuples("SELECT code, id FROM homes WHERE code = :code", code=wanted[0]))
    asked = set(wanted)
    return {code: home_id for code, home_id in db.tuples("SELECT code, id FROM homes") if code in asked}


def insert_buildings(tx: Tx, batches: Mapping[str, int | None]) -> None:
    """Those of these buildings that are missing, with the import that brings them."""
    before = tx.value("SELECT count(*) FROM buildings")
    tx.many(
        "INSERT INTO buildings (code, import_batch_id) VALUES (?, ?) ON CONFLICT (code) DO NOTHING",
        list(batches.items()),
    )
    if tx.value("SELECT count(*) FROM buildings") != before:
        order_buildings(tx)


def order_buildings(tx: Tx) -> None:
    """Number the buildings in their natural order."""
    codes = sorted(tx.values("SELECT code FROM buildings"), key=rules.natural_key)
    tx.many("UPDATE buildings SET sort = ? WHERE code = ?", list(enumerate(codes)))


def insert_entrances(tx: Tx, places: Mapping[tuple[str, str], int | None]) -> None:
    """Those of these (building, entrance) that are missing; the buildings exist."""
    tx.many(
        """
        INSERT INTO entrances (building_id, code, import_batch_id)
        SELECT id, ?, ? FROM buildings WHERE code = ? ON CONFLICT (building_id, code) DO NOTHING
        """,
        [(entrance, batch, building) for (building, entrance), batch in places.items()],
    )


def entrance_ids(db: Reader) -> dict[tuple[str, str], int]:
    """Every entrance's id by (building, entrance)."""
    rows = db.tuples(
        "SELECT b.code, e.code, e.id FROM entrances AS e JOIN buildings AS b ON b.id = e.building_id"
    )
    return {(building, entrance): entrance_id for building, entrance, entrance_id in rows}


def insert_homes(tx: Tx, homes: list[tuple[HomeSpec, int]]) -> None:
    """Homes with their entrance's id, each with the first entry of its history."""
    last = int(tx.value("SELECT ifnull(max(id), 0) FROM homes"))
    tx.many(
        """
        INSERT INTO homes (entrance_id, room, code, sort, floor, area_dm2, inner_area_dm2, layout, usage, state,
                           state_since, delivered_on, delivered_precision, note, import_batch_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [_row(spec, entrance_id) for spec, entrance_id in homes],
    )
    tx.run(
        """
        INSERT INTO home_states (home_id, state, from_date, at, account_id, who)
        SELECT id, state, state_since, :at, :account_id, :who FROM homes WHERE id > :last ORDER BY id
        """,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
        last=last,
    )


def count_by(db: Reader, column: str) -> dict[str, int]:
    """How many homes there are of each `state` or `usage`."""
    return dict(db.tuples(f"SELECT {column}, count(*) FROM homes GROUP BY {column}"))


def payers_of(db: Reader, home_ids: list[int], day: date) -> dict[int, Payer]:
    """Who is liable for each of these homes on a day."""
    marks = ", ".join(str(home_id) for home_id in home_ids)
    rows = db.tuples(
        f"SELECT home_id, person_id, name FROM ({PAYERS_ON}) WHERE home_id IN ({marks})",
        payer_day=day.isoformat(),
    )
    return {home_id: Payer(person_id, name) for home_id, person_id, name in rows}


def beside(db: Reader, sort: str) -> Beside:
    """The homes before and after this one in natural order."""
    before = db.tuples("SELECT id, code FROM homes WHERE sort < :sort ORDER BY sort DESC LIMIT 1", sort=sort)
    after = db.tuples("SELECT id, code FROM homes WHERE sort > :sort ORDER BY sort LIMIT 1", sort=sort)
    return Beside(Neighbour(*before[0]) if before else None, Neighbour(*after[0]) if after else None)


def insert_state(tx: Tx, home_id: int, state: str, from_date: str | None, note: str) -> None:
    """One entry of a home's history."""
    tx.insert(
        "home_states",
        home_id=home_id,
        state=state,
        from_date=from_date,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
        note=note,
    )


def state_entries(db: Reader, home_id: int) -> list[tuple[int, str, str | None]]:
    """(id, state, from_date) of a home's history."""
    return db.tuples("SELECT id, state, from_date FROM home_states WHERE home_id = :home_id", home_id=home_id)


def delete_batch(tx: Tx, import_batch_id: int) -> int:
    """Delete what an import made; sqlite3.IntegrityError when something refers to it."""
    tx.run("DELETE FROM parking_spaces WHERE import_batch_id = :batch", batch=import_batch_id)
    homes = tx.run("DELETE FROM homes WHERE import_batch_id = :batch", batch=import_batch_id)
    tx.run(
        """
        DELETE FROM entrances WHERE import_batch_id = :batch
           AND NOT EXISTS (SELECT 1 FROM homes WHERE homes.entrance_id = entrances.id)
        """,
        batch=import_batch_id,
    )
    tx.run(
        """
        DELETE FROM buildings WHERE import_batch_id = :batch
           AND NOT EXISTS (SELECT 1 FROM entrances WHERE entrances.building_id = buildings.id)
        """,
        batch=import_batch_id,
    )
    return homes


def _row(spec: HomeSpec, entrance_id: int) -> tuple[object, ...]:
    code, room = spec.code, rules.canonical_room(spec.room)
    delivered = spec.delivered_on if spec.state == "delivered" else None
    return (
        entrance_id,
        room,
        code,
        rules.home_key(code),
        spec.floor if spec.floor is not None else rules.floor_of(room),
        spec.area_dm2,
        spec.inner_area_dm2,
        spec.layout,
        spec.usage,
        spec.state,
        spec.state_since or delivered,
        spec.delivered_on,
        spec.delivered_precision,
        spec.note,
        spec.import_batch_id,
    )
