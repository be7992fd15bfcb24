"""Points and what is asked at them: added, changed, retired; one transaction each. Limits in thousandths of the unit."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec

from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.patrol import queries
from estate.patrol.queries import Item, Point
from estate.refusal import Refused


class Where(NamedTuple):
    """A point as the office describes it. location: in words; lat_e6, lon_e6: millionths of a degree, with allowed_m."""

    name: str
    location: str
    place_id: int | None = None
    building_id: int | None = None
    lat_e6: int | None = None
    lon_e6: int | None = None
    allowed_m: int | None = None
    photo_required: bool = False
    note: str = ""


class Question(NamedTuple):
    """Something to ask at a point. route_kind: on which rounds, empty for all; abnormal: the answers that mean a fault."""

    question: str
    kind: str
    required: bool = True
    route_kind: str = ""
    unit: str = ""
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()
    abnormal: tuple[str, ...] = ()


def add_point(tx: Tx, where: Where, questions: Sequence[Question] = ()) -> int:
    """A new point with its questions; answers its id. Refused: a name that another point in use has."""
    _require_free(tx, where.name, 0)
    point_id = tx.insert("patrol_points", **_row(where), added_at=clock.stamp(), who=tx.by.name)
    for question in questions:
        add_item(tx, point_id, question)
    audit.record(tx, "patrol_point.added", "patrol_points", point_id, after={"name": where.name})
    return point_id


def change_point(point_id: int, where: Where, by: Actor) -> None:
    """Describe a point anew; what was checked there stays. Refused: a name that another point has."""
    with write(by) as tx:
        before = _require(tx, point_id)
        _require_free(tx, where.name, point_id)
        tx.update("patrol_points", point_id, **_row(where))
        audit.record(
            tx,
            "patrol_point.changed",
            "patrol_points",
            point_id,
            before={"name": before.name, "location": before.location},
            after={"name": where.name, "location": where.location},
        )


def retire_point(point_id: int, by: Actor) -> None:
    """Take a point out of use: it leaves its routes and the rounds that nobody has begun. Again changes nothing."""
    with write(by) as tx:
        found = _require(tx, point_id)
        if found.retired_at:
            return
        tx.update("patrol_points", point_id, retired_at=clock.stamp())
        tx.run("DELETE FROM patrol_route_points WHERE point_id = :point_id", point_id=point_id)
        tx.run(
            """
            DELETE FROM patrol_round_points
             WHERE point_id = :point_id AND state = 'waiting'
               AND round_id IN (SELECT r.id FROM patrol_rounds AS r WHERE r.state = 'planned'
                                  AND (SELECT count(*) FROM patrol_round_points WHERE round_id = r.id) > 1)
            """,
            point_id=point_id,
        )
        audit.record(tx, "patrol_point.retired", "patrol_points", point_id, before={"name": found.name})


def add_item(tx: Tx, point_id: int, asked: Question) -> int:
    """Ask something more at a point, last; answers the item's id. Refused: without words, a choice without choices."""
    _require(tx, point_id)
    if not asked.question.strip():
        raise Refused(_("Write what is asked."), "question")
    if asked.kind == "choice" and len(asked.choices) < 2:
        raise Refused(_("Write at least two answers, one a line."), "choices")
    if asked.low is not None and asked.high is not None and asked.high < asked.low:
        raise Refused(_("The upper limit lies below the lower one."), "high")
    last = tx.value("SELECT ifnull(max(position), 0) FROM patrol_items WHERE point_id = :id", id=point_id)
    number = asked.kind == "number"
    item_id = tx.insert(
        "patrol_items",
        point_id=point_id,
        position=last + 1,
        route_kind=asked.route_kind,
        question=asked.question.strip(),
        kind=asked.kind,
        required=int(asked.required),
        unit=asked.unit.strip() if number else "",
        low=asked.low if number else None,
        high=asked.high if number else None,
        choices=_json(asked.choices if asked.kind == "choice" else ()),
        abnormal=_json(asked.abnormal if asked.kind in ("choice", "yes_no") else ()),
        added_at=clock.stamp(),
    )
    after = {"question": asked.question}
    audit.record(tx, "patrol_item.added", "patrol_points", point_id, after=after)
    return item_id


def replace_item(item_id: int, asked: Question, by: Actor) -> None:
    """Ask something else in the place of a question: the old one stays with its answers."""
    with write(by) as tx:
        old = _item(tx, item_id)
        _retire(tx, old)
        new = add_item(tx, old.point_id, asked)
        tx.update("patrol_items", new, position=old.position)


def retire_item(item_id: int, by: Actor) -> None:
    """Ask a question no more; its answers stay."""
    with write(by) as tx:
        old = _item(tx, item_id)
        _retire(tx, old)
        audit.record(
            tx, "patrol_item.retired", "patrol_points", old.point_id, before={"question": old.question}
        )


def names_taken(tx: Tx, names: Collection[str]) -> set[str]:
    """Which of these names a point in use has already."""
    known = {one.name for one in queries.points(tx)}
    return known & set(names)


def _row(where: Where) -> dict[str, object]:
    if not where.name.strip():
        raise Refused(_("Fill this in."), "name")
    if not where.location.strip():
        raise Refused(_("Say where it is."), "location")
    if (where.lat_e6 is None) != (where.lon_e6 is None):
        raise Refused(_("Write both numbers of the position, or none."), "position")
    placed = where.lat_e6 is not None
    return {
        **where._asdict(),
        "name": where.name.strip(),
        "location": where.location.strip(),
        "allowed_m": (where.allowed_m or 50) if placed else None,
        "photo_required": int(where.photo_required),
        "note": where.note.strip(),
    }


def _require_free(tx: Tx, name: str, but: int) -> None:
    taken = tx.value(
        "SELECT id FROM patrol_points WHERE name = :name AND retired_at IS NULL AND id <> :but",
        name=name.strip(),
        but=but,
    )
    if taken:
        raise Refused(_("Another point has this name."), "name")


def _require(tx: Tx, point_id: int) -> Point:
    found = queries.point(tx, point_id)
    if found is None:
        raise LookupError(f"there is no point {point_id}")
    return found


def _item(tx: Tx, item_id: int) -> Item:
    found = queries.item(tx, item_id)
    if found is None:
        raise LookupError(f"there is no question {item_id}")
    return found


def _retire(tx: Tx, item: Item) -> None:
    tx.run(
        "UPDATE patrol_items SET retired_at = :now WHERE id = :id AND retired_at IS NULL",
        now=clock.stamp(),
        id=item.id,
    )


def _json(texts: Sequence[str]) -> str:
    return msgspec.json.encode(list(texts)).decode()
