"""One charge as the line that it was posted from, for charging a part of it anew."""

from typing import Any, NamedTuple

from estate.billing.rules_run import Staged
from estate.data import Reader


class Posted(NamedTuple):
    """A live charge: its line and when it is due."""

    staged: Staged
    due_on: str


def line(db: Reader, charge_id: int) -> Posted:
    """The line of a live charge; LookupError when there is none."""
    columns = ", ".join(Staged._fields)
    rows: list[tuple[Any, ...]] = db.tuples(
        f"""
        SELECT {columns}, due_on FROM charges
         WHERE id = :charge_id AND reverses_id IS NULL AND reversed_by IS NULL
        """,
        charge_id=charge_id,
    )
    if not rows:
        raise LookupError(f"there is no live charge {charge_id}")
    return Posted(Staged._make(rows[0][:-1]), rows[0][-1])
