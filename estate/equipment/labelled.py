"""Equipment has labels."""

from collections.abc import Mapping, Sequence

from estate.access.permissions import EQUIPMENT_READ
from estate.data import Reader
from estate.equipment import queries, words
from estate.equipment.queries import Equipment
from estate.equipment.rules import faults_of
from estate.i18n import lazy as _
from estate.labels.subjects import Subject, Thing, declare


def thing(piece: Equipment) -> Thing:
    """A piece as its label, the scan and the report name it."""
    return Thing(
        piece.id,
        piece.code,
        piece.name,
        words.place(piece.location, piece.building, piece.entrance),
        f"/equipment/{piece.id}",
        faults_of(piece.category, piece.name),
        place_id=piece.place_id,
        equipment_id=piece.id,
        building_id=piece.building_id,
        retired=piece.state == "scrapped",
    )


def _kinds(db: Reader) -> Mapping[str, str]:
    return {one: one for one in queries.categories(db)}


def _things(db: Reader, ids: Sequence[int]) -> list[Thing]:
    return [thing(one) for one in queries.of_ids(db, ids)]


def _choose(db: Reader, building_id: int | None, kind: str) -> list[Thing]:
    return [thing(one) for one in queries.in_use(db, building_id, kind)]


EQUIPMENT = declare(Subject("equipment", _("Equipment"), EQUIPMENT_READ, _kinds, _things, _choose))
