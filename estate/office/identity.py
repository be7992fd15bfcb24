"""Who the office is: read by every page and paper."""

from typing import NamedTuple

from estate.data import Reader
from estate.data.clock import DEFAULT_ZONE


class Identity(NamedTuple):
    """The office's name, address and habits. due_day: day of the month by which a bill is due.

    waiver_limit_fen: a request to waive more needs another person's approval.
    allocation_order: whether a payment settles a bill's principal or its penalty first. collect_penalty: whether the
    counter asks for penalties unless told otherwise. weekends_off: whether a due day on a weekend moves, too.
    auto_offset: whether bill runs draw on prepayments; offset_partial: also where a bill can be paid only in part.
    refund_limit_fen: above it a credit or refund is approved by another person than who asks for it.
    plan_limit_fen: above it an instalment plan is approved by another person than who drafted it.
    """

    community_name: str
    company: str
    address: str = ""
    phone: str = ""
    letterhead: str = ""
    bank_account: str = ""
    locale: str = "zh_CN"
    time_zone: str = DEFAULT_ZONE
    receipt_prefix: str = "SJ"
    due_day: int = 25
    max_prepay_months: int = 12
    waiver_limit_fen: int = 5000
    allocation_order: str = "principal_first"
    collect_penalty: int = 1
    weekends_off: int = 0
    auto_offset: bool = True
    offset_partial: bool = True
    refund_limit_fen: int = 20000
    plan_limit_fen: int = 500000


BLANK = Identity(community_name="Estate", company="")


def identity(db: Reader) -> Identity:
    """The office of this data folder; before the set-up a blank one."""
    found = db.row(
        Identity,
        """
        SELECT community_name, company, address, phone, letterhead, bank_account, locale, time_zone,
               receipt_prefix, due_day, max_prepay_months, waiver_limit_fen, allocation_order, collect_penalty,
               weekends_off, auto_offset, offset_partial, refund_limit_fen, plan_limit_fen
          FROM office
        """,
    )
    return found or BLANK
