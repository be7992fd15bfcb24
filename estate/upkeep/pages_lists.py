"""Check lists: what is asked at a service, in rows; a change makes a new version."""

from typing import Any

from estate.access.me import Me
from estate.access.permissions import UPKEEP_EDIT, UPKEEP_READ
from estate.data import read, write
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.upkeep import actions_lists, queries, words
from estate.upkeep.actions_lists import MOST_ITEMS
from estate.upkeep.forms import ListForm, items_of
from estate.upkeep.queries import CheckList
from estate.web import Posted, Response, existing, get, page, post, redirect

SPARE_ROWS = 4


@get("/upkeep/lists", permission=UPKEEP_READ)
def list_lists() -> Response:
    """The check lists with what they ask."""
    with read() as db:
        return page("upkeep/lists.html", lists=queries.lists(db), words=words)


@get("/upkeep/lists/new", permission=UPKEEP_EDIT)
def new_list() -> Response:
    return _list_page(None, ListForm())


@post("/upkeep/lists", permission=UPKEEP_EDIT)
def create_list(posted: Posted, me: Me) -> Response:
    return _keep(None, ListForm(posted), me)


@get("/upkeep/lists/{list_id:int}/edit", permission=UPKEEP_EDIT)
def edit_list(list_id: int) -> Response:
    with read() as db:
        found = existing(queries.check_list(db, list_id))
    values: dict[str, Any] = {"name": found.name}
    for row, item in enumerate(found.asked):
        values |= {
            f"question_{row}": item.question,
            f"kind_{row}": item.kind,
            f"unit_{row}": item.unit,
            f"low_{row}": item.low,
            f"high_{row}": item.high,
            f"open_{row}": not item.required,
        }
    return _list_page(found, ListForm(**values))


@post("/upkeep/lists/{list_id:int}", permission=UPKEEP_EDIT)
def change_list(list_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        found = existing(queries.check_list(db, list_id))
    return _keep(found, ListForm(posted), me)


def _keep(found: CheckList | None, form: ListForm, me: Me) -> Response:
    if not form.validate():
        return _list_page(found, form, 422)
    try:
        with write(me) as tx:
            actions_lists.keep(tx, str(form.name.data), items_of(form), found.id if found else None)
    except Refused as refused:
        form.refuse(refused)
        return _list_page(found, form, 422)
    return redirect("/upkeep/lists", toast=_("Check list saved"))


def _list_page(found: CheckList | None, form: ListForm, status: int = 200) -> Response:
    filled = sum(bool(form[f"question_{row}"].data) for row in range(MOST_ITEMS))
    rows = range(min(MOST_ITEMS, filled + SPARE_ROWS))
    return page("upkeep/list_edit.html", found=found, form=form, rows=rows, status=status)


ROUTES = [list_lists, new_list, create_list, edit_list, change_list]
