"""An import as it is kept: the file, what was said of it, how far it is."""

from typing import NamedTuple

import msgspec

from estate.intake.layout import SheetMapping

HOMES = "homes"
READINGS = "readings"
FEES = "fees"
PARKING = "parking"
EQUIPMENT = "equipment"


class Batch(NamedTuple):
    """One import. version counts what changes its outcome; waiting, doubts: open and all questions."""

    id: int
    kind: str
    file_name: str
    sha: str
    kept: str
    size: int
    state: str
    mapping_json: str
    figures_json: str | None
    version: int
    fault: str
    uploaded_at: str
    who: str
    checked_at: str | None
    counts_json: str | None
    committed_at: str | None
    committed_by: str | None
    undone_at: str | None
    undone_by: str | None
    options_json: str
    commit_key: str
    doubts: int
    waiting: int

    @property
    def mapping(self) -> dict[str, SheetMapping]:
        """What a person said of the sheets."""
        return msgspec.json.decode(self.mapping_json, type=dict[str, SheetMapping])

    @property
    def counts(self) -> dict[str, int]:
        """What was stored at the commit."""
        return msgspec.json.decode(self.counts_json or "{}", type=dict[str, int])

    @property
    def options(self) -> dict[str, str]:
        """What was chosen for the whole file."""
        return msgspec.json.decode(self.options_json, type=dict[str, str])

    @property
    def decided(self) -> int:
        """How many doubts have their decision."""
        return self.doubts - self.waiting

    @property
    def open(self) -> bool:
        """Whether it can still be decided and committed."""
        return self.state in ("uploaded", "checked")

    @property
    def complete(self) -> bool:
        """Whether everything in the file has been brought in."""
        return self.state == "committed" and not self.counts.get("left_out")

    @property
    def task_key(self) -> str:
        """The outbox key of the check of this version."""
        return f"intake.check:{self.id}:{self.version}"
