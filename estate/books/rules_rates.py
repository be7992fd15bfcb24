"""Collection rates. Money in fen, rates in hundredths of a percent. Source: DOMAIN A1.28, case A33."""

from typing import NamedTuple


class Rates(NamedTuple):
    """None where there is nothing to collect."""

    current_bp: int | None
    recovery_bp: int | None
    overall_bp: int | None


def rates(
    receivable_fen: int,
    collected_fen: int,
    opening_arrears_fen: int,
    recovered_fen: int,
    reduction_fen: int = 0,
    void_fen: int = 0,
) -> Rates:
    """What of the period's net bills is paid; what of the old debt came in; both together."""
    net = receivable_fen - reduction_fen - void_fen
    return Rates(
        _share(collected_fen, net),
        _share(recovered_fen, opening_arrears_fen),
        _share(collected_fen + recovered_fen, net + opening_arrears_fen),
    )


def _share(part: int, whole: int) -> int | None:
    """Half up; a reversal can leave a part below zero, and a tie then goes away from zero."""
    if whole <= 0:
        return None
    shown = (abs(part) * 20_000 + whole) // (2 * whole)
    return shown if part >= 0 else -shown
