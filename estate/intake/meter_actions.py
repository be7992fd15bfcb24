"""What the office does with a reading ledger: hand it in, bring the clean rows in, take them back. One transaction each."""

import msgspec

from estate.community import queries as community
from estate.data import Actor, Tx, audit, clock, read, write
from estate.i18n import gettext as _
from estate.intake import actions, ledger_asked, records, records_notes
from estate.intake.actions import Uploaded
from estate.intake.batches import READINGS, Batch
from estate.intake.check import Asked
from estate.intake.meter_commit import Outcome, bring_in, judge
from estate.intake.meter_rows import Readings, find_readings
from estate.intake.reader import read_content
from estate.intake.workbook import UnreadableLedger
from estate.meters import actions_import
from estate.refusal import Refused

AT_ONCE = 3000
"""Rows up to which a file is checked while the browser waits (two seconds); longer ones go to the worker."""


class _Otherwise(Exception):
    """What would enter is not what was agreed to."""

    def __init__(self, came: Outcome, asked: list[Asked]) -> None:
        super().__init__()
        self.came, self.asked = came, asked


def upload(content: bytes, file_name: str, by: Actor, *, at_once: bool | None = None) -> Uploaded:
    """Keep a ledger of readings, sealed, and say what it would bring. The same file again answers its import.

    Refused (field `file`) for a file that cannot be read. at_once None: by its rows.
    """
    sha = actions.sha_of(content)
    with read() as db:
        if found := actions.there(db, sha, READINGS):
            return Uploaded(found.id, True)
    ledger = _ledger(content, file_name)
    now = len(ledger.rows) <= AT_ONCE if at_once is None else at_once
    judged = judge(ledger, by) if now else None
    kept = actions.keep(content)
    with write(by) as tx:
        if found := actions.there(tx, sha, READINGS):
            return Uploaded(found.id, True)
        batch_id = actions.new_batch(tx, READINGS, content, file_name, kept)
        if judged:
            _store(tx, batch_id, ledger, *judged)
        else:
            actions.ask_for_check(tx, batch_id)
        return Uploaded(batch_id, False)


def check_batch(batch_id: int, version: int, by: Actor) -> None:
    """Say what a ledger would bring as things are now; nothing when it was brought in or thrown away meanwhile."""
    with read() as db:
        batch = records.batch(db, batch_id)
    if batch is None or batch.version != version or not batch.open:
        return
    ledger = _ledger(actions.content_of(batch), batch.file_name)
    judged = judge(ledger, by)
    with write(by) as tx:
        now = records.batch(tx, batch_id)
        if now and now.open and now.version == version:
            _store(tx, batch_id, ledger, *judged)


def commit(batch_id: int, by: Actor) -> Batch:
    """Bring in the rows that need no decision; once they are in, the same again changes nothing.

    Refused when nothing would enter, and when more or less would than was shown: the new figures are kept, to be
    looked at.
    """
    with read() as db:
        batch = records.batch(db, batch_id)
    if batch is None:
        raise Refused(_("This import no longer exists."))
    if batch.state == "committed":
        return batch
    ledger = _ledger(actions.content_of(batch), batch.file_name)
    try:
        with write(by) as tx:
            now = records.batch(tx, batch_id)
            if now is not None and now.state == "committed":
                return now
            return _commit(tx, actions.require_open(tx, batch_id), ledger)
    except _Otherwise as other:
        with write(by) as tx:
            actions.require_open(tx, batch_id)
            _store(tx, batch_id, ledger, other.came, other.asked)
        raise Refused(_("What is known here has changed since. Look at the figures again.")) from other


def undo(batch_id: int, by: Actor) -> None:
    """Take back everything that an import brought. Refused when a bill was made with it; twice is once."""
    with write(by) as tx:
        batch = records.batch(tx, batch_id)
        if batch is None or batch.open:
            raise Refused(_("This import has not been brought in."))
        if batch.state == "undone":
            return
        done = actions_import.take_back(
            batch_id, _("The import %(file)s was taken back", file=batch.file_name), by
        )
        tx.update("import_batches", batch_id, state="undone", undone_at=clock.stamp(), undone_by=tx.by.name)
        audit.record(
            tx, "import.undone", "import_batches", batch_id, before=batch.counts, after=done._asdict()
        )


def outcome(batch: Batch) -> Outcome:
    """What the latest check said; zeros before the first."""
    return msgspec.json.decode(batch.figures_json or "{}", type=Outcome)


def _commit(tx: Tx, batch: Batch, ledger: Readings) -> Batch:
    came, asked = bring_in(tx, ledger, batch.id)
    if came != outcome(batch):
        raise _Otherwise(came, asked)
    if not came.readings:
        raise Refused(_("Nothing would be brought in."))
    counts = {
        "readings": came.readings,
        "meters": came.meters,
        "unusual": came.unusual,
        "known": came.known,
        "left_out": came.doubtful,
    }
    tx.update(
        "import_batches",
        batch.id,
        state="committed",
        counts=msgspec.json.encode(counts).decode(),
        committed_at=clock.stamp(),
        committed_by=tx.by.name,
    )
    audit.record(tx, "import.committed", "import_batches", batch.id, after=counts)
    done = records.batch(tx, batch.id)
    assert done is not None
    return done


def _store(tx: Tx, batch_id: int, ledger: Readings, came: Outcome, asked: list[Asked]) -> None:
    """Keep what a check found: figures, questions, repairs and skipped rows."""
    records.forget_doubts(tx, batch_id)
    records.put_doubts(tx, batch_id, asked)
    records_notes.put_notes(
        tx, batch_id, ledger_asked.repairs(ledger.notes), ledger_asked.skips(ledger.notes)
    )
    tx.update(
        "import_batches",
        batch_id,
        state="checked",
        fault="",
        figures=msgspec.json.encode(came).decode(),
        checked_at=clock.stamp(),
    )


def _ledger(content: bytes, file_name: str) -> Readings:
    with read() as db:
        homes = community.home_ids(db)
    try:
        return find_readings(read_content(content, file_name), homes)
    except UnreadableLedger as error:
        raise Refused(str(error), "file") from error
