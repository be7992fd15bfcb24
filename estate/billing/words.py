"""What billing's terms are called on the screen; looked up in the reader's language when shown."""

from datetime import date, timedelta

from estate.billing import rules_formula_words
from estate.billing.records_items import Assignment
from estate.billing.rules_tiers import Tiers, plain, read_tiers
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.meters.rules import UNITS
from estate.web.filters import day, month

KINDS: dict[str, str] = {
    "area": _("By area: price × m²"),
    "fixed_home": _("Fixed amount for each household (home)"),
    "per_person": _("For each person living in the home"),
    "fixed_parking": _("Fixed amount for each parking space"),
    "metered": _("By meter: price × what was used"),
    "formula": _("By a formula of your own"),
    "shared": _("A share of a common cost, batch by batch"),
    "one_off": _("One-off, charged to a home by hand"),
}

UNPRICED = ("one_off", "shared")
"""Kinds without a price of their own: each charge, or each batch, names its sum."""

CYCLES: dict[int, str] = {1: _("Monthly"), 3: _("Quarterly"), 6: _("Half-yearly"), 12: _("Yearly")}

SPELLINGS = rules_formula_words.SPELLINGS
"""The words of formulas as they may be written, in English and Chinese."""

ANCHORS: dict[str, str] = {
    "calendar": _("with the calendar"),
    "anniversary": _("with each home"),
}

METERS: dict[str, str] = {
    "water": _("Water meters"),
    "electricity": _("Electricity meters"),
    "gas": _("Gas meters"),
    "heat": _("Heat meters"),
    "other": _("Other meters"),
}

TIMINGS: dict[str, str] = {
    "advance": _("in advance"),
    "arrears": _("in arrears"),
}

ROUNDINGS: dict[str, str] = {
    "half_up_fen": _("to the fen, half up"),
    "half_up_jiao": _("to the jiao, half up"),
    "half_up_yuan": _("to the yuan, half up"),
    "up_yuan": _("up to the full yuan"),
    "down_yuan": _("down to the full yuan"),
}

LEVELS: dict[str, str] = {
    "monthly_rows": _("each month by itself"),
    "once_per_period": _("once for the whole period billed"),
}

PRORATIONS: dict[str, str] = {
    "next_month": _("nothing: it counts from the next month"),
    "daily_actual": _("by days of the real month"),
    "daily_30": _("by days, a month having 30"),
    "daily_365": _("by days of the year"),
    "half_month": _("half a month"),
    "full_month": _("the whole month"),
}

AREAS: dict[str, str] = {"built": _("built area"), "inner": _("inner area")}

USAGES: dict[str, str] = {
    "residential": _("Residential"),
    "shop": _("Shop"),
    "office": _("Office space"),
    "garage": _("Garage"),
    "storage": _("Storage"),
}

PARKING: dict[str, str] = {
    "owned": _("Owned parking spaces"),
    "rented": _("Rented parking spaces"),
    "public": _("Public parking spaces"),
}

CHANGES: dict[str, tuple[str, str]] = {
    "more": ("waiting", _("Pays more")),
    "less": ("settled", _("Pays less")),
    "new": ("info", _("Newly charged")),
    "freed": ("neutral", _("No longer charged")),
}
"""Colour and word of what a changed price means to a home."""

RUN_STATES: dict[str, tuple[str, str]] = {
    "computing": ("waiting", _("Computing")),
    "ready": ("info", _("To be checked")),
    "posted": ("settled", _("Posted")),
    "voided": ("neutral", _("Voided")),
    "failed": ("overdue", _("Failed")),
}
"""Colour and word of a run's state."""

CHARGE_STATES: dict[str, tuple[str, str]] = {
    "open": ("waiting", _("Unpaid")),
    "part_paid": ("waiting", _("Partly paid")),
    "settled": ("settled", _("Paid")),
    "reversed": ("neutral", _("Reversed")),
    "reversal": ("neutral", _("Reversal")),
}

