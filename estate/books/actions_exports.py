"""Make a month's journal as a file: asked for in a request, made in the worker."""

from collections.abc import Callable, Iterator, Sequence

from estate.books import queries, words
from estate.books import records_exports as records
from estate.books import records_journal as journal
from estate.books.records_exports import Export
from estate.books.rules_journal import Booked, Chart, vouchers
from estate.books.workbook import TooMany, Written, write_journal
from estate.data import Actor, audit, clock, files, read, write
from estate.i18n import speaking
from estate.jobs import outbox
from estate.jobs.outbox import WORKER
from estate.office.identity import identity
from estate.refusal import require_key

MAKE = "books.journal"
STEP = 5_000
"""Entries between two words to the page about how far it is."""
TOO_MANY = "too_many"
"""The error of a month that has more lines than a sheet holds."""

Progress = Callable[[int, int], None]


def start_export(month: str, key: str, by: Actor) -> Export:
    """Ask the worker for a month's journal; the same key answers the same one. month: `2026-11`."""
    with write(by) as tx:
        if known := records.export_of_key(tx, key):
            return known
        require_key(key)
        export_id = tx.insert(
            "journal_exports", key=key, month=month, started_at=clock.stamp(), started_by=by.name
        )
        outbox.add(tx, MAKE, task_key(export_id), export_id=export_id)
        audit.record(tx, "journal.asked", "journal_exports", export_id, after={"month": month})
        found = records.export(tx, export_id)
        assert found is not None
        return found


def task_key(export_id: int) -> str:
    """The outbox key of a journal."""
    return f"{MAKE}:{export_id}"


def make_export(export_id: int, progress: Progress) -> None:
    """Make the file of a journal; nothing happens when it is made already."""
    with read() as db:
        export = records.export(db, export_id)
        if export is None or export.finished_at:
            return
        month, locale, chart = export.month, identity(db).locale, journal.chart(db)
        booked = journal.booked(db, queries.first_day(month), queries.last_day(month))
    with speaking(locale):
        try:
            made = _written(booked, chart, progress)
        except TooMany:
            fail_export(export_id, TOO_MANY)
            return
    with write(WORKER) as tx:
        tx.update(
            "journal_exports",
            export_id,
            file=files.keep(made.content),
            lines=made.lines,
            finished_at=clock.stamp(),
            error=None,
        )


def fail_export(export_id: int, why: str) -> None:
    """Note that a journal was given up, for its page."""
    with write(WORKER) as tx:
        tx.update("journal_exports", export_id, error=why)


def _written(booked: Sequence[Booked], chart: Chart, progress: Progress) -> Written:
    told = {kind: str(word) for kind, word in words.SUMMARIES.items()}
    return write_journal(vouchers(_counted(booked, progress), chart, told))


def _counted(booked: Sequence[Booked], progress: Progress) -> Iterator[Booked]:
    """The entries, with a word about how far it is every now and then."""
    for number, one in enumerate(booked):
        if number % STEP == 0:
            progress(number, len(booked))
        yield one
