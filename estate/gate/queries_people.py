"""Whom the gate tells of what concerns a home: who lives there, by what the register says."""

from collections.abc import Iterable

import msgspec

from estate.data import Reader, clock
from estate.people.queries import BY_ROLE, CURRENT


def household(db: Reader, home_id: int) -> list[int]:
    """The tenants of a home, or else its owners: a landlord is not told of a tenant's visitors and parcels."""
    return households(db, [home_id]).get(home_id, [])


def households(db: Reader, home_ids: Iterable[int]) -> dict[int, list[int]]:
    """The same of several homes at once, by home."""
    rows = db.tuples(
        f"""
        SELECT r.home_id, r.person_id, r.role = 'tenant' FROM residencies AS r
         WHERE r.home_id IN (SELECT value FROM json_each(:homes)) AND r.role IN ('owner', 'co_owner', 'tenant')
           AND {CURRENT} ORDER BY {BY_ROLE}, r.id
        """,
        homes=msgspec.json.encode(sorted(set(home_ids))).decode(),
        day=clock.today().isoformat(),
    )
    let = {home for home, _person, tenant in rows if tenant}
    found: dict[int, list[int]] = {}
    for home, person, tenant in rows:
        known = found.setdefault(home, [])
        if bool(tenant) == (home in let) and person not in known:
            known.append(person)
    return found
