"""What the office does with public places; each act is one transaction and leaves its entry in the change log."""

import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.places import queries, words
from estate.places.queries import Place
from estate.refusal import Refused

MOST_AT_ONCE = 3000


class PlaceSpec(NamedTuple):
    """A place as it is entered. An empty code is the next free one."""

    name: str
    kind: str
    code: str = ""
    building_id: int | None = None
    entrance_id: int | None = None
    floor: int | None = None
    note: str = ""


class Bulk(NamedTuple):
    """Which places are made for every entrance of some buildings."""

    building_ids: tuple[int, ...]
    lobby: bool = True
    corridors: bool = True
    lift: bool = True
    stairs: bool = False
    lowest: int | None = None
    highest: int | None = None


def add(tx: Tx, spec: PlaceSpec) -> int:
    """Enter a place; answers its id. Refused when its number, or its name in the same spot, is taken."""
    spec = _checked(tx, spec)
    code = spec.code or _free_codes(tx, 1)[0]
    if queries.by_code(tx, code):
        raise Refused(_("There is a place %(code)s already.", code=code), "code")
    place_id = _insert(tx, spec._replace(code=code))
    audit.record(tx, "place.added", "places", place_id, after=_told(spec._replace(code=code)))
    return place_id


def add_many(tx: Tx, specs: Sequence[PlaceSpec]) -> int:
    """Enter places in bulk; what is there under its name already stays as it is. Answers how many are new."""
    if len(specs) > MOST_AT_ONCE:
        raise Refused(_("These are more than %(most)s places. Choose fewer buildings.", most=MOST_AT_ONCE))
    there = queries.named(tx)
    new = [one for one in specs if (one.name, one.building_id, one.entrance_id, one.floor) not in there]
    codes = _free_codes(tx, sum(not one.code for one in new))
    numbers = iter(codes)
    made = [one if one.code else one._replace(code=next(numbers)) for one in new]
    tx.many(
        """
        INSERT INTO places (code, sort, name, kind, building_id, entrance_id, floor, note)
        VALUES (:code, :sort, :name, :kind, :building_id, :entrance_id, :floor, :note)
        """,
        [{**one._asdict(), "sort": sort_key(one.code)} for one in made],
    )
    if made:
        audit.record(tx, "places.added", "places", after={"places": len(made)})
    return len(made)


def of_entrances(tx: Tx, bulk: Bulk) -> list[PlaceSpec]:
    """The places that every entrance of these buildings has: hall, lift, stairs, a corridor on each floor.

    The floors are those of its homes, unless others are named; Refused where neither is known.
    """
    specs: list[PlaceSpec] = []
    for building_id, _building, entrance_id, _entrance, lowest, highest in queries.floors(
        tx, bulk.building_ids
    ):
        spot: dict[str, Any] = {"building_id": building_id, "entrance_id": entrance_id}
        for wanted, kind in ((bulk.lobby, "lobby"), (bulk.lift, "lift"), (bulk.stairs, "stairs")):
            if wanted:
                specs.append(PlaceSpec(str(words.KINDS[kind]), kind, **spot))
        if bulk.corridors:
            first, last = bulk.lowest or lowest, bulk.highest or highest
            if first is None or last is None:
                raise Refused(_("No home here has a floor. Write from which to which."), "lowest")
            name = str(words.KINDS["corridor"])
            specs += [
                PlaceSpec(name, "corridor", floor=floor, **spot) for floor in range(first, last + 1) if floor
            ]
    if not specs:
        raise Refused(_("Choose buildings and what they have."), "buildings")
    return specs


def change(place_id: int, spec: PlaceSpec, by: Actor) -> None:
    """Change a place; its orders keep the words that they were made with. Refused as in `add`."""
    with write(by) as tx:
        before = require(tx, place_id)
        spec = _checked(tx, spec, before)
        spec = spec._replace(code=spec.code or before.code)
        other = queries.by_code(tx, spec.code)
        if other and other.id != place_id:
            raise Refused(_("There is a place %(code)s already.", code=spec.code), "code")
        after = spec._asdict()
        was = {name: getattr(before, name) for name in after}
        if was == after:
            return
        tx.update("places", place_id, **after, sort=sort_key(spec.code))
        changed = [name for name in after if was[name] != after[name]]
        audit.record(
            tx,
            "place.changed",
            "places",
            place_id,
            before={name: was[name] for name in changed},
            after={name: after[name] for name in changed},
        )


def retire(place_id: int, by: Actor) -> None:
    """A place is no longer there: nothing is reported of it any more, its past stays. Again changes nothing."""
    with write(by) as tx:
        before = require(tx, place_id)
        if before.retired_at is None:
            tx.update("places", place_id, retired_at=clock.stamp())
            audit.record(tx, "place.retired", "places", place_id, before={"name": before.title})


def restore(place_id: int, by: Actor) -> None:
    """A retired place is in use again. Refused when another has its name meanwhile."""
    with write(by) as tx:
        before = require(tx, place_id)
        if before.retired_at is None:
            return
        if (before.name, before.building_id, before.entrance_id, before.floor) in queries.named(tx):
            raise Refused(_("There is a place of this name here already."), "name")
        tx.update("places", place_id, retired_at=None)
        audit.record(tx, "place.restored", "places", place_id, after={"name": before.title})


def require(tx: Tx, place_id: int) -> Place:
    """The place; LookupError when there is none."""
    found = queries.place(tx, place_id)
    if found is None:
        raise LookupError(f"there is no place {place_id}")
    return found


def sort_key(code: str) -> str:
    """Numbers in a code count as numbers: P-9 before P-10."""
    return re.sub(r"\d+", lambda match: match[0].lstrip("0").zfill(8), code.upper())


def _checked(tx: Tx, spec: PlaceSpec, before: Place | None = None) -> PlaceSpec:
    spec = spec._replace(
        name=spec.name.strip(),
        code=unicodedata.normalize("NFKC", spec.code).strip().upper(),
        note=spec.note.strip(),
    )
    if not spec.name:
        raise Refused(_("Give the place a name."), "name")
    if spec.kind not in words.KINDS:
        raise Refused(_("Choose what kind of place it is."), "kind")
    spot = (spec.name, spec.building_id, spec.entrance_id, spec.floor)
    own = before and (before.name, before.building_id, before.entrance_id, before.floor)
    if spot != own and spot in queries.named(tx):
        raise Refused(_("There is a place of this name here already."), "name")
    return spec


def _insert(tx: Tx, spec: PlaceSpec) -> int:
    try:
        return tx.insert("places", **spec._asdict(), sort=sort_key(spec.code))
    except sqlite3.IntegrityError as error:
        raise Refused(_("There is no such entrance in this building."), "spot") from error


def _free_codes(tx: Tx, count: int) -> list[str]:
    """The next numbers after the highest given one."""
    taken = [int(one[2:]) for one in queries.taken_codes(tx, "P-") if one[2:].isdecimal()]
    start = max(taken, default=0) + 1
    return [f"P-{number:04d}" for number in range(start, start + count)]


def _told(spec: PlaceSpec) -> dict[str, Any]:
    return {name: value for name, value in spec._asdict().items() if value not in (None, "")}
