"""Spare parts and meters of a piece: forms on its page."""

from estate.access.me import Me
from estate.access.permissions import EQUIPMENT_EDIT
from estate.equipment import actions_links
from estate.equipment.forms import MeterLinkForm, SpareForm
from estate.equipment.pages_piece import equipment_page
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, post, redirect


@post("/equipment/{equipment_id:int}/spares", permission=EQUIPMENT_EDIT)
def keep_spare(equipment_id: int, posted: Posted, me: Me) -> Response:
    form = SpareForm(posted, prefix="spare-")
    if not form.validate():
        return equipment_page(equipment_id, me, 422, spare=form)
    name, model = str(form.name.data), str(form.model.data or "")
    actions_links.keep_spare(equipment_id, name, model, form.kept.data or 0, me)
    return redirect(f"/equipment/{equipment_id}#spares", toast=_("Saved"))


@post("/equipment/{equipment_id:int}/spares/{spare_id:int}/removal", permission=EQUIPMENT_EDIT)
def remove_spare(equipment_id: int, spare_id: int, me: Me) -> Response:
    actions_links.remove_spare(equipment_id, spare_id, me)
    return redirect(f"/equipment/{equipment_id}#spares", toast=_("Saved"))


@post("/equipment/{equipment_id:int}/meters", permission=EQUIPMENT_EDIT)
def link_meter(equipment_id: int, posted: Posted, me: Me) -> Response:
    form = MeterLinkForm(posted, prefix="meter-")
    if form.validate():
        try:
            actions_links.link_meter(equipment_id, str(form.number.data), me)
            return redirect(f"/equipment/{equipment_id}#meters", toast=_("Saved"))
        except Refused as refused:
            form.refuse(refused)
    return equipment_page(equipment_id, me, 422, meter=form)


@post("/equipment/{equipment_id:int}/meters/{meter_id:int}/removal", permission=EQUIPMENT_EDIT)
def unlink_meter(equipment_id: int, meter_id: int, me: Me) -> Response:
    actions_links.unlink_meter(equipment_id, meter_id, me)
    return redirect(f"/equipment/{equipment_id}#meters", toast=_("Saved"))


ROUTES = [keep_spare, remove_spare, link_meter, unlink_meter]
