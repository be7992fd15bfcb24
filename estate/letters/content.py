"""What stands on a letter: what is owed as of the day, the penalty and how it comes about, until when, how to pay."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from estate.billing import queries as billing
from estate.billing.queries import OpenCharge
from estate.billing.words import period
from estate.cashier.numerals import written
from estate.community.rules_remark import remark_code
from estate.data import Reader, clock
from estate.documents.content import Sheet
from estate.dunning import queries as dunning
from estate.i18n import gettext as _
from estate.letters.queries import Letter
from estate.letters.rules_texts import filled
from estate.letters.texts import text
from estate.letters.words import IN_CHINESE
from estate.office.identity import Identity, identity
from estate.penalties import queries as penalties
from estate.penalties.queries import Penalty
from estate.penalties.rules_words import plain
from estate.web.filters import day, money


class Demanded(NamedTuple):
    """One charge on a letter. penalty_fen: what has run up on it; of a penalty that is posted it is the charge itself."""

    charge: OpenCharge
    penalty: Penalty | None
    principal_fen: int
    penalty_fen: int


class Demand(NamedTuple):
    """What a letter asks for as of a day, until a day."""

    rows: list[Demanded]
    as_of: date
    pay_by: date

    @property
    def principal_fen(self) -> int:
        return sum(one.principal_fen for one in self.rows)

    @property
    def penalty_fen(self) -> int:
        return sum(one.penalty_fen for one in self.rows)

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.penalty_fen


def demand(
    db: Reader, home_id: int, payer_id: int, kind: str, as_of: date, days: int, *, disputed: bool = False
) -> Demand:
    """What a payer owes for a home and is late with on a day; a reminder asks for no penalty that is not posted.

    disputed: with the bills of which somebody complains, which no letter asks for.
    """
    rest = set[int]() if disputed else dunning.disputed(db, home_id, payer_id, clock.today().isoformat())
    late = [
        one
        for one in billing.open_charges(db, home_id, payer_id)
        if one.due_on < as_of.isoformat() and one.charge_id not in rest
    ]
    run_up = {} if kind == "reminder" else penalties.penalties_of_home(db, home_id, as_of, payer_id)
    posted = billing.posted_penalties(db, [one.charge_id for one in late])
    rows: list[Demanded] = []
    for one in late:
        if one.charge_id in posted:
            rows.append(Demanded(one, None, 0, one.balance_fen))
            continue
        found = run_up.get(one.charge_id)
        rows.append(Demanded(one, found, one.balance_fen, found.due_fen if found else 0))
    return Demand(rows, as_of, as_of + timedelta(days))


def sheet(db: Reader, letter: Letter, as_of: date) -> tuple[Sheet, Demand] | None:
    """The sheet of a letter as of a day; None when nothing is late any more."""
    office = identity(db)
    words = text(db, letter.kind, office.locale)
    asked = demand(db, letter.home_id, letter.payer_id, letter.kind, as_of, words.days)
    if not asked.rows:
        return None
    values = _values(letter, asked, words.days, office)
    content = {
        "letter": letter.id,
        "title": words.title,
        "facts": [
            [_("Addressed to"), letter.payer_name],
            [_("Home"), letter.home_code],
            [_("Amounts as of"), day(as_of)],
            [_("Pay by"), day(asked.pay_by)],
        ],
        "opening": filled(words.opening, values).split("\n"),
        "head": _head(penalty=bool(asked.penalty_fen)),
        "rows": [_row(one, as_of) for one in asked.rows],
        "sums": _sums(asked, letter.kind),
        "total": [_("To pay"), written(asked.total_fen), money(asked.total_fen)],
        "terms": _terms(asked, as_of),
        "closing": filled(words.closing, values).split("\n"),
        "pay": _pay(letter, office),
        "paid": _("If you have paid in the meantime, this letter is settled; please show us the receipt."),
        "sign": [
            office.letterhead or office.company or office.community_name,
            _("Signature and seal"),
            day(as_of),
        ],
        "slip": _slip(letter) if letter.kind != "reminder" else None,
        "date": day(as_of),
    }
    made = Sheet(
        letter.home_id,
        letter.home_code,
        letter.payer_id,
        letter.payer_name,
        asked.total_fen,
        content,
        letter.id,
    )
    return made, asked


def _head(*, penalty: bool) -> list[str]:
    head = [_("Fee item"), _("Due on"), _("Days late"), _("Billed"), _("Unpaid")]
    return [*head, _("Penalty")] if penalty else head


def _row(one: Demanded, as_of: date) -> list[str]:
    charge = one.charge
    what = f"{charge.fee_item_name} {charge.parking_code}" if charge.parking_code else charge.fee_item_name
    return [
        what,
        period(charge.period_from, charge.period_to),
        day(charge.due_on, "short"),
        str((as_of - date.fromisoformat(charge.due_on)).days),
        money(charge.amount_fen),
        money(one.principal_fen) if one.principal_fen else "",
        money(one.penalty_fen) if one.penalty_fen else "",
        one.penalty.formula if one.penalty and one.penalty_fen else "",
    ]


def _sums(asked: Demand, kind: str) -> list[list[str]]:
    sums = [[_("Unpaid bills together"), money(asked.principal_fen)]]
    if kind != "reminder" or asked.penalty_fen:
        sums.append([_("Penalty as of %(day)s", day=day(asked.as_of)), money(asked.penalty_fen)])
    return sums


def _terms(asked: Demand, as_of: date) -> list[str]:
    """How the penalty is reckoned, in words, once for each terms that it was reckoned by."""
    seen: dict[int, Penalty] = {one.penalty.terms_id: one.penalty for one in asked.rows if one.penalty}
    return [_term(one, as_of) for one in seen.values()]


def _term(one: Penalty, as_of: date) -> str:
    terms = one.terms
    parts = [
        _(
            "%(name)s on %(item)s: %(rate)s%% of the unpaid amount for each day after the due day, up to %(day)s.",
            name=one.name,
            item=one.fee_item_name,
            rate=plain(terms.rate * 100),
            day=day(as_of),
        )
    ]
    if terms.grace_days:
        parts.append(_("The first %(days)s days are free.", days=terms.grace_days))
    parts.append(_("At most %(cap)s%% of the bill.", cap=plain(terms.cap * 100)))
    if terms.lpr_a_year is not None:
        parts.append(_("At most %(rate)s%% a year.", rate=plain(terms.lpr_a_year * 100)))
    parts.append(_("Basis: %(text)s", text=one.basis_text))
    return " ".join(parts)


def _pay(letter: Letter, office: Identity) -> list[str]:
    lines = [_("You can pay at the office.")]
    if office.phone:
        lines[0] += " " + _("Telephone: %(number)s.", number=office.phone)
    if office.bank_account:
        lines.append(_("By transfer: %(account)s.", account=office.bank_account))
    code = remark_code(letter.home_id)
    lines.append(
        _(
            "With every transfer write the code %(code)s: it tells us that the money is for this home.",
            code=code,
        )
    )
    return lines


def _slip(letter: Letter) -> dict[str, Any]:
    """The return slip: who took the letter, or who saw that it was refused."""
    return {
        "title": _("Return slip"),
        "text": _("I have received the letter named above, addressed to %(name)s.", name=letter.payer_name),
        "fields": [
            _("Received by (signature)"),
            _("Relation to the addressee"),
            _("Day"),
            _("Refused: witness (signature)"),
            _("Delivered by"),
        ],
        "facts": f"{_('Home')} {letter.home_code}",
    }


def _values(letter: Letter, asked: Demand, days: int, office: Identity) -> dict[str, str]:
    values = {
        "payer": letter.payer_name,
        "home": letter.home_code,
        "community": office.community_name,
        "office": office.letterhead or office.company or office.community_name,
        "as_of": day(asked.as_of, "long"),
        "principal": f"¥{money(asked.principal_fen)}",
        "penalty": f"¥{money(asked.penalty_fen)}",
        "total": f"¥{money(asked.total_fen)}",
        "pay_by": day(asked.pay_by, "long"),
        "days": str(days),
        "phone": office.phone,
    }
    return values | {IN_CHINESE[code]: value for code, value in values.items()}


def charge_rows(asked: Sequence[Demanded]) -> list[tuple[int, int, int]]:
    """Charge, what is open of it, and the penalty that has run up on it, as they stand on the letter."""
    return [
        (one.charge.charge_id, one.charge.balance_fen, one.penalty.due_fen if one.penalty else 0)
        for one in asked
    ]
