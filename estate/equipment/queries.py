"""Equipment for pages and for other features: look one up, find what is meant, what serves a home. Amounts in fen."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader
from estate.equipment.rules import canonical_code
from estate.i18n import gettext as _
from estate.refusal import Refused


class Equipment(NamedTuple):
    """A piece of equipment, or several alike (quantity), with what it belongs to.

    service_cycle: how often it is serviced as the register says, an ISO duration (P15D, P3M) or ''.
    """

    id: int
    code: str
    name: str
    category: str
    model: str
    brand: str
    serial_no: str
    registration_no: str
    location: str
    building_id: int | None
    building: str | None
    entrance_id: int | None
    entrance: str | None
    place_id: int | None
    quantity: int
    installed_on: str | None
    installed_precision: str
    life_years: int | None
    warranty_until: str | None
    supplier: str
    cost_fen: int | None
    vendor: str
    vendor_phone: str
    keeper: str
    statutory: str
    last_inspection_on: str | None
    next_inspection_on: str | None
    service_cycle: str
    last_service_on: str | None
    next_service_on: str | None
    state: str
    parent_id: int | None
    parent_code: str | None
    parent_name: str | None
    replaced_by_id: int | None
    replaced_by_code: str | None
    note: str
    import_batch_id: int | None

    @property
    def title(self) -> str:
        """How people call it: the number and the name."""
        return f"{self.code} {self.name}"


class Part(NamedTuple):
    """A piece in a tree of parts; depth: how far below the one asked about, which is 0."""

    id: int
    code: str
    name: str
    state: str
    location: str
    depth: int


class Spare(NamedTuple):
    """A spare part of a piece; kept: how many are to be in the store room."""

    id: int
    name: str
    model: str
    kept: int


class Counter(NamedTuple):
    """A meter that a piece is linked with."""

    meter_id: int
    kind: str
    number: str
    place: str


class State(NamedTuple):
    id: int
    state: str
    from_date: str
    reason: str
    at: str
    who: str


EQUIPMENT = """
    SELECT q.id, q.code, q.name, q.category, q.model, q.brand, q.serial_no, q.registration_no, q.location,
           q.building_id, b.code AS building, q.entrance_id, e.code AS entrance, q.place_id, q.quantity, q.installed_on,
           q.installed_precision, q.life_years, q.warranty_until, q.supplier, q.cost_fen, q.vendor, q.vendor_phone,
           q.keeper, q.statutory, q.last_inspection_on, q.next_inspection_on, q.service_cycle, q.last_service_on,
           q.next_service_on, q.state, q.parent_id, p.code AS parent_code, p.name AS parent_name, q.replaced_by_id,
           r.code AS replaced_by_code, q.note, q.import_batch_id
      FROM equipment AS q
      LEFT JOIN buildings AS b ON b.id = q.building_id
      LEFT JOIN entrances AS e ON e.id = q.entrance_id
      LEFT JOIN equipment AS p ON p.id = q.parent_id
      LEFT JOIN equipment AS r ON r.id = q.replaced_by_id
