"""A ledger enters the records in one transaction, and leaves them again while nothing depends on it."""

import msgspec

from estate.data import Actor, Tx, audit, clock, read, write
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.intake import actions, kinds, records
from estate.intake.batches import Batch
from estate.intake.handed import Looked, Terms
from estate.jobs import outbox
from estate.refusal import Refused

COMMIT = "intake.commit"
AT_ONCE = 120_000
"""Bytes up to which a file is brought in while the browser waits; the worker brings in larger ones."""


class NewQuestions(Refused):
    """What is known here has changed, or the decisions lead to questions that nobody has seen."""

    def __init__(self, looked: Looked, new: int) -> None:
        super().__init__(
            ngettext(
                "The decisions raise %(n)s new question; look at it first.",
                "The decisions raise %(n)s new questions; look at them first.",
                new,
            )
        )
        self.looked = looked


def ask_to_commit(batch_id: int, terms: Terms, by: Actor) -> Batch:
    """Bring a ledger in: a small one at once, a large one by the worker. What stands against it is refused at once."""
    with read() as db:
        batch = records.batch(db, batch_id)
    if batch is None or not batch.open or batch.size <= AT_ONCE:
        return commit(batch_id, terms, by)
    with write(by) as tx:
        now = actions.require_open(tx, batch_id)
        _require_decided(now.waiting, terms)
        key = f"{COMMIT}:{batch_id}:{now.version}"
        outbox.add(
            tx, COMMIT, key, batch_id=batch_id, terms=terms._asdict(), account_id=by.account_id, who=by.name
        )
        tx.update("import_batches", batch_id, state="committing", commit_key=key)
    with read() as db:
        found = records.batch(db, batch_id)
        assert found is not None
        return found


def commit(batch_id: int, terms: Terms, by: Actor) -> Batch:
    """Bring a ledger in; once it is in, the same again changes nothing.

    Refused while questions wait (field `leave_waiting`), for what its kind asks (homes that exist already: field
    `skip_existing`) without the word on it, and when somebody decided something meanwhile.
    """
    with read() as db:
        batch = records.batch(db, batch_id)
        if batch is None:
            raise Refused(_("This import no longer exists."))
        if batch.state == "committed":
            return batch
        handed = actions.handed(db, batch)
    looked = actions.look(batch.kind, handed)
    try:
        _ask_again(batch, looked)
        with write(by) as tx:
            now = records.batch(tx, batch_id)
            if now is not None and now.state == "committed":
                return now
            if now is None or now.state != "committing":
                now = actions.require_open(tx, batch_id)
            if now.version != batch.version:
                raise Refused(_("Somebody has decided something in the meantime. Look at the figures again."))
            _require_decided(len(looked.asked), terms)
            counts = kinds.of(batch.kind).bring_in(tx, batch, looked, handed.decided, terms)
            return _done(tx, batch_id, counts)
    except NewQuestions as asking:
        with write(by) as tx:
            actions.store_doubts(tx, batch_id, batch.kind, asking.looked)
        raise


def give_up(batch_id: int, by: Actor) -> None:
    """The worker could not bring a file in: it is open again, to be looked at."""
    with write(by) as tx:
        batch = records.batch(tx, batch_id)
        if batch and batch.state == "committing":
            tx.update("import_batches", batch_id, state="checked", version=batch.version + 1)


def undo(batch_id: int, by: Actor) -> None:
    """Take out everything that an import brought. Refused as soon as something depends on it; twice is once."""
    with write(by) as tx:
        batch = records.batch(tx, batch_id)
        if batch is None or batch.state not in ("committed", "undone"):
            raise Refused(_("This import has not been brought in."))
        if batch.state == "undone":
            return
        kinds.of(batch.kind).take_back(tx, batch)
        tx.update("import_batches", batch_id, state="undone", undone_at=clock.stamp(), undone_by=tx.by.name)
        audit.record(tx, "import.undone", "import_batches", batch_id, before=batch.counts)


def _require_decided(waiting: int, terms: Terms) -> None:
    if waiting and not terms.leave_waiting:
        raise Refused(
            ngettext("%(n)s question waits for a decision.", "%(n)s questions wait for a decision.", waiting),
            "leave_waiting",
        )


def _ask_again(batch: Batch, looked: Looked) -> None:
    """Questions that came up only through the decisions (a typed home that is there twice) are asked, not passed over."""
    with read() as db:
        asked = {(d.sheet, d.row, d.column, d.kind) for d in records.doubts(db, batch.id)}
    new = [f for f, _home, _at in looked.asked if (f.sheet, f.row, f.column, f.kind) not in asked]
    if new:
        raise NewQuestions(looked, len(new))


def _done(tx: Tx, batch_id: int, counts: dict[str, int]) -> Batch:
    tx.update(
        "import_batches",
        batch_id,
        state="committed",
        counts=msgspec.json.encode(counts).decode(),
        committed_at=clock.stamp(),
        committed_by=tx.by.name,
    )
    audit.record(tx, "import.committed", "import_batches", batch_id, after=counts)
    done = records.batch(tx, batch_id)
    assert done is not None
    return done
