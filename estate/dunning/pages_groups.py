"""Pages of the groups of homes that a strategy can apply to."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import DUNNING_MANAGE
from estate.data import Reader, read
from estate.dunning import actions_strategies as actions
from estate.dunning import records_strategies as records
from estate.dunning.forms import GroupForm, HomesForm
from estate.dunning.records_strategies import Group
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@post("/dunning/groups", permission=DUNNING_MANAGE)
def create_group(posted: Posted, me: Me) -> Response:
    form = GroupForm(posted)
    if form.validate():
        try:
            group_id = actions.add_group(str(form.name.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/dunning/groups/{group_id}", toast=_("Saved"))
    return page("dunning/group_new.html", form=form, status=422)


@get("/dunning/groups/{group_id:int}", permission=DUNNING_MANAGE)
def show_group(group_id: int) -> Response:
    """The homes of a group."""
    return _group_page(group_id)


@post("/dunning/groups/{group_id:int}/homes", permission=DUNNING_MANAGE)
def set_homes(group_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        _group(db, group_id)
    form = HomesForm(posted)
    if form.validate():
        try:
            actions.set_group(group_id, form.codes, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/dunning/groups/{group_id}", toast=_("Saved"))
    return _group_page(group_id, form, status=422)


def _group_page(group_id: int, form: HomesForm | None = None, status: int = 200) -> Response:
    with read() as db:
        group, homes = _group(db, group_id), records.homes_of_group(db, group_id)
    form = form or HomesForm(data={"homes": " ".join(code for _id, code in homes)})
    return page("dunning/group.html", group=group, homes=homes, form=form, status=status)


def _group(db: Reader, group_id: int) -> Group:
    found = next((one for one in records.groups(db) if one.id == group_id), None)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [create_group, show_group, set_homes]
