"""The fee items that other features charge under."""

from typing import NamedTuple

from estate.data import Reader


class OneOff(NamedTuple):
    """A fee item for what is charged once."""

    id: int
    name: str


def one_off(db: Reader) -> list[OneOff]:
    """The fee items under which something can be charged once, in the office's order."""
    return db.rows(
        OneOff, "SELECT id, name FROM fee_items WHERE kind = 'one_off' AND active ORDER BY sort, id"
    )
