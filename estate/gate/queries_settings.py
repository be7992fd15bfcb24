"""The days that the office decides for the gate, for pages and other parts."""

from typing import NamedTuple

from estate.data import Reader


class Days(NamedTuple):
    """parcel_days: after how many a parcel waits too long. name_days: how long names are kept after the end.

    permit_days: how long before its last day a renovation is told of.
    """

    parcel_days: int
    name_days: int
    permit_days: int


def days(db: Reader) -> Days:
    """As they are now."""
    found = db.row(Days, "SELECT parcel_days, name_days, permit_days FROM gate_settings")
    assert found is not None
    return found
