"""The papers of waivers: what a request rests on, and a home's evidence for a standing discount.

Why a household has an agreed discount is seen by those alone who may grant it.
"""

from estate.access.me import Me
from estate.access.permissions import DISCOUNTS_EDIT, WAIVERS_READ, WAIVERS_REQUEST
from estate.data import Reader
from estate.i18n import gettext
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare
from estate.waivers import records, records_standing

KINDS: dict[str, str] = {
    "basis": _("Basis of the waiver"),
    "decision": _("Decision"),
    "other": _("Other paper"),
}


def _place(db: Reader, me: Me, request_id: int) -> Place | None:
    found = records.request(db, request_id) if me.may(WAIVERS_READ) else None
    if found is None:
        return None
    title = f"{gettext('Request %(number)s', number=request_id)} · {found.home_code}"
    return Place(title, f"/waivers/{request_id}")


def _place_of_grant(db: Reader, me: Me, grant_id: int) -> Place | None:
    found = records_standing.grant_by_id(db, grant_id) if me.may(DISCOUNTS_EDIT) else None
    return Place(found.home_code, f"/waivers/discounts/{found.discount_id}") if found else None


WAIVER = declare(Subject("waiver", WAIVERS_REQUEST, KINDS, _place))
DISCOUNT_HOME = declare(
    Subject("discount_home", DISCOUNTS_EDIT, {"evidence": _("Evidence")}, _place_of_grant)
)
