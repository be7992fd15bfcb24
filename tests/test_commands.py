"""The command line refuses in one line: no trace of the program, nothing left half done."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from estate.__main__ import main
from estate.access import accounts, passwords
from estate.app import open_store
from estate.data import Store, read, use, write
from estate.data.store import System
from estate.i18n import use_locale
from tests.appliance import COMMAND, Appliance, free_port


def refusal(capfd: pytest.CaptureFixture[str], *words: str) -> str:
    use_locale("en")
    assert main(words) == 1
    said = capfd.readouterr().err
    assert said.startswith("estate: ") and said.count("\n") == 1, said
    return said


def test_a_file_that_holds_no_records_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "estate.db").write_text("a shopping list, and no database at all")
    said = refusal(capfd, "bill", "--data", str(tmp_path), "--period", "2026-11")
    assert str(tmp_path / "estate.db") in said


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list").touch()
    assert str(tmp_path / "list") in refusal(capfd, "demo", "--data", str(tmp_path / "list"))


@pytest.mark.parametrize("wrong", [("--port", "99999"), ("--port", "0"), ("--host", "no.such.host.invalid")])
def test_an_address_that_cannot_be_is_refused(
    wrong: tuple[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    refusal(capfd, "serve", "--data", str(tmp_path), "--no-browser", *wrong)


@pytest.mark.parametrize("month", ["2026-13", "9999-12", "0001-01", "now"])
def test_a_month_that_cannot_be_billed_is_wrong_usage(month: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as end:
        main(["bill", "--data", str(tmp_path), "--period", month])
    assert end.value.code == 2


def test_a_demo_that_is_too_small_leaves_nothing_half_done(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    refusal(capfd, "demo", "--data", str(tmp_path), "--homes", "3")
    assert main(["demo", "--data", str(tmp_path), "--homes", "10", "--years", "0"]) == 0
    use(None)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps others out by the account's own folder")
def test_a_new_data_folder_is_for_this_account_only(tmp_path: Path) -> None:
    """It holds names, phones and debts."""
    open_store(tmp_path / "new").close()
    use(None)
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_a_start_that_was_cut_off_before_the_first_table_is_made_good(tmp_path: Path) -> None:
    (tmp_path / "estate.db").touch()
    opened: Store = open_store(tmp_path)
    opened.close()
    use(None)


def test_the_practice_appliance_ends_when_its_parent_is_gone(store: Store) -> None:
    """Even a killed one; else it would hold its port and folder against the next start."""
    words = ["serve", "--data", str(store.folder), "--host", "127.0.0.1", "--port", str(free_port())]
    child = subprocess.Popen(
        [*COMMAND, *words, "--practice", "--no-browser", "--with-parent"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    with child:
        assert child.stdin and child.stdout
        assert child.stdout.readline().startswith(b"Estate: ")
        child.stdin.close()
        assert child.wait(30) == 0


def test_a_new_password_is_told_as_json_too(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    with write(System("test")) as tx:
        accounts.create(tx, "zhoulin", "周琳", "a first password", ["manager"])
    assert main(["reset-password", "zhoulin", "--data", str(store.folder), "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["login"] == "zhoulin"
    with read() as db:
        ((stored, must_change),) = db.tuples(
            "SELECT password_hash, must_change_password FROM accounts WHERE login = 'zhoulin'"
        )
    assert must_change and passwords.verify(told["password"], stored)


def test_one_folder_is_served_once(store: Store) -> None:
    """A second server's worker would release what the first one's has in hand."""
    with Appliance(store.folder) as first:
        second = [*COMMAND, "serve", "--data", str(store.folder), "--port", str(free_port()), "--no-browser"]
        answer = subprocess.run(second, capture_output=True, text=True, timeout=60, check=False)
        assert answer.returncode == 1 and str(first.port) in answer.stderr
