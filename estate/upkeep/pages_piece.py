"""The upkeep of one piece of equipment: what is due, what was done, what was missed."""

from datetime import datetime, timedelta

from estate.access.permissions import UPKEEP_READ
from estate.data import clock, read
from estate.equipment import queries as equipment
from estate.equipment import queries_outages
from estate.equipment import words as equipment_words
from estate.equipment.rules_reliability import reliability, window
from estate.upkeep import queries, queries_life, queries_records, words
from estate.upkeep.rules_life import advise
from estate.web import Response, existing, get, page

AHEAD = timedelta(days=3660)


@get("/upkeep/equipment/{equipment_id:int}", permission=UPKEEP_READ)
def show_piece(equipment_id: int) -> Response:
    """A piece with its dues and its latest records."""
    today = clock.today()
    with read() as db:
        piece = existing(equipment.equipment(db, equipment_id))
        lived, life = queries_life.lives(db, today, equipment_id)[0]
        installed = (
            datetime.fromisoformat(piece.installed_on).replace(tzinfo=clock.zone())
            if piece.installed_on
            else None
        )
        outages = queries_outages.for_rules(queries_outages.outages(db, equipment_id))
        return page(
            "upkeep/piece.html",
            piece=piece,
            lived=lived,
            life=life,
            advice=advise(life, today),
            reliable=reliability(outages, *window(clock.now(), installed)),
            lasted=equipment_words.lasted,
            dues=queries.open_dues(db, today + AHEAD, equipment_id=equipment_id),
            missed=queries.missed_of(db, equipment_id),
            found=queries_records.listed(db, equipment_id=equipment_id, size=20),
            words=words,
        )


ROUTES = [show_piece]
