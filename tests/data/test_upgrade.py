"""A data folder of every earlier Estate opens in this one: nothing is lost, and its schema is that of a fresh one."""

import gzip
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from estate.app import open_store
from estate.audience import queries as audiences
from estate.billing import actions as billing
from estate.data import Store, read, use, write
from estate.data.migrate import schema as data_schema
from estate.data.migrate import widen_check
from estate.data.store import System
from estate.features import SCHEMAS

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


def test_whom_announcements_are_for_becomes_their_audiences(tmp_path: Path, empty_folder: Path) -> None:
    """A folder from before audiences, with a draft for two lists and one that was published to a building's floors."""
    folder = tmp_path / "old"
    folder.mkdir()
    conn = sqlite3.connect(folder / "estate.db", isolation_level=None)
    for one in (data_schema, *SCHEMAS):
        if one.name == "announcements":
            one.apply(Database(conn), stop_before="aim_by_audiences")
        elif one.name == "votes":
            one.apply(Database(conn), stop_before="put_votes_to_audiences")
        elif one.name != "audience":
            one.apply(Database(conn))
    conn.executescript("""
        INSERT INTO buildings (id, code, sort) VALUES (1, '1', 1);
        INSERT INTO entrances (id, building_id, code) VALUES (1, 1, '1');
        INSERT INTO homes (id, entrance_id, room, code, sort, floor, area_dm2, usage, state)
        VALUES (1, 1, '101', '1-1-101', '1', 1, 8000, 'residential', 'occupied'),
               (2, 1, '201', '1-1-201', '2', 2, 8000, 'shop', 'occupied');
        INSERT INTO announcements (id, key, token, kind, whom, urgent, must_confirm, pinned, made_at, made_by)
        VALUES (3, 'a', '0123456789abcdef', 'water', 'everybody', 0, 0, 0, '2026', 'x'),
               (7, 'b', '0123456789abcdeg', 'works', 'owners', 0, 0, 0, '2026', 'x');
        INSERT INTO announcement_versions (announcement_id, number, title, text, made_at, made_by)
        VALUES (3, 1, 'A', 'a', '2026', 'x'), (7, 1, 'B', 'b', '2026', 'x');
        INSERT INTO announcement_targets (id, announcement_id, scope, building_id, usage, floor_from, floor_to, label)
        VALUES (1, 3, 'usage', NULL, 'shop', NULL, NULL, ''), (2, 3, 'homes', NULL, '', NULL, NULL, 'Leaks'),
               (5, 7, 'building', 1, '', 2, 9, '');
        INSERT INTO announcement_target_homes VALUES (2, 1);
        UPDATE announcements SET published_at = '2026-11-20T08:00:00.000Z' WHERE id = 7;
    """)
    conn.close()
    opened = open_store(folder)
    with read() as db:
        assert db.tuples("SELECT id, audience_id FROM announcements ORDER BY id") == [(3, 3), (7, 7)]
        assert audiences.homes(db, 3) == [1, 2]
        assert audiences.homes(db, 7) == [2]
        assert (audiences.whom(db, 3), audiences.whom(db, 7)) == ("everybody", "owners")
        fixed = "SELECT id, fixed_at FROM audiences ORDER BY id"
        assert db.tuples(fixed) == [(3, None), (7, "2026-11-20T08:00:00.000Z")]
        assert db.tuples("PRAGMA integrity_check") == [("ok",)]
        assert db.tuples("PRAGMA foreign_key_check") == []
        fresh = sqlite3.connect(empty_folder / "estate.db")
        sql = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        assert db.tuples(sql) == fresh.execute(sql).fetchall()
        fresh.close()
    opened.close()
    use(None)


