"""Plans, licences and photos of a renovation, and the signature of who took a parcel."""

from estate.access.me import Me
from estate.access.permissions import GATE_CHECK, OWN_HOME, PERMITS_DECIDE, PERMITS_READ
from estate.data import Reader
from estate.gate import queries_parcels, queries_permits
from estate.gate.words_permits import PAPERS
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare


def _permit(db: Reader, me: Me, permit_id: int) -> Place | None:
    if me.may(PERMITS_READ):
        found = queries_permits.permit(db, permit_id)
        return Place(found.number, f"/permits/{permit_id}") if found else None
    own = queries_permits.own(db, me, permit_id) if me.may(OWN_HOME) else None
    return Place(own.number, f"/my/permits/{permit_id}") if own and own.is_open else None


def _parcel(db: Reader, me: Me, parcel_id: int) -> Place | None:
    found = queries_parcels.parcel(db, parcel_id) if me.may(GATE_CHECK) else None
    return Place(found.home_code, f"/parcels/{parcel_id}") if found and not found.forgotten_at else None


PERMIT = declare(Subject("permit", PERMITS_DECIDE, PAPERS, _permit))
PARCEL = declare(Subject("parcel", GATE_CHECK, {"signature": _("Signature")}, _parcel))
