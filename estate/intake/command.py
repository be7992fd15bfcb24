"""`estate import`: a dry run by the contract, or everything that needs no decision brought in in one transaction.

What is brought in is an import like one from the screens: it can be looked at and taken back there.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from estate.data import read
from estate.data.store import Actor
from estate.i18n import gettext as _
from estate.intake import actions, actions_commit, meter_actions, records
from estate.intake.amounts import yuan_text
from estate.intake.batches import EQUIPMENT, FEES, HOMES, PARKING, READINGS, Batch
from estate.intake.doubts import Doubt
from estate.intake.dry_run import KINDS, UnknownKind, dry_run
from estate.intake.handed import Terms
from estate.intake.ledger_figures import LedgerFigures
from estate.intake.workbook import UnreadableLedger
from estate.refusal import Refused

COUNTS = {
    READINGS: ("meters", "readings", "unusual"),
    FEES: ("charges", "homes", "fen", "new_fee_items"),
    PARKING: ("spaces", "held", "ended", "vehicles"),
    EQUIPMENT: ("equipment", "pieces"),
}
"""What is counted of each kind beside homes."""


def preview(kind: str, file: Path, homes_file: Path | None) -> dict[str, Any]:
    """The contract of a dry run; nothing is stored. Refused for an unknown kind or a file that is no ledger."""
    try:
        return dry_run(kind, file, homes_file)
    except (UnknownKind, UnreadableLedger) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise _unopened(file, error) from error


def bring_in(kind: str, file: Path, by: Actor, fee_item: str | None = None) -> dict[str, Any]:
    """Bring in what needs no decision; homes that exist stay as they are. The same file again changes nothing.

    fee_item: the name of the fee item that arrears of a fee ledger become charges of.

    Answers {batch, kind, file, already, committed: counts, waiting: [{sheet, row, column, home, kind, message}]}.
    """
    if kind not in KINDS:
        raise Refused(str(UnknownKind.of(kind)))
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _unopened(file, error) from error
    if kind == HOMES:
        return _homes(content, file.name, by)
    if kind == READINGS:
        return _readings(content, file.name, by)
    return _ledger(kind, content, file.name, by, fee_item or "")


def _homes(content: bytes, name: str, by: Actor) -> dict[str, Any]:
    with read() as db:
        found = records.committed_of_sha(db, actions.sha_of(content))
    if found:
        return _report(found, found.counts, already=True)
    batch_id = actions.upload(content, name, by, at_once=True).id
    batch = actions_commit.commit(batch_id, Terms(leave_waiting=True, skip_existing=True), by)
    return _report(batch, batch.counts, already=False)


def _readings(content: bytes, name: str, by: Actor) -> dict[str, Any]:
    batch_id, again = meter_actions.upload(content, name, by, at_once=True)
    batch = _kept(batch_id)
    before = batch.state == "committed"
    if batch.open and again:
        meter_actions.check_batch(batch_id, batch.version, by)
        batch = _kept(batch_id)
    came = meter_actions.outcome(batch)
    already = before or (not came.readings and bool(came.known))
    return _finished(batch, already, bool(came.readings), meter_actions.commit, by)


def _ledger(kind: str, content: bytes, name: str, by: Actor, fee_item: str) -> dict[str, Any]:
    batch_id, again = actions.upload(content, name, by, at_once=True, kind=kind)
    batch = _kept(batch_id)
    before = batch.state == "committed"
    if batch.open and fee_item and batch.options.get("fee_item") != fee_item:
        actions.choose(batch_id, "fee_item", fee_item, by)
    if batch.open and (again or fee_item):
        actions.check_batch(batch_id, _kept(batch_id).version, by)
    batch = _kept(batch_id)
    figures = msgspec.json.decode(batch.figures_json or "{}", type=LedgerFigures)
    already = before or (not figures.enters and bool(figures.known))
    if batch.open and figures.problem:
        actions.discard(batch_id, by)
        raise Refused(figures.problem + " " + _("Use --fee-item."), "fee_item")
    enters = bool(figures.enters or figures.vehicles)
    terms = Terms(leave_waiting=True)
    return _finished(batch, already, enters, lambda one, who: actions_commit.commit(one, terms, who), by)


def _finished(
    batch: Batch, already: bool, enters: bool, commit: Callable[[int, Actor], Batch], by: Actor
) -> dict[str, Any]:
    """Bring the batch in where something enters; a file that brings nothing leaves no import behind."""
    if batch.open and enters:
        batch = commit(batch.id, by)
    counts = {n: 0 if already else batch.counts.get(n, 0) for n in COUNTS[batch.kind]}
    report = _report(batch, counts, already=already)
    if batch.open:
        actions.discard(batch.id, by)
        report["batch"] = None
    return report


def _kept(batch_id: int) -> Batch:
    with read() as db:
        batch = records.batch(db, batch_id)
    assert batch is not None
    return batch


def summary(report: dict[str, Any]) -> list[str]:
    """The report of bring_in in lines for a person."""
    counts = report["committed"]
    said = _("Brought in before") if report["already"] else _("Brought in")
    lines = [f"{said}: {_counted(report['kind'], counts)}"]
    if counts.get("new_fee_items"):
        lines.append(_("Fee items that are new have no price yet; give them one before you bill them."))
    if counts.get("ended"):
        lines.append(_("%(n)s leases have run out; those spaces are free now.", n=counts["ended"]))
    waiting = report["waiting"]
    if waiting:
        lines.append(_("%(n)s questions wait for a decision:", n=len(waiting)))
    return lines + [_line(one) for one in waiting]


def _counted(kind: str, counts: dict[str, int]) -> str:
    if kind == READINGS:
        return _(
            "%(readings)s readings, %(meters)s new meters; %(unusual)s to be confirmed as unusual", **counts
        )
    if kind == FEES:
        told = {**counts, "sum": yuan_text(counts["fen"])}
        return _("%(charges)s months of arrears of %(homes)s homes, ¥%(sum)s", **told)
    if kind == PARKING:
        return _("%(spaces)s parking spaces, %(held)s of them with a home; %(vehicles)s vehicles", **counts)
    if kind == EQUIPMENT:
        return _("%(equipment)s entries of equipment, %(pieces)s pieces", **counts)
    return _("%(homes)s homes, %(people)s people, %(phones)s phone numbers", **counts)


def preview_summary(contract: dict[str, Any]) -> list[str]:
    """The dry run in lines for a person."""
    told = {name: len(rows) for name, rows in contract["records"].items()}
    lines = [", ".join(f"{name} {n}" for name, n in told.items())]
    lines.append(_("%(fixed)s repaired, %(skipped)s skipped, %(flagged)s to decide",
                   **{side: len(contract[side]) for side in ("fixed", "skipped", "flagged")}))  # fmt: skip
    return lines + [_line(one) for one in contract["flagged"]]


def _unopened(file: Path, error: OSError) -> Refused:
    return Refused(_("%(file)s cannot be opened: %(fault)s", file=file, fault=error.strerror or error))


def _report(batch: Batch, counts: dict[str, int], *, already: bool) -> dict[str, Any]:
    with read() as db:
        waiting = records.doubts(db, batch.id, state="waiting")
    return {
        "batch": batch.id,
        "kind": batch.kind,
        "file": batch.file_name,
        "already": already,
        "committed": counts,
        "waiting": [_waiting(one) for one in waiting],
    }


def _waiting(doubt: Doubt) -> dict[str, Any]:
    return {
        "sheet": doubt.sheet,
        "row": doubt.row,
        "column": doubt.column,
        "home": doubt.home or None,
        "kind": doubt.kind,
        "message": doubt.why,
    }


def _line(one: dict[str, Any]) -> str:
    place = f"{one['column'] or ''}{one['row'] or ''}"
    return f"  {one['sheet']} {place}  {one.get('home') or ''}  {one['message']}"
