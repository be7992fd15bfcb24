"""`estate import`: a dry run by the contract, or everything that needs no decision brought in in one transaction."""

from pathlib import Path
from typing import Any

from estate.data import read
from estate.data.store import Actor
from estate.i18n import gettext as _
from estate.intake import actions, actions_commit, records
from estate.intake.actions_commit import Terms
from estate.intake.dry_run import KINDS, UnknownKind, dry_run
from estate.intake.fee_commit import bring_in_fees, fees_summary
from estate.intake.meter_actions import bring_in_readings, readings_summary
from estate.intake.parking_commit import bring_in_parking, parking_summary
from estate.intake.records import Batch
from estate.intake.workbook import UnreadableLedger
from estate.refusal import Refused


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

    Answers {batch, file, already, committed: counts, waiting: [{sheet, row, column, home, kind, message}]}.
    """
    if kind not in KINDS:
        raise Refused(str(UnknownKind.of(kind)))
    if kind != "homes":
        try:
            return _of_kind(kind, file, by, fee_item)
        except UnreadableLedger as error:
            raise Refused(str(error)) from error
        except OSError as error:
            raise _unopened(file, error) from error
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _unopened(file, error) from error
    with read() as db:
        found = records.committed_of_sha(db, actions.sha_of(content))
    if found:
        return _report(found, already=True)
    batch_id = actions.upload(content, file.name, by, at_once=True).id
    batch = actions_commit.commit(batch_id, Terms(leave_waiting=True, skip_existing=True), by)
    return _report(batch, already=False)


def _of_kind(kind: str, file: Path, by: Actor, fee_item: str | None) -> dict[str, Any]:
    if kind == "fees":
        return bring_in_fees(file, by, fee_item)
    return bring_in_parking(file, by) if kind == "parking" else bring_in_readings(file, by)


def summary(report: dict[str, Any]) -> list[str]:
    """The report of bring_in in lines for a person."""
    counts = report["committed"]
    if "readings" in counts:
        return readings_summary(report)
    if "charges" in counts:
        return fees_summary(report)
    if "spaces" in counts:
        return parking_summary(report)
    said = _("Brought in before") if report["already"] else _("Brought in")
    lines = [f"{said}: " + _("%(homes)s homes, %(people)s people, %(phones)s phone numbers", **counts)]
    waiting = report["waiting"]
    if waiting:
        lines.append(_("%(n)s questions wait for a decision:", n=len(waiting)))
    return lines + [_line(one) for one in waiting]


def preview_summary(contract: dict[str, Any]) -> list[str]:
    """The dry run in lines for a person."""
    told = {name: len(rows) for name, rows in contract["records"].items()}
    lines = [", ".join(f"{name} {n}" for name, n in told.items())]
    lines.append(_("%(fixed)s repaired, %(skipped)s skipped, %(flagged)s to decide",
                   **{side: len(contract[side]) for side in ("fixed", "skipped", "flagged")}))  # fmt: skip
    return lines + [_line(one) for one in contract["flagged"]]


def _unopened(file: Path, error: OSError) -> Refused:
    return Refused(_("%(file)s cannot be opened: %(fault)s", file=file, fault=error.strerror or error))


def _report(batch: Batch, *, already: bool) -> dict[str, Any]:
    with read() as db:
        waiting = records.doubts(db, batch.id, state="waiting")
    return {
        "batch": batch.id,
        "file": batch.file_name,
        "already": already,
        "committed": batch.counts,
        "waiting": [
            {
                "sheet": d.sheet,
                "row": d.row,
                "column": d.column,
                "home": d.home,
                "kind": d.kind,
                "message": d.why,
            }
            for d in waiting
        ],
    }


def _line(one: dict[str, Any]) -> str:
    place = f"{one['column'] or ''}{one['row'] or ''}"
    return f"  {one['sheet']} {place}  {one['message']}"
