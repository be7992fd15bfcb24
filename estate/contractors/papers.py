"""The papers of a firm: what it shows that it may work, and that it is insured."""

from estate.access.me import Me
from estate.access.permissions import CONTRACTORS_EDIT, CONTRACTORS_READ
from estate.contractors import queries
from estate.data import Reader
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare

KINDS: dict[str, str] = {
    "licence": _("Licence"),
    "insurance": _("Insurance"),
    "contract": _("Contract"),
    "other": _("Other paper"),
}

KIND_OF_STEP = {"arrive": "before", "start": "before", "finish": "after"}
"""What the photos of a step show, in the words of repairs."""


def _place(db: Reader, me: Me, contractor_id: int) -> Place | None:
    found = queries.contractor(db, contractor_id) if me.may(CONTRACTORS_READ) else None
    return Place(found.name, f"/contractors/{contractor_id}") if found else None


CONTRACTOR = declare(Subject("contractor", CONTRACTORS_EDIT, KINDS, _place))
