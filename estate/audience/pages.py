"""Groups of homes that the office names and keeps: the list, one group with its homes, naming, adding homes, retiring."""

from typing import NamedTuple

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import GROUPS_EDIT, HOMES_READ
from estate.audience import actions_groups as actions
from estate.audience import records_groups as records
from estate.audience.choosing import CodesForm, PartForm, parts_to_choose
from estate.audience.forms import GroupForm
from estate.audience.records_groups import Group
from estate.community.words import USAGE_NAMES
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


class _Forms(NamedTuple):
    """A form of the group's page that was refused, with what was typed."""

    part: PartForm | None = None
    codes: CodesForm | None = None


@get("/home-groups", permission=HOMES_READ)
def list_groups(asked: Posted) -> Response:
    """The groups in use, or those that were."""
    with read() as db:
        groups = records.listed(db, retired=asked.get("state") == "retired")
        return page("audience/index.html", groups=groups, retired=records.retired_count(db))


@get("/home-groups/new", permission=GROUPS_EDIT)
def new_group() -> Response:
    return page("audience/edit.html", form=GroupForm(), group=None)


@post("/home-groups", permission=GROUPS_EDIT)
def create_group(posted: Posted, me: Me) -> Response:
    form = GroupForm(posted)
    if form.validate():
        try:
            made = actions.make(str(form.name.data), str(form.note.data or ""), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/home-groups/{made}", toast=_("Saved"))
    return page("audience/edit.html", form=form, group=None, status=422)


@get("/home-groups/{group_id:int}", permission=HOMES_READ)
def show_group(group_id: int, asked: Posted) -> Response:
    """A group with its homes, 50 on a page."""
    return _group_page(group_id, asked.whole("page") or 1)


@get("/home-groups/{group_id:int}/edit", permission=GROUPS_EDIT)
def edit_group(group_id: int) -> Response:
    found = _required(group_id)
    return page("audience/edit.html", form=GroupForm(obj=found), group=found)


@post("/home-groups/{group_id:int}", permission=GROUPS_EDIT)
def change_group(group_id: int, posted: Posted, me: Me) -> Response:
    found, form = _required(group_id), GroupForm(posted)
    if form.validate():
        try:
            actions.rename(group_id, str(form.name.data), str(form.note.data or ""), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/home-groups/{group_id}", toast=_("Saved"))
    return page("audience/edit.html", form=form, group=found, status=422)


@post("/home-groups/{group_id:int}/parts", permission=GROUPS_EDIT)
def add_part(group_id: int, posted: Posted, me: Me) -> Response:
    """Put every home of a part of the community into it."""
    _required(group_id)
    with read() as db:
        form = PartForm(posted, targets=parts_to_choose(db))
    if form.validate():
        try:
            return _added(group_id, actions.add_part(group_id, form.part(), me))
        except Refused as refused:
            form.refuse(refused)
    return _group_page(group_id, 1, _Forms(part=form))


@post("/home-groups/{group_id:int}/homes", permission=GROUPS_EDIT)
def add_homes(group_id: int, posted: Posted, me: Me) -> Response:
    """Put homes into it by their codes."""
    _required(group_id)
    form = CodesForm(posted)
    if form.validate():
        try:
            with read() as db:
                home_ids = form.home_ids(db)
            return _added(group_id, actions.add_homes(group_id, home_ids, me))
        except Refused as refused:
            form.refuse(refused)
    return _group_page(group_id, 1, _Forms(codes=form))


@post("/home-groups/{group_id:int}/homes/{home_id:int}/removal", permission=GROUPS_EDIT)
def take_home_out(group_id: int, home_id: int, me: Me) -> Response:
    _required(group_id)
    actions.take_out(group_id, home_id, me)
    return redirect(f"/home-groups/{group_id}")


@post("/home-groups/{group_id:int}/retirement", permission=GROUPS_EDIT)
def retire_group(group_id: int, me: Me) -> Response:
    _required(group_id)
    actions.retire(group_id, me)
    return redirect(f"/home-groups/{group_id}", toast=_("Retired"))


@post("/home-groups/{group_id:int}/return", permission=GROUPS_EDIT)
def restore_group(group_id: int, me: Me) -> Response:
    _required(group_id)
    actions.restore(group_id, me)
    return redirect(f"/home-groups/{group_id}", toast=_("In use again"))


def _added(group_id: int, new: int) -> Response:
    told = ngettext("%(num)s home added", "%(num)s homes added", new)
    return redirect(f"/home-groups/{group_id}", toast=told if new else _("All of them are in it already"))


def _group_page(group_id: int, number: int, refused: _Forms | None = None) -> Response:
    found = _required(group_id)
    part, codes = refused or _Forms()
    with read() as db:
        return page(
            "audience/show.html",
            group=found,
            members=records.members(db, group_id, number, clock.today().isoformat()),
            number=number,
            pages=max(1, -(-found.homes // records.PAGE)),
            aim=part or PartForm(targets=parts_to_choose(db)),
            codes=codes or CodesForm(),
            usages=USAGE_NAMES,
            status=422 if refused else 200,
        )


def _required(group_id: int) -> Group:
    with read() as db:
        found = records.group(db, group_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [
    list_groups,
    new_group,
    create_group,
    show_group,
    edit_group,
    change_group,
    add_part,
    add_homes,
    take_home_out,
    retire_group,
    restore_group,
]
