"""What a waiver comes to. Money in fen, shares in 1/10,000 (9500 is 95 %), days as dates; exact, rounded once.

Source: DOMAIN A1.16, B (vacancy); cases A27, A28, P22, P36 to P40.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from estate.billing.rules import Rounding, round_fen, split_by_weight

WHOLE_E4 = 10_000

KIND_OF_REASON = {
    "service": "one_off",
    "goodwill": "one_off",
    "error": "one_off",
    "vacant": "vacancy",
    "agreed": "care",
    "penalty": "penalty",
    "other": "other",
}
"""The kind of waiver that a request's reason makes; the reason `agreed` tells nothing of a household's need."""


def payable_fen(
    exact_fen: Fraction | int, payable: Fraction | int, rounding: Rounding = "half_up_fen"
) -> int:
    """What stays payable of an amount, rounded once. payable: the share from 0 to 1.

    exact_fen is the unrounded value where the rule is `raw`, the amount as billed where it is `rounded`: the two
    can differ by a fen. Source: cases A27, A28.
    """
    return round_fen(Fraction(exact_fen) * payable, rounding)


def waived_fen(
    amount_fen: int,
    payable: Fraction | int,
    exact_fen: Fraction | None = None,
    rounding: Rounding = "half_up_fen",
) -> int:
    """What is waived of a charge so that the payable share is left; exact_fen given, from the unrounded value."""
    left = payable_fen(amount_fen if exact_fen is None else exact_fen, payable, rounding)
    return min(max(amount_fen - left, 0), amount_fen)


def shares_fen(total_fen: int, unpaid: Sequence[int]) -> list[int]:
    """A sum to waive spread over charges in proportion to what is unpaid; the parts add up to it.

    Raises ValueError for a sum that is not positive or more than is unpaid.
    """
    if not 0 < total_fen <= sum(unpaid):
        raise ValueError("a waiver is more than nothing and at most what is unpaid")
    return split_by_weight(total_fen, unpaid)


def percent_fen(share_e4: int, unpaid: Sequence[int]) -> list[int]:
    """A share of what is unpaid on each charge, each rounded once."""
    return [round_fen(Fraction(fen * share_e4, WHOLE_E4)) for fen in unpaid]


def last_early_day(due_on: date, days_before: int) -> date:
    """The last day on which a payment is early; that day is included. Source: case P37."""
    return due_on - timedelta(days=days_before)


def early_fen(
    amount_fen: int,
    due_on: date,
    paid_on: date,
    days_before: int,
    payable_e4: int | None = None,
    off_fen: int | None = None,
) -> int:
    """What is waived when an amount is paid in whole on a day: by share or a fixed sum, never more than the amount.

    Nothing when the day is later than `days_before` days before the due day. Source: cases P36 to P40.
    """
    if paid_on > last_early_day(due_on, days_before):
        return 0
    if off_fen is not None:
        return min(off_fen, amount_fen)
    return waived_fen(amount_fen, Fraction(WHOLE_E4 if payable_e4 is None else payable_e4, WHOLE_E4))


def percent(share_e4: int) -> str:
    """`95%`, `99.5%`."""
    whole, rest = divmod(share_e4, 100)
    decimals = f".{rest:02d}".rstrip("0") if rest else ""
    return f"{whole}{decimals}%"
