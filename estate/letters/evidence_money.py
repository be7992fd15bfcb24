"""The sections of an evidence bundle that reckon: account, unpaid bills, penalties, tariffs, limitation. Fen as text."""

from datetime import date
from typing import Any

from estate.billing import queries as billing
from estate.billing.statement import Entry, statement
from estate.billing.words import period
from estate.cashier.words import METHODS
from estate.data import Reader
from estate.i18n import gettext as _
from estate.letters import limitation, records_evidence, words
from estate.penalties.queries import penalties_of
from estate.web.filters import day, money

Section = dict[str, Any]
Debt = tuple[int, int]
"""A home and who owes for it."""


def account(db: Reader, debt: Debt) -> Section:
    """Every charge, waiver and payment in order with what was owed after each."""
    home_id, payer_id = debt
    latest = statement(db, home_id, None, payer_id)
    entries: list[Entry] = []
    for year in sorted(latest.years):
        entries += statement(db, home_id, year, payer_id).entries[::-1]
    rows = [
        [
            day(one.on, "short"),
            _entry(one),
            money(one.amount_fen) if one.amount_fen > 0 else "",
            money(-one.amount_fen) if one.amount_fen <= 0 else "",
            money(one.balance_fen),
        ]
        for one in entries
    ]
    head = [_("Day"), _("What for"), _("Charged"), _("Paid"), _("Owed")]
    return table(_("Statement of account"), head, rows, "lwrrr", none=_("Nothing was charged."))


def open_bills(db: Reader, debt: Debt) -> Section:
    """Every bill that is open, with its arithmetic."""
    rows = [
        [
            _named(one.fee_item_name, one.parking_code),
            period(one.period_from, one.period_to),
            one.formula,
            day(one.due_on, "short"),
            money(one.amount_fen),
            money(one.balance_fen),
        ]
        for one in billing.open_charges(db, *debt)
    ]
    head = [_("Fee item"), _("Period"), _("Arithmetic"), _("Due on"), _("Billed"), _("Unpaid")]
    return table(_("Unpaid bills"), head, rows, "wlwlrr", none=_("Nothing is unpaid."))


def penalty(db: Reader, debt: Debt, today: date) -> Section:
    """What has run up as of the day, and how."""
    charges = billing.open_charges(db, *debt)
    found = penalties_of(db, [one.charge_id for one in charges], today)
    rows = [
        [
            one.full_name,
            period(one.period_from, one.period_to),
            one.formula,
            one.basis_text,
            money(one.due_fen),
        ]
        for one in found.values()
        if one.due_fen
    ]
    head = [_("Penalty"), _("Period"), _("Arithmetic"), _("Basis"), _("Amount")]
    return table(_("Penalties that have run up"), head, rows, "wlwwr", none=_("No penalty has run up."))


def basis(db: Reader, debt: Debt) -> Section:
    """The tariffs behind the bills."""
    rows = [
        [one.fee_item_name, day(one.effective_from, "short"), one.prices, one.basis_text or "–"]
        for one in records_evidence.tariff_bases(db, *debt)
    ]
    head = [_("Fee item"), _("In force from"), _("Price"), _("Basis")]
    return table(_("Contract and tariffs"), head, rows, "wllw", none=_("No tariff stands behind the bills."))


def limits(db: Reader, debt: Debt) -> Section:
    """Until when each bill can be claimed, and what interrupted it."""
    rows = [
        [
            f"{_named(one.claim.fee_item_name, one.claim.parking_code)} {period(one.claim.period_from, one.claim.period_to)}",
            day(one.claim.due_on, "short"),
            ", ".join(f"{day(e.on, 'short')} {words.EVENTS[e.kind]}" for e in one.limitation.interrupted)
            or "–",
            day(one.limitation.ends_on, "short"),
            money(one.claim.balance_fen),
        ]
        for one in limitation.of_debt(db, *debt)
    ]
    head = [_("Fee item"), _("Due on"), _("Interrupted by"), _("Last day"), _("Unpaid")]
    return table(_("Limitation"), head, rows, "wlwlr", none=_("Nothing is unpaid."))


def table(title: str, head: list[str], rows: list[list[str]], aligned: str, *, none: str = "") -> Section:
    """aligned: for each column l, r (figures) or w (takes the width that is left)."""
    numeric, wide = ([place for place, side in enumerate(aligned) if side == one] for one in "rw")
    return {"title": title, "head": head, "rows": rows, "numeric": numeric, "wide": wide, "none": none}


def _entry(one: Entry) -> str:
    if one.charge:
        text = _named(one.charge.fee_item_name, one.charge.parking_code)
        text = f"{text} · {period(one.charge.period_from, one.charge.period_to)}"
        return f"{text} · {_('Reversal')}" if one.charge.reverses_id else text
    if one.receipt:
        return f"{_('Receipt')} {one.receipt.number} · {METHODS[one.receipt.method]}"
    assert one.waiver is not None
    return _("Waived")


def _named(fee_item: str, parking: str | None) -> str:
    return f"{fee_item} {parking}" if parking else fee_item
