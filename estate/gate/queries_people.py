"""Whom the gate tells of what concerns a home: who lives there, by what the register says."""

from estate.data import Reader
from estate.people import queries as people


def household(db: Reader, home_id: int) -> list[int]:
    """The tenants of a home, or else its owners: a landlord is not told of a tenant's visitors and parcels."""
    residents = people.residents_of(db, home_id)
    tenants = [one.person_id for one in residents if one.role == "tenant"]
    owners = [one.person_id for one in residents if one.role in ("owner", "co_owner")]
    return list(dict.fromkeys(tenants or owners))
