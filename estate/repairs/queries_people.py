"""Who carries out orders, with what each has in hand."""

from typing import NamedTuple

from estate.access import accounts
from estate.access.permissions import REPAIRS_WORK, permissions_of
from estate.data import Reader
from estate.repairs import queries


class Worker(NamedTuple):
    """Somebody who may be handed an order, by account. in_hand: how many orders they have."""

    id: int
    name: str
    in_hand: int


def workers(db: Reader) -> list[Worker]:
    """Everybody of the office who carries out orders, by name."""
    found = [
        one
        for one in accounts.staff(db)
        if one.disabled_at is None and REPAIRS_WORK in permissions_of(frozenset(one.role_list))
    ]
    loads = queries.open_of_person(db, [one.id for one in found])
    return [Worker(one.id, one.name, loads.get(one.id, 0)) for one in found]
