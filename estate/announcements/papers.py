"""Pictures and papers of an announcement: seen by the office, and by those it is for once it is published."""

from estate.access.me import Me
from estate.access.permissions import ANNOUNCEMENTS_EDIT, ANNOUNCEMENTS_READ, OWN_HOME
from estate.announcements import queries, records
from estate.data import Reader
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare

KINDS: dict[str, str] = {"picture": _("Picture or paper of the announcement")}


def _place(db: Reader, me: Me, announcement_id: int) -> Place | None:
    if me.may(ANNOUNCEMENTS_READ):
        found = records.announcement(db, announcement_id)
        return Place(found.title, f"/announcements/{found.id}") if found else None
    own = queries.own(db, me, announcement_id) if me.may(OWN_HOME) else None
    return Place(own.title, f"/my/announcements/{own.id}") if own and not own.withdrawn_at else None


ANNOUNCEMENT = declare(Subject("announcement", ANNOUNCEMENTS_EDIT, KINDS, _place))