REASONS: dict[str, str] = {
    "undelivered": _("Not delivered yet, and no developer recorded as owner"),
    "delivered_this_month": _("Delivered in this month: the owner pays from the next, no developer recorded"),
    "no_payer": _("Nobody recorded as owner for these days"),
    "no_area": _("The area that counts is not recorded"),
    "no_floor": _("The floor is not recorded"),
    "no_persons": _("Nobody is recorded as living there, so the number of persons is not known"),
    "no_beginning": _("Neither the day of delivery nor the day its owner began is recorded"),
    "divided_by_zero": _("The formula divides by nothing here"),
    "no_tariff": _("No price in force"),
    "no_meter": _("No meter of this kind is registered"),
    "no_reading": _("No new reading"),
    "already_billed": _("Billed already"),
    "part_billed": _("Billed already for a part of the days: reverse that charge first"),
    "starts_next_month": _("Begins in mid-month: pays from the next"),
    "credit_left": _("An estimate was too high, and who bore it has left: the difference is theirs"),
    "credit": _("An estimate was too high: the difference is taken off the next bill"),
    "zero": _("Comes to nothing"),
    "excluded": _("Excepted by a rule"),
    "not_due_now": _("Nothing due in these months"),
    "not_assigned": _("No fee item is given to it"),
}

REMEDIES: dict[str, str] = {
    "undelivered": "homes",
    "delivered_this_month": "homes",
    "no_payer": "homes",
    "no_area": "homes",
    "no_floor": "homes",
    "no_persons": "homes",
    "no_beginning": "homes",
    "divided_by_zero": "fee-items",
    "no_tariff": "fee-items",
    "no_meter": "meters",
    "no_reading": "readings",
    "credit_left": "credits",
    "not_assigned": "fee-items",
    "excluded": "fee-items",
}
"""Where the reason is dealt with."""


def place(rule: Assignment) -> str:
    """What a rule names: `All homes`, `Building 3`, `3-2-501`."""
    match rule.scope:
        case "all":
            return _t("All")
        case "zone":
            return _t("Zone %(name)s", name=rule.name)
        case "building":
            return _t("Building %(name)s", name=rule.name)
        case "entrance":
            return _t("Entrance %(name)s", name=rule.name)
        case "usage":
            return str(USAGES.get(str(rule.key), rule.key))
        case "parking_kind":
            return str(PARKING.get(str(rule.key), rule.key))
        case "parking":
            return _t("Parking space %(name)s", name=rule.name)
        case _:
            return str(rule.name)


def tiers(kept: str) -> str:
    """Tiers in a line: `≤ 180: 5; ≤ 260: 7; 9`."""
    read = read_tiers(kept)
    told = [
        plain(tier.price) if tier.upto is None else f"≤ {plain(tier.upto)}: {plain(tier.price)}"
        for tier in read.tiers
    ]
    text = "; ".join(told)
    return f"{text} ({_t('all meters of a home together')})" if read.per_home else text


def each_tier(tiers: Tiers, meter_kind: str) -> list[str]:
    """Tiers as a notice tells them: `up to 180 m³ a year: ¥5`, `what is above: ¥9`."""
    told: list[str] = []
    for tier in tiers.tiers:
        price = plain(tier.price)
        if tier.upto is None:
            told.append(_t("what is above: ¥%(price)s", price=price) if told else f"¥{price}")
        else:
            bound = f"{plain(tier.upto)} {UNITS[meter_kind]}".strip()
            told.append(_t("up to %(bound)s a year: ¥%(price)s", bound=bound, price=price))
    if tiers.per_home:
        told.append(_t("all meters of a home together"))
    return told


def period(first: str, last: str) -> str:
    """Days as people say them: `Nov 2026`, `Oct 2026 – Dec 2026`, `Nov 1 – 15`; a single day."""
    if first == last:
        return day(first)
    whole = first.endswith("-01") and (date.fromisoformat(last) + timedelta(days=1)).day == 1
    if whole:
        return month(first) if first[:7] == last[:7] else f"{month(first)} – {month(last)}"
    return f"{day(first)} – {day(last)}"
