"""In which state a piece is: shut down, standing by, scrapped with what replaced it."""

from estate.access.me import Me
from estate.access.permissions import EQUIPMENT_EDIT
from estate.data import Reader, read, write
from estate.equipment import actions, queries, words
from estate.equipment.forms import StateForm
from estate.equipment.pages_piece import piece_of
from estate.equipment.queries import Equipment
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/equipment/{equipment_id:int}/state", permission=EQUIPMENT_EDIT)
def edit_state(equipment_id: int, asked: Posted) -> Response:
    """`state` and `replaced_by` in the address: what is proposed."""
    with read() as db:
        piece = piece_of(db, equipment_id)
        wished = asked.get("state")
        state = (
            wished if wished in words.BY_HAND else piece.state if piece.state in words.BY_HAND else "in_use"
        )
        form = StateForm(state=state, replaced_by=asked.get("replaced_by")[:60], parts_too=True)
        return _state_page(db, piece, form)


@post("/equipment/{equipment_id:int}/state", permission=EQUIPMENT_EDIT)
def set_state(equipment_id: int, posted: Posted, me: Me) -> Response:
    form = StateForm(posted)
    with read() as db:
        piece = piece_of(db, equipment_id)
        if not form.validate():
            return _state_page(db, piece, form, 422)
    try:
        with write(me) as tx:
            replaced_by = queries.meant(tx, str(form.replaced_by.data or ""), "replaced_by")
            state, reason = str(form.state.data), str(form.reason.data)
            actions.set_state(tx, equipment_id, state, reason, form.since.data, replaced_by)
            if state == "scrapped" and form.parts_too.data:
                actions.scrap_parts(tx, equipment_id, reason, form.since.data)
    except Refused as refused:
        form.refuse(refused)
        with read() as db:
            return _state_page(db, piece, form, 422)
    return redirect(f"/equipment/{equipment_id}", toast=_("Saved"))


def _state_page(db: Reader, piece: Equipment, form: StateForm, status: int = 200) -> Response:
    alive = [one for one in queries.parts_of(db, piece.id)[1:] if one.state != "scrapped"]
    course = words.course(queries.states_of(db, piece.id))
    return page(
        "equipment/state.html", piece=piece, form=form, parts=alive, course=course, words=words, status=status
    )


ROUTES = [edit_state, set_state]
