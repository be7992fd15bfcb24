"""A piece of equipment with all that hangs on it."""

from datetime import date, datetime

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import EQUIPMENT_READ, REPAIRS_READ
from estate.announcements import causes
from estate.announcements.suggested import suggested
from estate.data import Reader, audit, clock, read
from estate.equipment import queries, queries_outages, words
from estate.equipment.forms import MeterLinkForm, SpareForm
from estate.equipment.papers import EQUIPMENT
from estate.equipment.queries import Equipment
from estate.equipment.queries_outages import Outage
from estate.equipment.rules import due_state, end_of_life, faults_of
from estate.equipment.rules_reliability import Reliability, reliability, window
from estate.papers import queries as papers
from estate.places import queries as places
from estate.repairs import queries as repairs
from estate.repairs import words as repair_words
from estate.web import Response, get, page


@get("/equipment/{equipment_id:int}", permission=EQUIPMENT_READ)
def show_equipment(equipment_id: int, me: Me) -> Response:
    return equipment_page(equipment_id, me)


def equipment_page(
    equipment_id: int,
    me: Me,
    status: int = 200,
    spare: SpareForm | None = None,
    meter: MeterLinkForm | None = None,
) -> Response:
    """A piece with its facts, parts, papers, spare parts, meters and history; with the form that was refused."""
    today = clock.today()
    with read() as db:
        piece = piece_of(db, equipment_id)
        tree = queries.parts_of(db, equipment_id)
        outages = queries_outages.outages(db, equipment_id)
        planned = _next_work(piece, today.isoformat())
        ends = end_of_life(
            date.fromisoformat(piece.installed_on) if piece.installed_on else None, piece.life_years
        )
        return page(
            "equipment/show.html",
            piece=piece,
            place=places.place(db, piece.place_id) if piece.place_id else None,
            due=due_of([piece], today)[piece.id],
            ends=ends,
            aged=bool(ends and ends <= today),
            parts=tree[1:],
            papers=papers.shown(db, EQUIPMENT, equipment_id),
            spares=queries.spares_of(db, equipment_id),
            meters=queries.meters_of(db, equipment_id),
            orders=repairs.of_equipment(db, equipment_id, 20, me) if me.may(REPAIRS_READ) else [],
            outages=outages,
            out=next((one for one in outages if one.to_at is None and one.voided_at is None), None),
            reliable=_reliable(piece, outages),
            lasted=_lasted,
            announced=causes.announcements(db, me, EQUIPMENT.code, equipment_id),
            announce_now=announcement_of(piece, today.isoformat()),
            announce=announcement_of(piece, planned) if piece.state != "scrapped" else "",
            order_words=repair_words,
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


def announcement_of(piece: Equipment, on: str) -> str:
    """The announcement that work on a piece suggests; empty where it cuts nobody off."""
    fault = faults_of(piece.category, piece.name)[0]
    place = words.place(piece.location, piece.building, piece.entrance)
    return suggested(
        fault,
        place,
        on,
        building_id=piece.building_id,
        entrance_id=piece.entrance_id,
        what=piece.name,
        equipment_id=piece.id,
    )


def _next_work(piece: Equipment, today: str) -> str:
    """The day of the next service or inspection, ISO text; today where none is known."""
    days = [day for day in (piece.next_service_on, piece.next_inspection_on) if day and day >= today]
    return min(days, default=today)


def due_of(pieces: list[Equipment], today: date) -> dict[int, str]:
    """What each piece's next inspection is: overdue, soon, later; '' where none is known or it is scrapped."""
    return {
        one.id: due_state(date.fromisoformat(one.next_inspection_on), today)
        if one.next_inspection_on and one.state != "scrapped"
        else ""
        for one in pieces
    }


def _reliable(piece: Equipment, outages: list[Outage]) -> Reliability | None:
    """How reliable it was in the last year, or since it was installed."""
    installed = (
        datetime.fromisoformat(piece.installed_on).replace(tzinfo=clock.zone())
        if piece.installed_on
        else None
    )
    if piece.state == "scrapped":
        return None
    return reliability(queries_outages.for_rules(outages), *window(clock.now(), installed))


def _lasted(one: Outage) -> str:
    until = datetime.fromisoformat(one.to_at) if one.to_at else clock.now()
    return words.lasted(until - datetime.fromisoformat(one.from_at))


ROUTES = [show_equipment]
