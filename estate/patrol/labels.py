"""The labels of points: which point a code stands for, and a code for each new point."""

from collections.abc import Sequence

from estate.data import Reader, Tx
from estate.labels import actions, queries
from estate.patrol.labelled import POINT


def point_of(db: Reader, token: str) -> int | None:
    """The point of a label that hangs there now; None for any other."""
    found = queries.of_token(db, token)
    return found.subject_id if found and found.subject == POINT.code and not found.replaced_at else None


def of_points(db: Reader, point_ids: Sequence[int]) -> dict[int, str]:
    """The codes of points, by point; those without a label are not named."""
    return queries.tokens(db, POINT.code, point_ids)


def make(tx: Tx, point_ids: Sequence[int]) -> None:
    """Give these points a label each; one that has one keeps it."""
    actions.labels(tx, POINT.code, point_ids)
