"""The photos and files of a complaint: as it was made, and with its answers."""

from estate.access.me import Me
from estate.access.permissions import COMPLAINTS_HANDLE, COMPLAINTS_READ
from estate.complaints import queries, queries_own, words
from estate.data import Reader
from estate.papers.subjects import Place, Subject, declare


def _place(db: Reader, me: Me, complaint_id: int) -> Place | None:
    if me.is_staff:
        found = queries.visible(db, me, complaint_id) if me.may(COMPLAINTS_READ) else None
        return Place(found.number, f"/complaints/{complaint_id}") if found else None
    own = queries_own.own(db, me, complaint_id)
    return Place(own.number, f"/my/complaints/{complaint_id}") if own else None


COMPLAINT = declare(Subject("complaint", COMPLAINTS_HANDLE, words.PAPERS, _place))
