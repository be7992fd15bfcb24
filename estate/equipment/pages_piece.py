"""A piece of equipment with all that hangs on it."""

from datetime import date

from litestar.exceptions import NotFoundException

from estate.access.permissions import EQUIPMENT_READ
from estate.data import Reader, audit, clock, read
from estate.equipment import queries, words
from estate.equipment.forms import MeterLinkForm, SpareForm
from estate.equipment.papers import EQUIPMENT
from estate.equipment.queries import Equipment
from estate.equipment.rules import due_state, end_of_life
from estate.papers import queries as papers
from estate.web import Response, get, page


@get("/equipment/{equipment_id:int}", permission=EQUIPMENT_READ)
def show_equipment(equipment_id: int) -> Response:
    return equipment_page(equipment_id)


def equipment_page(
    equipment_id: int,
    status: int = 200,
    spare: SpareForm | None = None,
    meter: MeterLinkForm | None = None,
) -> Response:
    """A piece with its facts, parts, papers, spare parts, meters and history; with the form that was refused."""
    today = clock.today()
    with read() as db:
        piece = piece_of(db, equipment_id)
        tree = queries.parts_of(db, equipment_id)
        ends = end_of_life(
            date.fromisoformat(piece.installed_on) if piece.installed_on else None, piece.life_years
        )
        return page(
            "equipment/show.html",
            piece=piece,
            due=due_of([piece], today)[piece.id],
            ends=ends,
            aged=bool(ends and ends <= today),
            parts=tree[1:],
            papers=papers.shown(db, EQUIPMENT, equipment_id),
            spares=queries.spares_of(db, equipment_id),
            meters=queries.meters_of(db, equipment_id),
            course=words.course(queries.states_of(db, equipment_id)),
            changes=words.log(audit.of_subject(db, "equipment", equipment_id)),
            spare_form=spare or SpareForm(prefix="spare-"),
            meter_form=meter or MeterLinkForm(prefix="meter-"),
            words=words,
            status=status,
        )


def piece_of(db: Reader, equipment_id: int) -> Equipment:
    """The piece of an address; not found when there is none."""
    piece = queries.equipment(db, equipment_id)
    if piece is None:
        raise NotFoundException
    return piece


def due_of(pieces: list[Equipment], today: date) -> dict[int, str]:
    """What each piece's next inspection is: overdue, soon, later; '' where none is known or it is scrapped."""
    return {
        one.id: due_state(date.fromisoformat(one.next_inspection_on), today)
        if one.next_inspection_on and one.state != "scrapped"
        else ""
        for one in pieces
    }


ROUTES = [show_equipment]
