"""The photos of a service record: readings, parts, the report of an inspection."""

from estate.access.me import Me
from estate.access.permissions import UPKEEP_READ, UPKEEP_RECORD
from estate.data import Reader
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare
from estate.upkeep import queries_records

KINDS: dict[str, str] = {
    "photo": _("Photo"),
    "report": _("Report of the service or inspection"),
    "signature": _("Signature"),
    "other": _("Other paper"),
}


def _place(db: Reader, me: Me, record_id: int) -> Place | None:
    found = queries_records.record(db, record_id) if me.may(UPKEEP_READ) else None
    return Place(found.title, f"/upkeep/records/{record_id}") if found else None


RECORD = declare(Subject("service_record", UPKEEP_RECORD, KINDS, _place))
