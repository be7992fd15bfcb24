"""Asking for a bundle of evidence, and making it in the worker."""

from collections.abc import Callable

from estate.data import Actor, audit, clock, files, read, write
from estate.documents.typeset import forget, typeset_with
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.jobs import outbox
from estate.jobs.outbox import WORKER
from estate.letters import records_evidence as records
from estate.letters.evidence import Collector
from estate.letters.evidence_money import Section
from estate.letters.records_evidence import Bundle
from estate.office.identity import identity
from estate.refusal import Refused, require_key

MAKE = "evidence.make"


def ask(home_id: int, payer_id: int, key: str, by: Actor, *, practice: bool = False) -> Bundle:
    """Ask the worker for a bundle about a payer's debt for a home; the same key asks once.

    Refused when nothing was ever charged to this payer for the home.
    """
    with write(by) as tx:
        if known := records.bundle_of_key(tx, key):
            return _bundle(known)
        require_key(key)
        names = tx.tuples(
            "SELECT home_code, payer_name FROM charges WHERE home_id = :home AND payer_id = :payer ORDER BY id DESC LIMIT 1",
            home=home_id,
            payer=payer_id,
        )
        if not names:
            raise Refused(_("Nothing was ever charged to this payer for this home."), "payer")
        bundle_id = tx.insert(
            "evidence_bundles",
            key=key,
            home_id=home_id,
            home_code=names[0][0],
            payer_id=payer_id,
            payer_name=names[0][1],
            asked_at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        outbox.add(tx, MAKE, task_key(bundle_id), bundle_id=bundle_id, practice=practice)
        after = {"home": names[0][0], "payer_id": payer_id}
        audit.record(tx, "evidence.asked", "evidence_bundles", bundle_id, after=after)
        return _bundle(bundle_id)


def task_key(bundle_id: int) -> str:
    """The outbox key of a bundle."""
    return f"{MAKE}:{bundle_id}"


def make(bundle_id: int, progress: Callable[[int, int], None], *, practice: bool) -> None:
    """Make a bundle; one that is made already stays."""
    bundle = _bundle(bundle_id)
    if bundle.finished_at:
        return
    with read() as db:
        locale = identity(db).locale
    with speaking(locale):
        with read() as db:
            collector, sections = Collector(db, bundle), list[Section]()
            steps = len(collector.sections) + 1
            for section in collector.sections:
                sections.append(section())
            made = collector.finish(sections, practice=practice)
        progress(steps - 1, steps)
        file = files.keep(typeset_with("evidence", made.data, made.enclosed))
    forget()
    with write(WORKER) as tx:
        tx.update("evidence_bundles", bundle_id, finished_at=clock.stamp(), file=file, error=None)
        audit.record(
            tx, "evidence.made", "evidence_bundles", bundle_id, after={"home": bundle.home_code, "file": file}
        )


def fail(bundle_id: int, why: str) -> None:
    """Note that a bundle was given up, for its page."""
    with write(WORKER) as tx:
        tx.update("evidence_bundles", bundle_id, error=why)


def _bundle(bundle_id: int) -> Bundle:
    with read() as db:
        found = records.bundle(db, bundle_id)
    if found is None:
        raise LookupError(f"there is no bundle {bundle_id}")
    return found
