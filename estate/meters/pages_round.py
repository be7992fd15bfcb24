"""A round of reading, on a tablet: building by building, entrance by entrance, floor by floor, saved one by one."""

from datetime import date
from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import READINGS_TAKE
from estate.community import queries as community
from estate.data import clock, read
from estate.meters import queries, words
from estate.meters.forms import ReadingForm
from estate.meters.pages_readings import keep
from estate.meters.queries import Dial
from estate.meters.rules import KINDS, UNITS
from estate.web import Posted, Response, current, get, page, post, redirect

COMMON = "common"  # in the address: the meters of no home


@get("/readings", permission=READINGS_TAKE)
def show_round(asked: Posted) -> Response:
    """How far the month's round has come, by building. A round is one kind of meter in one month."""
    kind, on = _kind(asked), _on(asked)
    with read() as db:
        stops = queries.stops(db, kind, _since(on), on)
    return page(
        "meters/round.html",
        stops=stops,
        kind=kind,
        on=on,
        done=sum(stop.done for stop in stops),
        total=sum(stop.meters for stop in stops),
        kinds=[{"value": one, "label": name} for one, name in words.KINDS.items()],
        words=words,
    )


@get("/readings/{place:str}", permission=READINGS_TAKE)
def show_stop(place: str, asked: Posted) -> Response:
    """One entrance of a building: its meters up the floors, each with its last value and a field."""
    return _stop_page(place, asked)


@post("/readings/{place:str}/meters/{meter_id:int}", permission=READINGS_TAKE)
def take_reading(place: str, meter_id: int, posted: Posted, asked: Posted, me: Me) -> Response:
    """Keep one value; answers that meter's card, the next one and the progress, or the page at the next meter."""
    kind, on = _kind(asked), _on(asked)
    form = ReadingForm(posted)
    form.on.raw_data = [on]  # the day is the round's, chosen once for all
    form.on.process_formdata([on])
    why = keep(meter_id, form, posted, me)
    status = 200 if why is None else 422
    if not current().htmx:
        if why is None:
            return redirect(f"/readings/{place}?{current().query}#meter-{meter_id}")
        return _stop_page(place, asked, {meter_id: (form, why)}, status=status)
    context = _stop(place, asked)
    dials: list[Dial] = context["dials"]
    at = next((n for n, dial in enumerate(dials) if dial.id == meter_id), None)
    if at is None:
        raise NotFoundException
    following = next((dial for dial in [*dials[at + 1 :], *dials[:at]] if not dial.reading_id), None)
    return page(
        "meters/_taken.html",
        dial=dials[at],
        following=following if why is None else None,
        forms={} if why is None else {meter_id: (form, why)},
        kind=kind,
        on=on,
        **context,
        status=status,
    )


def _stop_page(place: str, asked: Posted, forms: dict[int, Any] | None = None, status: int = 200) -> Response:
    context = _stop(place, asked)
    return page(
        "meters/stop.html", kind=_kind(asked), on=_on(asked), forms=forms or {}, **context, status=status
    )


def _stop(place: str, asked: Posted) -> dict[str, Any]:
    kind, on = _kind(asked), _on(asked)
    since = _since(on)
    with read() as db:
        building = None
        entrances: list[queries.Entrance] = []
        entrance_id: int | None = None
        if place != COMMON:
            building = community.building(db, int(place)) if place.isdecimal() and len(place) < 16 else None
            if building is None:
                raise NotFoundException
            entrances = queries.entrances(db, building.id, kind, since, on)
            wanted = asked.whole("entrance")
            here = next((one for one in entrances if one.entrance_id == wanted), None)
            here = here or next((one for one in entrances if one.done < one.meters), None)
            entrance_id = here.entrance_id if here else entrances[0].entrance_id if entrances else -1
        dials = queries.dials(db, entrance_id, kind, since, on)
    return {
        "place": place,
        "building": building,
        "entrances": entrances,
        "entrance_id": entrance_id,
        "dials": dials,
        "missing": [dial for dial in dials if not dial.reading_id],
        "words": words,
        "unit": UNITS[kind],
        "link": f"?kind={kind}&on={on}" + (f"&entrance={entrance_id}" if entrance_id else ""),
    }


def _kind(asked: Posted) -> str:
    return asked.get("kind") if asked.get("kind") in KINDS else KINDS[0]


def _on(asked: Posted) -> str:
    """The day of the round: the address's, else today."""
    try:
        on = date.fromisoformat(asked.get("on"))
    except ValueError:
        return clock.today().isoformat()
    return min(on, clock.today()).isoformat()


def _since(on: str) -> str:
    return f"{on[:7]}-01"


ROUTES = [show_round, show_stop, take_reading]
