"""What is taken off twelve months of bills: standing discounts, and early payment by those who paid early before.

Amounts in fen. Days that are charged already are reckoned with when a period is paid whole, and then not counted.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from estate.billing.rules_run import Staged
from estate.waivers.rules_early import EarlyCharge, EarlyRule, offers
from estate.waivers.rules_standing import Standing

MONTHS = 12
_IN_TIME = date(1900, 1, 1)
"""Earlier than any last day for paying early."""


class Said(NamedTuple):
    """A line of a month's run. counts: false for days that are charged already."""

    line: Staged
    counts: bool


class Year(NamedTuple):
    """Twelve months of a home: what is charged in each, and what is taken off it."""

    charged: list[int]
    off: list[int]

    @property
    def payable(self) -> list[int]:
        """What is left to pay in each month."""
        return [fen - off for fen, off in zip(self.charged, self.off, strict=True)]

    def plus(self, other: "Year") -> "Year":
        """Month by month together."""
        return Year(
            [a + b for a, b in zip(self.charged, other.charged, strict=True)],
            [a + b for a, b in zip(self.off, other.off, strict=True)],
        )


NOTHING = Year([0] * MONTHS, [0] * MONTHS)


class Less:
    """The discounts of a fee. early: of the homes that had one for paying early, by home."""

    def __init__(self, standing: Standing, early: Mapping[int, Sequence[EarlyRule]]) -> None:
        self._standing, self._early = standing, early

    def touches(self, home_id: int) -> bool:
        """Whether anything may be taken off a home's bills."""
        return home_id in self._early or self._standing.touches(home_id)

    def year(self, home_id: int, months: Sequence[Sequence[Said]]) -> Year:
        """What these lines of twelve runs come to."""
        charged = [sum(one.line.amount_fen for one in month if one.counts) for month in months]
        off = [0] * len(months)
        paid: list[EarlyCharge] = []
        of: list[tuple[int, bool]] = []
        for number, month in enumerate(months):
            for line, counts in month:
                waived = self._standing.waive(line)
                fen = waived.amount_fen if waived else 0
                off[number] += fen if counts else 0
                paid.append(_early_charge(len(paid), line, line.amount_fen - fen))
                of.append((number, counts))
        for offer in offers(self._early.get(home_id, ()), [one for one in paid if one.unpaid_fen], _IN_TIME):
            for at, fen in zip(offer.charge_ids, offer.waived, strict=True):
                number, counts = of[at]
                off[number] += fen if counts else 0
        return Year(charged, off)


NONE_OFF = Less(Standing((), {}, {}, {}, ""), {})


def _early_charge(number: int, line: Staged, unpaid_fen: int) -> EarlyCharge:
    first, last = date.fromisoformat(line.period_from), date.fromisoformat(line.period_to)
    series = (line.fee_item_id, f"{line.parking_code or ''}/{line.meter_id or ''}")
    return EarlyCharge(number, series, first, last, first, unpaid_fen, True)
