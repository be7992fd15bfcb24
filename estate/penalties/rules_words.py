"""A penalty's arithmetic in figures that any language reads: `1660.56 × 0.0005 × 50 = 41.514 → 41.51`."""

from decimal import Decimal
from fractions import Fraction

from estate.billing.rules_arithmetic import yuan
from estate.penalties.rules import Accrual, Stretch, Terms


def plain(value: Fraction) -> str:
    """A fraction with a finite decimal expansion as people write it: 1/2000 is `0.0005`."""
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def formula(accrual: Accrual, terms: Terms, less_fen: int = 0, amount_fen: int | None = None) -> str:
    """The stretches, their sum, the cap when it bites, what is posted or waived already, what is not asked for now.

    less_fen: posted or waived before. amount_fen: what the charge takes, when that is not all that is left.
    """
    parts = [_stretch(one, terms) for one in accrual.stretches]
    if len(parts) > 1:
        parts.append(f"{' + '.join(yuan(one.fen) for one in accrual.stretches)} = {yuan(accrual.sum_fen)}")
    if accrual.capped_by:
        parts.append(f"{_cap(accrual, terms)} < {yuan(accrual.sum_fen)}")
    left = accrual.fen - less_fen
    if less_fen:
        parts.append(f"{yuan(accrual.fen)} − {yuan(less_fen)} = {yuan(left)}")
    if amount_fen is not None and amount_fen != left:
        parts.append(f"{yuan(left)} − {yuan(left - amount_fen)} = {yuan(amount_fen)}")
    return "; ".join(parts) or yuan(0)


def quantity_and_price(accrual: Accrual, terms: Terms, amount_fen: int) -> tuple[str, str]:
    """Of one stretch that is all: the principal, and the rate times the days; else once the amount."""
    if len(accrual.stretches) == 1 and accrual.stretches[0].fen == amount_fen:
        only = accrual.stretches[0]
        return yuan(only.principal_fen), f"{plain(terms.rate)} × {only.days}"
    return "1", yuan(amount_fen)


def _stretch(one: Stretch, terms: Terms) -> str:
    exact = one.principal_fen * terms.rate * one.days / 100
    product = f"{yuan(one.principal_fen)} × {plain(terms.rate)} × {one.days} = "
    return product + (yuan(one.fen) if exact * 100 == one.fen else f"{plain(exact)} → {yuan(one.fen)}")


def _cap(accrual: Accrual, terms: Terms) -> str:
    """How the cap comes about; the stretches at the loan prime rate where that is the cap."""
    if accrual.capped_by == "lpr" and terms.lpr_a_year is not None:
        terms_of_it = [
            f"{yuan(one.principal_fen)} × {plain(terms.lpr_a_year * 100)}% ÷ 365 × {one.days}"
            for one in accrual.stretches
        ]
        return f"{' + '.join(terms_of_it)} → {yuan(accrual.fen)}"
    return yuan(accrual.fen)
