"""What must be done before a month is closed. Months as `2026-11`."""

from typing import NamedTuple


class Check(NamedTuple):
    """One point of the list. left: how much is still to be done, in whatever it counts; 0 is done."""

    name: str
    left: int

    @property
    def done(self) -> bool:
        return self.left == 0


CHECKS = ("over", "days", "runs", "receipts", "sums", "difference")
"""The month is over; its days are closed; no bill run of it waits; each receipt adds up; the month sums are those of
their rows; the trial balance leaves nothing over."""


def following(month: str) -> str:
    """`2026-12` → `2027-01`."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def ready(checks: list[Check]) -> bool:
    return all(check.done for check in checks)
