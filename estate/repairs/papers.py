"""The photos and files of a work order: as it was reported, before and after the work."""

from estate.access.me import Me
from estate.access.permissions import REPAIRS_READ
from estate.data import Reader
from estate.papers.subjects import Place, Subject, declare
from estate.repairs import queries, queries_own, words


def _place(db: Reader, me: Me, order_id: int) -> Place | None:
    if me.is_staff:
        found = queries.visible(db, me, order_id)
        return Place(found.number, f"/repairs/{order_id}") if found else None
    own = queries_own.own(db, me, order_id) if queries_own.acts(db, me, order_id) else None
    return Place(own.number, f"/my/repairs/{order_id}") if own else None


ORDER = declare(Subject("order", REPAIRS_READ, words.PAPERS, _place))
