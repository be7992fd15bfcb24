"""What the office decides for the gate. A change holds for everything from then on, also for what is there already."""

from estate.data import Actor, audit, write
from estate.gate import queries_settings
from estate.gate.queries_settings import Days


def change(wanted: Days, by: Actor) -> None:
    """Decide the days; the same again changes nothing."""
    with write(by) as tx:
        before = queries_settings.days(tx)
        if before == wanted:
            return
        tx.update("gate_settings", 1, **wanted._asdict())
        audit.record(
            tx, "gate_settings.changed", "gate_settings", before=before._asdict(), after=wanted._asdict()
        )