"""


def equipment(db: Reader, equipment_id: int) -> Equipment | None:
    """One piece of equipment."""
    return db.row(Equipment, EQUIPMENT + "WHERE q.id = :equipment_id", equipment_id=equipment_id)


def by_code(db: Reader, code: str) -> Equipment | None:
    """The piece of a number, however it is spelled."""
    return db.row(Equipment, EQUIPMENT + "WHERE q.code = :code", code=canonical_code(code))


def meant(db: Reader, text: str, field: str = "equipment") -> int | None:
    """The piece that a typed number or name means, None for no text. Refused (at `field`) when it means none or several."""
    if not text.strip():
        return None
    if exact := by_code(db, text):
        return exact.id
    found = choices(db, text, limit=2)
    if len(found) == 1:
        return found[0].id
    if found:
        raise Refused(_("Several pieces of equipment fit. Write the number on the label."), field)
    raise Refused(_("There is no such equipment. Write the number on its label."), field)


def choices(db: Reader, text: str = "", limit: int = 20) -> list[Equipment]:
    """What a person may mean: by the beginning of a number, else by name or place; what is scrapped comes last."""
    sql = (
        EQUIPMENT
        + """
     WHERE substr(q.code, 1, length(:code)) = :code OR instr(upper(q.name), :code) OR instr(upper(q.location), :code)
     ORDER BY q.state = 'scrapped', substr(q.code, 1, length(:code)) = :code DESC, q.sort LIMIT :limit
    """
    )
    return db.rows(Equipment, sql, code=canonical_code(text), limit=limit)


def of_home(db: Reader, home_id: int) -> list[Equipment]:
    """What serves a home: the equipment of its entrance, and that of its whole building; not what is scrapped."""
    sql = (
        EQUIPMENT
        + """
      JOIN homes AS h ON h.id = :home_id
      JOIN entrances AS n ON n.id = h.entrance_id
     WHERE q.building_id = n.building_id AND (q.entrance_id = n.id OR q.entrance_id IS NULL) AND q.state <> 'scrapped'
     ORDER BY q.entrance_id IS NULL, q.sort
    """
    )
    return db.rows(Equipment, sql, home_id=home_id)


def of_building(db: Reader, building_id: int, entrance_id: int | None = None) -> list[Equipment]:
    """What stands in a building, or in one entrance of it; not what is scrapped."""
    sql = (
        EQUIPMENT
        + """
     WHERE q.building_id = :building_id AND (:entrance_id IS NULL OR q.entrance_id = :entrance_id) AND q.state <> 'scrapped'
     ORDER BY q.sort
    """
    )
    return db.rows(Equipment, sql, building_id=building_id, entrance_id=entrance_id)


def of_place(db: Reader, place_id: int) -> list[Equipment]:
    """What stands in a public place; not what is scrapped."""
    sql = EQUIPMENT + "WHERE q.place_id = :place_id AND q.state <> 'scrapped' ORDER BY q.sort"
    return db.rows(Equipment, sql, place_id=place_id)


def in_use(db: Reader, building_id: int | None = None, category: str = "") -> list[Equipment]:
    """Everything that is not scrapped, in natural order; of one building or category."""
    sql = (
        EQUIPMENT
        + """
     WHERE q.state <> 'scrapped' AND (:building_id IS NULL OR q.building_id = :building_id)
       AND (:category = '' OR q.category = :category)
     ORDER BY q.sort
    """
    )
    return db.rows(Equipment, sql, building_id=building_id, category=category)


def of_ids(db: Reader, equipment_ids: Sequence[int]) -> list[Equipment]:
    """These pieces in natural order, scrapped ones too."""
    marks = ", ".join(str(int(one)) for one in equipment_ids) or "NULL"
    return db.rows(Equipment, EQUIPMENT + f"WHERE q.id IN ({marks}) ORDER BY q.sort")


def categories(db: Reader) -> list[str]:
    """The categories in use, the most frequent first."""
    return db.values(
        "SELECT category FROM equipment WHERE category <> '' GROUP BY category ORDER BY count(*) DESC, category"
    )


def parts_of(db: Reader, equipment_id: int) -> list[Part]:
    """The piece with everything that is a part of it, and parts of those, in the order of a tree."""
    return db.rows(
        Part,
        """
        WITH RECURSIVE tree (id, depth, path) AS (
            SELECT id, 0, sort FROM equipment WHERE id = :equipment_id
             UNION ALL
            SELECT e.id, t.depth + 1, t.path || char(1) || e.sort FROM equipment AS e JOIN tree AS t ON e.parent_id = t.id)
        SELECT e.id, e.code, e.name, e.state, e.location, t.depth
          FROM tree AS t JOIN equipment AS e ON e.id = t.id ORDER BY t.path
        """,
        equipment_id=equipment_id,
    )


def spares_of(db: Reader, equipment_id: int) -> list[Spare]:
    """The spare parts of a piece."""
    sql = "SELECT id, name, model, kept FROM equipment_spares WHERE equipment_id = :equipment_id ORDER BY name, model"
    return db.rows(Spare, sql, equipment_id=equipment_id)


def meters_of(db: Reader, equipment_id: int) -> list[Counter]:
    """The meters that a piece is linked with."""
    return db.rows(
        Counter,
        """
        SELECT m.id AS meter_id, m.kind, m.number, m.place
          FROM equipment_meters AS l JOIN meters AS m ON m.id = l.meter_id
         WHERE l.equipment_id = :equipment_id ORDER BY m.kind, m.number
        """,
        equipment_id=equipment_id,
    )


def states_of(db: Reader, equipment_id: int) -> list[State]:
    """The states of a piece, the latest first."""
    return db.rows(
        State,
        """
        SELECT id, state, from_date, reason, at, who FROM equipment_states
         WHERE equipment_id = :equipment_id ORDER BY id DESC
        """,
        equipment_id=equipment_id,
    )
