"""A data folder of every earlier Estate opens in this one: nothing is lost, and its schema is that of a fresh one."""

import gzip
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from estate.app import open_store
from estate.billing import actions as billing
from estate.data import Store, read, use
from estate.data.migrate import widen_check
from estate.data.store import System

RELEASED = sorted((Path(__file__).parent / "released").glob("*.db.gz"))


@pytest.fixture(params=RELEASED, ids=lambda path: path.name.partition(".")[0])
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, sqlite3.Connection]]:
    """The folder of an earlier version, opened by this one, and its records as they were."""
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "estate.db").write_bytes(gzip.decompress(request.param.read_bytes()))
    before = tmp_path / "before.db"
    before.write_bytes((folder / "estate.db").read_bytes())
    opened = open_store(folder)
    conn = sqlite3.connect(before)
    yield opened, conn
    conn.close()
    opened.close()
    use(None)


def test_no_record_is_lost_or_changed(upgraded: tuple[Store, sqlite3.Connection]) -> None:
    _store, before = upgraded
    tables = [
        name
        for (name,) in before.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
            "AND name NOT LIKE '\\_sqlite%' ESCAPE '\\' AND name NOT LIKE 'search%'"
        )
    ]
    with read() as db:
        for table in tables:
            columns = ", ".join(f'"{row[1]}"' for row in before.execute(f"PRAGMA table_info({table})"))
            sql = f"SELECT {columns} FROM {table} ORDER BY {columns}"
            assert db.tuples(sql) == before.execute(sql).fetchall(), table
        assert db.tuples("PRAGMA integrity_check") == [("ok",)]
        assert db.tuples("PRAGMA foreign_key_check") == []


def test_its_schema_is_that_of_a_fresh_folder(
    upgraded: tuple[Store, sqlite3.Connection], empty_folder: Path
) -> None:
    fresh = sqlite3.connect(empty_folder / "estate.db")
    sql = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    with read() as db:
        assert db.tuples(sql) == fresh.execute(sql).fetchall()
    fresh.close()


def test_it_is_billed_further(upgraded: tuple[Store, sqlite3.Connection]) -> None:
    with read() as db:
        latest = date.fromisoformat(db.value("SELECT max(period_from) FROM bill_runs"))
    following = date(latest.year + latest.month // 12, latest.month % 12 + 1, 1)
    report = billing.bill_period(following, following, System("test"))
    assert report.homes > 0
    with read() as db:
        assert not db.value("SELECT count(*) FROM charges WHERE booked_on IS NULL")


def test_a_check_is_widened_in_place(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    db = Database(conn)
    db.execute("CREATE TABLE a (kind TEXT CHECK (kind IN ('x')))")
    db.execute("INSERT INTO a VALUES ('x')")
    widen_check(db, "a", "IN ('x')", "IN ('x', 'y')")
    db.execute("INSERT INTO a VALUES ('y')")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO a VALUES ('z')")
    with pytest.raises(LookupError):
        widen_check(db, "a", "IN ('x')", "IN ('w')")
    conn.close()
