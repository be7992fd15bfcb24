"""Choosing whom a draft asks."""

from estate.access.me import Me
from estate.access.permissions import SURVEYS_EDIT
from estate.audience import choosing
from estate.surveys import actions
from estate.surveys.shown import required, survey_page
from estate.web import Posted, Response, post, redirect


@post("/surveys/{survey_id:int}/targets", permission=SURVEYS_EDIT)
def add_target(survey_id: int, posted: Posted, me: Me) -> Response:
    """Add a part of the community."""
    required(survey_id)
    form = choosing.add_part(posted, lambda aim: actions.aim(survey_id, aim, me))
    if form is None:
        return redirect(f"/surveys/{survey_id}#whom")
    return survey_page(survey_id, aim=form)


@post("/surveys/{survey_id:int}/homes", permission=SURVEYS_EDIT)
def add_homes(survey_id: int, posted: Posted, me: Me) -> Response:
    """Add homes by their codes."""
    required(survey_id)
    form = choosing.add_homes(posted, lambda aim: actions.aim(survey_id, aim, me))
    if form is None:
        return redirect(f"/surveys/{survey_id}#whom")
    return survey_page(survey_id, homes=form)


@post("/surveys/{survey_id:int}/targets/{target_id:int}/removal", permission=SURVEYS_EDIT)
def remove_target(survey_id: int, target_id: int, me: Me) -> Response:
    required(survey_id)
    actions.unaim(survey_id, target_id, me)
    return redirect(f"/surveys/{survey_id}#whom")


ROUTES = [add_target, add_homes, remove_target]
