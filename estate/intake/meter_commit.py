"""Bring the clean rows of a reading ledger in, in one transaction; what needs a decision is left out and named.

A meter that is not registered yet is registered with the ledger's earlier reading as its first value, of that reading's
day, or where the ledger does not tell it of the last day of the month before. The same file again changes nothing.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from estate.community import queries as community
from estate.data import Actor, Tx, audit, write
from estate.i18n import gettext as _
from estate.intake.meter_rows import MeterRow, Readings, read_readings, said
from estate.meters import actions, actions_readings, queries
from estate.meters.actions import MeterSpec
from estate.meters.actions_readings import Taken
from estate.refusal import Refused


def bring_in_readings(file: Path, by: Actor) -> dict[str, Any]:
    """Answers {file, already, committed: {meters, readings, unusual}, waiting: [{sheet, row, column, home, kind, message}]}.

    Raises UnreadableLedger or OSError.
    """
    with write(by) as tx:
        homes = community.home_ids(tx)
        found = read_readings(file, homes)
        waiting = _asked(found)
        counts = {"meters": 0, "readings": 0, "unusual": 0}
        known = 0
        for row in found.rows:
            if row.doubtful:
                continue
            try:
                with tx.db.atomic():
                    known += _bring_in(tx, row, homes, counts)
            except Refused as refused:
                waiting.append(_waiting(row, refused.field or "refused", refused.message))
        if counts["meters"] or counts["readings"]:
            audit.record(tx, "readings.imported", "meters", after={"file": file.name, **counts})
    already = bool(known) and not counts["meters"] and not counts["readings"]
    return {"file": file.name, "already": already, "committed": counts, "waiting": waiting}


def readings_summary(report: dict[str, Any]) -> list[str]:
    """The report in lines for a person."""
    said_first = _("Brought in before") if report["already"] else _("Brought in")
    counts = report["committed"]
    lines = [
        f"{said_first}: "
        + _("%(readings)s readings, %(meters)s new meters; %(unusual)s to be confirmed as unusual", **counts)
    ]
    if waiting := report["waiting"]:
        lines.append(_("%(n)s questions wait for a decision:", n=len(waiting)))
    return lines + [
        f"  {one['sheet']} {one['column'] or ''}{one['row'] or ''}  {one['home'] or ''}  {one['message']}"
        for one in waiting
    ]


def _bring_in(tx: Tx, row: MeterRow, homes: dict[str, int], counts: dict[str, int]) -> int:
    """Keep a row's reading; answers 1 when it was known already."""
    if row.kind is None:
        raise Refused(said("meter_unknown"), "meter_unknown")
    if row.read_date is None:
        raise Refused(said("date_missing"), "date_missing")
    if row.curr_e3 is None:
        raise Refused(said("meter_missing"), "meter_missing")
    on = date.fromisoformat(row.read_date)
    meter_id = queries.meter_meant(tx, row.kind, row.meter_no, homes.get(row.room or ""))
    if meter_id is None:
        meter_id = _register(tx, row, on, homes)
        counts["meters"] += 1
    elif same := queries.kept_on(tx, meter_id, row.read_date):
        if same == row.curr_e3:
            return 1
        raise Refused(_("Another value is kept for this day."), "curr")
    elif row.prev_e3 is not None and queries.value_before(tx, meter_id, row.read_date) != row.prev_e3:
        raise Refused(said("prev_differs"), "prev_differs")
    taken = actions_readings.take(
        Taken(meter_id, on, row.curr_e3, note=(row.note or "")[:200]), tx.by, ask=False, quiet=True
    )
    counts["readings"] += 1
    counts["unusual"] += not taken.confirmed
    return 0


def _register(tx: Tx, row: MeterRow, on: date, homes: dict[str, int]) -> int:
    home_id = homes.get(row.room or "")
    if home_id is None or row.prev_e3 is None or row.kind is None:
        raise Refused(
            _("This meter is not registered, and its home or its earlier reading is missing."), "meter_no"
        )
    begun = date.fromisoformat(row.prev_date) if row.prev_date else on.replace(day=1) - timedelta(days=1)
    digits = max(5, len(str(max(row.prev_e3, row.curr_e3 or 0) // 1000)))
    spec = MeterSpec(
        home_id,
        row.kind,
        row.meter_no,
        begun,
        row.prev_e3,
        multiplier_e3=row.multiplier_e3 or 1000,
        digits=digits,
    )
    return actions.add_meter(spec, tx.by)


def _asked(found: Readings) -> list[dict[str, Any]]:
    rooms = {(row.sheet, row.row): row.room for row in found.rows}
    return [
        {
            "sheet": one["sheet"],
            "row": one["row"],
            "column": one["column"],
            "home": rooms.get((one["sheet"], one["row"])),
            "kind": one["kind"],
            "message": one["message"],
        }
        for one in found.flagged
    ]


def _waiting(row: MeterRow, kind: str, message: str) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "column": None,
        "home": row.room,
        "kind": kind,
        "message": message,
    }
