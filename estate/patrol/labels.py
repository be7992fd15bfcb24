"""The labels of points: which point a code stands for."""

from collections.abc import Sequence

from estate.data import Reader, Tx


def point_of(db: Reader, token: str) -> int | None:
    """The point of a label; None where it is the label of nothing here."""
    return None


def of_points(db: Reader, point_ids: Sequence[int]) -> dict[int, str]:
    """The codes of points, by point; those without a label are not named."""
    return {}


def make(tx: Tx, point_ids: Sequence[int]) -> None:
    """Give these points a label each; one that has one keeps it."""
