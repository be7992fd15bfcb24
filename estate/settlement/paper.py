"""The protocol of a handover: what both sides sign. Every text and figure as it is printed, in the office's language."""

from estate.billing import queries as billing
from estate.billing.words import period
from estate.data import Reader, clock
from estate.documents.content import Sheet
from estate.i18n import gettext as _
from estate.meters.words import KINDS as METERS
from estate.prepayments import queries as prepayments
from estate.settlement import records
from estate.settlement.plan import View
from estate.settlement.words import EFFECTS, MONEY, WAYS
from estate.web.filters import day, money, reading


def protocol(db: Reader, at: View) -> Sheet:
    """The sheet of a settlement whose bills and money are done. at: as it stood before that."""
    owed_fen = billing.owed_total(db, at.home.id, at.leaving.person_id)
    prepaid_fen = prepayments.balance(db, at.home.id, at.leaving.person_id)
    held_fen = sum(one.held_fen for one in at.deposits)
    content = {
        "title": _("Handover protocol"),
        "facts": [
            [_("Home"), at.home.code],
            [_("New owner from"), day(at.on)],
            [_("Hands over"), at.leaving.name],
            [_("Takes over"), at.coming],
        ],
        "meters": {
            "title": _("Final readings"),
            "head": [_("Meter"), _("Where"), _("Read on"), _("Reading")],
            "rows": [
                [
                    f"{METERS[one.kind]} {one.number}",
                    one.place or "–",
                    day(one.last_on),
                    _value(one.last_e3, one.estimated),
                ]
                for one in at.finals
            ],
            "none": _("No meters in this home."),
        },
        "bills": {
            "title": _("Bills up to the day"),
            "head": [_("Fee item"), _("For the period"), _("Amount"), _("Hands over"), _("Takes over")],
            "rows": [
                [
                    _item(one.charge.fee_item_name, one.charge.parking_code),
                    period(one.charge.period_from, one.charge.period_to),
                    money(one.charge.amount_fen),
                    f"{money(one.cut.kept_fen)}",
                    _rest(one.cut.rest_fen, one.passes, one.cut.way),
                ]
                for one in at.beyond
            ]
            + [
                [
                    _item(line.fee_item_name, line.parking_code),
                    period(line.period_from, line.period_to),
                    money(line.amount_fen),
                    money(line.amount_fen),
                    "",
                ]
                for line in at.unbilled
            ],
            "none": _("Nothing is billed beyond the day, and nothing is left to bill."),
        },
        "done": {
            "title": _("Prepayment account"),
            "rows": [
                [str(EFFECTS[one.kind]), one.payer_name or "", _what(one), money(one.amount_fen)]
                for one in records.effects(db, at.settlement.id)
                if one.receipt_id or one.request_id
            ],
        },
        "sums": [
            [_("Owed by who hands over"), money(owed_fen)],
            [_("On their prepayment account"), money(prepaid_fen)],
            [_("Deposits held for them"), money(held_fen)],
        ],
        "notes": [one for one in _notes(at) if one[1]],
        "foot": _(
            "What is owed until the day stays with who hands over; who takes over does not answer for it. "
            "The property office does not hold up the registration of the sale for it."
        ),
        "sign": [_("Hands over"), _("Takes over"), _("Property office")],
        "date": day(clock.today()),
    }
    return Sheet(at.home.id, at.home.code, at.leaving.person_id, at.leaving.name, owed_fen, content)


def _notes(at: View) -> list[list[str]]:
    stay = [space.code for space in at.spaces if space.id not in at.released]
    given_up = [space.code for space in at.spaces if space.id in at.released]
    gone = [one.plate for one in at.vehicles if one.id in at.plan.vehicles]
    choice = at.settlement.money
    return [
        [
            _("Prepayment account"),
            " · ".join(one for one in (str(MONEY[choice]) if choice else "", at.settlement.agreement) if one),
        ],
        [_("Parking spaces that stay with the home"), ", ".join(stay)],
        [_("Parking spaces given up"), ", ".join(given_up)],
        [_("Vehicles that leave"), ", ".join(gone)],
        [_("Keys, cards and access"), at.settlement.access],
    ]


def _value(value_e3: int | None, estimated: bool) -> str:
    if value_e3 is None:
        return "–"
    return f"{reading(value_e3)} ({_('estimated')})" if estimated else reading(value_e3)


def _rest(rest_fen: int, passes: bool, way: str) -> str:
    if way == "by_hand":
        return str(WAYS[way])
    return money(rest_fen) if passes else f"({money(rest_fen)})"


def _item(name: str, parking_code: str | None) -> str:
    return f"{name} {parking_code}" if parking_code else name


def _what(one: records.Effect) -> str:
    return one.receipt or one.reason or ""
