"""`estate import` from the command line."""

import json
from pathlib import Path

import pytest

from estate.__main__ import main
from estate.data import Store, read
from tests.intake.books import book, homes_of

TITLES = ["房号", "业主", "电话", "面积"]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Ten homes, one with an area of zero."""
    rows = homes_of("1", 10)
    rows[2][3] = 0
    return book(tmp_path, {"1栋": [TITLES, *rows]})


def test_a_dry_run_prints_the_contract_and_stores_nothing(
    ledger: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["import", "homes", str(ledger), "--dry-run", "--json"]) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert told["kind"] == "homes" and len(told["records"]["homes"]) == 10
    assert [f["kind"] for f in told["flagged"]] == ["area_zero"]


def test_what_is_clean_enters_once(
    store: Store, ledger: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ["import", "homes", str(ledger), "--accept-clean", "--json", "--data", str(store.folder)]
    for already in (False, True):
        assert main(words) == 0
        told = json.loads(capfdbinary.readouterr().out)
        assert told["already"] is already and told["committed"]["homes"] == 9
        assert [(w["row"], w["column"], w["kind"]) for w in told["waiting"]] == [(4, "D", "area_zero")]
    with read() as db:
        assert db.value("SELECT count(*) FROM homes") == 9


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["homes", "LEDGER"], "--accept-clean"),
        (["homes", "LEDGER", "--accept-clean", "--data", "/nowhere/estate"], "estate.db"),
        (["equipment", "LEDGER", "--dry-run"], "equipment"),
        (["fees", "LEDGER", "--dry-run"], "No table of fees"),
        (["homes", "/nowhere.xlsx", "--dry-run"], "/nowhere.xlsx"),
        (["homes", "EMPTY", "--dry-run"], "empty"),
    ],
)
def test_a_refusal_is_one_line(
    words: list[str],
    said: str,
    ledger: Path,
    tmp_path: Path,
    store: Store,
    capsys: pytest.CaptureFixture[str],
) -> None:
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(b"")
    given = [{"LEDGER": str(ledger), "EMPTY": str(empty)}.get(w, w) for w in words]
    assert main(["import", *given]) == 1
    err = capsys.readouterr().err
    assert said in err and len(err.strip().splitlines()) == 1
