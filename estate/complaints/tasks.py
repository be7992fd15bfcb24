"""What the worker does for complaints, each minute."""

from estate.complaints import actions_clocks
from estate.jobs.rounds import each_round


@each_round("watch_complaints")
def watch() -> None:
    """Warn of clocks that run out, and pass on what is late."""
    actions_clocks.watch()
