"""Tiers as a person writes them: a line for each, `180 5` and at last the price alone, `9`."""

import re
import unicodedata
from fractions import Fraction
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextArea

from estate.billing.rules_tiers import Tier, plain
from estate.i18n import gettext as _

MOST_TIERS = 12
_LINE = re.compile(r"(?:([0-9]{1,9}(?:\.[0-9]{1,3})?)\s+)?([0-9]{1,5}(?:\.[0-9]{1,6})?)")


class TiersField(Field):
    """Tiers; data is a tuple of Tier, or None when nothing is written."""

    widget = TextArea()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return written(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: tuple[Tier, ...] | None = None
        text = unicodedata.normalize("NFKC", str(valuelist[0])) if valuelist else ""
        lines = [line.strip(" \t:：,，;；元") for line in text.splitlines() if line.strip()]
        if lines:
            self.data = _tiers(lines)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation()


def written(tiers: tuple[Tier, ...]) -> str:
    """Tiers as they are typed."""
    return "\n".join(
        plain(tier.price) if tier.upto is None else f"{plain(tier.upto)} {plain(tier.price)}"
        for tier in tiers
    )


def _tiers(lines: list[str]) -> tuple[Tier, ...]:
    if len(lines) > MOST_TIERS:
        raise ValueError(_("At most %(n)s tiers.", n=MOST_TIERS))
    tiers: list[Tier] = []
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if not found or not Fraction(found[2]):
            raise ValueError(_("Line %(n)s: write the bound and the price, like 180 5.", n=number))
        last = number == len(lines)
        if (found[1] is None) != last:
            raise ValueError(
                _("The last line has only its price: it has no bound.")
                if last
                else _("Line %(n)s: write the bound and the price, like 180 5.", n=number)
            )
        bound = None if found[1] is None else Fraction(found[1])
        if bound is not None and tiers and bound <= (tiers[-1].upto or 0):
            raise ValueError(_("Line %(n)s: its bound is not above the one before.", n=number))
        tiers.append(Tier(bound, Fraction(found[2])))
    return tuple(tiers)
