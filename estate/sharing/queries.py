"""What a batch of shared costs is computed from: homes in the order of rooms, who has to pay, what was used."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import cast

from estate.billing.rules_stretches import Liable
from estate.billing.rules_who import ALWAYS, Place
from estate.data import Reader
from estate.meters import queries_used as meters
from estate.sharing import records
from estate.sharing.records import Batch
from estate.sharing.rules import Method, pool_formula, residual_pool
from estate.sharing.rules_preview import Home, PlaceRule, Preview, Terms, takes_part, work_out


def preview(db: Reader, batch: Batch) -> Preview:
    """A batch worked out from what is known now."""
    rules = [row.rule for row in records.rules(db, batch.id)]
    homes = _homes(db, batch)
    named = [home for home in homes if takes_part(rules, home.place)]
    pool_fen, formula, problem = _pool(db, batch, named)
    return work_out(_terms(db, batch, rules, pool_fen, formula, problem), named)


def _terms(
    db: Reader, batch: Batch, rules: Sequence[PlaceRule], pool_fen: int, formula: str, problem: str
) -> Terms:
    return Terms(
        cast(Method, batch.method),
        date.fromisoformat(batch.period_from),
        date.fromisoformat(batch.period_to),
        pool_fen,
        formula,
        tuple(row.floors for row in records.floors(db, batch.id)),
        tuple(rules),
        problem,
    )


def _pool(db: Reader, batch: Batch, homes: Sequence[Home]) -> tuple[int, str, str]:
    """The sum in fen, how it came about, and what is missing for it: no_master, or not_read."""
    if batch.amount_fen is not None:
        return batch.amount_fen, "", ""
    picked = records.meters(db, batch.id)
    masters = [row for row in picked if row.part == "master"]
    if not masters:
        return 0, "", "no_master"
    uses = meters.used_between(
        db, batch.period_from, batch.period_to, meter_ids=[row.meter_id for row in picked]
    )
    used = {use.meter_id: use.used_e6 for use in uses}
    sub_uses = [used.get(row.meter_id) for row in picked if row.part == "sub"]
    if batch.home_subs:
        within = {home.id for home in homes}
        kind = masters[0].kind
        sub_uses += [
            use.used_e6
            for use in meters.used_between(db, batch.period_from, batch.period_to, kind=kind)
            if use.home_id in within and (use.active or use.used_e6 is not None)
        ]
    master_uses = [used.get(row.meter_id) for row in masters]
    known = [one for one in (*master_uses, *sub_uses) if one is not None]
    if len(known) < len(master_uses) + len(sub_uses):
        return 0, "", "not_read"
    master = sum(one or 0 for one in master_uses)
    subs = sum(one or 0 for one in sub_uses)
    price = batch.price_e4 or 0
    return (
        residual_pool(master, subs, batch.own_e6, price),
        pool_formula(master, subs, batch.own_e6, price),
        "",
    )


def _homes(db: Reader, batch: Batch) -> list[Home]:
    liable = _liable(db, batch)
    used = _used(db, batch)
    taken = records.taken(db, batch)
    return [
        Home(
            home_id,
            code,
            Place(home_id, usage, entrance, building, zone),
            area,
            floor,
            date.fromisoformat(delivered) if delivered else None,
            tuple(liable[home_id]),
            used.get(home_id),
            home_id in taken,
        )
        for home_id, code, usage, entrance, building, zone, area, floor, delivered in db.tuples(_HOMES)
    ]


_HOMES = """
    SELECT h.id, h.code, h.usage, e.id, b.id, b.zone_id, h.area_dm2, h.floor, h.delivered_on
      FROM homes AS h JOIN entrances AS e ON e.id = h.entrance_id JOIN buildings AS b ON b.id = e.building_id
     ORDER BY h.sort, h.id
"""


def _liable(db: Reader, batch: Batch) -> dict[int, list[Liable]]:
    rows = db.tuples(
        """
        SELECT v.home_id, v.person_id, v.name, v.from_date, v.to_date, p.kind = 'company'
          FROM v_liable_owners AS v JOIN people AS p ON p.id = v.person_id
         WHERE ifnull(v.to_date, '9999') >= :first AND ifnull(v.from_date, '') <= :last
         ORDER BY v.home_id, v.rank
        """,
        first=batch.period_from,
        last=batch.period_to,
    )
    found: dict[int, list[Liable]] = defaultdict(list)
    for home_id, person_id, name, start, end, company in rows:
        first = date.fromisoformat(start) if start else ALWAYS[0]
        last = date.fromisoformat(end) if end else ALWAYS[1]
        found[home_id].append(Liable(person_id, name, first, last, bool(company)))
    return found


def _used(db: Reader, batch: Batch) -> dict[int, int]:
    """What each home used by all its meters of the kind; a home with a meter that was not read is left out."""
    if batch.meter_kind is None:
        return {}
    used: dict[int, int] = defaultdict(int)
    unread: set[int] = set()
    for use in meters.used_between(db, batch.period_from, batch.period_to, kind=batch.meter_kind):
        if use.home_id is None:
            continue
        if use.used_e6 is not None:
            used[use.home_id] += use.used_e6
        elif use.active:
            unread.add(use.home_id)
    return {home_id: total for home_id, total in used.items() if home_id not in unread}


def named_place(db: Reader, scope: str, key: str) -> PlaceRule | None:
    """The place of a choice like `building:3`, when there is one."""
    if scope in ("all", "usage"):
        return PlaceRule(scope, key or None)
    table = {"zone": "zones", "building": "buildings"}.get(scope)
    if table is None or not key.isdigit():
        return None
    found = db.value(f"SELECT id FROM {table} WHERE id = :id", id=int(key[:15]))
    return None if found is None else PlaceRule(scope, int(found))


def written_place(db: Reader, code: str) -> PlaceRule | None:
    """A home (`3-2-501`) or an entrance (`3-2`) by its code."""
    if (home_id := db.value("SELECT id FROM homes WHERE code = :code", code=code)) is not None:
        return PlaceRule("home", int(home_id))
    entrance_id = db.value(
        """
        SELECT e.id FROM entrances AS e JOIN buildings AS b ON b.id = e.building_id
         WHERE b.code || '-' || e.code = :code
        """,
        code=code,
    )
    return None if entrance_id is None else PlaceRule("entrance", int(entrance_id))


def batch_of(db: Reader, charge_id: int) -> int | None:
    """The batch that a charge came of."""
    return db.value("SELECT batch_id FROM sharing_charges WHERE charge_id = :charge_id", charge_id=charge_id)
