"""Rates of fee items as they are made public."""

from typing import NamedTuple

from estate.billing import records_items, words
from estate.billing.rules_tiers import read_tiers
from estate.data import Reader
from estate.i18n import gettext as _
from estate.meters.rules import UNITS
from estate.web.filters import money, price


class Rate(NamedTuple):
    """A fee item with its rate in words and the basis of it."""

    name: str
    price: str
    basis: str


def rates(db: Reader, day: str) -> list[Rate]:
    """The fee items that are charged, with the rate that held on a day."""
    bases = dict(
        db.tuples(
            """
            SELECT t.fee_item_id, t.basis_text FROM tariffs AS t
             WHERE t.effective_from = (SELECT max(p.effective_from) FROM tariffs AS p
                                        WHERE p.fee_item_id = t.fee_item_id AND p.effective_from <= :day)
            """,
            day=day,
        )
    )
    return [
        Rate(one.name, _rate(one), bases.get(one.id, ""))
        for one in records_items.items(db, day)
        if one.active and one.effective_from
    ]


def _rate(one: records_items.FeeItem) -> str:
    if one.kind == "metered":
        return _metered(one)
    if one.price_e4 is not None:
        return _("¥%(price)s for each m² and month", price=price(one.price_e4))
    if one.formula:
        return _("By formula: %(formula)s", formula=one.formula)
    if one.amount_fen is None:
        return "–"
    amount = money(one.amount_fen)
    if one.kind == "per_person":
        return _("¥%(price)s for each person and month", price=amount)
    cycle = words.CYCLES[one.cycle_months]
    if one.kind == "fixed_parking":
        return _("¥%(price)s for each parking space (%(cycle)s)", price=amount, cycle=cycle)
    return _("¥%(price)s for each home (%(cycle)s)", price=amount, cycle=cycle)


def _metered(one: records_items.FeeItem) -> str:
    kind = one.meter_kind or ""
    if one.tiers:
        return _("; ").join(words.each_tier(read_tiers(one.tiers), kind))
    unit = UNITS.get(kind, "")
    if unit:
        return _("¥%(price)s for each %(unit)s", price=price(one.price_e4), unit=unit)
    return _("¥%(price)s for each unit used", price=price(one.price_e4))
