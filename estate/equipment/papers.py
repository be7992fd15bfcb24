"""The papers of a piece of equipment: certificates, manuals, photos. Of special equipment the law asks for some of them."""

from estate.access.me import Me
from estate.access.permissions import EQUIPMENT_LOG, EQUIPMENT_READ
from estate.data import Reader
from estate.equipment import queries
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare

KINDS: dict[str, str] = {
    "photo": _("Photo"),
    "plate": _("Photo of the name plate"),
    "certificate": _("Certificate of use or registration"),
    "inspection": _("Inspection report"),
    "manual": _("Manual or drawing"),
    "contract": _("Contract or invoice"),
    "other": _("Other paper"),
}


def _place(db: Reader, me: Me, equipment_id: int) -> Place | None:
    found = queries.equipment(db, equipment_id) if me.may(EQUIPMENT_READ) else None
    return Place(found.title, f"/equipment/{equipment_id}") if found else None


EQUIPMENT = declare(Subject("equipment", EQUIPMENT_LOG, KINDS, _place))
