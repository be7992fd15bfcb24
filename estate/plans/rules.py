"""The arithmetic of instalments: parts that add up to the sum exactly, what payments settle, kept or broken. Fen."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Literal, NamedTuple

MOST_PARTS = 36


class Part(NamedTuple):
    """One instalment. paid_fen: what of it is settled."""

    due: date
    amount_fen: int
    paid_fen: int = 0

    def state(self, today: date) -> str:
        """paid, part, open or late."""
        if self.paid_fen == self.amount_fen:
            return "paid"
        if today > self.due:
            return "late"
        return "part" if self.paid_fen else "open"


def split(total_fen: int, count: int) -> list[int]:
    """Equal parts that add up exactly: whole yuan, and the first takes what is over; in fen when it is too little."""
    if not 1 <= count <= total_fen:
        raise ValueError("a part has at least one fen")
    unit = 100 if total_fen >= 100 * count else 1
    each = total_fen // (unit * count) * unit
    return [total_fen - each * (count - 1), *[each] * (count - 1)]


def due_days(first: date, count: int) -> list[date]:
    """Month after month on the same day; in a shorter month on its last."""
    days: list[date] = []
    for number in range(count):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        days.append(date(year, month + 1, min(first.day, monthrange(year, month + 1)[1])))
    return days


def matched(parts: Sequence[Part], settled_fen: int) -> list[Part]:
    """What is settled of each part when the earliest is settled first; what is over stays out."""
    before = accumulate((one.amount_fen for one in parts), initial=0)
    return [
        one._replace(paid_fen=max(0, min(one.amount_fen, settled_fen - start)))
        for one, start in zip(parts, before, strict=False)
    ]


def judge(
    parts: Sequence[Part], settled_fen: int, today: date, grace_days: int
) -> Literal["kept", "broken"] | None:
    """Kept once all is settled; broken when a part is not whole at the end of its grace."""
    found = matched(parts, settled_fen)
    if all(one.paid_fen == one.amount_fen for one in found):
        return "kept"
    late = any(one.paid_fen < one.amount_fen and today > one.due + timedelta(grace_days) for one in found)
    return "broken" if late else None


def missed(parts: Sequence[Part], settled_fen: int) -> Part | None:
    """The earliest part that is not whole."""
    return next((one for one in matched(parts, settled_fen) if one.paid_fen < one.amount_fen), None)
