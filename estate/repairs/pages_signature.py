"""The owner signs on the repairer's glass: done work is signed off at the door."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import REPAIRS_WORK
from estate.data import read, write
from estate.i18n import gettext as _
from estate.papers.actions import attach
from estate.papers.signature import FIELD, keep_drawn
from estate.refusal import Refused
from estate.repairs import actions, queries, words
from estate.repairs.details import Details
from estate.repairs.forms_own import SignedForm
from estate.repairs.pages_steps import fresh_key
from estate.repairs.papers import ORDER
from estate.repairs.queries import Order
from estate.repairs.rules_steps import ASSIGNEE, OWNER
from estate.web import Posted, Response, get, page, post, redirect


@get("/repairs/{order_id:int}/signature", permission=REPAIRS_WORK)
def show_glass(order_id: int, me: Me) -> Response:
    """The page that is handed to the owner: what was done, a field to sign in."""
    order = _order(order_id, me)
    return page("repairs/signature.html", order=order, form=SignedForm(key=fresh_key()), words=words)


@post("/repairs/{order_id:int}/signature", permission=REPAIRS_WORK)
def sign_on_glass(order_id: int, posted: Posted, me: Me) -> Response:
    """Sign off with the drawn signature; it is the owner's step, taken on this device."""
    order, form = _order(order_id, me), SignedForm(posted)
    if form.validate():
        try:
            drawn = keep_drawn(posted.get(FIELD))
            if drawn is None:
                raise Refused(_("Please sign in the field."), "signer")
            with write(me) as tx:
                paper_ids = attach(tx, ORDER, order_id, [drawn], "signature")
                note = _("Signed on the repairer's device by %(name)s", name=str(form.signer.data))
                actions.step(
                    tx,
                    order_id,
                    "sign_off",
                    f"{order_id}:glass:{form.key.data}",
                    {OWNER},
                    Details(note=note, paper_ids=tuple(paper_ids)),
                )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/repairs/mine", toast=_("Signed off"))
    return page("repairs/signature.html", order=order, form=form, words=words, status=422)


def _order(order_id: int, me: Me) -> Order:
    """An order whose work one has done oneself and that waits to be signed off."""
    with read() as db:
        found = queries.visible(db, me, order_id)
        if found is None or ASSIGNEE not in queries.parties(me, found) or found.state != "done":
            raise NotFoundException
    return found


ROUTES = [show_glass, sign_on_glass]
