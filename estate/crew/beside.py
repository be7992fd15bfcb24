"""What the crew shows on an order's page: who could be handed it, who helps, when somebody comes."""

import secrets
from typing import Any

from estate.access.me import Me
from estate.access.permissions import REPAIRS_ASSIGN
from estate.crew import records_appointments, records_handing, words
from estate.crew.queries_candidates import proposal
from estate.crew.rules import obstacle
from estate.data import Reader, clock
from estate.repairs import queries_crew as orders
from estate.repairs.queries import Order

FIRST = 3
"""So many candidates stand on the order's own page; the others on the page of who does it."""


def shown(db: Reader, me: Me, order: Order) -> dict[str, Any] | None:
    """What the part of an order's page needs; None where there is nothing for this person."""
    assign = me.may(REPAIRS_ASSIGN) and order.is_open
    helpers = records_handing.helpers(db, order.id)
    agreed = records_appointments.of_order(db, order.id)[:1]
    if not assign and not helpers and not agreed:
        return None
    found = proposal(db, order.id).candidates if assign else []
    now = clock.now()
    return {
        "assign": assign,
        "candidates": [(one, words.reasons(one, order.category, now)) for one in found[:FIRST]],
        "against": obstacle(found) if assign else "",
        "against_words": words.AGAINST_OTHERS if order.assignee_id else words.AGAINST,
        "pooled": orders.one_in_pool(db, order.id) if assign else None,
        "helpers": helpers,
        "agreed": agreed,
        "key": secrets.token_urlsafe(12),
    }
