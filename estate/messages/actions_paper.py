"""Print what waits on paper, and note what was handed out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from estate.data import Actor, Reader, Tx, audit, clock, files, read, write
from estate.documents.content import common
from estate.documents.typeset import forget, pages_of, typeset, typeset_with
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.jobs import outbox
from estate.jobs.outbox import WORKER
from estate.messages import records_paper
from estate.messages.records_paper import Print, Sheet
from estate.office.identity import identity
from estate.refusal import Refused, require_key
from estate.web.filters import day
from estate.web.lan import qr_svg

PRINT = "messages.print"
MOST_PAGES = 40
"""Of a paper that goes with a message; what is longer is printed on its own."""
AT_ONCE = 50
"""Sheets in one transaction and one file: about a tenth of a second, so that screens can write in between."""


def start_print(building_id: int | None, key: str, url: str, by: Actor, *, practice: bool = False) -> Print:
    """Ask the worker to print what waits, of one building or all; the same key answers the same print.

    url: where owners sign in. Refused when nothing waits.
    """
    with write(by) as tx:
        if known := records_paper.print_of_key(tx, key):
            return known
        require_key(key)
        waiting = records_paper.waiting(tx)
        sheets = sum(one.sheets for one in waiting if building_id in (None, one.building_id))
        if not sheets:
            raise Refused(_("Nothing waits to be printed here."))
        print_id = tx.insert(
            "message_prints",
            key=key,
            building_id=building_id,
            url=url,
            sheets=sheets,
            started_at=clock.stamp(),
            started_by=by.name,
        )
        records_paper.take(tx, print_id, building_id)
        outbox.add(tx, PRINT, task_key(print_id), print_id=print_id, practice=practice)
        audit.record(tx, "messages.printed", "message_prints", print_id, after={"sheets": sheets})
        found = records_paper.one_print(tx, print_id)
        assert found is not None
        return found


def task_key(print_id: int) -> str:
    """The outbox key of a print."""
    return f"{PRINT}:{print_id}"


def make_print(print_id: int, progress: Callable[[int, int], None], *, practice: bool) -> None:
    """Typeset the messages of a print, going on after those that an interrupted try has printed already."""
    with read() as db:
        job = records_paper.one_print(db, print_id)
        if job is None or job.finished_at:
            return
        language = identity(db).locale
        parts = list(_parts(records_paper.sheets(db, print_id)))
    done = len(parts)
    for number, some in enumerate(parts, 1):
        with speaking(language), write(WORKER) as tx:
            _make_file(tx, job, some, practice=practice)
        forget()
        progress(number, done)
    with write(WORKER) as tx:
        printed = len(records_paper.printed(tx, print_id))  # what was read in the meantime is not among them
        tx.update("message_prints", print_id, sheets=max(1, printed), finished_at=clock.stamp(), error=None)


def fail_print(print_id: int, why: str) -> None:
    """Note that a print was given up, and let its messages wait again."""
    with write(WORKER) as tx:
        tx.update("message_prints", print_id, error=why)
        tx.run("UPDATE deliveries SET print_id = NULL WHERE print_id = :id AND state = 'queued'", id=print_id)


def hand_out(print_id: int, by: Actor) -> int:
    """Note that the papers of a print were handed out; a second time changes nothing. Answers how many."""
    with write(by) as tx:
        ids = records_paper.printed(tx, print_id)
        count = records_paper.mark(tx, ids, "delivered", clock.stamp())
        if count:
            audit.record(tx, "messages.handed_out", "message_prints", print_id, after={"sheets": count})
        return count


def _parts(sheets: Sequence[Sheet]) -> Iterator[list[Sheet]]:
    """Building after building, some dozens of sheets at a time."""
    for _building, group in groupby(sheets, key=lambda one: one.building):
        some = list(group)
        for start in range(0, len(some), AT_ONCE):
            yield some[start : start + AT_ONCE]


def _make_file(tx: Tx, job: Print, some: Sequence[Sheet], *, practice: bool) -> None:
    file = files.keep(_pdf(tx, job, some, practice=practice))
    records_paper.add_file(
        tx,
        job.id,
        building=some[0].building,
        first_home=some[0].home_code,
        last_home=some[-1].home_code,
        sheets=len(some),
        file=file,
    )
    records_paper.mark(tx, [one.delivery_id for one in some], "accepted", clock.stamp())


def _pdf(db: Reader, job: Print, some: Sequence[Sheet], *, practice: bool) -> bytes:
    qr = str(qr_svg(job.url, scale=1))
    behind = {one.file: files.path_of(one.file).read_bytes() for one in some if one.file}
    pages = {file: pages_of(content, MOST_PAGES) for file, content in behind.items()}
    sheets = [
        {
            "title": one.subject,
            "number": str(one.message_id),
            "date": day(one.told_on),
            "qr": qr,
            "facts": [[_("Home"), one.home_code or "–"], [_("Addressed to"), one.recipient]],
            "lines": one.text.split("\n"),
            "foot": _("Read it on the phone next time: scan the code above and sign in."),
            "behind": _behind(one, pages),
        }
        for one in some
    ]
    data = {"common": common(db, practice=practice), "sheets": sheets}
    single = len(some) == 1
    if not behind:
        return typeset("message", data, for_screens=single)
    enclosed = {f"{file}.pdf": content for file, content in behind.items() if pages[file]}
    return typeset_with("message", data, enclosed, for_screens=single)


def _behind(one: Sheet, pages: Mapping[str, int]) -> dict[str, Any]:
    """The paper that goes with a message: its file beside the template, its pages, and what the sheet says of it."""
    if not one.file:
        return {"name": "", "pages": 0, "word": ""}
    if not pages[one.file]:
        word = _(
            "A paper goes with this message that has to be printed on its own: message %(id)s.",
            id=one.message_id,
        )
        return {"name": "", "pages": 0, "word": word}
    return {"name": f"{one.file}.pdf", "pages": pages[one.file], "word": _("A paper goes with this message.")}
