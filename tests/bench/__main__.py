"""All benchmarks, or those named: `python -m tests.bench search billing`. Prints a table and writes bench.json.

A benchmark is a module bench_NAME.py with run(), which answers rows {name, value, unit, baseline, ratio}: what was
measured, beside a baseline that was measured in the same run on the same machine.
"""

import importlib
import json
import os
import platform
import sys
import traceback
from pathlib import Path
from time import perf_counter
from typing import Any

HERE = Path(__file__).parent
RESULTS = Path("bench.json")


def main(wanted: list[str]) -> int:
    """Run them one after another; 1 when one of them failed."""
    names = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    if unknown := set(wanted) - set(names):
        print(
            f"no such benchmark: {', '.join(sorted(unknown))}; there are: {', '.join(names)}", file=sys.stderr
        )
        return 2
    rows: list[dict[str, Any]] = []
    failed: list[str] = []
    for name in wanted or names:
        started = perf_counter()
        try:
            rows += importlib.import_module(f"tests.bench.bench_{name}").run()
        except Exception:
            traceback.print_exc()
            failed.append(name)
        print(f"{name}: {perf_counter() - started:.1f} s", file=sys.stderr)
    print(table(rows))
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    RESULTS.write_text(
        json.dumps({"machine": machine, "rows": rows, "failed": failed}, indent=1, ensure_ascii=False) + "\n"
    )
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as text; a missing baseline is a dash."""
    head = ("what", "value", "unit", "baseline", "ratio")
    lines = [
        head,
        *(
            (row["name"], *(_said(row.get(key)) for key in ("value", "unit", "baseline", "ratio")))
            for row in rows
        ),
    ]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place in (0, 2) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _said(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
