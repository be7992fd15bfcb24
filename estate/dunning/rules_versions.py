"""What differs between two versions of a strategy. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from estate.dunning.rules import Step


class Difference(NamedTuple):
    """A step of either version. change: same, changed, added, removed."""

    kind: str
    before: Step | None
    after: Step | None

    @property
    def change(self) -> str:
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        same = (self.before.days, self.before.min_fen) == (self.after.days, self.after.min_fen)
        return "same" if same else "changed"


def compare(before: Sequence[Step], after: Sequence[Step]) -> list[Difference]:
    """The steps of both, side by side: the first call beside the first call, in the order of the newer version."""
    old, new = _numbered(before), _numbered(after)
    keys = [*new, *(key for key in old if key not in new)]
    found = [Difference(key[0], old.get(key), new.get(key)) for key in keys]
    return sorted(found, key=lambda one: (one.after or one.before or _NONE).days)


_NONE = Step(0, 0, 0, "")


def _numbered(steps: Sequence[Step]) -> dict[tuple[str, int], Step]:
    count: Counter[str] = Counter()
    found: dict[tuple[str, int], Step] = {}
    for step in sorted(steps, key=lambda one: one.days):
        count[step.kind] += 1
        found[step.kind, count[step.kind]] = step
    return found
