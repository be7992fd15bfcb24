"""Points of patrol chosen from the register of public places, many at once; a place is a point once."""

from collections.abc import Sequence

from estate.access.me import Me
from estate.access.permissions import PATROL_PLAN
from estate.community import queries as community
from estate.data import Reader, Tx, read, write
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.patrol import actions_points, labels, queries
from estate.patrol.actions_points import Question, Where
from estate.patrol.forms import PlacesForm
from estate.patrol.models import MODELS
from estate.places import queries as places
from estate.places import words as place_words
from estate.places.queries import Place
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/patrol/points/places", permission=PATROL_PLAN)
def choose_places(asked: Posted) -> Response:
    """The places in use that are no point yet, of a building and kind or all, to be ticked."""
    return _choose_page(PlacesForm(), asked)


@post("/patrol/points/places", permission=PATROL_PLAN)
def add_places(posted: Posted, me: Me) -> Response:
    """Make a point of every place that was ticked; one that has become a point meanwhile is passed over.

    With the filter's own button nothing is made: others are shown, and what was ticked stays ticked.
    """
    form = PlacesForm(posted)
    if posted.get("act") == "show":
        return _choose_page(form, posted)
    ticked = [int(one) for one in posted.getlist("place") if one.isdecimal()]
    try:
        if not ticked:
            raise Refused(_("Tick at least one place."))
        model = MODELS.get(str(form.model.data or ""))
        with write(me) as tx:
            ids = _add(tx, ticked, model.asked() if model else ())
    except Refused as refused:
        form.refuse(refused)
        return _choose_page(form, posted, 422)
    told = ngettext("%(num)s point added", "%(num)s points added", len(ids))
    return redirect("/patrol/points", toast=told if ids else _("All of them are there already"))


def _add(tx: Tx, ticked: Sequence[int], questions: Sequence[Question]) -> list[int]:
    points = queries.points(tx)
    known, names = {one.place_id for one in points}, {one.name for one in points}
    ids: list[int] = []
    for one in places.of_ids(tx, ticked):
        if one.id in known or one.retired_at:
            continue
        name = one.title if one.title not in names else f"{one.title} {one.code}"
        names.add(name)
        where = Where(name, one.where or _("Outside"), one.id, one.building_id)
        ids.append(actions_points.add_point(tx, where, questions))
    labels.make(tx, ids)
    return ids


def _free(db: Reader, building_id: int | None, kind: str) -> list[Place]:
    known = {one.place_id for one in queries.points(db)}
    return [one for one in places.choices(db, building_id=building_id, kind=kind) if one.id not in known]


def _choose_page(form: PlacesForm, asked: Posted, status: int = 200) -> Response:
    form.model.choices = [("", _("None yet")), *((code, str(one.name)) for code, one in MODELS.items())]
    ticked = set(asked.getlist("place"))
    with read() as db:
        found = _free(db, asked.whole("building"), asked.get("kind"))
        shown = {one.id for one in found}
        others = _free(db, None, "") if ticked - {str(one) for one in shown} else []
        return page(
            "patrol/points_places.html",
            form=form,
            found=found,
            apart=[one for one in others if str(one.id) in ticked and one.id not in shown],
            kinds={code: place_words.KINDS[code] for code in places.kind_counts(db)},
            buildings=community.choices(db)[0],
            asked=asked,
            ticked=ticked,
            status=status,
        )


ROUTES = [choose_places, add_places]
