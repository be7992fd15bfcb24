"""What a reading means: how far the meter ran since the one before, and what only a person can say.

A reading stands on a line that never turns back by itself: its total, what the meter has counted since the first
reading, multiplier included. The usage between two readings is the difference of their totals, whatever lies between.
Values and multipliers in thousandths, totals in millionths of the unit (m³, kWh). Source: DOMAIN A1.11, cases A13 to A15.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

KINDS = ("water", "electricity", "gas", "heat", "other")

UNITS = {"water": "m³", "electricity": "kWh", "gas": "m³", "heat": "kWh", "other": ""}
"""The unit that a meter of each kind counts."""

ONE = 1000
MOST_MULTIPLIER_E3 = 10_000 * ONE
MOST_DIGITS = 9


class Device(NamedTuple):
    """The counter that is read: its multiplier in thousandths, and how many digits it has before the point."""

    multiplier_e3: int = ONE
    digits: int = 5

    @property
    def round_e3(self) -> int:
        """How far the counter runs until it stands at zero again, in thousandths."""
        return 10**self.digits * ONE


class Point(NamedTuple):
    """A reading on its meter's line: value in thousandths, total in millionths."""

    value_e3: int
    total_e6: int
    estimated: bool = False


class Below(ValueError):
    """The value is below the last one. Whether the counter passed zero, was replaced or was misread, a person says."""


class Unfit(ValueError):
    """The value cannot stand between the readings before and after it."""


def usage(prev_e3: int, value_e3: int, device: Device, *, passed_zero: bool = False) -> int:
    """What was used between two values of one counter, in millionths.

    Raises Below for a value below the earlier one, unless a person has said that the counter passed zero.
    """
    steps = value_e3 - prev_e3
    if passed_zero:
        if steps >= 0:
            raise Unfit("a counter that passed zero stands below its earlier value")
        steps += device.round_e3
    if steps < 0:
        raise Below
    return steps * device.multiplier_e3


def total_at(
    value_e3: int,
    device: Device,
    before: Point,
    after: Point | None = None,
    *,
    passed_zero: bool = False,
) -> int:
    """The total of a value that is read between two others of the same counter, in millionths.

    before, after: the nearest that were really read; an estimate binds nobody. Raises Below (see usage), and Unfit
    when the later reading would then have run backwards or does not continue it.
    """
    total = before.total_e6 + usage(before.value_e3, value_e3, device, passed_zero=passed_zero)
    if after is None:
        return total
    ran = after.total_e6 - total
    if ran < 0 or ran % device.multiplier_e3:
        raise Unfit("the later reading does not continue this one")
    if (after.value_e3 - value_e3 - ran // device.multiplier_e3) % device.round_e3:
        raise Unfit("the later reading does not continue this one")
    return total


def doubt(used_e6: int, earlier_e6: Sequence[int]) -> str:
    """Why a usage should be looked at again: `zero`, `high` (over three times the mean of the last three), or nothing."""
    if used_e6 == 0:
        return "zero"
    last = earlier_e6[-3:]
    return "high" if len(last) == 3 and used_e6 > sum(last) else ""


def decimal(value: int, places: int) -> str:
    """A scaled whole number as plain decimals without trailing zeros: 34200, 3 is `34.2`."""
    sign, size = ("−", -value) if value < 0 else ("", value)
    whole, rest = divmod(size, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


def thousandths(text: str) -> int | None:
    """A value as people write it (full-width digits, `1,204`), in thousandths; None when it is no exact such number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    found = re.fullmatch(r"([0-9]{1,12})(?:\.([0-9]{0,3})0*)?", plain)
    return int(found[1]) * ONE + int((found[2] or "").ljust(3, "0")) if found else None
