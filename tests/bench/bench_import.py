"""A ledger of some 10,000 homes: read and checked, and brought in, beside calamine's bare reading of the same file."""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import python_calamine

from estate.app import open_store
from estate.data import use
from estate.data.store import System
from estate.intake import actions, actions_commit
from estate.intake.actions_commit import Terms
from estate.intake.dry_run import dry_run
from tests.intake.faults import EVERYWHERE
from tests.intake.offices import Style, make, write

BUILDINGS = 105  # × 2 entrances × 12 storeys × 4 homes
STYLE = Style(
    "a large office",
    [
        ("seq", "序号"),
        ("room", "房号"),
        ("name", "业主姓名"),
        ("id_no", "身份证号"),
        ("phone", "联系电话"),
        ("area", "建筑面积"),
        ("layout", "户型"),
        ("handover", "交房日期"),
        ("note", "备注"),
    ],
    lambda b, u, n: f"{b}-{u}-{n}",
    buildings=tuple(str(n) for n in range(1, BUILDINGS + 1)),
)
BY = System("bench")


def run() -> list[dict[str, Any]]:
    """Seconds and peak memory of a dry run in a process of its own; seconds to store it. Baseline: calamine alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(make(STYLE, 1, EVERYWHERE), Path(folder) / "ledger")
        seconds, megabytes = _alone("check", path)
        bare_seconds, bare_megabytes = _alone("read", path)
        stored = _stored(Path(folder) / "data", path)
    homes = BUILDINGS * 96
    what = f"{homes:,} rows (baseline: calamine's bare reading)"
    return [
        _row(f"import, read and checked: {what}", seconds, "s", bare_seconds),
        _row(f"import, peak memory: {what}", megabytes, "MB", bare_megabytes),
        _row(f"import, brought in: {what}", stored, "s", bare_seconds),
    ]


def _stored(folder: Path, path: Path) -> float:
    store = open_store(folder)
    try:
        batch_id = actions.upload(path.read_bytes(), path.name, BY, at_once=True).id
        started = perf_counter()
        actions_commit.commit(batch_id, Terms(leave_waiting=True), BY)
        return perf_counter() - started
    finally:
        store.close()
        use(None)


def _alone(what: str, path: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one reading in a fresh process."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_import", what, str(path)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    return float(told[0]), float(told[1])


def _one(what: str, path: Path) -> None:
    started = perf_counter()
    if what == "check":
        dry_run("homes", path)
    else:
        book = python_calamine.CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    seconds = perf_counter() - started
    print(seconds, _peak_megabytes())


def _peak_megabytes() -> float:
    """Of this process alone; ru_maxrss would carry over what the parent had at the start."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _row(name: str, value: float, unit: str, baseline: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "baseline": round(baseline, 2),
        "ratio": round(value / baseline, 1),
    }


if __name__ == "__main__":
    _one(sys.argv[1], Path(sys.argv[2]))
