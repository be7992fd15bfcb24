"""The photos and files of a complaint: as it was made, and with its answers."""

from collections.abc import Sequence

from estate.access.me import Me
from estate.access.permissions import COMPLAINTS_HANDLE, COMPLAINTS_READ
from estate.complaints import queries, words
from estate.complaints.shown import PAPERS
from estate.data import Reader
from estate.papers.content import Kept
from estate.papers.subjects import Place, Subject, declare


def _place(db: Reader, me: Me, complaint_id: int) -> Place | None:
    """The complainer has none here: they open those of the steps that they see, from their own page."""
    found = queries.visible(db, me, complaint_id) if me.is_staff and me.may(COMPLAINTS_READ) else None
    return Place(found.number, f"/complaints/{complaint_id}") if found else None


COMPLAINT = declare(Subject(PAPERS, COMPLAINTS_HANDLE, words.PAPERS, _place))


def without_names(kept: Sequence[Kept]) -> list[Kept]:
    """Files of who stays unnamed: what their phone called them may name somebody. What a PDF says of its author was taken
    out when it came in (papers.nameless)."""
    return [
        one._replace(name=f"{number}.{one.media.rpartition('/')[2]}") for number, one in enumerate(kept, 1)
    ]
