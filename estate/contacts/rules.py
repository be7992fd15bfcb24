"""When a promise to pay is kept or broken. Amounts in fen. Source: DOMAIN C."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

Outcome = Literal["kept", "late", "broken"]


class Paid(NamedTuple):
    """Money that came after the promise and stands: on which business day, how much."""

    on: date
    fen: int


def outcome(due: date, amount_fen: int, paid: Sequence[Paid], today: date) -> Outcome | None:
    """What has become of a promise by the beginning of `today`; None while it can still be kept.

    Kept as soon as all of it has come by the promised day, that day included. Late: all of it has come, but after the
    day. What comes from several payments adds up.
    """
    if sum(one.fen for one in paid if one.on <= due) >= amount_fen:
        return "kept"
    if today <= due:
        return None
    return "late" if sum(one.fen for one in paid) >= amount_fen else "broken"
