"""The papers of a credit or refund: what was asked for, what the payer signed, the bank's slip."""

from estate.access.me import Me
from estate.access.permissions import RECEIPTS_READ, REFUNDS_REQUEST
from estate.data import Reader
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare
from estate.refunds import queries, words

KINDS: dict[str, str] = {
    "application": _("Application"),
    "signed": _("Signed by the payer"),
    "payout": _("Proof of payment"),
    "other": _("Other paper"),
}


def _place(db: Reader, me: Me, request_id: int) -> Place | None:
    found = queries.request(db, request_id) if me.may(RECEIPTS_READ) else None
    if found is None:
        return None
    return Place(f"{found.number or words.KINDS[found.kind]} · {found.home_code}", f"/refunds/{request_id}")


REFUND = declare(Subject("refund", REFUNDS_REQUEST, KINDS, _place))
