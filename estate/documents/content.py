"""What stands on a paper: every text and figure as it is printed, in the office's language. Money in fen comes as text."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from estate.billing.queries_notices import Notice
from estate.billing.statement import Entry, Statement
from estate.billing.words import period
from estate.cashier.numerals import written
from estate.cashier.words import METHODS
from estate.community.rules_remark import remark_code
from estate.data import Reader, clock
from estate.documents.records import Document, PaidItem, PaidReceipt
from estate.documents.words import RECEIPT_STATES
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.web.filters import area, day, money


class Sheet(NamedTuple):
    """One paper for one payer of one home. content: what its template prints; amount_fen: its sum.

    source_id: what of another feature it is made from (see sources.py).
    """

    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    amount_fen: int
    content: dict[str, Any]
    source_id: int = 0


def common(db: Reader, *, practice: bool) -> dict[str, Any]:
    """What all sheets of a print share: the letterhead and the words."""
    office = identity(db)
    lines = [office.community_name if office.company else "", office.address, _tel(office.phone)]
    return {
        "lang": "zh" if office.locale == "zh_CN" else "en",
        "office": office.letterhead or office.company or office.community_name,
        "lines": " · ".join(line for line in lines if line),
        "practice": _("PRACTICE – not valid") if practice else "",
        "number": _("No."),
        "stamp": _("Stamp"),
    }


def labels(db: Reader, papers: Sequence[Document]) -> dict[str, Any]:
    """Address labels for the envelopes of papers, in their order."""
    office = identity(db)
    place = " ".join(part for part in (office.address, office.community_name) if part)
    return {
        "lang": "zh" if office.locale == "zh_CN" else "en",
        "labels": [
            {"home": one.home_code, "name": one.payer_name, "number": one.number, "place": place}
            for one in papers
        ],
    }


def notice_sheet(notice: Notice, bank_account: str, phone: str) -> Sheet:
    """A payment notice: each line with its arithmetic, what is overdue, what falls due, and how to pay."""
    code = remark_code(notice.home_id)
    pay = [
        _("You can pay at the office.") + (" " + _("Telephone: %(number)s.", number=phone) if phone else "")
    ]
    if bank_account:
        pay.append(_("By transfer: %(account)s.", account=bank_account))
    pay.append(
        _(
            "With every transfer write the code %(code)s: it tells us that the money is for this home.",
            code=code,
        )
    )
    content = {
        "title": _("Payment notice"),
        "facts": [
            [_("Home"), notice.home_code],
            [_("Addressed to"), notice.payer_name],
            [_("Due on"), day(notice.due_on) if notice.due_on else _("overdue")],
            [_("Code for transfers"), code],
        ],
        "head": [_("Fee item"), _("Arithmetic"), _("Due on"), _("Charged"), _("Owed")],
        "rows": [
            [
                _item(one.fee_item_name, one.parking_code),
                period(one.period_from, one.period_to),
                one.formula,
                day(one.due_on, "short"),
                money(one.amount_fen),
                money(one.balance_fen),
            ]
            for one in notice.charges
        ],
        "sums": _sums(notice),
        "total": [_("To pay"), written(notice.total_fen), money(notice.total_fen)],
        "late": _late(notice),
        "pay": pay,
        "foot": _(
            "If you have paid already, thank you: please disregard this notice. "
            "If something looks wrong, tell us, and we check it with you."
        ),
        "date": day(clock.today()),
    }
    return Sheet(
        notice.home_id, notice.home_code, notice.payer_id, notice.payer_name, notice.total_fen, content
    )


def statement_sheet(
    home_id: int, home_code: str, payer_id: int, payer_name: str, account: Statement
) -> Sheet:
    """A statement of account over a year: every charge and payment with what was owed after it."""
    today = clock.today()
    year = account.year or today.year
    until = today if year >= today.year else date(year, 12, 31)
    rows = [
        [
            day(entry.on, "short"),
            _entry_text(entry),
            money(entry.amount_fen) if entry.amount_fen > 0 else "",
            money(-entry.amount_fen) if entry.amount_fen <= 0 else "",
            money(entry.balance_fen),
        ]
        for entry in reversed(account.entries)
    ] or [["", _("Nothing was charged or paid in this year."), "", "", money(account.closing_fen)]]
    content = {
        "title": _("Statement of account"),
        "facts": [
            [_("Home"), home_code],
            [_("Payer"), payer_name],
            [_("Year"), str(year)],
            [_("Code for transfers"), remark_code(home_id)],
        ],
        "head": [_("Day"), _("What for"), _("Charged"), _("Paid"), _("Owed")],
        "opening": [_("Owed before"), money(account.opening_fen)],
        "rows": rows,
        "sums": _year_sums(account),
        "total": [_("Owed on %(day)s", day=day(until)), "", money(account.closing_fen)],
        "foot": _("Please check it, and tell us within 30 days if something looks wrong."),
        "sign": [_("Property office"), _("Payer")],
        "date": day(clock.today()),
    }
    return Sheet(home_id, home_code, payer_id, payer_name, account.closing_fen, content)


def certificate_sheet(
    home: tuple[int, str, int],
    payer: tuple[int, str],
    year: int,
    items: Sequence[PaidItem],
    receipts: Sequence[PaidReceipt],
) -> Sheet:
    """A certificate of what somebody paid in a calendar year, by fee item, with the receipts. home: id, code, dm²."""
    total = sum(item.paid_fen for item in items)
    home_id, home_code, area_dm2 = home
    content = {
        "title": _("Certificate of payments"),
        "facts": [
            [_("Home"), home_code],
            [_("Payer"), payer[1]],
            [_("Area"), f"{area(area_dm2)} m²"],
            [_("Year"), str(year)],
        ],
        "text": _(
            "This is to certify that in %(year)s the payer has paid the following for this home:", year=year
        ),
        "head": [_("Fee item"), _("For the period"), _("Paid")],
        "rows": [
            [item.name, period(item.period_from, item.period_to), money(item.paid_fen)] for item in items
        ],
        "total": [_("Total"), written(total), money(total)],
        "receipts": [_("Receipts"), [_receipt_text(one) for one in receipts]],
        "foot": _("Made from the books of the property office. It replaces no invoice."),
        "date": day(clock.today()),
    }
    return Sheet(home_id, home_code, payer[0], payer[1], total, content)


def _year_sums(account: Statement) -> list[list[str]]:
    sums = [[_("Charged in the year"), money(account.charged_fen)]]
    if account.waived_fen:
        sums.append([_("Waived in the year"), money(account.waived_fen)])
    return [*sums, [_("Paid in the year"), money(account.paid_fen)]]


def _sums(notice: Notice) -> list[list[str]]:
    if not (notice.earlier_fen and notice.now_fen):
        return []
    return [[_("Overdue from before"), money(notice.earlier_fen)], [_("Due now"), money(notice.now_fen)]]


def _late(notice: Notice) -> list[list[str]]:
    """The penalty that has run up: a line of its own below the sum, since it is no charge."""
    if not notice.late_fen:
        return []
    text = _(
        "Penalty for paying late up to %(day)s, not yet posted, not in the sum above", day=day(clock.today())
    )
    return [[text, money(notice.late_fen)]]


def _entry_text(entry: Entry) -> str:
    if entry.charge:
        what = _item(entry.charge.fee_item_name, entry.charge.parking_code)
        text = f"{what} · {period(entry.charge.period_from, entry.charge.period_to)}"
        return f"{text} · {_('Reversal')}" if entry.charge.reverses_id else text
    if entry.receipt:
        text = f"{_('Receipt')} {entry.receipt.number} · {METHODS[entry.receipt.method]}"
        return (
            f"{text} · {RECEIPT_STATES[entry.receipt.state]}"
            if entry.receipt.state in RECEIPT_STATES
            else text
        )
    if entry.waiver:
        days = period(entry.waiver.period_from, entry.waiver.period_to)
        return f"{_('Waived')} · {entry.waiver.fee_item_name} · {days}"
    return ""


def _receipt_text(one: PaidReceipt) -> str:
    return f"{one.number} · {day(one.taken_on, 'short')} · {METHODS[one.method]} · {money(one.amount_fen)}"


def _item(name: str, parking_code: str | None) -> str:
    return f"{name} {parking_code}" if parking_code else name


def _tel(phone: str) -> str:
    return f"{_('Tel.')} {phone}" if phone else ""