def test_what_votes_were_put_to_becomes_their_audiences(tmp_path: Path, empty_folder: Path) -> None:
    """A folder whose votes named a part of the community themselves: a draft, one that is checked, one that is counted."""
    folder = tmp_path / "old"
    folder.mkdir()
    conn = sqlite3.connect(folder / "estate.db", isolation_level=None)
    for one in (data_schema, *SCHEMAS):
        if one.name == "votes":
            one.apply(Database(conn), stop_before="put_votes_to_audiences")
        else:
            one.apply(Database(conn))
    conn.executescript("""
        INSERT INTO audiences (id, whom) VALUES (5, 'everybody');
        INSERT INTO buildings (id, code, sort) VALUES (1, '1', 1), (2, '2', 2);
        INSERT INTO entrances (id, building_id, code) VALUES (1, 1, '1'), (2, 2, '1');
        INSERT INTO homes (id, entrance_id, room, code, sort, floor, area_dm2, usage, state)
        VALUES (1, 1, '101', '1-1-101', '1', 1, 8000, 'residential', 'occupied'),
               (2, 2, '101', '2-1-101', '2', 1, 8000, 'residential', 'occupied');
        INSERT INTO votes (id, key, title, scope, building_id, entrance_id, usages, convention, co_owners, secrecy,
                           silence_follows, notice_days, closes_at, made_at, made_by)
        VALUES (1, 'a', 'A', 'all', NULL, NULL, 'residential', 'per_owner', 'first', 'open', 0, 0, '2026-02', '2026', 'x'),
               (2, 'b', 'B', 'building', 2, NULL, 'residential', 'per_owner', 'first', 'open', 0, 0, '2026-02', '2026', 'x'),
               (3, 'c', 'C', 'entrance', NULL, 1, 'residential', 'per_owner', 'first', 'open', 0, 0, '2026-02', '2026', 'x');
        INSERT INTO vote_series (year) VALUES (2026);
        UPDATE votes SET number = 'BJ2026-0001', year = 2026, seq = 1, state = 'checking' WHERE id = 2;
        UPDATE votes SET number = 'BJ2026-0002', year = 2026, seq = 2, state = 'checking' WHERE id = 3;
        UPDATE votes SET state = 'open', opened_at = '2026-01-02' WHERE id = 3;
        UPDATE votes SET state = 'counting', ended_at = '2026-03' WHERE id = 3;
        UPDATE votes SET state = 'closed', closed_at = '2026-03', list_hash = printf('%064d', 0) WHERE id = 3;
    """)
    conn.close()
    opened = open_store(folder)
    with read() as db:
        found = dict(db.tuples("SELECT id, audience_id FROM votes"))
        assert [audiences.homes(db, found[vote_id]) for vote_id in (1, 2, 3)] == [[1, 2], [2], [1]]
        assert {audiences.whom(db, one) for one in found.values()} == {"owners"}
        fixed = dict(db.tuples("SELECT id, fixed_at FROM audiences"))
        assert [fixed[found[vote_id]] for vote_id in (1, 2, 3)] == [None, None, "2026-01-02"]
        assert db.tuples("PRAGMA integrity_check") == [("ok",)]
        assert db.tuples("PRAGMA foreign_key_check") == []
        fresh = sqlite3.connect(empty_folder / "estate.db")
        sql = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        assert db.tuples(sql) == fresh.execute(sql).fetchall()
        fresh.close()
    opened.close()
    use(None)


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


def test_a_workers_pass_of_an_older_folder_refers_to_its_permit(tmp_path: Path, empty_folder: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    conn = sqlite3.connect(folder / "estate.db", isolation_level=None)
    for one in (data_schema, *SCHEMAS):
        one.apply(Database(conn), **({"stop_before": "refer_to_permits"} if one.name == "gate" else {}))
    conn.executescript("""
        INSERT INTO buildings (id, code, sort) VALUES (1, '1', 1);
        INSERT INTO entrances (id, building_id, code) VALUES (1, 1, '1');
        INSERT INTO homes (id, entrance_id, room, code, sort, floor, area_dm2, usage, state)
        VALUES (1, 1, '101', '1-1-101', '1', 1, 8000, 'residential', 'occupied');
        INSERT INTO permit_rules (id, text, at, who) VALUES (1, 'Rules', '2026', 'x');
        INSERT INTO permit_series (year) VALUES (2026);
        INSERT INTO permits (id, number, year, seq, key, token, home_id, person_name, firm, firm_phone, works, from_on,
                             until_on, rules_id, made_at, made_on, source, made_by)
        VALUES (5, 'ZX2026-0001', 2026, 1, 'k', '0123456789abcdef', 1, 'Wang', 'Walls', '1', '["floor"]', '2026-11-01',
                '2026-11-30', 1, '2026', '2026-11-01', 'clerk', 'x');
        INSERT INTO gate_passes (key, kind, home_id, permit_id, from_on, until_on, code, token, made_at, made_by)
        VALUES ('p', 'worker', 1, 5, '2026-11-01', '2026-11-30', '123456', '0123456789abcdef', '2026', 'x');
    """)
    conn.close()
    opened = open_store(folder)
    with read() as db:
        assert db.tuples("SELECT permit_id, code FROM gate_passes") == [(5, "123456")]
        assert db.tuples("PRAGMA foreign_key_check") == []
        fresh = sqlite3.connect(empty_folder / "estate.db")
        sql = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        assert db.tuples(sql) == fresh.execute(sql).fetchall()
        fresh.close()
    with pytest.raises(sqlite3.IntegrityError), write(System("test")) as tx:
        tx.insert(
            "gate_passes",
            key="q",
            kind="worker",
            home_id=1,
            permit_id=6,
            from_on="2026-11-01",
            until_on="2026-11-30",
            code="123457",
            token="0123456789abcdeg",
            made_at="2026",
            made_by="x",
        )
    opened.close()
    use(None)
