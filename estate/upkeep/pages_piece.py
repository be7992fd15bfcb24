"""The upkeep of one piece of equipment: what is due, what was done, what was missed."""

from datetime import timedelta

from estate.access.permissions import UPKEEP_READ
from estate.data import clock, read
from estate.equipment import queries as equipment
from estate.upkeep import queries, queries_records, words
from estate.web import Response, existing, get, page

AHEAD = timedelta(days=3660)


@get("/upkeep/equipment/{equipment_id:int}", permission=UPKEEP_READ)
def show_piece(equipment_id: int) -> Response:
    """A piece with its dues and its latest records."""
    today = clock.today()
    with read() as db:
        return page(
            "upkeep/piece.html",
            piece=existing(equipment.equipment(db, equipment_id)),
            dues=queries.open_dues(db, today + AHEAD, equipment_id=equipment_id),
            missed=queries.missed_of(db, equipment_id),
            found=queries_records.listed(db, equipment_id=equipment_id, size=20),
            words=words,
        )


ROUTES = [show_piece]
