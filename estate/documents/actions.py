"""Make papers: one at once, or a whole print in the worker, some dozens in each transaction."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import msgspec

from estate.data import Actor, Reader, Tx, audit, clock, files, read, write
from estate.documents import records, sheets, sources
from estate.documents.content import Sheet, common
from estate.documents.records import Batch, Document
from estate.documents.typeset import forget, typeset
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.jobs import outbox
from estate.jobs.outbox import WORKER
from estate.office.identity import identity
from estate.people import actions_invitations
from estate.refusal import Refused, require_key
from estate.web.lan import qr_svg

MAKE = "documents.make"
PREFIXES = {"notice": "TZ", "statement": "DZ", "certificate": "ZM", "protocol": "GH"}
AT_ONCE = 50
"""Sheets in one transaction and one file: about a tenth of a second, so that screens can write in between."""


class Wanted(NamedTuple):
    """A print of many papers. building_id None: all; year: of statements and certificates."""

    kind: str
    building_id: int | None = None
    year: int | None = None
    invite: str = "no"


def make_one(sheet: Sheet, kind: str, url: str, by: Actor, *, practice: bool = False) -> Document:
    """Make a paper and keep it; the same content on the same day answers the same paper."""
    with write(by) as tx:
        return make_among(tx, sheet, kind, url, practice=practice)


def make_among(tx: Tx, sheet: Sheet, kind: str, url: str, *, practice: bool = False) -> Document:
    """Make a paper in a transaction that is open; as make_one."""
    today, content = clock.today().isoformat(), _fingerprint(sheet)
    if known := records.same(tx, kind, sheet.home_id, sheet.payer_id, today, content):
        return known
    (number,) = _numbers(tx, kind, 1)
    file = files.keep(_pdf(tx, kind, [sheet], [number], [url], practice=practice))
    _insert(tx, kind, number, file, sheet, None)
    audit.record(tx, "document.made", "documents", after={"number": number, "home": sheet.home_code})
    found = records.document(tx, number)
    assert found is not None
    return found


def start_batch(wanted: Wanted, key: str, url: str, by: Actor, *, practice: bool = False) -> Batch:
    """Ask the worker for a print of many papers; the same key answers the same batch. url: where owners sign in.

    Refused when there is nothing to print.
    """
    with write(by) as tx:
        if known := records.batch_of_key(tx, key):
            return known
        require_key(key)
        if next(sheets.groups(tx, wanted.kind, wanted.building_id, wanted.year), None) is None:
            raise Refused(_("There is nothing to print for this choice."), "kind")
        batch_id = tx.insert(
            "document_batches",
            key=key,
            url=url,
            started_at=clock.stamp(),
            started_by=by.name,
            **wanted._asdict(),
        )
        outbox.add(tx, MAKE, task_key(batch_id), batch_id=batch_id, practice=practice)
        audit.record(tx, "documents.asked", "document_batches", batch_id, after=wanted._asdict())
        found = records.batch(tx, batch_id)
        assert found is not None
        return found


def task_key(batch_id: int) -> str:
    """The outbox key of a batch."""
    return f"{MAKE}:{batch_id}"


def make_batch(batch_id: int, progress: Callable[[int, int], None], *, practice: bool) -> None:
    """Make the papers of a batch, going on after those that an interrupted try has made already."""
    with read() as db:
        batch = records.batch(db, batch_id)
        if batch is None or batch.finished_at:
            return
        locale = identity(db).locale
        parts = list(_parts(sheets.groups(db, batch.kind, batch.building_id, batch.year)))
        made = {file.position for file in records.files_of(db, batch_id)}
    # What another feature's papers are made from waits no longer once they are made: the rest follows behind.
    first = max(made, default=-1) + 1 if sources.of(batch.kind) else 0
    for position, (building, keys) in enumerate(parts, first):
        if position not in made:
            with speaking(locale), write(WORKER) as tx:
                _make_file(tx, batch, position, building, keys, practice=practice)
            forget()
        progress(position + 1, first + len(parts))
    with write(WORKER) as tx:
        tx.update("document_batches", batch_id, finished_at=clock.stamp(), error=None)


def fail_batch(batch_id: int, why: str) -> None:
    """Note that a batch was given up, for its page."""
    with write(WORKER) as tx:
        tx.update("document_batches", batch_id, error=why)


def _parts(groups: Iterator[tuple[str, sheets.Key]]) -> Iterator[tuple[str, list[sheets.Key]]]:
    """Building after building, some dozens of sheets at a time."""
    for building, group in groupby(groups, key=lambda one: one[0]):
        keys = [key for _building, key in group]
        for start in range(0, len(keys), AT_ONCE):
            yield building, keys[start : start + AT_ONCE]


def _make_file(
    tx: Tx, batch: Batch, position: int, building: str, keys: Sequence[sheets.Key], *, practice: bool
) -> None:
    if source := sources.of(batch.kind):
        made = source.build(tx, [key for key in keys if isinstance(key, int)])
    else:
        made = sheets.build(tx, batch.kind, keys, batch.year)
    if not made:  # paid in the meantime
        return
    codes: dict[int, str] = {}
    if batch.invite != "no":
        payers = sorted({sheet.payer_id for sheet in made})
        codes = actions_invitations.invite_among(tx, payers, again=batch.invite == "again")
    urls = [_sign_in(batch.url, codes.get(sheet.payer_id)) for sheet in made]
    numbers = _numbers(tx, batch.kind, len(made))
    file = files.keep(_pdf(tx, batch.kind, made, numbers, urls, practice=practice))
    file_id = tx.insert(
        "document_files",
        batch_id=batch.id,
        position=position,
        building=building,
        first_home=made[0].home_code,
        last_home=made[-1].home_code,
        sheets=len(made),
        file=file,
    )
    for sheet, number in zip(made, numbers, strict=True):
        _insert(tx, batch.kind, number, file, sheet, file_id, batch.started_by)


def _sign_in(url: str, code: str | None) -> str:
    return f"{url}join/{code}" if code else f"{url}my"


def _pdf(
    db: Reader,
    kind: str,
    made: Sequence[Sheet],
    numbers: Sequence[str],
    urls: Sequence[str],
    *,
    practice: bool,
) -> bytes:
    printed: list[dict[str, Any]] = [
        {**sheet.content, "number": number, "qr": str(qr_svg(url, scale=1)), "url": url}
        for sheet, number, url in zip(made, numbers, urls, strict=True)
    ]
    data = {"common": common(db, practice=practice), "sheets": printed}
    source = sources.of(kind)
    return typeset(source.template if source else kind, data, for_screens=len(printed) == 1)


def _numbers(tx: Tx, kind: str, count: int) -> list[str]:
    year = clock.today().year
    first = records.next_number(tx, _prefix(kind), year)
    return [f"{_prefix(kind)}{year}-{seq:06d}" for seq in range(first, first + count)]


def _insert(
    tx: Tx, kind: str, number: str, file: str, sheet: Sheet, file_id: int | None, by: str = ""
) -> None:
    prefix = _prefix(kind)
    year, _dash, seq = number.removeprefix(prefix).partition("-")
    tx.insert(
        "documents",
        number=number,
        prefix=prefix,
        year=int(year),
        seq=int(seq),
        kind=kind,
        file_id=file_id,
        file=file,
        content=number if file_id else _fingerprint(sheet),
        home_id=sheet.home_id,
        home_code=sheet.home_code,
        payer_id=sheet.payer_id,
        payer_name=sheet.payer_name,
        amount_fen=sheet.amount_fen,
        made_on=clock.today().isoformat(),
        made_at=clock.stamp(),
        made_by=by or tx.by.name,
    )
    if source := sources.of(kind):
        source.made(tx, sheet, number)


def _prefix(kind: str) -> str:
    source = sources.of(kind)
    return source.prefix if source else PREFIXES[kind]


def _fingerprint(sheet: Sheet) -> str:
    return hashlib.sha256(msgspec.json.encode(sheet.content)).hexdigest()
