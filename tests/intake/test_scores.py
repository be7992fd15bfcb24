"""The public homes-and-owners ledgers, scored as the outside scorer does it."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from estate.intake.dry_run import dry_run
from tests.intake import score

LEDGERS = Path(__file__).parent / "ledgers"


@pytest.mark.parametrize("community", ["guihua", "jinxiu"])
def test_a_public_ledger_is_read_to_the_last_cell(community: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text(
        json.dumps(dry_run("homes", LEDGERS / community / "房产业主台账.xlsx"), ensure_ascii=False), "utf-8"
    )
    said = io.StringIO()
    argv = [
        "score.py",
        str(LEDGERS / community / "truth.json"),
        str(out),
        "--min-fixed",
        "0.98",
        "--min-flagged",
        "0.98",
    ]
    with redirect_stdout(said), pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", argv)
        status = score.main()
    assert status == 0, said.getvalue()
    assert "silently_wrong 0" in said.getvalue().splitlines()[-1]
