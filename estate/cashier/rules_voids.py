"""Whether a receipt may be voided, or only reversed. Source: DOMAIN A1.21."""

from typing import Literal

Bar = Literal["", "state", "cashier", "day", "closed"]


def void_bar(*, state: str, same_cashier: bool, same_day: bool, day_closed: bool) -> Bar:
    """What keeps a receipt from being voided; empty when nothing does.

    A void is for the cashier who took it, on the same business day, before that day's close; a receipt that was taken
    back in any way already, and a reversal, are none.
    """
    if state != "live":
        return "state"
    if not same_cashier:
        return "cashier"
    if not same_day:
        return "day"
    return "closed" if day_closed else ""
