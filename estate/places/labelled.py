"""Public places have labels."""

from collections.abc import Mapping, Sequence

from estate.access.permissions import PLACES_READ
from estate.data import Reader
from estate.i18n import lazy as _
from estate.labels.subjects import Subject, Thing, declare
from estate.places import queries, words
from estate.places.queries import Place


def _thing(place: Place) -> Thing:
    return Thing(
        place.id,
        place.code,
        place.name,
        place.where,
        f"/places/{place.id}",
        words.FAULTS.get(place.kind, ()),
        place_id=place.id,
        building_id=place.building_id,
        retired=place.retired_at is not None,
    )


def _kinds(db: Reader) -> Mapping[str, str]:
    counts = queries.kind_counts(db)
    return {code: str(word) for code, word in words.KINDS.items() if code in counts}


def _things(db: Reader, ids: Sequence[int]) -> list[Thing]:
    return [_thing(one) for one in queries.of_ids(db, ids)]


def _choose(db: Reader, building_id: int | None, kind: str) -> list[Thing]:
    return [_thing(one) for one in queries.choices(db, building_id=building_id, kind=kind)]


PLACE = declare(Subject("place", _("Public places"), PLACES_READ, _kinds, _things, _choose))
