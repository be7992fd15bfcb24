"""The photos and files of a work order: as it was reported, before and after the work."""

from estate.access.me import Me
from estate.access.permissions import REPAIRS_READ
from estate.data import Reader
from estate.papers.subjects import Place, Subject, declare
from estate.repairs import queries, words


def _place(db: Reader, me: Me, order_id: int) -> Place | None:
    found = queries.order(db, order_id)
    if found is None or not queries.may_see(db, me, order_id):
        return None
    return Place(found.number, f"/repairs/{order_id}" if me.is_staff else f"/my/repairs/{order_id}")


ORDER = declare(Subject("order", REPAIRS_READ, words.PAPERS, _place))
