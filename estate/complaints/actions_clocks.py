"""What time does to complaints: a warning, then the way to the manager, once for each clock."""

from estate.complaints import actions, actions_steps, records, records_clocks, shown, telling, words
from estate.complaints.details import Details
from estate.complaints.queries import Complaint
from estate.complaints.rules_steps import SYSTEM
from estate.data import Tx, clock, read, write
from estate.i18n import gettext as _
from estate.jobs.outbox import WORKER

AT_ONCE = 200
"""Complaints in one transaction, so that screens can write in between."""


def watch() -> None:
    """Warn of every clock that is soon over, and pass to the manager what is over."""
    with read() as db:
        warn = records.settings(db).warn_percent
        pressing = records_clocks.pressing(db, clock.stamp(), warn)
    for first in range(0, len(pressing), AT_ONCE):
        with write(WORKER) as tx:
            for complaint_id in pressing[first : first + AT_ONCE]:
                _tell(tx, actions.require(tx, complaint_id), warn)


def _tell(tx: Tx, found: Complaint, warn: int) -> None:
    if not found.is_open:
        return  # it was closed since it was found
    for name, reading in shown.readings(found, clock.now(), warn).items():
        if reading.state not in ("soon", "late"):
            continue
        if not records_clocks.note_alert(tx, found, name, reading.state):
            continue
        if reading.state == "soon":
            telling.soon(tx, found, name)
            continue
        key = f"late:{found.id}:{name}:{found.clock_from}"
        reason = _("%(clock)s is over time", clock=words.CLOCKS[name])
        actions_steps.step(tx, found.id, "escalate", key, {SYSTEM}, Details(reason=reason))
