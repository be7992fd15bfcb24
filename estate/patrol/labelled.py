"""Points have labels; a label leads whoever walks to the point in the present round."""

from collections.abc import Mapping, Sequence

from estate.access.permissions import PATROL_WALK
from estate.data import Reader
from estate.i18n import lazy as _
from estate.labels.subjects import Subject, Thing, declare
from estate.patrol import queries, words
from estate.patrol.queries import Point


def _thing(point: Point) -> Thing:
    return Thing(
        point.id,
        f"D{point.id:04d}",
        point.name,
        point.location,
        f"/patrol/points/{point.id}/here",
        place_id=point.place_id,
        building_id=point.building_id,
        retired=point.retired_at is not None,
        scanned=f"/patrol/points/{point.id}/here",
    )


def _kinds(db: Reader) -> Mapping[str, str]:
    """Points are chosen by the rounds on which they stand."""
    return {code: str(word) for code, word in words.KINDS.items() if queries.points_of_kind(db, code)}


def _things(db: Reader, ids: Sequence[int]) -> list[Thing]:
    wanted = set(ids)
    return [_thing(one) for one in queries.all_points(db) if one.id in wanted]


def _choose(db: Reader, building_id: int | None, kind: str) -> list[Thing]:
    chosen = queries.points_of_kind(db, kind) if kind else None
    return [
        _thing(one)
        for one in queries.points(db)
        if (building_id is None or one.building_id == building_id) and (chosen is None or one.id in chosen)
    ]


POINT = declare(Subject("point", _("Points of patrol"), PATROL_WALK, _kinds, _things, _choose))
