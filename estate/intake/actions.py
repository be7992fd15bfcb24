"""What the office does with a ledger: hand it in, decide, bring it in, take it back. Each act is one transaction."""

import hashlib
from contextlib import suppress
from typing import NamedTuple

import msgspec

from estate.data import Reader, Tx, audit, clock, files, read, secrets, write
from estate.data.store import Actor
from estate.i18n import gettext as _
from estate.intake import kinds, patterns, records, records_notes
from estate.intake.batches import HOMES, Batch
from estate.intake.choices import room_said
from estate.intake.doubts import Doubt
from estate.intake.handed import Handed, Looked
from estate.intake.layout import SheetMapping
from estate.intake.workbook import UnreadableLedger
from estate.jobs import outbox
from estate.refusal import Refused

CHECK = "intake.check"
AT_ONCE = 400_000
"""Bytes up to which a file is checked while the browser waits (about a second); larger ones go to the worker."""
DENSE = 4
"""By how much sooner a ledger of fees or parking goes there: its cells are many for their bytes."""


class Uploaded(NamedTuple):
    """The batch of a handed-in file; again: it was there already."""

    id: int
    again: bool


def upload(
    content: bytes, file_name: str, by: Actor, *, at_once: bool | None = None, kind: str = HOMES
) -> Uploaded:
    """Keep a ledger, sealed, and check it. The same file again answers its import, unless that was taken back or had
    left something out.

    Refused (field `file`) for a file that cannot be read. at_once None: by its size.
    """
    sha = sha_of(content)
    with read() as db:
        if found := there(db, sha, kind):
            return Uploaded(found.id, True)
    now = _quick(kind, len(content)) if at_once is None else at_once
    looked = look(kind, Handed(content, file_name, {}, [], {})) if now else None
    kept = keep(content)
    with write(by) as tx:
        if found := there(tx, sha, kind):
            return Uploaded(found.id, True)
        batch_id = new_batch(tx, kind, content, file_name, kept)
        if looked:
            _store(tx, batch_id, kind, looked)
        else:
            ask_for_check(tx, batch_id)
        return Uploaded(batch_id, False)


def keep(content: bytes) -> str:
    """Keep a file sealed; answers its name in files/."""
    return files.keep(secrets.seal(content.decode("latin-1")))


