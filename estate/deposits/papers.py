"""The papers of a deposit: the record of its inspection, the signed list of deductions, whatever else proves it."""

from estate.access.me import Me
from estate.access.permissions import DEPOSITS_TAKE, RECEIPTS_READ
from estate.data import Reader
from estate.deposits import queries
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare

KINDS: dict[str, str] = {
    "contract": _("Contract or rule"),
    "inspection": _("Acceptance slip"),
    "deduction": _("Signed list of deductions"),
    "other": _("Other paper"),
}


def _place(db: Reader, me: Me, deposit_id: int) -> Place | None:
    found = queries.deposit_by_id(db, deposit_id) if me.may(RECEIPTS_READ) else None
    return Place(found.number, f"/deposits/{found.number}") if found else None


DEPOSIT = declare(Subject("deposit", DEPOSITS_TAKE, KINDS, _place))