def new_batch(tx: Tx, kind: str, content: bytes, file_name: str, kept: str) -> int:
    """A file that was handed in and waits for its check. kept: see `keep`."""
    sha = sha_of(content)
    batch_id = tx.insert(
        "import_batches",
        kind=kind,
        file_name=file_name[:200],
        sha=sha,
        kept=kept,
        size=len(content),
        state="uploaded",
        uploaded_at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    audit.record(tx, "import.uploaded", "import_batches", batch_id, after={"file": file_name, "sha": sha})
    return batch_id


def sha_of(content: bytes) -> str:
    """By what the same file is known again."""
    return hashlib.sha256(content).hexdigest()


def content_of(batch: Batch) -> bytes:
    """The file as it was handed in."""
    return secrets.unseal(files.path_of(batch.kept).read_bytes()).encode("latin-1")


def handed(db: Reader, batch: Batch) -> Handed:
    """The file with all that was said of it."""
    decided = records.doubts(db, batch.id, state="decided")
    return Handed(content_of(batch), batch.file_name, batch.mapping, decided, batch.options, batch.id)


def look(kind: str, file: Handed) -> Looked:
    """What a file would bring as things are now. Refused (field `file`) when it cannot be read."""
    try:
        return kinds.of(kind).look(file)
    except UnreadableLedger as error:
        raise Refused(str(error), "file") from error


def check_batch(batch_id: int, version: int, by: Actor) -> None:
    """Check a file as it stands at this version; nothing when it has changed since or is committed."""
    with read() as db:
        batch = records.batch(db, batch_id)
        if batch is None or batch.version != version or not batch.open:
            return
        file = handed(db, batch)
    try:
        looked = look(batch.kind, file)
    except Refused as refused:
        with write(by) as tx:
            tx.update("import_batches", batch_id, fault=refused.message)
        return
    with write(by) as tx:
        now = records.batch(tx, batch_id)
        if (
            now and now.open and now.version == version
        ):  # else somebody was faster, and checks or has committed
            _store(tx, batch_id, batch.kind, looked)


def map_sheet(batch_id: int, sheet: str, mapping: SheetMapping, by: Actor) -> None:
    """Take a person's word on a sheet; decisions about its cells are forgotten, for the cells may mean other things."""
    with write(by) as tx:
        batch = require_open(tx, batch_id)
        words = {**batch.mapping, sheet: mapping}
        tx.run("DELETE FROM import_doubts WHERE batch_id = :id AND sheet = :sheet", id=batch_id, sheet=sheet)
        tx.update("import_batches", batch_id, mapping=msgspec.json.encode(words).decode())
        audit.record(
            tx, "import.mapped", "import_batches", batch_id, after={"sheet": sheet, **mapping._asdict()}
        )
        version = _changed(tx, batch)
    _look_again(batch, version, by)


def decide(
    batch_id: int, doubt_id: int, choice: str | None, typed: str, by: Actor, *, alike: bool = False
) -> int:
    """Answer a doubt; choice None takes the answer back. Refused (field `typed`) for what the rules do not take.

    alike: answer the other rows of the sheet that are written like it in the same way. Answers how many were decided.
    """
    with write(by) as tx:
        batch = require_open(tx, batch_id)
        doubt = records.doubt(tx, batch_id, doubt_id)
        if doubt is None:
            raise Refused(_("This question is no longer open."))
        _decide(tx, doubt, choice, typed)
        others = _decide_alike(tx, batch, doubt, choice, typed) if alike and choice else 0
        _noted(tx, batch_id, {choice or "reopened": 1 + others})
        version = _changed(tx, batch)
    _look_again(batch, version, by)
    return 1 + others


def decide_many(batch_id: int, doubts: list[Doubt], choice: str, typed: str, by: Actor) -> int:
    """Give all these doubts the same answer where they allow it; answers how many took it."""
    with write(by) as tx:
        batch = require_open(tx, batch_id)
        of_kind = kinds.of(batch.kind)
        able = [d for d in doubts if choice in of_kind.choices(d) and not of_kind.refusal(d, choice, typed)]
        for doubt in able:
            records.decide(tx, doubt, choice, typed if choice == "value" else "")
        if not able:
            return 0
        _noted(tx, batch_id, {choice: len(able)})
        version = _changed(tx, batch)
    _look_again(batch, version, by)
    return len(able)


def discard(batch_id: int, by: Actor) -> None:
    """Throw away a file that was not brought in, with all that was found in it."""
    with write(by) as tx:
        batch = require_open(tx, batch_id)
        tx.run("DELETE FROM import_batches WHERE id = :id", id=batch_id)
        audit.record(tx, "import.discarded", "import_batches", batch_id, before={"file": batch.file_name})
        if not records.kept_elsewhere(tx, batch.kept, batch_id):
            tx.after_commit(lambda: _forget(batch.kept))


def require_open(tx: Tx, batch_id: int) -> Batch:
    """The import while it can be changed. Refused afterwards."""
    batch = records.batch(tx, batch_id)
    if batch is None:
        raise Refused(_("This import no longer exists."))
    if not batch.open:
        raise Refused(_("This import is finished; nothing in it can be changed."))
    return batch


def choose(batch_id: int, name: str, value: str, by: Actor) -> None:
    """Choose something for the whole file, such as the fee item that its arrears are of; it is checked again with it."""
    with write(by) as tx:
        batch = require_open(tx, batch_id)
        if batch.options.get(name, "") == value:
            return
        options = {**batch.options, name: value}
        tx.update("import_batches", batch_id, options=msgspec.json.encode(options).decode())
        audit.record(tx, "import.decided", "import_batches", batch_id, after={name: value})
        version = _changed(tx, batch)
    _look_again(batch, version, by)


def store_doubts(tx: Tx, batch_id: int, kind: str, looked: Looked) -> None:
    """Keep what a check found as the open questions."""
    records.put_doubts(tx, batch_id, looked.asked, reopen=kind != HOMES)


def there(db: Reader, sha: str, kind: str = HOMES) -> Batch | None:
    """The import to which the same file leads: one that is open, or that brought everything in."""
    found = records.of_sha(db, sha, kind)
    return found if found and (found.open or found.complete) else None


def _store(tx: Tx, batch_id: int, kind: str, looked: Looked) -> None:
    store_doubts(tx, batch_id, kind, looked)
    records_notes.put_notes(tx, batch_id, looked.repairs, looked.skips)
    tx.update(
        "import_batches",
        batch_id,
        state="checked",
        fault="",
        figures=msgspec.json.encode(looked.figures).decode(),
        checked_at=clock.stamp(),
    )


def _quick(kind: str, size: int) -> bool:
    """Whether a file of this kind is checked while the browser waits."""
    return size * (1 if kind == HOMES else DENSE) <= AT_ONCE


def _changed(tx: Tx, batch: Batch) -> int:
    """The outcome is another one; answers the new version. A large file is checked again by the worker."""
    tx.run("UPDATE import_batches SET version = version + 1 WHERE id = :id", id=batch.id)
    if not _quick(batch.kind, batch.size):
        ask_for_check(tx, batch.id)
    return batch.version + 1


def _look_again(batch: Batch, version: int, by: Actor) -> None:
    """Check a small file at once, after the decision is durable: nobody else waits for a check to write."""
    if _quick(batch.kind, batch.size):
        check_batch(batch.id, version, by)


def ask_for_check(tx: Tx, batch_id: int) -> None:
    """Let the worker check a file; again for the same version it is once."""
    batch = records.batch(tx, batch_id)
    assert batch is not None
    outbox.add(tx, CHECK, batch.task_key, batch_id=batch_id, version=batch.version)


def _decide_alike(tx: Tx, batch: Batch, doubt: Doubt, choice: str, typed: str) -> int:
    """Answer the waiting questions of rows that are written like this one; answers how many."""
    said = room_said(doubt, choice, typed)
    waiting = records.doubts(tx, batch.id, sheet=doubt.sheet, kind=doubt.kind, state="waiting")
    of_kind = kinds.of(batch.kind)
    same = [
        one
        for one in waiting
        if one.id != doubt.id and one.field == doubt.field and patterns.form(one) == patterns.form(doubt)
    ]
    if batch.kind != HOMES:
        able = [
            one for one in same if choice in of_kind.choices(one) and not of_kind.refusal(one, choice, typed)
        ]
        for one in able:
            records.decide(tx, one, choice, typed if choice == "value" else "")
        return len(able)
    decided = 0
    for one in same:
        text = said and patterns.alike(doubt.raw, said, one.raw, one.facts.get("about", {}).get("building"))
        if choice == "out":
            records.decide(tx, one, "out", "")
        elif text and not of_kind.refusal(one, "value", text):
            records.decide(tx, one, "value", text)
        else:
            continue
        decided += 1
    return decided


def _decide(tx: Tx, doubt: Doubt, choice: str | None, typed: str) -> None:
    if choice is not None:
        of_kind = kinds.of(doubt.ledger)
        if choice not in of_kind.choices(doubt):
            raise Refused(_("This cannot be decided so."), "typed")
        if why := of_kind.refusal(doubt, choice, typed):
            raise Refused(why, "typed")
    records.decide(tx, doubt, choice, typed if choice == "value" else "")


def _noted(tx: Tx, batch_id: int, taken: dict[str, int]) -> None:
    audit.record(tx, "import.decided", "import_batches", batch_id, after=taken)


def _forget(kept: str) -> None:
    with suppress(OSError):
        files.path_of(kept).unlink()
